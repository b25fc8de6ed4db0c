"""Denials on the ledger, of people and of accounts that are nobody's."""

import asyncio
import json
from dataclasses import replace

from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import rows
from tests.contract.store.world import LEGAL, NOW, POST, account, known, propose
from workflows.domain.ids import PersonId, PolicyHash, ProposalId
from workflows.engine.denials import Denial

KEPT = "SELECT stream, actor, body FROM ledger WHERE kind = 'denied' ORDER BY stream, sequence"


def denial(by: PersonId | None, proposal: ProposalId = POST) -> Denial:
    """Someone tried to approve what they wrote."""
    return Denial(
        account=account("ada"),
        person=by,
        attempt="approve",
        cause="own_words",
        proposal=proposal,
        desk=LEGAL,
        policy=PolicyHash("h"),
        at=NOW,
    )


async def test_each_person_has_a_stream_of_denials(store: SqlStore, database: Database) -> None:
    """A denial stands in its person's stream, a stranger's in the day's, and no decision's stream grows by it."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await propose(store, ada)
    for one in (denial(ada), denial(ben), replace(denial(ada), unheard=3), denial(None)):
        await store.deny(one)
    found = [(stream, actor, json.loads(body)["unheard"]) for stream, actor, body in await rows(database, KEPT)]
    expected = [
        (f"denied {ada}", ada, 0),
        (f"denied {ada}", ada, 3),
        (f"denied {ben}", ben, 0),
        ("denied strangers 2026-03-02", None, 0),
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert await store.verify() is None


async def test_a_denial_names_only_a_proposal_that_there_is(store: SqlStore, database: Database) -> None:
    """A made-up id is not kept: it could be anything."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.deny(denial(ada))
    await store.deny(denial(ada, ProposalId("made-up")))
    assert [json.loads(body)["proposal"] for _, _, body in await rows(database, KEPT)] == [POST, None]


async def test_denials_at_the_same_moment_are_all_recorded(store: SqlStore, database: Database) -> None:
    """Strangers share a stream; those who are denied at once get one place each."""
    await asyncio.gather(*[store.deny(denial(None)) for _ in range(6)])
    assert len(await rows(database, KEPT)) == 6
    assert await store.verify() is None
