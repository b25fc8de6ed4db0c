"""What an examination of a deployment finds: one sentence each, with the next step where something is wrong."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from workflows.domain.value import value

MOST_SKEW: Final = timedelta(seconds=60)
"""How far a clock may be off: requests from the chats are refused from five minutes on (Slack's signatures, Teams' tokens)."""


@value
class Finding:
    """What was looked at, how it is, and what to say of it."""

    about: str
    state: Literal["good", "bad", "untried"]
    says: str


def good(about: str, says: str) -> Finding:
    """All is well."""
    return Finding(about=about, state="good", says=says)


def bad(about: str, says: str) -> Finding:
    """Something is wrong; `says` names it and where to mend it."""
    return Finding(about=about, state="bad", says=says)


def untried(about: str, says: str) -> Finding:
    """It was not tried; `says` why, and how to."""
    return Finding(about=about, state="untried", says=says)


def clock_finding(about: str, date: str, now: datetime) -> Finding:
    """Compare this machine's clock (`now`, in UTC) with the `Date` header of somebody who keeps good time."""
    try:
        theirs = parsedate_to_datetime(date).astimezone(UTC)
    except (TypeError, ValueError):
        return untried("clock", f"{about} does not say what time it is.")
    skew = now - theirs
    if abs(skew) <= MOST_SKEW:
        return good("clock", f"The clock agrees with {about}'s.")
    way = "ahead of" if skew > timedelta() else "behind"
    return bad(
        "clock",
        f"This machine's clock is {abs(skew.total_seconds()):.0f} s {way} {about}'s; from 300 s on every click is refused as too "
        "old or too new. Turn on time synchronisation (NTP) on this machine.",
    )
