"""Times as they are typed: a day and a time of day in somebody's zone."""

from datetime import UTC, date, datetime, time
from typing import Final, Literal
from zoneinfo import ZoneInfo

from workflows.domain.value import value

MOST_QUOTED: Final = 20
"""Characters of what was typed that are said again."""


@value
class NoTime:
    """What is wrong, as a sentence for beside the day or the time of day."""

    about: Literal["day", "time"]
    says: str


def read_time(day: str, clock: str, zone: str, now: datetime) -> datetime | NoTime:
    """The instant in UTC at which it is `clock` on `day` in `zone` (IANA); it must lie ahead of `now`."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        says = f"“{day[:MOST_QUOTED]}” is not a day." if day else "Pick a day."
        return NoTime(about="day", says=f"{says} It should look like 2026-11-24.")
    try:
        at = time.fromisoformat(clock)
    except ValueError:
        return NoTime(about="time", says="This is not a time of day. It should look like 09:30.")
    if not now.year <= on.year <= now.year + 10:
        return NoTime(about="day", says=f"The year should be between {now.year} and {now.year + 10}.")
    local = datetime.combine(on, at.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        skipped = f"The clocks go forward then, so {clock} does not exist in {zone}. Pick another time."
        return NoTime(about="time", says=skipped)
    if instant <= now:
        return NoTime(about="day", says="That time has passed. Pick one that lies ahead.")
    return instant
