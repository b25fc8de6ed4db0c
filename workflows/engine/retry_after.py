"""Reading `Retry-After` (RFC 9110, 10.2.3): how long whoever refused a call asks us to wait."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

SHORTEST: Final = timedelta(seconds=1)
"""Waited even where 0 is asked for: a server that is busy and says "at once" would be called without end."""
LONGEST: Final = timedelta(hours=1)
"""The most that is believed: a mistyped header must not silence a chat for a year."""


def retry_after(header: str, now: datetime) -> timedelta | None:
    """What the header asks for, as whole seconds or as an HTTP date, between `SHORTEST` and `LONGEST`; None where it is
    absent or neither of the two. `now` is the machine's time in UTC.
    """
    header = header.strip()
    if header.isascii() and header.isdigit():
        asked = timedelta(seconds=min(int(header[:10]), LONGEST.seconds))
    else:
        try:
            asked = parsedate_to_datetime(header) - now
        except (TypeError, ValueError):
            # No date, or one without a zone.
            return None
    return min(max(asked, SHORTEST), LONGEST)
