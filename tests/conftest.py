"""Fixtures for every suite. The only place where a test may be skipped: for want of PostgreSQL or of a browser."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.storage.store import SqlStore
from tests.support.databases import NoPostgres, Postgres, migrate, opened, postgres, required, sqlite


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """PostgreSQL, for as long as the tests run."""
    with postgres() as server:
        if isinstance(server, NoPostgres):
            if required("postgres"):
                pytest.fail(server.why)
            pytest.skip(server.why)
        yield server


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database without rows, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("sqlite_file")
        yield sqlite(migrated, tmp_path)
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """The store on a database without rows."""
    database = await opened(database_url)
    yield SqlStore(database)
    await database.close()
