"""The order in which different people decide does not matter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.lifecycle import spec
from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.world import (
    BEA,
    BEN,
    CLEO,
    DEE,
    INVESTORS,
    IVY,
    LEGAL,
    LINKEDIN,
    LOU,
    MARKETING,
    MAX,
    MIA,
    RULES,
    approve,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.commands import SubmitReview
from workflows.domain.content import Content
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.proposal import Slots
from workflows.domain.refusals import NotYetItsTurn
from workflows.lifecycle.evaluate import Status, evaluate
from workflows.lifecycle.facts import Facts

EVERY_DESK: Final = Content(text="Our claim on revenue.", channels=(LINKEDIN,))
SEATS: Final = {
    CLEO: (MARKETING,),
    MIA: (MARKETING,),
    MAX: (MARKETING,),
    DEE: (MARKETING, LEGAL),
    BEN: (LEGAL,),
    BEA: (LEGAL,),
    LOU: (LEGAL,),
    IVY: (INVESTORS,),
}
DESKS: Final = (MARKETING, LEGAL, INVESTORS)
QUORUMS: Final[tuple[Quorum, ...]] = (1, 2, "majority", "all")
STAGES: Final = (1, 2, 3)
SLOTS: Final[tuple[Slots, ...]] = ("one_per_proposal", "one_per_desk")


def agreed(order: Sequence[tuple[PersonId, DeskId]], facts: Facts) -> tuple[bool, list[DeskId]]:
    """Whether it is approved, and by which desks, after approvals in this order; who comes too late is refused, and who comes
    before their desk's turn comes again.
    """
    history = spec.happened(propose(EVERY_DESK), facts=facts)
    waiting = list(order)
    for _ in range(len(STAGES)):
        early: list[tuple[PersonId, DeskId]] = []
        for by, desk in waiting:
            answer = spec.given(history, facts=facts).when(approve(by, desk)).answer
            if isinstance(answer, NotYetItsTurn):
                early.append((by, desk))
            history = (*history, *answer) if isinstance(answer, tuple) else history
        waiting = early
    evaluation = evaluate(spec.state(history), facts)
    return evaluation.approved, [one.requirement.desk for one in evaluation.standings if one.status == "met"]


def stands(said: Sequence[SubmitReview], facts: Facts) -> list[tuple[DeskId, Status, frozenset[PersonId]]]:
    """How every desk stands after these decisions in this order, and who blocks it; who comes too late is refused."""
    history = spec.happened(propose(EVERY_DESK), facts=facts)
    for review in said:
        answer = spec.given(history, facts=facts).when(review).answer
        history = (*history, *answer) if isinstance(answer, tuple) else history
    return [
        (one.requirement.desk, one.status, frozenset(given.reviewer for given in one.blocking))
        for one in evaluate(spec.state(history), facts).standings
    ]


@settings(PROPERTY)
@given(data=st.data())
def test_the_order_of_approvals_by_different_people_does_not_matter(data: st.DataObject) -> None:
    """Whoever is first, the same desks agree in the end; with stages, whoever is early comes again when it is their turn."""
    quorums: dict[DeskId, Quorum] = {desk: data.draw(st.sampled_from(QUORUMS)) for desk in DESKS}
    rules = tuple(replace(rule, stage=data.draw(st.sampled_from(STAGES))) for rule in RULES)
    facts = world(policy(quorums=quorums, slots=data.draw(st.sampled_from(SLOTS)), rules=rules))
    people = data.draw(st.permutations(sorted(SEATS)))[data.draw(st.integers(min_value=0, max_value=4)) :]
    approvals = [(person, data.draw(st.sampled_from(SEATS[person]))) for person in people]
    shuffled = data.draw(st.permutations(approvals))
    assert agreed(approvals, facts) == agreed(shuffled, facts)


@settings(PROPERTY)
@given(data=st.data())
def test_which_desk_decides_first_does_not_matter(data: st.DataObject) -> None:
    """Within a desk a no ends the others' turn, and so does enough of them agreeing; but however the decisions of several desks
    fall between each other, all stand the same in the end.
    """
    quorums: dict[DeskId, Quorum] = {desk: data.draw(st.sampled_from(QUORUMS)) for desk in DESKS}
    facts = world(policy(quorums=quorums, slots=data.draw(st.sampled_from(SLOTS))))
    said = [
        data.draw(st.sampled_from((approve, request_changes)))(person, data.draw(st.sampled_from(SEATS[person])))
        for person in data.draw(st.permutations(sorted(SEATS)))
    ]
    turns = {desk: iter([one for one in said if one.desk == desk]) for desk in DESKS}
    between = [next(turns[one.desk]) for one in data.draw(st.permutations(said))]
    assert stands(said, facts) == stands(between, facts)
