"""The fewest people who can do what several desks still need: a choice among small numbers, made exactly."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Slots
from workflows.domain.value import value

MOST_WAYS: Final = 1_000
"""How many ways are compared at each step. Only where many are needed at each of many desks there are more: then those that
leave least open go on.
"""

_Seats = tuple[tuple[DeskId, PersonId], ...]
_Open = tuple[int, ...]
"""How many each desk still needs, in the order of the desks."""


@value
class Candidate:
    """Somebody who could help. `desks`: where, and there 0, or the more, the rather others of that desk should be called.
    `called` already are heard no second time.
    """

    person: PersonId
    desks: Mapping[DeskId, int]
    called: bool = False


@value
class Chosen:
    """Who is to decide where, and how many that still leaves open."""

    seats: _Seats
    open: int


@value
class _Way:
    """`cost`: how much is against those who are called, how many are called anew, and their ranks; the least is best."""

    cost: tuple[int, int, int] = (0, 0, 0)
    seats: _Seats = ()


_Ways = dict[_Open, _Way]


def fewest(needs: Mapping[DeskId, int], candidates: Sequence[Candidate], slots: Slots) -> Chosen:
    """With whom as little as can be stays open; of all such choices, the one that calls the fewest. `candidates` stand in the
    order in which they are called where that leaves a choice. One person fills one place, or one at each desk, by `slots`.
    """
    seated = _without_choice(needs, candidates, slots)
    taken = Counter(desk for desk, _ in seated)
    rest = {desk: need - taken[desk] for desk, need in needs.items()}
    desks = tuple(rest)
    ways: _Ways = {tuple(rest.values()): _Way(seats=seated)}
    for rank, one in _others(candidates, seated, slots):
        for left, way in _with(one, rank, desks, ways, slots).items():
            _keep(ways, left, way)
        ways = dict(sorted(ways.items(), key=_worth)[:MOST_WAYS])
    left, way = min(ways.items(), key=_worth)
    return Chosen(seats=way.seats, open=sum(left))


def _without_choice(needs: Mapping[DeskId, int], candidates: Sequence[Candidate], slots: Slots) -> _Seats:
    """Who must be called whatever else is chosen, since a desk needs everybody it has: to compare ways to call all of a large
    desk would take long and lead to the same. Where one place is all that a person fills, it is so only of who has no other.
    """
    able = Counter(desk for one in candidates for desk in one.desks)
    found: list[tuple[DeskId, PersonId]] = []
    for one in candidates:
        useful = [desk for desk in one.desks if needs[desk]]
        if slots == "one_per_desk" or len(useful) == 1:
            found += [(desk, one.person) for desk in useful if needs[desk] >= able[desk]]
    return tuple(found)


def _others(candidates: Sequence[Candidate], seated: _Seats, slots: Slots) -> Iterator[tuple[int, Candidate]]:
    """Everybody with their rank, and only with what they could still do; whoever is called already costs nothing more."""
    places: dict[PersonId, set[DeskId]] = {}
    for desk, person in seated:
        places.setdefault(person, set()).add(desk)
    for rank, one in enumerate(candidates):
        mine = places.get(one.person)
        if mine is None:
            yield rank, one
        elif slots == "one_per_desk":
            left = {desk: against for desk, against in one.desks.items() if desk not in mine}
            yield 0, replace(one, desks=left, called=True)


def _with(one: Candidate, rank: int, desks: tuple[DeskId, ...], ways: _Ways, slots: Slots) -> _Ways:
    """Each way with one person more, who decides wherever they may."""
    begun = {left: _called(way, one, rank) for left, way in ways.items()}
    found = dict(begun)
    for desk, against in one.desks.items():
        place = desks.index(desk)
        for left, way in tuple((found if slots == "one_per_desk" else begun).items()):
            if left[place]:
                _keep(found, (*left[:place], left[place] - 1, *left[place + 1 :]), _seated(way, one, desk, against))
    return found


def _called(way: _Way, one: Candidate, rank: int) -> _Way:
    against, called, ranks = way.cost
    return _Way(cost=(against, called + (not one.called), ranks + rank), seats=way.seats)


def _seated(way: _Way, one: Candidate, desk: DeskId, more: int) -> _Way:
    against, called, ranks = way.cost
    return _Way(cost=(against + more, called, ranks), seats=(*way.seats, (desk, one.person)))


def _keep(ways: _Ways, left: _Open, way: _Way) -> None:
    if left not in ways or way.cost < ways[left].cost:
        ways[left] = way


def _worth(found: tuple[_Open, _Way]) -> tuple[int, tuple[int, int, int]]:
    left, way = found
    return sum(left), way.cost
