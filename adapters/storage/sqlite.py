"""SQLite: one writer thread, so that writers queue in this process, and reader threads that never wait for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

T = TypeVar("T")

READERS: Final = 2

_BUSY: Final = "PRAGMA busy_timeout=2000"
_WRITER: Final = (_BUSY, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
_READER: Final = (_BUSY, "PRAGMA query_only=ON")
_FULL: Final = 2
"""`synchronous` as SQLite numbers it."""


class Sqlite:
    """A file. Several processes may share it, on a local file system."""

    def __init__(self, url: URL) -> None:
        """Take a URL that `database.normalise` made; nothing is opened yet."""
        self._writer = _engine(url, 1, "BEGIN IMMEDIATE", _WRITER)
        self._reader = _engine(url, READERS, "BEGIN", _READER)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction and commit it. Cancelling stops it before the commit or not at all."""
        stopped = Event()

        def transact() -> T:
            with self._writer.connect() as connection:
                result = work(connection)
                if not stopped.is_set():
                    connection.commit()
                return result

        try:
            return await asyncio.get_running_loop().run_in_executor(self._writing, transact)
        except asyncio.CancelledError:
            stopped.set()
            raise

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on one snapshot; writing there fails."""

        def look() -> T:
            with self._reader.connect() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, look)

    async def ping(self) -> bool:
        """Whether the file answers."""
        try:
            await self.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
        except SQLAlchemyError:
            return False
        return True

    async def durability(self) -> str:
        """What would lose committed transactions when the power fails; empty where nothing would."""
        mode, synchronous = await self.write(
            lambda connection: (
                connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
                connection.exec_driver_sql("PRAGMA synchronous").scalar(),
            )
        )
        if mode != "wal":
            return "SQLite could not switch the file to its write-ahead log; it may lie on a network file system."
        return "" if synchronous == _FULL else "SQLite would not wait for the disk (PRAGMA synchronous)."

    async def close(self) -> None:
        """Finish what was begun and close the file."""

        def finish() -> None:
            self._writing.shutdown()
            self._reading.shutdown()
            self._reader.dispose()
            self._writer.dispose()

        await asyncio.to_thread(finish)


def _engine(url: URL, connections: int, begin: str, pragmas: tuple[str, ...]) -> Engine:
    """An engine whose transactions begin as told: pysqlite's own way of beginning them loses updates."""
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", start)
    return engine
