"""Sightings on the ledger, and the insider list that is read from them."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from adapters.storage.audit import Broken
from adapters.storage.database import Database
from adapters.storage.sightings import InsiderList, stream_of
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import rows, run, unlock
from tests.contract.store.world import MINUTE, NOW, POST, accepting, account, known, order, propose
from workflows.domain.events import Restricted, RestrictionLifted
from workflows.domain.ids import PersonId
from workflows.domain.refusals import NotFound
from workflows.engine.sightings import Sighting

KEPT = "SELECT actor, body FROM ledger WHERE kind = 'seen' ORDER BY stream, sequence"


def sighting(by: PersonId, revision: int = 1, after: timedelta = timedelta()) -> Sighting:
    """Somebody was shown a revision."""
    return Sighting(
        proposal=POST,
        revision=revision,
        person=by,
        where="card",
        chat="slack",
        account=account("ada"),
        at=NOW + after,
    )


async def test_each_revision_is_recorded_once_for_each_person(store: SqlStore, database: Database) -> None:
    """The first time counts, whoever notes it again; the chain holds no more than random ids and codes."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await propose(store, ada)
    await store.note_sightings([sighting(ada), sighting(ben)])
    await store.note_sightings([sighting(ada, after=MINUTE), replace(sighting(ada, 2, MINUTE), where="form")])
    found = [(actor, json.loads(body)) for actor, body in await rows(database, KEPT)]
    assert found == [
        (ada, {"person": ada, "revision": 1, "where": "card"}),
        (ben, {"person": ben, "revision": 1, "where": "card"}),
        (ada, {"person": ada, "revision": 2, "where": "form"}),
    ]
    assert await store.verify() is None


async def test_two_that_note_the_same_at_once_record_it_once(store: SqlStore, database: Database) -> None:
    """Several processes, or a card and a click of the same moment."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await asyncio.gather(*[store.note_sightings([sighting(ada)]) for _ in range(6)])
    assert len(await rows(database, KEPT)) == 1


async def test_the_list_says_who_saw_what_when_and_where(store: SqlStore) -> None:
    """By the proposal's id, or its beginning where that is enough; with the times between which it was confidential."""
    ada, ben = await known(store, "ada"), await known(store, "ben")
    await propose(store, ada)
    lifted = (
        Restricted(by=ada, at=NOW),
        RestrictionLifted(by=ada, at=NOW, revision=1),
        Restricted(by=None, at=NOW, why="mentions a merger"),
    )
    for number, event in enumerate(lifted):
        await store.apply(order(ada, str(number), at=NOW + number * MINUTE), accepting([event]))
    await store.note_sightings([sighting(ben, after=MINUTE), sighting(ada, after=2 * MINUTE)])
    found = await store.insider_list(POST)
    assert isinstance(found, InsiderList)
    assert found.restricted == ((NOW, NOW + MINUTE), (NOW + 2 * MINUTE, None))
    assert [(one.name, one.revision, one.at, one.where) for one in found.insiders] == [
        ("Ben", 1, NOW + MINUTE, "card"),
        ("Ada", 1, NOW + 2 * MINUTE, "card"),
    ]
    assert found.insiders[0].account == account("ada")
    assert await store.insider_list("nothing") == NotFound()


async def test_an_account_that_was_destroyed_leaves_the_line(store: SqlStore, database: Database) -> None:
    """The chain holds, and the list says that somebody was shown it."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.note_sightings([sighting(ada)])
    await unlock(database)
    await run(database, "DELETE FROM ledger_words WHERE stream = :stream", stream=stream_of(POST))
    found = await store.insider_list(POST)
    assert isinstance(found, InsiderList)
    assert [(one.person, one.account) for one in found.insiders] == [(ada, None)]


async def test_a_list_that_was_altered_is_not_told(store: SqlStore, database: Database) -> None:
    """Its first row that does not hold is told instead."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await store.note_sightings([sighting(ada)])
    await unlock(database)
    await run(database, "UPDATE ledger SET actor = 'eve' WHERE stream = :stream", stream=stream_of(POST))
    assert await store.insider_list(POST) == Broken(stream=stream_of(POST), sequence=1, why="it was altered")
