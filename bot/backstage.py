"""Behind the scenes of a running Copydesk, read from its database as JSON: for the demo's page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.storage.database import Database
from adapters.storage.store import SqlStore

Json = dict[str, Any]


class Backstage:
    """Reads what the product recorded; changes nothing."""

    def __init__(self, database: Database) -> None:
        """Look into this one; whoever opened it closes it."""
        self._store = SqlStore(database)

    async def proposals(self) -> Sequence[Json]:
        """All of them, the newest first."""
        return []

    async def proposal(self, proposal: str) -> Mapping[str, Any] | None:
        """One of them, or None."""
        return None

    async def next_due(self, now: datetime) -> datetime | None:
        """When the clock makes something happen next."""
        return None
