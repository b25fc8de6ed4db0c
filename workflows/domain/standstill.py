"""A standstill: everything is stopped at once, whatever its state, until somebody resumes it."""

from datetime import datetime

from workflows.domain.ids import PersonId
from workflows.domain.value import value


@value
class Standstill:
    """Who stopped everything (and their name), when (UTC), and why, for everyone to read."""

    by: PersonId
    name: str
    at: datetime
    reason: str
