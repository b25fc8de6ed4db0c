"""Cancelled work, lost connections, lost answers: an effect happens once or not at all, and is found again by its key."""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from adapters.storage.database import Database, connect
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import is_postgres, rows
from tests.contract.store.world import POST, accepting, begun, known, noted, order, propose, state
from tests.support.databases import Postgres
from workflows.domain.refusals import NotFound, Refusal
from workflows.engine.store import Accepted, Loaded, Recorded


async def test_what_is_cancelled_before_its_commit_leaves_nothing(store: SqlStore) -> None:
    """A command whose deadline passes while it waits its turn or decides is not recorded, and can be sent again."""
    ada = await known(store, "ada")
    waiting = asyncio.ensure_future(store.apply(order(ada, "k1"), accepting(begun(ada))))
    waiting.cancel()
    assert [type(error) for error in await asyncio.gather(waiting, return_exceptions=True)] == [asyncio.CancelledError]
    assert await store.events_of(POST) == ()
    assert await store.apply(order(ada, "k1"), accepting(begun(ada))) == Recorded(proposal=POST, say="Done.")


async def test_what_is_cancelled_while_deciding_leaves_nothing(store: SqlStore, database: Database) -> None:
    """On SQLite, where deciding runs in the writer's thread, a deadline that passes meanwhile stops the commit."""
    if await is_postgres(database):
        return
    ada = await known(store, "ada")
    deciding, go_on = Event(), Event()

    def decide(loaded: Loaded) -> Accepted | Refusal:
        deciding.set()
        go_on.wait(60)
        return accepting(begun(ada))(loaded)

    slow = asyncio.ensure_future(store.apply(order(ada, "k1"), decide))
    await asyncio.to_thread(deciding.wait, 60)
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)
    go_on.set()
    assert await store.apply(order(ada, "k2"), _refuse_if) == NotFound()
    assert await store.events_of(POST) == ()


def _refuse_if(loaded: Loaded) -> Refusal:
    assert loaded.proposal is None
    return NotFound()


async def test_a_lost_connection_is_begun_again(postgres_server: Postgres) -> None:
    """Where the server drops the connection before the commit, the transaction is begun again and happens once."""
    with postgres_server.migrated() as url:
        database = connect(url)
        tries: list[int] = []

        def work(connection: Connection) -> None:
            tries.append(1)
            connection.execute(text("INSERT INTO lanes VALUES ('lane', now(), 0)"))
            if len(tries) == 1:
                connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

        await database.write(work)
        assert len(tries) == 2
        assert await rows(database, "SELECT key FROM lanes") == [("lane",)]
        await database.close()


async def test_another_bug_is_not_repeated(postgres_server: Postgres) -> None:
    """What fails for a reason of its own fails at once."""
    with postgres_server.migrated() as url:
        database = connect(url)
        tries: list[int] = []

        def work(connection: Connection) -> None:
            tries.append(1)
            connection.execute(text("SELECT 1 / 0"))

        with pytest.raises(DBAPIError, match="division by zero"):
            await database.write(work)
        assert len(tries) == 1
        await database.close()


async def test_a_lost_answer_to_commit_is_found_by_its_key(postgres_server: Postgres) -> None:
    """Where the commit happened but its answer was lost, the same key is read again: one effect, the right answer."""
    with postgres_server.migrated() as url:
        async with _losing_commits(url) as (through, lose):
            database = connect(through)
            store = SqlStore(database)
            ada = await known(store, "ada")
            await propose(store, ada)
            lose.set()
            answer = await store.apply(order(ada, "k2"), accepting([noted(ada, "x")], say="Noted."))
            assert answer == Recorded(proposal=POST, say="Noted.", repeated=True)
            assert not lose.is_set()
            assert (await state(store)).sequence == 3
            assert await store.verify() is None
            await database.close()


@asynccontextmanager
async def _losing_commits(url: str) -> AsyncGenerator[tuple[str, asyncio.Event]]:
    """A URL that leads to the same server through a relay; once told to, it drops the connection instead of passing on
    the answer to a COMMIT.
    """
    parsed, lose = make_url(url), asyncio.Event()
    host = parsed.query.get("host") or parsed.host or "localhost"
    port = parsed.port or 5432

    relaying: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if str(host).startswith("/"):
            up_reader, up_writer = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            up_reader, up_writer = await asyncio.open_connection(str(host), port)
        committing = asyncio.Event()
        relaying.add(asyncio.current_task())

        async def forward() -> None:
            while data := await reader.read(65536):
                if lose.is_set() and re.search(rb"COMMIT;", data):
                    committing.set()
                up_writer.write(data)
            up_writer.close()

        async def back() -> None:
            while data := await up_reader.read(65536):
                if committing.is_set():
                    lose.clear()
                    break
                writer.write(data)
            writer.close()

        await asyncio.gather(forward(), back(), return_exceptions=True)
        up_writer.close()

    with tempfile.TemporaryDirectory(prefix="relay-") as folder:
        server = await asyncio.start_unix_server(serve, Path(folder) / f".s.PGSQL.{port}")
        yield parsed.set(host=None, query={**parsed.query, "host": folder}).render_as_string(hide_password=False), lose
        server.close()
        await asyncio.gather(*[task for task in relaying if task])
