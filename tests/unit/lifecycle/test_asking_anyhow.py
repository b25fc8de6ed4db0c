"""Who is asked, whoever may decide, is away, leaves or is needed elsewhere: it is always enough, and never in each other's way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, get_args

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import Events, away, given, happened, state
from tests.unit.lifecycle.test_asking import left, now_asked
from tests.unit.lifecycle.test_handing_on import hand_on
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLEO,
    DEE,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MAX,
    MIA,
    PLAIN,
    STRANGER,
    approve,
    edit,
    email,
    policy,
    propose,
    world,
)
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Desk
from workflows.domain.proposal import Slots, review_of
from workflows.domain.refusals import NobodyElse
from workflows.lifecycle.decide import follow_people
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts

ONE_IS_ALL: Final = world(policy(members={MARKETING: (MIA, DEE), LEGAL: (DEE,)}))
"""Dee is all of legal, and one of the two of marketing."""
COVERS: Final = st.dictionaries(
    st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU)),
    st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU, STRANGER, ADA)),
    max_size=3,
)


@pytest.mark.parametrize("cover", [ADA, DEE])
def test_whoever_is_away_is_asked_where_another_desk_needs_the_others(cover: PersonId) -> None:
    """Mia is away, and her cover wrote the post or is Dee herself: Dee is left to legal, which has nobody else."""
    facts = away(ONE_IS_ALL, mia=cover)
    sent = happened(propose(), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {MIA}, LEGAL: {DEE}}
    agreed = happened(approve(DEE, LEGAL), approve(MIA, MARKETING), facts=facts, after=sent)
    assert evaluate(state(agreed), facts).approved


def test_whoever_was_asked_and_is_away_later_stays_asked_where_no_other_can() -> None:
    """Mia was asked while she was here."""
    sent = happened(propose(), facts=ONE_IS_ALL)
    assert follow_people(state(sent), away(ONE_IS_ALL, mia=ADA)) == ()
    assert now_asked(sent, away(ONE_IS_ALL, mia=ADA)) == {MARKETING: {MIA}, LEGAL: {DEE}}


def test_whoever_said_that_it_is_not_theirs_is_asked_where_another_desk_needs_the_others() -> None:
    """Mia handed it to Dee, before an edit brought legal in."""
    sent = happened(propose(PLAIN), hand_on(MIA, DEE, desk=MARKETING), edit(CLAIM), facts=ONE_IS_ALL)
    assert now_asked(sent, ONE_IS_ALL) == {MARKETING: {MIA}, LEGAL: {DEE}}


def test_nobody_hands_on_to_whom_another_desk_needs() -> None:
    """Marketing has nobody but Dee to hand it to, and legal has nobody else."""
    sent = happened(propose(), facts=ONE_IS_ALL)
    given(sent, facts=ONE_IS_ALL).when(hand_on(MIA, DEE, desk=MARKETING)).then_refused(NobodyElse(desk=MARKETING))


def test_whoever_was_asked_is_asked_by_the_desk_that_has_nobody_else() -> None:
    """Two of marketing were asked, Ben among them; an edit brings legal in, and Ben is all of it: another is asked in his stead."""
    facts = world(policy(quorums={MARKETING: 2}, members={MARKETING: (BEN, CLEO, IVY), LEGAL: (BEN,)}))
    facts = replace(facts, load={IVY: 5})
    sent = happened(propose(PLAIN), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {BEN, CLEO}}
    edited = happened(edit(CLAIM), facts=facts, after=sent)
    assert now_asked(edited, facts) == {MARKETING: {CLEO, IVY}, LEGAL: {BEN}}


def test_whoever_a_later_desk_alone_needs_is_not_asked_by_an_earlier_one() -> None:
    """Legal's turn comes after marketing's: Dee is left to it, and by then is asked."""
    rules = (ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, stage=2))
    facts = replace(ONE_IS_ALL, policy=replace(ONE_IS_ALL.policy, rules=rules), load={MIA: 9})
    sent = happened(propose(), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {MIA}}
    assert now_asked(happened(approve(MIA, MARKETING), facts=facts, after=sent), facts) == {LEGAL: {DEE}}


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """Two desks of some people, with quorums that may be more than they can give; some are busy, some have left."""
    everyone = (MIA, MAX, CLEO, DEE, BEN, BEA, LOU, ADA)
    members = {
        desk: tuple(draw(st.lists(st.sampled_from(everyone), min_size=1, max_size=5, unique=True)))
        for desk in (MARKETING, LEGAL)
    }
    rules = policy(
        quorums={desk: draw(st.sampled_from((1, 2, 3, "majority", "all"))) for desk in (MARKETING, LEGAL)},
        slots=draw(st.sampled_from(get_args(Slots))),
        members=members,
        rules=(ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, when=None)),
    )
    load = {person: draw(st.integers(0, 3)) for person in everyone}
    return left(replace(world(rules), load=load), *draw(st.lists(st.sampled_from(everyone), max_size=2)))


def only(facts: Facts, may: Mapping[DeskId, frozenset[PersonId]]) -> Facts:
    """The same world where nobody else may decide."""
    desks: dict[DeskId, Desk] = {
        desk: replace(found, members=tuple(email(one) for one in may.get(desk, ())))
        for desk, found in facts.desks.items()
    }
    return replace(facts, present=desks)


def can_be_met(history: Events, facts: Facts) -> bool:
    """Whether there is an order of approvals that approves it."""
    proposal = state(history)
    evaluation, revision = evaluate(proposal, facts), proposal.head.number
    if evaluation.approved:
        return True
    standing = next((one for one in evaluation.standings if one.status == "pending"), None)
    if standing is None or any(one.status == "unfillable" for one in evaluation.standings):
        return False
    return any(
        can_be_met(
            happened(approve(person, standing.requirement.desk, revision=revision), facts=facts, after=history), facts
        )
        for person in sorted(standing.awaited)
    )


@PROPERTY
@for_all(worlds())
def test_those_who_are_asked_can_approve_it_whenever_anybody_can(facts: Facts) -> None:
    """Nobody else need lift a finger; and it is no more people than the desks need approvals."""
    sent = happened(propose(CLAIM), facts=facts)
    called = now_asked(sent, facts)
    assert can_be_met(sent, only(facts, called)) == can_be_met(sent, facts)
    review = review_of(state(sent))
    assert review is not None
    assert sum(map(len, called.values())) <= sum(one.quorum for one in review.requirements)
    assert all(people <= facts.members(desk) for desk, people in called.items())


@PROPERTY
@for_all(worlds(), st.lists(st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU)), max_size=3))
def test_it_stays_so_whoever_leaves(facts: Facts, gone: list[PersonId]) -> None:
    """After people left, those who are asked by then can approve it whenever anybody can; and whoever was asked still is."""
    sent = happened(propose(CLAIM), facts=facts)
    fewer = left(facts, *gone)
    followed = (*sent, *follow_people(state(sent), fewer))
    called = now_asked(followed, fewer)
    assert can_be_met(followed, only(fewer, called)) == can_be_met(followed, fewer)
    assert follow_people(state(followed), fewer) == ()
    still = frozenset[PersonId]().union(*called.values())
    for desk, people in now_asked(sent, fewer).items():
        assert people <= (still if facts.policy.slots == "one_per_proposal" else called[desk]) or desk not in called


@PROPERTY
@for_all(
    worlds(),
    st.sampled_from((1, 2)),
    COVERS,
    st.lists(st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU)), max_size=3),
)
def test_whoever_decides_as_asked_takes_nobody_whom_another_desk_needs(
    facts: Facts, stage: int, covers: Mapping[str, PersonId], gone: list[PersonId]
) -> None:
    """Whoever is away, or leaves, and whichever desk an edit brings in: what could go out does where everybody decides as
    asked.
    """
    rules = (ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, stage=stage))
    facts = replace(facts, policy=replace(facts.policy, rules=rules))
    sent = happened(propose(PLAIN), edit(CLAIM), facts=facts)
    by_then = away(left(facts, *gone), **{one: by for one, by in covers.items() if one != by})
    history = (*sent, *follow_people(state(sent), by_then))
    possible = can_be_met(history, by_then)
    while standing := next((one for one in evaluate(state(history), by_then).standings if one.asked), None):
        approval = approve(min(standing.asked), standing.requirement.desk, revision=2)
        history = happened(approval, facts=by_then, after=history)
    assert evaluate(state(history), by_then).approved == possible
