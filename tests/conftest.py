"""Fixtures for every suite. The only place where a test may be skipped: for want of PostgreSQL or of a browser."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from bot.logs import OURS
from tests.support.databases import NoPostgres, Postgres, copy, folder, migrate, postgres, required

HERE = Path(__file__).parent

# Until everything is collected: whatever is made till then stays, as `pytest_collection_finish` says.
gc.disable()

# The same examples in every run, however slow the machine: a property fails where a change broke it, and nowhere else.
settings.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The fast suite does not even import what stands in the folder of another suite: it would throw all of it away."""
    fast = config.getoption("markexpr") in config.getini("addopts")
    return True if fast and collection_path.parent == HERE and collection_path.name in _suites(config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A folder that is called like a marker is that suite, with all that stands in it: nobody can forget to say so."""
    suites = _suites(config)
    for item in items:
        if (folder := item.path.relative_to(HERE).parts[0]) in suites:
            item.add_marker(folder)


def _suites(config: pytest.Config) -> frozenset[str]:
    return frozenset(marker.partition(":")[0] for marker in config.getini("markers"))


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays: searching it for garbage again and again would halt a test, clocks and
    all, for a quarter of a second, and for longer than a person waits on a slow machine.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Afterwards the process's logging is as it was found: starting Copydesk sets it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in OURS}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


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
def sqlite_file() -> Iterator[Path]:
    """A migrated SQLite file, to be copied."""
    with folder() as files:
        file = files / "migrated.db"
        asyncio.run(migrate(f"sqlite:///{file}"))
        yield file


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a migrated database without rows, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("sqlite_file")
        yield copy(migrated)
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.migrated() as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """The store on a database without rows."""
    database = connect(database_url)
    yield SqlStore(database)
    await database.close()
