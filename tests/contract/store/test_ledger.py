"""The record: append-only, chained, and free of anything personal."""

import pytest
from sqlalchemy.exc import DBAPIError

from adapters.storage.audit import Broken
from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import is_postgres, rows, run, unlock
from tests.contract.store.world import LEGAL, LEGAL_ROOM, NOW, POST, SALT, WORDS, known, note, propose, state
from workflows.domain.events import RevisionAdded

REWRITING = (
    "UPDATE ledger SET actor = 'someone-else'",
    "DELETE FROM ledger",
    "UPDATE ledger_words SET words = '{}'",
)


async def test_an_untouched_ledger_verifies(store: SqlStore) -> None:
    """Every stream of a ledger that nobody touched holds."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await note(store, ada, "one")
    await store.bind(LEGAL, LEGAL_ROOM, ada, NOW)
    assert await store.verify() is None


@pytest.mark.attack
@pytest.mark.parametrize("statement", REWRITING)
async def test_the_record_cannot_be_rewritten(store: SqlStore, database: Database, statement: str) -> None:
    """The database refuses to change or delete what was recorded."""
    await propose(store, await known(store, "ada"))
    with pytest.raises(DBAPIError, match=r"append-only|never altered"):
        await run(database, statement)
    assert await store.verify() is None


@pytest.mark.attack
async def test_the_record_cannot_be_emptied_or_replaced(store: SqlStore, database: Database) -> None:
    """What slips past ordinary triggers is refused too: TRUNCATE and replication mode on PostgreSQL, REPLACE on SQLite."""
    await propose(store, await known(store, "ada"))
    tricks = [["INSERT OR REPLACE INTO ledger SELECT * FROM ledger"]]
    if await is_postgres(database):
        replaying = "SET LOCAL session_replication_role = replica"
        tricks = [["TRUNCATE ledger CASCADE"], [replaying, "DELETE FROM ledger"], [replaying, REWRITING[0]]]
    for trick in tricks:
        with pytest.raises(DBAPIError, match="append-only"):
            await run(database, *trick)
    assert await store.verify() is None


@pytest.mark.attack
@pytest.mark.parametrize(
    ("tampering", "sequence", "why"),
    [
        ("UPDATE ledger SET actor = 'eve' WHERE sequence = 2", 2, "it was altered"),
        ("UPDATE ledger SET at = '2020-01-01 00:00:00.000000+00' WHERE sequence = 1", 1, "it was altered"),
        ("UPDATE ledger SET body = '{' WHERE sequence = 3", 3, "it was altered"),
        ("DELETE FROM ledger WHERE sequence = 2", 2, "an event is missing"),
        ("DELETE FROM ledger WHERE sequence = 3", 3, "the proposal counts 3 events"),
        ("DELETE FROM ledger", 1, "the proposal counts 3 events"),
        ("UPDATE ledger SET prev_hash = 'x' WHERE sequence = 2", 2, "it does not follow the event before it"),
        (
            "UPDATE ledger_words SET words = replace(words, 'one', 'two') WHERE sequence = 3",
            3,
            "the words beside it were altered",
        ),
    ],
)
async def test_tampering_is_found(store: SqlStore, database: Database, tampering: str, sequence: int, why: str) -> None:
    """Whoever gets past the triggers is found out: the first row that does not hold is named, and why."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await note(store, ada, "one")
    await unlock(database)
    if tampering.startswith("DELETE"):
        await run(database, "DELETE FROM ledger_words")
    if not await is_postgres(database):
        tampering = tampering.replace("+00", "")
    await run(database, tampering)
    assert await store.verify() == Broken(stream=POST, sequence=sequence, why=why)


async def test_words_can_be_destroyed(store: SqlStore, database: Database) -> None:
    """Destroying the words beside the ledger breaks no chain; the chain goes on."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await run(database, "DELETE FROM ledger_words")
    await note(store, ada, "one")
    assert await store.verify() is None


async def test_nothing_personal_is_chained(store: SqlStore, database: Database) -> None:
    """No words, names, addresses or platform ids stand in a chained row; they are in the row beside it."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await note(store, ada, "one")
    await store.bind(LEGAL, LEGAL_ROOM, ada, NOW)
    chained = str(await rows(database, "SELECT * FROM ledger"))
    beside = str(await rows(database, "SELECT * FROM ledger_words"))
    for personal in ("We beat everyone", "for Monday", "U-ada", "T1", "19:legal", SALT):
        assert personal not in chained
        assert personal in beside
    assert "Ada" not in chained + beside
    assert "example.com" not in chained + beside


async def test_the_chain_commits_to_the_words(store: SqlStore) -> None:
    """A recorded revision gives its words back, and carries the hash that decisions are bound to."""
    await propose(store, await known(store, "ada"))
    events = await store.events_of(POST)
    assert isinstance(events, tuple)
    (revision,) = [event for event in events if isinstance(event, RevisionAdded)]
    assert revision.content.text == WORDS
    assert revision.hash == (await state(store)).head.hash
