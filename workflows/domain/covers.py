"""Being away, and who decides meanwhile."""

from datetime import datetime

from workflows.domain.ids import PersonId
from workflows.domain.value import value


@value
class Cover:
    """`by` decides for `person`, who is away from `since` until `until` (UTC; the latter is no longer part of it). `zone` is the
    IANA zone in which these times were meant.
    """

    person: PersonId
    by: PersonId
    since: datetime
    until: datetime
    zone: str

    def holds(self, now: datetime) -> bool:
        """Whether it does so now: it begins and ends by itself."""
        return self.since <= now < self.until
