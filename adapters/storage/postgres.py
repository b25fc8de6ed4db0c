"""PostgreSQL, through asyncpg: READ COMMITTED, with row locks and unique keys where order matters."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

# The driver ships without types; only its exceptions are named here.
from asyncpg import InterfaceError, PostgresError  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from adapters.storage.bell import PostgresBell
from adapters.storage.roles import could_rewrite
from adapters.storage.sql import Undone, answer_of, keeps

T = TypeVar("T")

ATTEMPTS: Final = 10
"""How often a transaction is begun that others make impossible; each of them leaves one competitor fewer."""

RACES: Final = frozenset({"40001", "40P01", "23505"})
"""Serialization failure, deadlock, unique violation: another transaction was first; this one left nothing behind."""

UNANSWERED: Final = (SQLAlchemyError, OSError, PostgresError, InterfaceError)
"""What a server raises that is away, starting, full or refuses us. While connecting, asyncpg's own errors come through."""

_CARELESS: Final = """
    SELECT name FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name
"""


class Postgres:
    """A database on a server, shared with any number of replicas."""

    def __init__(self, url: URL) -> None:
        """Take a URL that `database.normalise` made; nothing is opened yet."""
        self._url = url
        self._engine = create_async_engine(
            url,
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            pool_size=10,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"timeout": 5, "command_timeout": 30},
        )

    async def write(self, work: Callable[[Connection], T | Undone[T]]) -> T:
        """Run `work` in one transaction and commit it; again where another was first or the connection was lost.

        A commit whose answer was lost may have happened: `work` must find out by itself, by a key that it writes.
        Cancelling stops it before the commit or not at all.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._transact(work)
            except DBAPIError as error:
                if not _may_repeat(error):
                    raise
        return await self._transact(work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own that is not committed."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(work)

    async def ping(self) -> bool:
        """Whether the server answers."""
        try:
            await self.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
        except UNANSWERED:
            return False
        return True

    async def durability(self) -> str:
        """What would lose committed transactions when the power fails; empty where nothing would."""
        off = await self.read(lambda connection: connection.execute(text(_CARELESS)).scalars().all())
        return f"PostgreSQL would not wait for the disk ({', '.join(off)} off)." if off else ""

    async def exposed(self) -> bool:
        """Whether our role could change the record."""
        return await self.read(could_rewrite)

    def bell(self, heard: Callable[[], None]) -> PostgresBell:
        """The bell between replicas, on a connection of its own."""
        return PostgresBell(self._url, heard)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def _transact(self, work: Callable[[Connection], T | Undone[T]]) -> T:
        async with self._engine.connect() as connection:
            result = await connection.run_sync(work)
            if keeps(result):
                await _commit(connection)
        return answer_of(result)


async def _commit(connection: AsyncConnection) -> None:
    """Commit to the end, whatever is cancelled meanwhile."""
    commit = asyncio.ensure_future(connection.commit())
    cancelled: asyncio.CancelledError | None = None
    while not commit.done():
        try:
            await asyncio.shield(commit)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled
    commit.result()


def _may_repeat(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RACES
