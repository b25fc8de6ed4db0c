"""Whose turn it is on a desk: a function of the rota and the instant."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final, get_args
from zoneinfo import ZoneInfo

from workflows.domain.ids import Email
from workflows.domain.policy import Rota, Weekday

_WEEKDAYS: Final = get_args(Weekday)
_DAY: Final = timedelta(days=1)


def on_duty(rota: Rota, zone: str, now: datetime) -> tuple[Email, ...]:
    """Who has the turn at `now` (UTC), hand-overs being at local time in `zone` (IANA); nobody before the rota starts.

    Every instant belongs to one turn, also where the clocks change.
    """
    begun = now.astimezone(ZoneInfo(zone)).date()
    while instant(begun, rota.at, zone) > now:
        begun -= _DAY
    turn = _handovers(rota, begun)
    return rota.turns[(turn - 1) % len(rota.turns)] if turn > 0 else ()


def instant(day: date, at: time, zone: str) -> datetime:
    """When the clocks in `zone` (IANA) show `at` on that day, in UTC. What they skip counts as the hour after it; what they
    repeat, as its first time.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _handovers(rota: Rota, until: date) -> int:
    """How many hand-overs there were from the start to the one of that day, both counted."""
    days = (until - rota.starts).days
    if days < 0:
        return 0
    weeks, rest = divmod(days, 7)
    if rota.every == "week":
        return weeks + 1
    first = rota.starts.weekday()
    last = sum(_WEEKDAYS[(first + day) % 7] in rota.weekdays for day in range(rest + 1))
    return weeks * len(rota.weekdays) + last
