"""Seals: every committed row of the ledger gets its number, once, in order, and none is passed over."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.storage.audit import Broken, Tally
from adapters.storage.database import Database, normalise
from adapters.storage.guards import Unguarded
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import is_postgres, rows, run, unlock
from tests.contract.store.world import LEGAL, LEGAL_ROOM, NOW, POST, accepting, known, note, noted, order, propose
from workflows.domain.ids import ProposalId
from workflows.engine.jobs import seal_ledger
from workflows.engine.store import Recorded

SEALS = "SELECT number, stream, sequence FROM seals ORDER BY number"
OTHER = ProposalId("post-2")
UNSEEN = "its seal is gone, or it was never written by Copydesk"
OTHERWISE = "the proposal's state is not what its events lead to"


async def test_every_row_gets_its_number(store: SqlStore, database: Database) -> None:
    """What was committed is numbered from one without gaps, each stream in its order, and a second look finds nothing."""
    ada = await known(store, "ada")
    await propose(store, ada)
    assert await seal_ledger(store) == 2
    await note(store, ada, "one")
    await propose(store, ada, proposal=OTHER)
    assert await seal_ledger(store) == 3
    assert await seal_ledger(store) == 0
    assert await rows(database, SEALS) == [(1, POST, 1), (2, POST, 2), (3, POST, 3), (4, OTHER, 1), (5, OTHER, 2)]
    heard: list[Tally] = []
    assert await store.verify(heard.append) is None
    assert heard[-1] == Tally(rows=5, streams=2, replayed=2, seals=5)


async def test_sealing_goes_in_small_steps(store: SqlStore) -> None:
    """A step seals as many as it is told; the rest waits, and still verifies."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await propose(store, ada, proposal=OTHER)
    assert [await store.seal(3), await store.seal(3), await store.seal(3)] == [3, 1, 0]
    assert await store.verify() is None


async def test_sealers_at_the_same_moment_number_each_row_once(store: SqlStore, database: Database) -> None:
    """However many sealers are at work while events come in, each row gets one number."""
    ada = await known(store, "ada")
    await propose(store, ada)
    working = [seal_ledger(store) for _ in range(6)]
    adding = [store.apply(order(ada, f"k{n}"), accepting([noted(ada, str(n))])) for n in range(6)]
    for answer in (await asyncio.gather(*working, *adding))[6:]:
        assert isinstance(answer, Recorded)
    await seal_ledger(store)
    assert [number for number, _, _ in await rows(database, SEALS)] == [*range(1, 9)]
    assert await store.verify() is None


async def test_a_transaction_in_flight_is_not_passed_over(
    store: SqlStore, database: Database, database_url: str
) -> None:
    """A row that was written first and committed last is numbered when it is there; nothing waits for it meanwhile."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await seal_ledger(store)
    if not await is_postgres(database):
        # One writer: nothing can be in flight beside the sealer.
        return
    row = (
        "INSERT INTO ledger SELECT 'late', 1, kind, version, actor, chat, policy, at, body, commitment, prev_hash, row_hash"
        " FROM ledger WHERE sequence = 1"
    )
    begun, finish = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def in_flight() -> None:
        engine = create_async_engine(normalise(database_url))
        async with engine.begin() as connection:
            await connection.execute(text(row))
            begun.set()
            await finish.wait()
        await engine.dispose()

    late = loop.create_task(in_flight())
    await begun.wait()
    await note(store, ada, "one")
    assert await seal_ledger(store) == 1
    finish.set()
    await late
    assert await seal_ledger(store) == 1
    assert (await rows(database, SEALS))[2:] == [(3, POST, 3), (4, "late", 1)]


@pytest.mark.attack
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seals SET row_hash = 'x'",
        "DELETE FROM seals",
        "TRUNCATE seals",
        "INSERT OR REPLACE INTO seals SELECT * FROM seals",
    ],
)
async def test_seals_cannot_be_rewritten(store: SqlStore, database: Database, statement: str) -> None:
    """The database refuses to change, delete or replace a seal."""
    await propose(store, await known(store, "ada"))
    await seal_ledger(store)
    with pytest.raises(DBAPIError):
        await run(database, statement)
    assert await store.verify() is None


@pytest.mark.attack
@pytest.mark.parametrize(
    ("tampering", "stream", "sequence", "why"),
    [
        ("DELETE FROM seals WHERE number = 2", POST, 2, UNSEEN),
        ("DELETE FROM seals WHERE number = 3", "places", 1, UNSEEN),
        ("DELETE FROM ledger WHERE stream = 'places'", "places", 1, "it is gone, though it was sealed as number 3"),
        ("UPDATE seals SET seal_hash = row_hash WHERE number = 2", POST, 2, "its seal, number 2, was altered"),
        ("UPDATE seals SET row_hash = seal_hash WHERE number = 2", POST, 2, "it is not what was sealed as number 2"),
        (
            "UPDATE seals SET number = 9 WHERE number = 3",
            "places",
            1,
            "seal 3 is missing before its own, which is 9",
        ),
        (
            "INSERT INTO unsealed (stream, sequence) VALUES ('places', 2)",
            "places",
            2,
            "it is gone, and still waits for its seal",
        ),
        ("UPDATE proposals SET state = replace(state, 'for Monday', 'for Friday')", POST, 2, OTHERWISE),
        ("UPDATE proposals SET state = '{'", POST, 2, OTHERWISE),
    ],
)
async def test_tampering_with_seals_and_states_is_found(
    store: SqlStore, database: Database, tampering: str, stream: str, sequence: int, why: str
) -> None:
    """A seal that was altered or taken away, a row that was cut off, and a state that does not follow are each named."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.bind(LEGAL, LEGAL_ROOM, ada, NOW)
    await seal_ledger(store)
    await unlock(database)
    await run(database, "DELETE FROM ledger_words WHERE stream = 'places'", tampering)
    assert await store.verify() == Broken(stream=stream, sequence=sequence, why=why)


@pytest.mark.attack
async def test_missing_guards_are_told(store: SqlStore, database: Database) -> None:
    """A ledger that holds but whose triggers are gone is no longer protected, and that is said."""
    await propose(store, await known(store, "ada"))
    await unlock(database)
    found = await store.verify()
    assert isinstance(found, Unguarded)
    assert found.sentence.startswith("The database no longer protects the ledger: ledger_no_")
