"""What whoever watches over the process is told; None while the database does not answer."""

from collections.abc import Callable
from datetime import datetime

from adapters.storage.database import UNREACHABLE, Database
from adapters.storage.store import SqlStore
from bot.metrics import Metrics
from workflows.engine.places import Places


class Watching:
    """Answers `/readyz` and `/metrics`. `clock` gives the time in UTC."""

    def __init__(
        self, database: Database, store: SqlStore, places: Places, metrics: Metrics, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._store = store
        self._places = places
        self._metrics = metrics
        self._clock = clock

    async def unbound(self) -> tuple[str, ...] | None:
        """The desks that have no place of their own yet."""
        try:
            return await self._places.unbound() if await self._database.ping() else None
        except UNREACHABLE:
            # It went away between the two.
            return None

    async def figures(self) -> bytes | None:
        """The page of figures."""
        try:
            return self._metrics.page(await self._store.backlog(), self._clock())
        except UNREACHABLE:
            return None
