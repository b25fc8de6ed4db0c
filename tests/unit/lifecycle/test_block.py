"""Request changes: how long it blocks, and who ends it."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened
from tests.unit.lifecycle.world import (
    ADA,
    ARCHIVE,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    FACTS,
    INVESTORS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MAX,
    MIA,
    NOW,
    PLAIN,
    REVENUE,
    STRANGER,
    approve,
    edit,
    email,
    lift,
    policy,
    propose,
    request_changes,
    reviewed,
    world,
)
from workflows.domain.content import Content
from workflows.domain.events import BlockLifted
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.refusals import NotFound, NothingToLift, NotLead, NotNeeded, StaleRevision

ASKED = happened(propose())
BLOCKED = happened(request_changes(BEN, LEGAL), after=ASKED)
OTHER_CLAIM = Content(text="Another claim.", channels=CLAIM.channels)


def test_asking_for_changes_blocks_the_desk() -> None:
    """Nobody is awaited there: it is the author's turn."""
    answered = given(ASKED).when(request_changes(BEN, LEGAL))
    answered.then(reviewed(request_changes(BEN, LEGAL), CLAIM))
    standing = answered.evaluation.of(LEGAL)
    assert standing is not None
    assert (standing.status, standing.awaited, [one.reviewer for one in standing.blocking]) == (
        "blocked",
        frozenset(),
        [BEN],
    )


def test_a_block_outweighs_a_quorum() -> None:
    """Of two who are needed one approves and one asks for changes: blocked, whoever else would approve."""
    facts = world(policy(quorums={LEGAL: 2}))
    history = happened(propose(), approve(BEN, LEGAL), facts=facts)
    assert given(history, facts=facts).when(request_changes(BEA, LEGAL)).status(LEGAL) == "blocked"


def test_a_block_ends_with_the_words_it_was_about() -> None:
    """New text frees the desk that judged it; another link does not."""
    assert given(BLOCKED).when(edit(OTHER_CLAIM)).status(LEGAL) == "pending"
    assert given(BLOCKED).when(edit(CLAIM_WITH_LINK)).status(LEGAL) == "blocked"


def test_a_block_comes_back_with_the_words_it_was_about() -> None:
    """Reverting to blocked words blocks again."""
    history = happened(edit(OTHER_CLAIM), after=BLOCKED)
    assert given(history).when(edit(CLAIM, base=2)).status(LEGAL) == "blocked"


def test_the_desks_lead_ends_its_blocks() -> None:
    """On the ledger, for every block on the head at once; the desk waits again, for its blockers too, and asks others."""
    facts = world(policy(quorums={LEGAL: 2}))
    history = happened(propose(), approve(BEN, LEGAL), request_changes(BEA, LEGAL), facts=facts)
    history = happened(request_changes(BEN, LEGAL), after=history, facts=facts)
    answered = given(history, facts=facts).when(lift(LOU, LEGAL))
    answered.then_kinds("block_lifted", "routed")
    assert answered.events[0] == BlockLifted(by=LOU, at=NOW, desk=LEGAL, revision=1)
    standing = answered.evaluation.of(LEGAL)
    assert standing is not None
    assert (standing.status, standing.missing) == ("pending", 2)
    assert {BEN, BEA} <= standing.awaited


def test_lifting_a_block_does_not_bring_back_the_approval_it_replaced() -> None:
    """Who changed their mind has to say yes themselves."""
    history = happened(approve(BEN, LEGAL), request_changes(BEN, LEGAL), after=ASKED)
    assert given(history).when(lift(LOU, LEGAL)).status(LEGAL) == "pending"


def test_lifting_a_block_may_reach_the_approval() -> None:
    """Where the quorum is full but for the block, its end is what was missing."""
    facts = world(policy(quorums={LEGAL: 2}, rules=(LEGAL_ON_CLAIMS,)))
    history = happened(propose(), approve(BEN, LEGAL), request_changes(BEA, LEGAL), facts=facts)
    one_is_enough = world(policy(quorums={LEGAL: 1}, rules=(LEGAL_ON_CLAIMS,)))
    history = happened(edit(CLAIM_WITH_LINK), after=history, facts=one_is_enough)
    given(history, facts=one_is_enough).when(lift(LOU, LEGAL, revision=2)).then_kinds(
        "block_lifted", "approval_reached"
    )


def test_who_was_overruled_may_block_or_approve_anew() -> None:
    """A lifted block is no decision that stands: its giver is asked again."""
    history = happened(lift(LOU, LEGAL), after=BLOCKED)
    assert given(history).when(approve(BEN, LEGAL)).status(LEGAL) == "met"
    assert given(history).when(request_changes(BEN, LEGAL)).status(LEGAL) == "blocked"


