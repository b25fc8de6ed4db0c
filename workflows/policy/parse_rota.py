"""A desk's rota: whose turn it is, and when the next one's begins."""

from collections.abc import Collection, Mapping
from typing import Final, get_args

from workflows.domain.ids import Email
from workflows.domain.policy import Every, ListedPerson, Rota, Weekday
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL
from workflows.policy.days import DAY_SHAPE, read_day
from workflows.policy.hours import HOUR, read_hour
from workflows.policy.parse_people import read_listed
from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node

_STARTS: Final = "the day of the first turn, such as 2026-01-05"
_FIELDS: Final = {
    "turns": "the addresses of members in order, a list of them where several share a turn",
    "every": "day or week",
    "at": "the hour of the hand-over, such as 09:00",
    "starts": _STARTS,
}
_FIELDS_MORE: Final = {"weekdays": "the days on which the turn changes, with “every: day”; else all"}
ROTA: Final = shapes.fields(
    _FIELDS,
    _FIELDS_MORE,
    {
        "turns": shapes.many(shapes.several(EMAIL)),
        "every": shapes.one_of(get_args(Every)),
        "at": shapes.like(HOUR),
        "starts": DAY_SHAPE,
        "weekdays": shapes.several(shapes.one_of(get_args(Weekday))),
    },
)
"""How it looks in the JSON Schema."""


def parse_rota(
    node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson], members: Collection[Email]
) -> Rota | None:
    """The rota; None where there is none, or (with a note) a wrong one. Only who is, or may be, among `members` can have a turn."""
    if node is None:
        return None
    fields = reader.fields(node, "a rota", _FIELDS, _FIELDS_MORE) or {}
    turns = tuple(_turn(item, reader, people, members) for item in reader.items(fields.get("turns"), "turns"))
    every = reader.choice(fields.get("every"), "how long a turn is", get_args(Every))
    at = read_hour(fields.get("at"), reader, _FIELDS["at"])
    starts = read_day(fields.get("starts"), reader, _STARTS)
    weekdays = reader.choices(fields.get("weekdays"), "a weekday", get_args(Weekday))
    if every == "week" and "weekdays" in fields:
        reader.wrong(
            fields["weekdays"], "a weekly turn changes on the weekday of “starts”; “weekdays” is for “every: day”"
        )
    if not all(turns) or not turns or every is None or at is None or starts is None:
        return None
    return Rota(turns=turns, every=every, at=at, starts=starts, weekdays=frozenset(weekdays or get_args(Weekday)))


def _turn(
    node: Node, reader: Reader, people: Mapping[Email, ListedPerson], members: Collection[Email]
) -> tuple[Email, ...]:
    """Who shares a turn; nobody, with a note, where one of them may not decide."""
    read: list[Email] = []
    for item in reader.scalars(node, "the e-mail address of a member"):
        email = read_listed(item, reader, people)
        if email is not None and email not in members:
            reader.wrong(
                item, f"{quoted(email)} is not among the desk's “members”, so a turn of theirs can decide nothing"
            )
        elif email is not None:
            read.append(email)
    return tuple(read)
