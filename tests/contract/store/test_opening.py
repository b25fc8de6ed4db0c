"""Opening a database: migrated, or refused untouched."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect, select

from adapters.storage.database import Database, NotDurable, Unusable, connect, prepare
from adapters.storage.migrate import NewerDatabase, revision_of, revisions, upgrade
from adapters.storage.store import SqlStore
from adapters.storage.tables import Row
from tests.contract.store.rawly import is_postgres, rows, run
from tests.contract.store.samples import MADE, SAMPLES
from tests.contract.store.world import known, propose
from tests.support.databases import Postgres, folder


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without tables; for SQLite, of a file that is not there yet."""
    if request.param == "sqlite":
        with folder() as files:
            yield f"sqlite:///{files / 'new.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.empty() as url:
        yield url


async def test_an_empty_database_is_made_ready(empty_url: str) -> None:
    """The first start makes every table; replicas that start together do not get in each other's way."""
    opened = await asyncio.gather(*[prepare(empty_url) for _ in range(3)])
    databases = [database for database in opened if not isinstance(database, Unusable)]
    assert len(databases) == 3
    await propose(SqlStore(databases[0]), await known(SqlStore(databases[1]), "ada"))
    assert await databases[2].ping()
    assert await databases[2].durability() == ""
    for database in databases:
        await database.close()


async def test_a_newer_database_is_refused_untouched(store: SqlStore, database: Database, database_url: str) -> None:
    """A database that a newer version migrated is refused with a sentence that names it, and nothing in it changes."""
    await known(store, "ada")
    await run(database, "UPDATE alembic_version SET version_num = '9999'")
    await database.close()
    before = await _contents(database_url)
    refused = await prepare(database_url)
    assert isinstance(refused, NewerDatabase)
    assert refused.sentence == (
        "The database was migrated by a newer version of Copydesk (to “9999”, unknown here). "
        "Nothing was changed. Start that version or a later one."
    )
    assert await _contents(database_url) == before


async def test_tables_and_migrations_agree(database: Database) -> None:
    """What the migrations make is what the models say."""

    def drift(connection: Connection) -> list[Any]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Row.metadata)

    assert await database.read(drift) == []


async def test_every_migration_keeps_what_is_there(empty_url: str) -> None:
    """Each step is given sample rows of its time, one at least in every table, and all of them reach the last step."""
    database = connect(empty_url)

    def climb(connection: Connection) -> dict[str, int]:
        for revision in revisions():
            assert upgrade(connection, revision) is None
            for table, row in SAMPLES[revision]:
                # Inline, since what a whole key is made of is only known at the last step.
                connection.execute(insert(Row.metadata.tables[table]).values(**row).inline())
        kept = {table.name: len(connection.execute(select(table)).all()) for table in Row.metadata.sorted_tables}
        assert revision_of(connection) == revisions()[-1]
        assert set(kept) | {"alembic_version"} == set(inspect(connection).get_table_names())
        return kept

    kept = await database.write(climb)
    await database.close()
    given = [name for samples in SAMPLES.values() for name, _ in samples]
    assert kept == {table: given.count(table) + MADE.get(table, 0) for table in kept}
    assert min(kept.values()) >= 1


async def test_each_conversation_is_of_the_installation_that_it_was_of(empty_url: str) -> None:
    """A channel's turns and a Home's are of their workspace from then on; a person's own chat is of none that is known, and
    quiet that was asked for of a whole chat of none either.
    """
    database = connect(empty_url)
    sample = dict(SAMPLES["0001"])
    room, home, direct = sample["lanes"]["key"], "home slack T2 U1", "direct slack p1"
    nowhere = {**sample["card_posts"], "proposal": None, "conversation": None}
    homely = {"home": "p1", "home_installation": "T2", "home_user": "U1", "chat": "slack"}
    before = [
        ("people", sample["people"]),
        ("conversations", sample["conversations"]),
        *(("lanes", {**sample["lanes"], "key": key, "chat": "slack"}) for key in (room, home, direct)),
        ("card_posts", {**nowhere, "conversation": room}),
        ("card_posts", {**nowhere, **homely, "id": "c2", "nature": "n2", "lane": home}),
        ("card_posts", {**nowhere, "id": "c3", "nature": "n3", "chat": "slack", "person": "p1", "lane": direct}),
        *SAMPLES["0002"],
    ]

    def climb(connection: Connection) -> None:
        assert upgrade(connection, "0012") is None
        for table, row in before:
            connection.execute(insert(Row.metadata.tables[table]).values(**row).inline())
        assert upgrade(connection, "0013") is None

    await database.write(climb)
    lanes = dict(await rows(database, "SELECT key, installation FROM lanes"))
    pauses = await rows(database, "SELECT chat, installation FROM pauses")
    await database.close()
    assert lanes == {room: "T1", home: "T2", direct: ""}
    assert pauses == [("slack", "")]


async def test_a_careless_database_is_refused(empty_url: str) -> None:
    """A PostgreSQL that would lose commits in a power cut is refused; SQLite is opened so that it waits for the disk."""
    database = connect(empty_url)
    careless = await is_postgres(database)
    if careless:
        (name,) = (await rows(database, "SELECT current_database()"))[0]
        await run(database, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    await database.close()
    opened = await prepare(empty_url)
    if careless:
        assert isinstance(opened, NotDurable)
        assert "synchronous_commit off" in opened.sentence
    else:
        assert not isinstance(opened, Unusable)
        await opened.close()


async def test_an_unreachable_database_does_not_answer_pings(tmp_path: Path) -> None:
    """`ping` is False, not an error, where nothing answers."""
    for url in (f"sqlite:///{tmp_path / 'no' / 'such.db'}", f"postgresql://nobody@/nothing?host={tmp_path}"):
        database = connect(url)
        assert not await database.ping()
        await database.close()


async def _contents(url: str) -> list[Any]:
    """Every row of every table."""
    database = connect(url)

    def everything(connection: Connection) -> list[Any]:
        version = revision_of(connection)
        return [version, *[connection.execute(select(table)).all() for table in Row.metadata.sorted_tables]]

    found = await database.read(everything)
    await database.close()
    return found
