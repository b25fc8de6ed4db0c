"""A migration that is killed at any of its steps leaves the database as it was, and the next start migrates it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from adapters.storage.database import connect
from adapters.storage.migrate import revision_of, revisions, upgrade
from adapters.storage.tables import PEOPLE, Row
from tests.contract.store.samples import SAMPLES
from tests.support.databases import Postgres, folder

pytestmark = pytest.mark.faults

START = """
import asyncio, os, signal, sys
from alembic import command
from sqlalchemy import Engine, event
from adapters.storage.database import prepare

def start(left):
    def step(*_):
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    asyncio.run(prepare(sys.argv[1]))

kills = 0
while True:
    child = os.fork()
    if child == 0:
        start(kills)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    kills += 1
print(kills)
"""
"""Starts again and again; each start gets one statement further than the one before, until one gets to its end."""


@pytest.fixture(params=["sqlite", "postgres"])
def old_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        with folder() as files:
            yield f"sqlite:///{files / 'old.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.empty() as url:
        yield url


async def test_a_migration_killed_at_every_step(old_url: str, tmp_path: Path) -> None:
    """From the first version's tables, however often the start is killed, the last start brings every row to the newest."""
    database = connect(old_url)

    def fill(connection: Connection) -> None:
        upgrade(connection, revisions()[0])
        for table, row in SAMPLES[revisions()[0]]:
            connection.execute(insert(Row.metadata.tables[table]).values(**row))

    def found(connection: Connection) -> tuple[str | None, int]:
        return revision_of(connection), len(connection.execute(select(PEOPLE.c.id)).all())

    await database.write(fill)
    _, people = await database.read(found)
    await database.close()
    kills = subprocess.run(  # noqa: S603, ASYNC221  # our own code; nothing else runs here meanwhile
        [sys.executable, "-c", START, old_url],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    ).stdout
    assert int(kills) > len(revisions())
    database = connect(old_url)
    assert await database.read(found) == (revisions()[-1], people)
    await database.close()
