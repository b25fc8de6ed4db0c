"""`dates: {from: 2027-01-01, until: 2027-01-29}`: the author wants it published on one of these days."""

import re
from datetime import date
from typing import Final

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.conditions.wanted import local
from workflows.policy.days import DAY, read_day
from workflows.policy.reading import Reader, listed
from workflows.policy.shapes import either, fields, like, many
from workflows.policy.tree import Listing, Node, Scalar

_SUCH_AS: Final = "such as 2027-01-01, or 01-01 for every year"
_KEYS: Final = {
    "from": f"the first day, {_SUCH_AS}",
    "until": f"the last day, {_SUCH_AS}",
}
_YEARLY: Final = r"[0-9]{2}-[0-9]{2}"
_ANY_YEAR: Final = 2000
"""The year in which days of every year are compared: a leap year, for the 29th of February."""


@value
class Days:
    """From `first` to `last`, both among them; open where one is None. If `yearly`, in every year: both are days of `_ANY_YEAR`,
    and lead over the turn of the year where `last` is the earlier one.
    """

    first: date | None
    last: date | None
    yearly: bool

    @property
    def backwards(self) -> bool:
        """Whether `last` is the earlier one."""
        return self.first is not None and self.last is not None and self.first > self.last

    def have(self, day: date) -> bool:
        """Whether the day is one of them."""
        compared = day.replace(year=_ANY_YEAR) if self.yearly else day
        begun = self.first is None or compared >= self.first
        going_on = self.last is None or compared <= self.last
        return begun or going_on if self.backwards else begun and going_on

    def __str__(self) -> str:
        """`from 1 Jan 2027 until 29 Jan 2027`, `from 20 Dec until 6 Jan of any year`."""
        ends = (("from", self.first), ("until", self.last)) if self.first != self.last else (("on", self.first),)
        said = (f"{word} {_said(day, yearly=self.yearly)}" for word, day in ends if day)
        return " ".join((*said, "of any year") if self.yearly else said)


@value
class OnDates:
    """Holds where the wanted time is in any of `spans`, on the calendar of `zone`; not for a post without a time."""

    spans: tuple[Days, ...]
    zone: str

    def because(self, subject: Subject) -> str | None:
        """`is wanted on 15 Jan 2027 (from 1 Jan 2027 until 29 Jan 2027)`."""
        if subject.wanted is None:
            return None
        day = local(subject.wanted.at, self.zone).date()
        met = [str(days) for days in self.spans if days.have(day)]
        return f"is wanted on {_said(day)} ({listed(met, 'and')})" if met else None

    def looks_for(self) -> str:
        """`is wanted from 1 Jan 2027 until 29 Jan 2027 or from 1 Apr 2027 until 30 Apr 2027`."""
        return f"is wanted {listed(map(str, self.spans), 'or')}"


def _said(day: date, *, yearly: bool = False) -> str:
    return f"{day.day} {day:%b}" if yearly else f"{day.day} {day:%b %Y}"


def parse(node: Node, reading: Reading) -> OnDates | None:
    """A span of days, or a list of them."""
    items = reading.reader.items(node, "spans of days") if isinstance(node, Listing) else (node,)
    spans = tuple(days for item in items if (days := _days(item, reading.reader)))
    if not spans:
        return None
    lasts = [days.last for days in spans if days.last and not days.yearly]
    if len(lasts) == len(spans):
        reading.reader.lasts(node, max(lasts), f"these days are past: the last was {_said(max(lasts))}")
    return OnDates(spans=spans, zone=reading.zone)


def _days(node: Node, reader: Reader) -> Days | None:
    found = reader.fields(node, "“dates”", {}, _KEYS)
    if found is None:
        return None
    if not found:
        reader.wrong(node, "“dates” needs “from”, “until” or both")
        return None
    years = {_is_yearly(given) for given in found.values()}
    read = {key: _read(given, reader, _KEYS[key]) for key, given in found.items()}
    if None in read.values():
        return None
    if years != {False} and (len(years) > 1 or len(found) == 1):
        reader.wrong(node, "“dates” of every year need “from” and “until”, both without a year")
        return None
    days = Days(first=read.get("from"), last=read.get("until"), yearly=years == {True})
    if days.backwards and not days.yearly:
        reader.wrong(found["until"], "expected “until” on the day of “from” or later")
        return None
    return days


def _is_yearly(node: Node) -> bool:
    return isinstance(node, Scalar) and re.fullmatch(_YEARLY, node.text, re.ASCII) is not None


def _read(node: Node, reader: Reader, expected: str) -> date | None:
    return read_day(node, reader, expected, _ANY_YEAR if _is_yearly(node) else None)


_DAY_SHAPE: Final = like(f"{DAY}|{_YEARLY}")
_SHAPE: Final = fields({}, _KEYS, dict.fromkeys(_KEYS, _DAY_SHAPE), least=1)

KIND: Final = single(
    help=(
        "The wanted time is on one of these days, on the company's calendar: `from` a day `until` another, both among them; one of "
        "the two may be left out. Days without a year are meant every year. Several spans stand in a list. A post without a time "
        "is on none."
    ),
    examples=(
        ("dates: {from: 2027-01-01, until: 2027-01-29}", "A post that is to go out on a day of a quiet period."),
        (
            "dates: [{from: 2027-01-01, until: 2027-01-29}, {from: 2027-04-01, until: 2027-04-30}]",
            "The same with several periods.",
        ),
        ("dates: {from: 12-20, until: 01-06}", "A post for the turn of any year."),
        ("dates: {from: 2027-03-01}", "A post that is to go out on that day or later."),
    ),
    parse=parse,
    shape=either(_SHAPE, many(_SHAPE)),
)
