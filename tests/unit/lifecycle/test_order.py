"""The order in which different people agree does not matter."""

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
    world,
)
from workflows.domain.content import Content
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.proposal import Slots
from workflows.domain.refusals import NotYetItsTurn
from workflows.lifecycle.evaluate import evaluate
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


@settings(PROPERTY)
@given(data=st.data())
def test_the_order_of_approvals_by_different_people_does_not_matter(data: st.DataObject) -> None:
    """Whoever is first, the same desks agree in the end; with stages, whoever is early comes again when it is their turn."""
    quorums: dict[DeskId, Quorum] = {
        desk: data.draw(st.sampled_from(QUORUMS)) for desk in (MARKETING, LEGAL, INVESTORS)
    }
    rules = tuple(replace(rule, stage=data.draw(st.sampled_from(STAGES))) for rule in RULES)
    facts = world(policy(quorums=quorums, slots=data.draw(st.sampled_from(SLOTS)), rules=rules))
    people = data.draw(st.permutations(sorted(SEATS)))[data.draw(st.integers(min_value=0, max_value=4)) :]
    approvals = [(person, data.draw(st.sampled_from(SEATS[person]))) for person in people]
    shuffled = data.draw(st.permutations(approvals))
    assert agreed(approvals, facts) == agreed(shuffled, facts)
