"""Attack 54: whoever reaches the database past Copydesk can change it, and is found out."""

import random
from collections.abc import Callable
from typing import Any, Final

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from adapters.storage.audit import Broken, verify
from adapters.storage.database import Database, connect
from adapters.storage.guards import Unguarded
from adapters.storage.sql import Undone
from adapters.storage.store import SqlStore
from adapters.storage.tables import LEDGER, LEDGER_WORDS, SEALS
from tests.contract.store.rawly import is_postgres, run, unlock
from tests.contract.store.world import LEGAL, LEGAL_ROOM, NOW, POST, known, note, propose
from workflows.domain.ids import ProposalId
from workflows.engine.jobs import seal_ledger

pytestmark = pytest.mark.attack

TAMPERINGS: Final = 250
"""On each database; one in five is of each kind."""
OTHERS: Final = (ProposalId("post-2"), ProposalId("post-3"))

TABLES: Final = {"ledger": LEDGER, "seals": SEALS, "ledger_words": LEDGER_WORDS}
TEXTS: Final = {
    "ledger": ("stream", "kind", "actor", "body", "commitment", "prev_hash", "row_hash"),
    "seals": ("stream", "row_hash", "seal_hash"),
    "ledger_words": ("words",),
}


def flip(connection: Connection, dice: random.Random) -> None:
    """One bit of one text is another."""
    table = dice.choice(list(TEXTS))
    row = dice.choice(_read(connection, table))
    column = dice.choice([name for name in TEXTS[table] if row[name]])
    held: str = row[column]
    at = dice.randrange(len(held))
    flipped = chr(ord(held[at]) ^ (1 << dice.randrange(1, 5)))
    _write(connection, table, row, {column: held[:at] + flipped + held[at + 1 :]})


def move(connection: Connection, dice: random.Random) -> None:
    """Two rows change places, or one goes elsewhere."""
    table = dice.choice(["ledger", "seals"])
    one, other = dice.sample(_read(connection, table), 2)
    place = "number" if table == "seals" else "sequence"
    if table == "seals" or one["stream"] == other["stream"]:
        _write(connection, table, one, {place: -1})
        _write(connection, table, other, {place: one[place]})
        _write(connection, table, {**one, place: -1}, {place: other[place]})
    else:
        _write(connection, table, one, {"stream": f"{one['stream']} elsewhere"})


def take_away(connection: Connection, dice: random.Random) -> None:
    """A row is gone."""
    table = dice.choice(["ledger", "seals"])
    _remove(connection, table, dice.choice(_read(connection, table)))


def put(connection: Connection, dice: random.Random) -> None:
    """A copy of a row stands where there was none: behind a stream, in front of it, or in a stream of its own."""
    row = dice.choice(_read(connection, "ledger"))
    row |= dice.choice([{"sequence": 90 + dice.randrange(9)}, {"sequence": 0}, {"stream": f"new {dice.random()}"}])
    connection.execute(insert(LEDGER).values(**row))


def cut(connection: Connection, dice: random.Random) -> None:
    """A stream ends earlier than it did; whoever cut it thought of the words beside it, too, or cut the seals instead."""
    if dice.random() < 0.2:
        rows = _read(connection, "seals")
        last = max(row["number"] for row in rows)
        for row in rows:
            if row["number"] > last - dice.randrange(1, 4):
                _remove(connection, "seals", row)
        return
    rows = _read(connection, "ledger")
    stream = dice.choice(rows)["stream"]
    kept = dice.randrange(sum(row["stream"] == stream for row in rows))
    for row in rows:
        if row["stream"] == stream and row["sequence"] > kept:
            _remove(connection, "ledger", row)


KINDS: Final[tuple[Callable[[Connection, random.Random], None], ...]] = (flip, move, take_away, put, cut)


async def test_random_tampering_is_found(store: SqlStore, database_url: str) -> None:
    """Attack 54: bits flipped, rows moved, deleted and added, tails cut off, past every trigger: each is found."""
    database = connect(database_url)
    ada = await known(store, "ada")
    for proposal in (POST, *OTHERS):
        await propose(store, ada, proposal=proposal)
    for words in ("one", "two", "three"):
        await note(store, ada, words)
    await store.bind(LEGAL, LEGAL_ROOM, ada, NOW)
    await seal_ledger(store)
    assert await store.verify() is None
    await unlock(database)
    await run(database, *await _loosen(database))

    def tamper(connection: Connection, seed: int) -> Undone[Broken | Unguarded | None]:
        dice = random.Random(seed)  # noqa: S311  # the same tamperings every time
        KINDS[seed % len(KINDS)](connection, dice)
        return Undone(answer=verify(connection))

    for seed in range(TAMPERINGS):
        found = await database.write(lambda connection, seed=seed: tamper(connection, seed))
        assert isinstance(found, Broken), (seed, KINDS[seed % len(KINDS)].__name__)
        assert found.sentence.endswith(".")
    await database.close()


async def _loosen(database: Database) -> list[str]:
    """Take the foreign key away that would refuse some of it."""
    if await is_postgres(database):
        return ["ALTER TABLE ledger_words DROP CONSTRAINT fk_ledger_words_stream_sequence"]
    return [
        "CREATE TABLE words AS SELECT * FROM ledger_words",
        "DROP TABLE ledger_words",
        "ALTER TABLE words RENAME TO ledger_words",
    ]


def _read(connection: Connection, table: str) -> list[dict[str, Any]]:
    of = TABLES[table]
    return [dict(row) for row in connection.execute(select(of).order_by(of.c.stream, of.c.sequence)).mappings()]


def _write(connection: Connection, table: str, row: dict[str, Any], changed: dict[str, Any]) -> None:
    of, key = TABLES[table], "number" if table == "seals" else "sequence"
    connection.execute(update(of).where(of.c.stream == row["stream"], of.c[key] == row[key]).values(**changed))


def _remove(connection: Connection, table: str, row: dict[str, Any]) -> None:
    if table == "ledger":
        _remove(connection, "ledger_words", row)
    of = TABLES[table]
    connection.execute(delete(of).where(of.c.stream == row["stream"], of.c.sequence == row["sequence"]))
