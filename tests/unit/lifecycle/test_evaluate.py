"""How requirements stand: quorums, slots, desks that nobody can fill."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import Events, given, happened, state, without
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    DEE,
    FACTS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LINKEDIN,
    LOU,
    MARKETING,
    MAX,
    MIA,
    PLAIN,
    HasLink,
    approve,
    edit,
    email,
    policy,
    propose,
    reject,
    request_changes,
    withdraw,
    world,
)
from workflows.domain.commands import Command
from workflows.domain.content import LINK, TEXT, Content
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.refusals import AlreadyDecided
from workflows.lifecycle.evaluate import Evaluation, evaluate, stage_name

FOUR = (MIA, MAX, CLEO, DEE)


@pytest.mark.parametrize(
    ("quorum", "needed"),
    [(1, 1), (3, 3), ("majority", 3), ("all", 4)],
)
def test_a_quorum_is_of_distinct_people(quorum: Quorum, needed: int) -> None:
    """A desk of four is met by as many different members as its quorum says, and not by one fewer."""
    facts = world(policy(quorums={MARKETING: quorum}))
    history = happened(propose(PLAIN), facts=facts)
    for count, member in enumerate(FOUR[:needed], start=1):
        answered = given(history, facts=facts).when(approve(member, MARKETING))
        standing = answered.evaluation.of(MARKETING)
        assert standing is not None
        assert (len(standing.counted), standing.missing) == (count, needed - count)
        assert answered.status(MARKETING) == ("met" if count == needed else "pending")
        assert standing.awaited == (frozenset(FOUR[count:]) if count < needed else frozenset())
        history = (*history, *answered.events)
        given(history, facts=facts).when(approve(member, MARKETING)).then_nothing_happened()
    if needed < len(FOUR):
        answer = given(history, facts=facts).when(approve(FOUR[needed], MARKETING)).answer
        assert answer == AlreadyDecided(desk=MARKETING, by=tuple(sorted(FOUR[:needed])), at=facts.now)


def test_everyone_means_everyone_who_may() -> None:
    """An author on the desk is no part of its quorum."""
    facts = world(policy(quorums={MARKETING: "all"}, members={MARKETING: (ADA, ABE, MIA)}))
    history = happened(propose(PLAIN, co_authors=frozenset({ABE})), facts=facts)
    answered = given(history, facts=facts).when(approve(MIA, MARKETING))
    assert answered.status(MARKETING) == "met"


@pytest.mark.parametrize("quorum", [1, "majority", "all"])
def test_a_desk_that_nobody_may_fill_is_never_met(quorum: Quorum) -> None:
    """Its only member wrote the words: unfillable, and not approved."""
    facts = world(policy(quorums={MARKETING: quorum}, members={MARKETING: (ADA,)}))
    evaluation = given((), facts=facts).when(propose(PLAIN)).evaluation
    assert [one.status for one in evaluation.standings] == ["unfillable"]
    assert not evaluation.approved


def test_a_desk_with_too_few_people_left_is_unfillable_but_still_hears_them() -> None:
    """When members leave, those who stay may still act; their number does not reach the quorum."""
    facts = world(policy(quorums={MARKETING: 3}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    fewer = without(facts, MARKETING, MAX, CLEO)
    standing = evaluate(state(history), fewer).of(MARKETING)
    assert standing is not None
    assert (standing.status, standing.awaited, standing.missing) == ("unfillable", {DEE}, 2)
    given(history, facts=fewer).when(approve(DEE, MARKETING)).then_kinds("review_given")


def test_just_enough_people_left_is_enough() -> None:
    """Exactly as many as are missing may still fill it."""
    facts = world(policy(quorums={MARKETING: 3}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    standing = evaluate(state(history), without(facts, MARKETING, MAX)).of(MARKETING)
    assert standing is not None
    assert standing.status == "pending"


def test_whose_slot_is_filled_is_not_awaited_elsewhere() -> None:
    """Dee approved for marketing, so legal waits for the others."""
    answered = given(happened(propose())).when(approve(DEE, MARKETING))
    assert answered.evaluation.awaited == {BEN, BEA, LOU}


def test_a_desk_whose_only_people_count_elsewhere_is_unfillable() -> None:
    """A slot is one slot, even if a desk is left empty."""
    facts = world(policy(members={LEGAL: (DEE,)}))
    answered = given(happened(propose(), facts=facts), facts=facts).when(approve(DEE, MARKETING))
    assert answered.status(LEGAL) == "unfillable"
    freed = world(policy(members={LEGAL: (DEE,)}, slots="one_per_desk"))
    answered = given(happened(propose(), facts=freed), facts=freed).when(approve(DEE, MARKETING))
    assert answered.status(LEGAL) == "pending"


def test_an_approval_that_comes_back_still_counts_its_giver_once() -> None:
    """Dee's old yes returns with the old link while her yes for legal stands: the first desk of the route has it."""
    on_links = replace(ALWAYS_MARKETING, judges=(LINK,))
    facts = world(policy(rules=(on_links, LEGAL_ON_CLAIMS)))
    history = happened(
        propose(), approve(DEE, MARKETING), edit(CLAIM_WITH_LINK), approve(DEE, LEGAL, revision=2), facts=facts
    )
    answered = given(history, facts=facts).when(edit(CLAIM, base=2))
    assert (answered.status(MARKETING), answered.status(LEGAL)) == ("met", "pending")
    both = replace(facts, policy=replace(facts.policy, slots="one_per_desk"))
    answered = given(history, facts=both).when(edit(CLAIM, base=2))
    assert (answered.status(MARKETING), answered.status(LEGAL)) == ("met", "met")