def test_only_the_blocks_on_the_head_are_lifted() -> None:
    """One on other words stands again when those come back."""
    history = happened(edit(OTHER_CLAIM), request_changes(BEA, LEGAL, revision=2), after=BLOCKED)
    history = happened(lift(LOU, LEGAL, revision=2), after=history)
    answered = given(history).when(edit(CLAIM, base=2))
    standing = answered.evaluation.of(LEGAL)
    assert standing is not None
    assert [(one.reviewer, one.lifted_by) for one in standing.blocking] == [(BEN, None)]


def test_only_the_blocks_of_that_desk_are_lifted() -> None:
    """Marketing's block is not legal's to lift, and who lifted an earlier block stays known."""
    history = happened(request_changes(MIA, MARKETING), after=BLOCKED)
    answered = given(history).when(lift(LOU, LEGAL))
    assert (answered.status(LEGAL), answered.status(MARKETING)) == ("pending", "blocked")
    again = happened(lift(LOU, LEGAL), request_changes(BEA, LEGAL), after=history)
    desk = replace(FACTS.policy.desks[LEGAL], lead=FACTS.people[CLEO].email)
    cleo_leads = replace(FACTS, policy=replace(FACTS.policy, desks={**FACTS.policy.desks, LEGAL: desk}))
    reviews = given(again, facts=cleo_leads).when(lift(CLEO, LEGAL)).proposal.reviews
    assert [(one.reviewer, one.lifted_by) for one in reviews] == [(BEN, LOU), (MIA, None), (BEA, CLEO)]


@pytest.mark.parametrize("by", [BEN, CLEO, ADA, STRANGER])
def test_nobody_but_the_desks_lead_lifts(by: PersonId) -> None:
    """Not the blocker, not another desk's lead, not the author."""
    given(BLOCKED).when(lift(by, LEGAL)).then_refused(NotLead(leads=(LOU,)))


def test_a_desk_without_a_lead_has_nobody_to_lift_its_blocks() -> None:
    """The refusal names nobody."""
    history = happened(propose(REVENUE), request_changes(IVY, INVESTORS))
    given(history).when(lift(IVY, INVESTORS)).then_refused(NotLead(leads=()))


def test_there_must_be_a_block_to_lift() -> None:
    """Neither an approval nor a block that was lifted already is one."""
    given(happened(approve(BEN, LEGAL), after=ASKED)).when(lift(LOU, LEGAL)).then_refused(NothingToLift(desk=LEGAL))
    history = happened(lift(LOU, LEGAL), after=BLOCKED)
    given(history).when(lift(LOU, LEGAL)).then_refused(NothingToLift(desk=LEGAL))


def test_a_lift_names_the_words_it_frees() -> None:
    """A lead who saw older words frees nothing."""
    history = happened(edit(CLAIM_WITH_LINK), after=BLOCKED)
    given(history).when(lift(LOU, LEGAL)).then_refused(StaleRevision(seen=1, head=2))


@pytest.mark.parametrize(
    ("desk", "refusal"), [(ARCHIVE, NotNeeded(desk=ARCHIVE)), (DeskId("no-such-desk"), NotFound())]
)
def test_a_desk_that_is_not_asked_has_no_blocks(desk: DeskId, refusal: NotNeeded | NotFound) -> None:
    """A desk off the route is not needed; one that is not in the policy does not exist."""
    given(BLOCKED).when(lift(LOU, desk)).then_refused(refusal)


def test_a_desk_that_left_the_route_blocks_no_more() -> None:
    """Plain words need no legal, and so does its block not count."""
    answered = given(BLOCKED).when(edit(PLAIN))
    assert answered.evaluation.of(LEGAL) is None
    approved = given((*BLOCKED, *answered.events)).when(approve(MAX, MARKETING, revision=2))
    approved.then_kinds("review_given", "approval_reached")


def test_a_desks_deputy_ends_its_blocks_too() -> None:
    """Whether the lead is there or not; whoever the desk does not name is told to ask either of them."""
    legal = replace(FACTS.policy.desks[LEGAL], deputy=email(IVY))
    facts = replace(FACTS, present={**FACTS.desks, LEGAL: legal})
    given(BLOCKED, facts=facts).when(lift(IVY, LEGAL)).then_kinds("block_lifted")
    given(BLOCKED, facts=facts).when(lift(MAX, LEGAL)).then_refused(NotLead(leads=(LOU, IVY)))
    gone = replace(facts, people={**facts.people, LOU: replace(facts.people[LOU], left=True)})
    given(BLOCKED, facts=gone).when(lift(MAX, LEGAL)).then_refused(NotLead(leads=(IVY,)))
