"""What a newer version wrote is left alone: read-only, unclaimed, never guessed at."""

from adapters.storage.audit import Broken
from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import run
from tests.contract.store.world import MINUTE, NOW, POST, accepting, in_room, known, noted, order, propose
from workflows.domain.ids import ProposalId
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.engine.store import Loaded, Recorded

OTHER = ProposalId("post-2")
NEWER = "UPDATE proposals SET version = 99, state = '{\"unheard\": \"of\"}' WHERE id = 'post-1'"

UNHEARD_OF = """
    INSERT INTO ledger
    SELECT stream, 3, 'unheard_of', 99, actor, chat, policy, at, body, commitment, row_hash, 'unchecked'
    FROM ledger WHERE sequence = 2
"""


async def test_a_newer_state_parks_its_proposal(store: SqlStore, database: Database) -> None:
    """A proposal whose state a newer version wrote can be neither loaded nor changed; the input may come again later."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await run(database, NEWER)
    assert await store.load(POST) == ParkedByNewerVersion()
    for _ in range(2):
        assert await store.apply(order(ada, "k2"), accepting([noted(ada, "x")])) == ParkedByNewerVersion()
    events = await store.events_of(POST)
    assert isinstance(events, tuple)
    assert len(events) == 2


async def test_the_others_go_on(store: SqlStore, database: Database) -> None:
    """Its card posts are left to the newer version; other proposals, lists and deliveries go on without it."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, in_room("p2", proposal=OTHER), proposal=OTHER)
    await run(database, NEWER)
    assert [claimed.post.id for claimed in await store.claim(NOW, 10, MINUTE)] == ["p2"]
    assert [found.proposal.id for found in await store.queue(["draft"]) if found.proposal] == [OTHER]
    assert isinstance(await store.load(OTHER), Loaded)
    assert isinstance(await store.apply(order(ada, "k2", OTHER), accepting([noted(ada, "x")])), Recorded)


async def test_a_newer_event_parks_its_stream(store: SqlStore, database: Database) -> None:
    """A stream with an event of a newer version is not folded; its chain can still be verified."""
    ada = await known(store, "ada")
    await propose(store, ada)
    await run(database, UNHEARD_OF)
    assert await store.events_of(POST) == ParkedByNewerVersion()
    broken = await store.verify()
    assert isinstance(broken, Broken)
    assert broken.sequence == 3
