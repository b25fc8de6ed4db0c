"""`weekday: [sat, sun]`: the day on which the author wants it published."""

from collections.abc import Mapping
from typing import Final, get_args

from workflows.domain.policy import Subject, Weekday
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.conditions.wanted import local
from workflows.policy.reading import listed
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node

_NAMES: Final[Mapping[Weekday, str]] = {
    "mon": "a Monday",
    "tue": "a Tuesday",
    "wed": "a Wednesday",
    "thu": "a Thursday",
    "fri": "a Friday",
    "sat": "a Saturday",
    "sun": "a Sunday",
}


@value
class OnWeekday:
    """Holds where the wanted time, in the zone it was meant in, is on one of `days`; not for a post without a time."""

    days: tuple[Weekday, ...]

    def because(self, subject: Subject) -> str | None:
        """`is wanted on a Saturday`."""
        if subject.wanted is None:
            return None
        day = get_args(Weekday)[local(subject.wanted.at, subject.wanted.zone).weekday()]
        return f"is wanted on {_NAMES[day]}" if day in self.days else None

    def looks_for(self) -> str:
        """`is wanted on a Saturday or a Sunday`."""
        return f"is wanted on {listed((_NAMES[day] for day in self.days), 'or')}"


def parse(node: Node, reading: Reading) -> OnWeekday | None:
    """A list of weekdays."""
    days = reading.reader.choices(node, "a weekday", get_args(Weekday))
    return OnWeekday(days=days) if days else None


KIND: Final = single(
    help="The wanted time is on one of these weekdays, in the zone it was meant in; a post without a time is on none.",
    examples=(("weekday: [sat, sun]", "A post that is to go out at the weekend."),),
    parse=parse,
    shape=several(one_of(get_args(Weekday))),
)
