"""`wanted: {before: "08:00"}`: when the author wants it published, by the hour or from now."""

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.hours import HOUR, read_hour
from workflows.policy.reading import near, quoted
from workflows.policy.shapes import either, fields, like, one_of
from workflows.policy.tree import Node, Scalar

_NONE: Final = "none"
_KEYS: Final = {
    "after": "an hour such as 18:00, in the zone that the time was meant in",
    "before": "an hour such as 08:00, in the zone that the time was meant in",
    "within": "how long from now, such as 24 hours or 3 days",
}
_SPAN: Final = re.compile(r"([1-9][0-9]{0,3}) (hours?|days?)", re.ASCII)


@value
class WantedWhenever:
    """Holds for a post that names no time."""

    def because(self, subject: Subject) -> str | None:
        """`names no time to go out`."""
        return self.looks_for() if subject.wanted is None else None

    def looks_for(self) -> str:
        """`names no time to go out`."""
        return "names no time to go out"


@value
class WantedBetween:
    """Holds where the hour is `after` or later, and earlier than `before`: in one night where `after` is the later of the two."""

    after: time | None
    before: time | None

    def because(self, subject: Subject) -> str | None:
        """`is wanted at 07:30, before 08:00`."""
        if subject.wanted is None:
            return None
        hour = local(subject.wanted.at, subject.wanted.zone).time()
        late = self.after is None or hour >= self.after
        early = self.before is None or hour < self.before
        overnight = self.after is not None and self.before is not None and self.after > self.before
        holds = late or early if overnight else late and early
        return f"is wanted at {hour:%H:%M}, {self._hours()}" if holds else None

    def looks_for(self) -> str:
        """`is wanted after 18:00 and before 08:00`."""
        return f"is wanted {self._hours()}"

    def _hours(self) -> str:
        after = f"after {self.after:%H:%M}" if self.after else ""
        before = f"before {self.before:%H:%M}" if self.before else ""
        return " and ".join(filter(None, (after, before)))


@value
class WantedSoon:
    """Holds where it is wanted less than `span` from when the policy is asked, or earlier; `says` is that span in words."""

    span: timedelta
    says: str

    def because(self, subject: Subject) -> str | None:
        """`is wanted within 24 hours`."""
        if subject.wanted is None or subject.now is None:
            return None
        return self.looks_for() if subject.wanted.at - subject.now < self.span else None

    def looks_for(self) -> str:
        """`is wanted within 24 hours`."""
        return f"is wanted within {self.says}"


def local(at: datetime, zone: str) -> datetime:
    """The instant on the clocks of `zone`."""
    return at.astimezone(ZoneInfo(zone))


def parse(node: Node, reading: Reading) -> WantedWhenever | WantedBetween | WantedSoon | None:
    """`none`, or a mapping with hours or a span."""
    reader = reading.reader
    if isinstance(node, Scalar):
        expected = f"“{_NONE}”, or a mapping with “after”, “before” or “within”"
        return WantedWhenever() if reader.choice(node, expected, (_NONE,)) else None
    found = reader.fields(node, "“wanted”", {}, _KEYS)
    if found is None:
        return None
    if not found or ("within" in found and len(found) > 1):
        reader.wrong(node, "“wanted” needs “after”, “before” or both, or “within” alone; combine several with “all”")
        return None
    if "within" in found:
        return _soon(found["within"], reading)
    after, before = (read_hour(found.get(key), reader, _KEYS[key]) for key in ("after", "before"))
    if after is not None and after == before:
        reader.wrong(node, "expected two different hours under “after” and “before”")
        return None
    return WantedBetween(after=after, before=before) if after or before else None


def _soon(node: Node, reading: Reading) -> WantedSoon | None:
    text = reading.reader.text(node, _KEYS["within"])
    if text is None:
        return None
    span = _SPAN.fullmatch(text)
    if span is None:
        reading.reader.wrong(node, f"expected {_KEYS['within']}, not {quoted(text)}{_near(text)}")
        return None
    count = int(span[1])
    return WantedSoon(span=timedelta(days=count) if span[2].startswith("day") else timedelta(hours=count), says=text)


def _near(text: str) -> str:
    """The span that was meant, where one of as many hours or days is near."""
    count = re.match(r"[1-9][0-9]{0,3}\b", text, re.ASCII)
    return near(text, [f"{count[0]} {unit}" for unit in ("hours", "days")]) if count else ""


KIND: Final = single(
    help=(
        "The time that the author wants: at an hour of the day in the zone it was meant in, soon (counted from when the post is "
        "sent or edited), or `none`."
    ),
    examples=(
        ('wanted: {before: "08:00"}', "A post that is to go out before eight in the morning."),
        ('wanted: {after: "18:00", before: "08:00"}', "A post that is to go out overnight."),
        ("wanted: {within: 24 hours}", "A post in a hurry."),
        ("wanted: none", "A post without a time."),
    ),
    parse=parse,
    shape=either(
        one_of((_NONE,)),
        fields({}, _KEYS, {"after": like(HOUR), "before": like(HOUR), "within": like(_SPAN.pattern)}, least=1),
    ),
)
