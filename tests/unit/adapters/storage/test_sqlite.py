"""The writer: what waits together is written together, and each piece of work stands or falls alone."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from adapters.storage.database import connect
from adapters.storage.sql import Undone

Work = Callable[[Connection], Any]


async def test_what_waits_together_is_committed_together(tmp_path: Path) -> None:
    """Until the last of those that waited together is done, nobody else sees the first one's row, and nobody is answered."""
    seen: list[list[str]] = []

    def looks(connection: Connection) -> None:
        seen.append(_kept(tmp_path))
        _add("b")(connection)

    assert await _together(tmp_path, [_add("a"), looks]) == ["a", None]
    assert seen == [["first"]]
    assert _kept(tmp_path) == ["a", "b", "first"]


async def test_one_that_fails_or_is_undone_fails_alone(tmp_path: Path) -> None:
    """Of those that are committed together, one that raises and one that wants nothing kept leave nothing; the others stand."""

    def broken(connection: Connection) -> None:
        _add("broken")(connection)
        raise ZeroDivisionError

    def refused(connection: Connection) -> Undone[str]:
        _add("refused")(connection)
        return Undone(answer="no")

    answers = await _together(tmp_path, [_add("a"), broken, refused, _add("b")])
    assert [answers[0], type(answers[1]), *answers[2:]] == ["a", ZeroDivisionError, "no", "b"]
    assert _kept(tmp_path) == ["a", "b", "first"]


async def test_a_lost_transaction_is_done_again_one_by_one(tmp_path: Path) -> None:
    """Where one of them costs the whole transaction, the others are done again, once each, and only that one fails."""

    def loses(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")

    answers = await _together(tmp_path, [_add("a"), loses, _add("b")])
    assert [answers[0], type(answers[1]), answers[2]] == ["a", OperationalError, "b"]
    assert _kept(tmp_path) == ["a", "b", "first"]


async def test_a_refused_statement_tells_no_value(tmp_path: Path) -> None:
    """What SQLite itself refuses comes as SQLAlchemy's error, without the values."""
    async with _opened(tmp_path) as write:
        with pytest.raises(OperationalError, match="UNIQUE constraint failed") as raised:
            await write(_add("first"))
    assert "first" not in str(raised.value)


def _add(name: str) -> Work:
    def work(connection: Connection) -> str:
        # Straight to the driver, as prepared statements go.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("INSERT INTO names VALUES (?)", (name,))
        return name

    return work


async def _together(folder: Path, works: Sequence[Work]) -> list[Any]:
    """Hand in all works while the writer is busy with another; what each comes to."""
    begun, go_on = Event(), Event()

    def busy(connection: Connection) -> None:
        begun.set()
        go_on.wait(30)
        _add("first")(connection)

    async with _opened(folder, first=False) as write:
        first = asyncio.ensure_future(write(busy))
        await asyncio.to_thread(begun.wait, 30)
        waiting = asyncio.gather(*(write(work) for work in works), return_exceptions=True)
        # Once through the loop, so that each is handed in.
        await asyncio.sleep(0)
        go_on.set()
        await first
        return await waiting


@asynccontextmanager
async def _opened(folder: Path, *, first: bool = True) -> AsyncGenerator[Callable[[Work], Any]]:
    database = connect(f"sqlite:///{folder / 'names.db'}")
    await database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE names (name TEXT UNIQUE)"))
    if first:
        await database.write(_add("first"))
    try:
        yield database.write
    finally:
        await database.close()


def _kept(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "names.db")) as store:
        return [name for (name,) in store.execute("SELECT name FROM names ORDER BY name")]
