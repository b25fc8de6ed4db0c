"""PostgreSQL's two roles: the one that runs Copydesk can add to the record and change nothing in it."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from adapters.storage.audit import Broken
from adapters.storage.database import Database, OtherDatabase, Unusable, connect, prepare
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import rows, run
from tests.contract.store.world import NOW, POST, in_room, known, note, propose
from tests.support.databases import Postgres
from workflows.engine.jobs import seal_ledger

FORBIDDEN = (
    "UPDATE ledger SET actor = 'eve'",
    "DELETE FROM ledger",
    "TRUNCATE ledger CASCADE",
    "UPDATE ledger_words SET words = '{}'",
    "DELETE FROM ledger_words",
    "UPDATE seals SET row_hash = 'x'",
    "DELETE FROM seals",
    "UPDATE policies SET text = ''",
    "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "ALTER TABLE ledger ADD COLUMN more text",
    "DROP TRIGGER ledger_no_change ON ledger",
    "DROP TABLE ledger CASCADE",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "UPDATE alembic_version SET version_num = '0001'",
)


@asynccontextmanager
async def two_roles(server: Postgres) -> AsyncGenerator[tuple[str, str, str]]:
    """An empty database with its owner's URL, that of a role that may only log in, and the administrator's."""
    with server.empty() as url:
        name = uuid4().hex
        owner, app, database = f"owner_{name}", f"app_{name}", make_url(url).database
        admin = connect(url)
        await run(
            admin,
            f"CREATE ROLE {owner} LOGIN PASSWORD 'secret'",
            f"CREATE ROLE {app} LOGIN PASSWORD 'secret'",
            f'ALTER DATABASE "{database}" OWNER TO {owner}',
        )

        def of(role: str) -> str:
            return make_url(url).set(username=role, password="secret").render_as_string(hide_password=False)

        try:
            yield of(owner), of(app), url
        finally:
            await run(
                admin,
                f"REASSIGN OWNED BY {owner} TO CURRENT_USER",
                f"DROP OWNED BY {owner}, {app}",
                f"DROP ROLE {owner}, {app}",
            )
            await admin.close()


@pytest.fixture
async def roles(postgres_server: Postgres) -> AsyncIterator[tuple[str, str, str]]:
    """The URLs of owner, product and administrator."""
    async with two_roles(postgres_server) as urls:
        yield urls


async def opened(url: str, owner: str = "") -> Database:
    """A database that could be opened."""
    database = await prepare(url, owner)
    assert not isinstance(database, Unusable)
    return database


async def test_the_product_runs_on_what_its_owner_migrated(roles: tuple[str, str, str]) -> None:
    """The role that runs Copydesk can do all that Copydesk does, at the first start, at the next, and without the owner."""
    owner, app, _ = roles
    for _ in range(2):
        await (await opened(app, owner)).close()
    database = await opened(app)
    store = SqlStore(database)
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await note(store, ada, "one")
    assert await store.claim(NOW, 10, NOW - NOW)
    assert await seal_ledger(store) == 3
    assert await store.verify() is None
    assert not await database.exposed()
    await database.close()


@pytest.mark.attack
async def test_the_product_cannot_change_the_record(roles: tuple[str, str, str]) -> None:
    """Attack 54: with the product's rights the record can be neither changed nor emptied, nor its guards taken away."""
    owner, app, _ = roles
    database = await opened(app, owner)
    store = SqlStore(database)
    await propose(store, await known(store, "ada"))
    await seal_ledger(store)
    for statement in FORBIDDEN:
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            await run(database, statement)
    assert await store.verify() is None
    await database.close()


@pytest.mark.attack
async def test_what_an_administrator_changes_is_found(roles: tuple[str, str, str]) -> None:
    """Attack 54: a superuser gets past the triggers, replaying or with them switched off, and is found out."""
    owner, app, admin = roles
    database, powerful = await opened(app, owner), connect(admin)
    store = SqlStore(database)
    await propose(store, await known(store, "ada"))
    with pytest.raises(DBAPIError, match="append-only"):
        await run(powerful, "SET LOCAL session_replication_role = replica", FORBIDDEN[0])
    off = "ALTER TABLE ledger DISABLE TRIGGER ledger_no_change"
    on = "ALTER TABLE ledger ENABLE ALWAYS TRIGGER ledger_no_change"
    await run(powerful, off, "UPDATE ledger SET actor = 'eve' WHERE sequence = 2", on)
    assert await store.verify() == Broken(stream=POST, sequence=2, why="it was altered")
    await powerful.close()
    await database.close()


async def test_an_owner_who_runs_the_product_is_noticed(roles: tuple[str, str, str]) -> None:
    """A role that owns the tables, or is a superuser, could change the record."""
    owner, _, admin = roles
    for url in (owner, admin):
        database = await opened(url)
        assert await database.exposed()
        await database.close()


async def test_the_owner_of_another_database_is_refused(roles: tuple[str, str, str], postgres_server: Postgres) -> None:
    """Two settings that name two databases are told apart before anything runs on the wrong one."""
    _, _, admin = roles
    with postgres_server.empty() as elsewhere:
        refused = await prepare(admin, elsewhere)
        assert isinstance(refused, OtherDatabase)
        assert refused.sentence.startswith("COPYDESK_DATABASE_OWNER_URL names another database")
        database = connect(admin)
        assert await rows(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
        await database.close()