def test_only_approvals_for_desks_on_the_route_fill_a_slot() -> None:
    """Legal's yes says nothing once legal is not asked, so its giver may approve for marketing."""
    links = replace(LEGAL_ON_CLAIMS, when=HasLink(), judges=(TEXT,))
    facts = world(policy(rules=(links, ALWAYS_MARKETING)))
    linked = Content(text=PLAIN.text, channels=(LINKEDIN,), link="https://example.com")
    history = happened(propose(linked), approve(DEE, LEGAL), edit(PLAIN), facts=facts)
    given(history, facts=facts).when(approve(DEE, MARKETING, revision=2)).then_kinds("review_given", "approval_reached")


def test_who_decided_first_is_told_in_order_of_time() -> None:
    """Reviews are listed by when they were given."""
    facts = world(policy(quorums={MARKETING: 2}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    earlier = replace(facts, now=facts.now.replace(hour=8))
    answered = given(history, facts=earlier).when(approve(MAX, MARKETING))
    standing = answered.evaluation.of(MARKETING)
    assert standing is not None
    assert [one.reviewer for one in standing.counted] == [MAX, MIA]


def test_a_draft_asks_nobody() -> None:
    """It has no standings and is not approved."""
    assert evaluate(state(happened(propose(submit=False))), FACTS) == Evaluation(standings=())
    assert not Evaluation(standings=()).approved


@pytest.mark.parametrize("end", [withdraw(), reject(MIA, MARKETING)])
def test_what_ended_still_shows_how_it_stood(end: Command) -> None:
    """Cards of an ended proposal can still say who had approved."""
    history = happened(propose(), approve(BEN, LEGAL), end)
    standing = evaluate(state(history), FACTS).of(LEGAL)
    assert standing is not None
    assert standing.status == "met"


@pytest.mark.parametrize(
    ("history", "name"),
    [
        (happened(propose(submit=False)), "draft"),
        (happened(propose()), "in_review"),
        (happened(propose(), reject(MIA, MARKETING)), "rejected"),
        (happened(propose(), withdraw()), "withdrawn"),
    ],
    ids=["draft", "in review", "rejected", "withdrawn"],
)
def test_every_stage_has_a_word(history: Events, name: str) -> None:
    """For a refusal to say in."""
    assert stage_name(state(history)) == name


def test_facts_know_who_sits_where() -> None:
    """Members and heads by desk; a desk that does not exist has neither."""
    nowhere = DeskId("no-such-desk")
    assert FACTS.members(MARKETING) == set(FOUR)
    assert FACTS.members(nowhere) == frozenset()
    assert (FACTS.heads(LEGAL), FACTS.heads(DeskId("archive")), FACTS.heads(nowhere)) == ((LOU,), (), ())
    assert (FACTS.on_duty(LEGAL), FACTS.on_duty(nowhere)) == (frozenset(), frozenset())
    assert FACTS.leads() == {CLEO}
    assert FACTS.person_of(email(IVY)) == IVY
    assert FACTS.person_of(None) is None
    assert FACTS.person_of(email(PersonId("nobody"))) is None


def test_a_block_and_an_approval_of_other_words_have_lapsed() -> None:
    """They are kept, and count for nothing."""
    facts = world(policy(quorums={LEGAL: 2}))
    history = happened(propose(), approve(BEN, LEGAL), request_changes(BEA, LEGAL), facts=facts)
    other = Content(text="Another claim.", channels=CLAIM.channels)
    standing = given(history, facts=facts).when(edit(other)).evaluation.of(LEGAL)
    assert standing is not None
    assert {one.reviewer for one in standing.lapsed} == {BEN, BEA}
    assert (standing.counted, standing.blocking, standing.missing) == ((), (), 2)
