"""Turnarounds: how long desks took from being asked to having decided, and what can be expected from that."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Final

from workflows.domain.ids import DeskId
from workflows.domain.value import value
from workflows.lifecycle.evaluate import Evaluation

FEWEST: Final = 5
"""Of fewer posts nothing is said: four in five of them could not be told, but what one of them took could."""
MOST: Final = 20
"""How many posts are looked at: enough that one slow week does not decide it, few enough that a new pace is soon told."""
LATELY: Final = timedelta(days=90)
"""How far back: a desk that is asked once a fortnight has a history, and nobody is told of the year before."""


@value
class Turnarounds:
    """What a decision did: at which desks a turnaround begins (again), and at which it is over."""

    begun: frozenset[DeskId] = frozenset()
    over: frozenset[DeskId] = frozenset()


def turnarounds(before: Evaluation | None, after: Evaluation) -> Turnarounds:
    """What lies between how a post stood and stands. A desk is waited for from its turn until it has approved, asked for changes
    or rejected; an edit meanwhile begins nothing anew, and a desk that its edit asks again is waited for again.
    """
    waited = _standing(before, "pending", "unfillable") if before else frozenset[DeskId]()
    return Turnarounds(
        begun=_standing(after, "pending", "unfillable") - waited,
        over=_standing(after, "met", "blocked") & waited,
    )


def usual(spans: Collection[timedelta]) -> timedelta | None:
    """What four in five of these did not exceed; None where they are fewer than `FEWEST`. The longest would be that of
    somebody's holiday, and the median, which every second one exceeds, is nothing to plan by.
    """
    if len(spans) < FEWEST:
        return None
    four_in_five = -(-4 * len(spans) // 5)
    return sorted(spans)[four_in_five - 1]


def together(desks: Iterable[tuple[int, timedelta]]) -> timedelta:
    """How long desks take, each given with its stage: the slowest of each stage, one stage after another."""
    slowest: dict[int, timedelta] = {}
    for stage, span in desks:
        slowest[stage] = max(span, slowest.get(stage, span))
    return sum(slowest.values(), timedelta())


def _standing(evaluation: Evaluation, *statuses: str) -> frozenset[DeskId]:
    return frozenset(one.requirement.desk for one in evaluation.standings if one.status in statuses)
