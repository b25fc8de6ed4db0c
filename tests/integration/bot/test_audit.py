"""`copydesk audit`: whether the record holds, told to whoever types it."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import run, unlock
from tests.contract.store.world import NOW, POST, WORDS, accepting, account, known, order, propose
from tests.integration.bot.typed import copydesk
from tests.support.databases import copy
from workflows.domain.events import Restricted
from workflows.engine.jobs import seal_ledger
from workflows.engine.sightings import Sighting


@pytest.fixture
def url(sqlite_file: Path) -> str:
    """A database with one proposal, sealed."""
    found = copy(sqlite_file)

    async def fill(store: SqlStore) -> None:
        await propose(store, await known(store, "ada"))
        await seal_ledger(store)

    _with(found, fill)
    return found


def test_a_record_that_holds(url: str) -> None:
    """One line on standard output, the progress beside it, and 0."""
    result = copydesk("audit", "verify", COPYDESK_DATABASE_URL=url)
    assert result.exit_code == 0
    assert result.stdout == (
        "The record holds: 2 events in 1 stream, 2 of them sealed, 0 waiting for their seal, 1 proposal replayed.\n"
    )
    assert result.stderr == "2 events and 2 seals looked at\n"


def test_a_record_that_does_not_hold(url: str) -> None:
    """The first row that does not hold, in a sentence, and 1."""
    _tamper(url, "UPDATE ledger SET actor = 'eve' WHERE sequence = 2")
    result = copydesk("audit", "verify", COPYDESK_DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (1, f"Event 2 of stream “{POST}” does not hold: it was altered.\n")


def test_bytes_that_are_no_text(url: str) -> None:
    """A file that was written to past SQLite is told like any other tampering."""
    _tamper(url, "UPDATE ledger SET kind = CAST(X'FFFE' AS TEXT) WHERE sequence = 2")
    result = copydesk("audit", "verify", COPYDESK_DATABASE_URL=url)
    assert result.exit_code == 1
    assert re.fullmatch(r"Event \d of stream “.*” does not hold: it can't be read\.\n", result.stdout)


def test_the_words_of_every_revision(url: str) -> None:
    """The exact words, with who wrote them, when, and the proof; an unknown one is told."""
    result = copydesk("audit", "show", POST, COPYDESK_DATABASE_URL=url)
    assert result.exit_code == 0
    first, proof, channels, _, words = result.stdout.removesuffix("\n").split("\n", 4)
    assert re.fullmatch(r"Revision 1, 2026-03-02 09:00:00 UTC, by \w+", first)
    assert re.fullmatch(r"[0-9a-f]{64}: proven by the hash in the ledger", proof)
    assert (channels, words) == ("Channels: x", WORDS)
    assert copydesk("audit", "show", POST, "--revision", "1", COPYDESK_DATABASE_URL=url).stdout == result.stdout
    for asked, said in (
        ((POST, "--revision", "2"), "There is no revision 2: the newest is 1.\n"),
        (("none",), "There is no such proposal on the ledger.\n"),
    ):
        result = copydesk("audit", "show", *asked, COPYDESK_DATABASE_URL=url)
        assert (result.exit_code, result.stdout) == (1, said)


def test_who_was_shown_what(url: str) -> None:
    """A line for each person and revision, by the proposal's id or its beginning; the same as JSON; what there is none of."""

    async def show(store: SqlStore) -> None:
        ada = await known(store, "ada")
        closed = accepting([Restricted(by=ada, at=NOW)])
        await store.apply(order(ada, "close"), closed)
        seen = Sighting(
            proposal=POST, revision=1, person=ada, where="form", chat="slack", account=account("ada"), at=NOW
        )
        await store.note_sightings([seen])

    assert copydesk("audit", "seen", POST, COPYDESK_DATABASE_URL=url).stdout == (
        f"{POST} was never confidential, so it was not put on record who was shown it.\n"
    )
    _with(url, show)
    result = copydesk("audit", "seen", POST, COPYDESK_DATABASE_URL=url)
    assert result.exit_code == 0
    assert result.stdout == (
        f"{POST}\nConfidential from 2026-03-02 09:00:00 UTC.\nWhat was shown outside of these times is not listed.\n\n"
        "2026-03-02 09:00:00 UTC  revision 1  Ada  slack T1/U-ada  form\n"
    )
    (shown,) = json.loads(copydesk("audit", "seen", POST, "--json", COPYDESK_DATABASE_URL=url).stdout)["shown"]
    assert (shown["name"], shown["user"], shown["where"]) == ("Ada", "U-ada", "form")
    assert shown["first_at"] == "2026-03-02T09:00:00.123456+00:00"
    none = copydesk("audit", "seen", "none", COPYDESK_DATABASE_URL=url)
    assert (none.exit_code, none.stdout) == (1, "There is no such proposal, or more than one begins so.\n")
    _tamper(url, "UPDATE ledger SET actor = 'eve' WHERE kind = 'seen'")
    broken = copydesk("audit", "seen", POST, COPYDESK_DATABASE_URL=url)
    assert (broken.exit_code, broken.stdout) == (1, f"Event 1 of stream “seen {POST}” does not hold: it was altered.\n")


def _tamper(url: str, statement: str) -> None:
    async def tamper(_: SqlStore) -> None:
        database = connect(url)
        await unlock(database)
        await run(database, statement)
        await database.close()

    _with(url, tamper)


def _with(url: str, work: Callable[[SqlStore], Awaitable[None]]) -> None:
    async def working() -> None:
        database = connect(url)
        await work(SqlStore(database))
        await database.close()

    asyncio.run(working())
