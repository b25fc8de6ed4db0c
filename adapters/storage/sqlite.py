"""SQLite: one writer thread, so that writers queue in this process, and reader threads that never wait for it.

What waits for the writer together is written in one transaction and waits for the disk once. Each piece of work keeps a
savepoint of its own, so it fails, or is taken back, alone; and each is answered after the COMMIT.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from threading import Event
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from adapters.storage.sql import Undone, answer_of, driver_of, keeps

T = TypeVar("T")

READERS: Final = 2
TOGETHER: Final = 16
"""At most so many pieces of work share one commit, so that the first does not wait long for the last."""

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
        self._waiting = deque[_Order]()
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="sqlite-writer")
        self._reading = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")

    async def write(self, work: Callable[[Connection], T | Undone[T]]) -> T:
        """Run `work` in one transaction and commit it. Cancelling stops it before the commit or not at all."""
        order = _Order(work)
        self._waiting.append(order)
        self._writing.submit(self._write_what_waits)
        try:
            return await order.answer
        except asyncio.CancelledError:
            order.stopped.set()
            raise

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on one snapshot; writing there fails."""

        def look() -> T:
            with _as_sqlalchemy(), self._reader.connect() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._reading, copy_context().run, look)

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

    async def exposed(self) -> bool:
        """A file knows no roles."""
        return False

    def bell(self, heard: Callable[[], None]) -> None:
        """None: SQLite is for one process."""

    async def close(self) -> None:
        """Finish what was begun and close the file."""

        def finish() -> None:
            self._writing.shutdown()
            self._reading.shutdown()
            self._reader.dispose()
            self._writer.dispose()

        await asyncio.to_thread(finish)

    def _write_what_waits(self) -> None:
        """Runs once for every order in the writer's thread; the first to run takes along all that wait by then."""
        orders: list[_Order] = []
        while self._waiting and len(orders) < TOGETHER:
            orders.append(self._waiting.popleft())
        if orders:
            self._write_together(orders)

    def _write_together(self, orders: Sequence["_Order"]) -> None:
        try:
            with _as_sqlalchemy(), self._writer.connect() as connection:
                connection.begin()
                alone = len(orders) == 1
                for order in orders:
                    order.run(connection, alone=alone)
                connection.commit()
        except Exception as broken:  # noqa: BLE001  # whatever it is, whoever waits must hear of it
            if len(orders) > 1:
                # The whole transaction is gone; nothing of it was kept, so each is tried for itself.
                for order in orders:
                    self._write_together([order])
                return
            orders[0].failed = broken
        for order in orders:
            order.tell()


class _Order:
    """One piece of work, on its way through the writer's thread."""

    def __init__(self, work: Callable[[Connection], Any]) -> None:
        """Made in the loop where somebody waits for the `answer`."""
        self._work = work
        # What is logged in the writer's thread bears the number of the request that it was for.
        self._context = copy_context()
        self._loop = asyncio.get_running_loop()
        self._result: Any = None
        self.answer: asyncio.Future[Any] = self._loop.create_future()
        self.failed: BaseException | None = None
        self.stopped = Event()

    def run(self, connection: Connection, *, alone: bool) -> None:
        """Do the work; what it may not keep is taken back. Raises only where the transaction itself is lost."""
        self.failed = None
        driver = driver_of(connection)
        driver.execute("SAVEPOINT work")
        try:
            with _as_sqlalchemy():
                self._result = self._context.run(self._work, connection)
        except Exception as error:  # noqa: BLE001  # told to whoever waits; the others go on
            self.failed = error
        if not driver.in_transaction:
            # Some failures of the disk end the transaction at once.
            if alone and self.failed:
                raise self.failed
            raise sqlite3.OperationalError("the transaction was lost")
        if self.failed or self.stopped.is_set() or not keeps(self._result):
            driver.execute("ROLLBACK TO work")
        driver.execute("RELEASE work")

    def tell(self) -> None:
        """Answer whoever waits, in their thread."""
        with suppress(RuntimeError):  # their loop has ended, and they with it
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        if self.answer.done():
            return
        if self.failed:
            self.answer.set_exception(self.failed)
        else:
            self.answer.set_result(answer_of(self._result))


@contextmanager
def _as_sqlalchemy() -> Generator[None]:
    """What the driver raises where it is spoken to directly, as SQLAlchemy raises it: without the values."""
    try:
        yield
    except sqlite3.Error as error:
        raise OperationalError("(a prepared statement)", None, error, hide_parameters=True) from error


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
        driver_of(connection).execute(begin)

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", start)
    return engine
