"""The chats' limits are counted in the database, by all replicas together; quiet is kept, and what was clicked goes first."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.world import (
    GLOBEX_ROOM,
    LEGAL_ROOM,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    POST,
    accepting,
    in_room,
    known,
    noted,
    order,
    propose,
    state,
    to,
)
from workflows.domain.ids import CardPostId, ProposalId
from workflows.engine.chat import MessageRef
from workflows.engine.pacing import Budget, Turn, Wait, Window
from workflows.engine.store import Claimed, Settled, Shut

OTHER = ProposalId("post-2")
HOUSE = Turn(
    scope="installation", key="slack T1 x", budget=Budget(name="x", windows=(Window(calls=5, seconds=60, kept=1),))
)
ROOM = Turn(scope="conversation", key="slack T1 C1 x", budget=Budget(name="x", windows=(Window(calls=1, seconds=1),)))


async def claimed(store: SqlStore, minutes: float = 0) -> list[Claimed]:
    """What is claimed then, for half a minute."""
    return list(await store.claim(NOW + minutes * MINUTE, 10, MINUTE / 2))


async def names(store: SqlStore, minutes: float = 0) -> list[str]:
    """The card posts that are claimed then."""
    return [found.post.id for found in await claimed(store, minutes)]


def shown(one: Claimed, message: str = "m1") -> Settled:
    """It stands in marketing's room."""
    return Settled(shown=one.post.wanted, digest="d", ref=MessageRef(conversation=MARKETING_ROOM, id=message))


async def test_replicas_share_a_budget(store: SqlStore, database: Database) -> None:
    """Of many turns taken at once by two replicas, no more than the budget holds are given."""
    other = SqlStore(database)
    turns = (one.take_turns([HOUSE], NOW, clicked=False) for _ in range(4) for one in (store, other))
    answers = await asyncio.gather(*turns)
    assert sum(answer is None for answer in answers) == 4
    assert Wait(scope="installation", until=NOW + MINUTE) in answers
    assert await other.take_turns([HOUSE], NOW, clicked=True) is None
    assert await store.take_turns([HOUSE], NOW + MINUTE, clicked=False) is None


async def test_a_turn_is_taken_on_every_budget_or_on_none(store: SqlStore) -> None:
    """Where one budget has nothing left, the other is not charged; the longer wait is told."""
    assert await store.take_turns([HOUSE, ROOM], NOW, clicked=False) is None
    for _ in range(9):
        assert await store.take_turns([HOUSE, ROOM], NOW, clicked=False) == Wait(
            scope="conversation", until=NOW + timedelta(seconds=1)
        )
    for _ in range(3):
        assert await store.take_turns([HOUSE], NOW, clicked=False) is None


async def test_what_waits_for_its_turn_keeps_it(store: SqlStore) -> None:
    """A card post that our own pace holds up is claimed again when its conversation is free, before what came later."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, in_room("p2", proposal=OTHER), in_room("p3", LEGAL_ROOM, OTHER), proposal=OTHER)
    first, _ = await claimed(store)
    wait = Wait(scope="conversation", until=NOW + MINUTE)
    assert await store.settle(first, Settled(shown=0, digest="", ref=None, wait=wait))
    assert [one.post.id for one in await claimed(store, 0.9)] == ["p3"]
    (again,) = await claimed(store, 1)
    assert (again.post.id, again.post.attempts, again.unsettled) == ("p1", 0, None)


async def test_the_clicked_card_goes_before_an_older_backlog(store: SqlStore) -> None:
    """Somebody looks at the card they clicked: it is claimed before everything that waits, until it was shown."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), in_room("p2", LEGAL_ROOM))
    for one in await claimed(store):
        await store.settle(one, replace(shown(one, one.post.id), digest=one.post.id))
    await propose(store, ada, in_room("p3", proposal=OTHER), proposal=OTHER)
    click = replace(order(ada, "click", at=NOW + MINUTE), clicked="p1")
    await store.apply(click, accepting([noted(ada, "later")]))
    taken = await store.claim(NOW + MINUTE, 1, MINUTE)
    assert [(one.post.id, one.clicked) for one in taken] == [("p1", True)]
    await store.settle(taken[0], shown(taken[0], "p1"))
    assert [(one.post.id, one.clicked) for one in await claimed(store, 2)] == [("p3", False), ("p2", False)]


async def test_a_conversation_that_asked_for_quiet_gets_it(store: SqlStore) -> None:
    """No other card post of a paused conversation is tried before the pause is over; other conversations go on."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, in_room("p2", proposal=OTHER), in_room("p3", LEGAL_ROOM, OTHER), proposal=OTHER)
    first, _ = await claimed(store)
    quiet = Settled(shown=0, digest="", ref=None, due=NOW + 2 * MINUTE, pause="conversation")
    await store.settle(first, quiet)
    assert await names(store, 1) == ["p3"]
    assert await store.next_due(NOW, "slack") == NOW + 2 * MINUTE
    assert await names(store, 2) == ["p2", "p3"]


async def test_a_chat_that_asked_for_quiet_gets_it(store: SqlStore) -> None:
    """Nothing of a paused chat is tried before the pause is over, whatever conversation; the other chat goes on."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, to("p2", ada), in_room("p3", LEGAL_ROOM, OTHER), proposal=OTHER)
    first = (await claimed(store))[0]
    assert first.post.id == "p1"
    await store.settle(
        first, Settled(shown=0, digest="", ref=None, due=NOW + 2 * MINUTE, attempts=0, pause="installation")
    )
    assert await names(store, 1) == ["p3"]
    assert await store.next_due(NOW, "slack") == NOW + 2 * MINUTE
    assert set(await names(store, 2)) == {"p1", "p2", "p3"}


async def test_a_workspace_that_asked_for_quiet_keeps_no_other_waiting(store: SqlStore) -> None:
    """While one workspace is paused, the other's card posts go on; who is first written to in the paused one waits for it too."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), in_room("p2", GLOBEX_ROOM))
    first, second = sorted(await claimed(store), key=lambda one: one.post.id)
    quiet = Settled(shown=0, digest="", ref=None, due=NOW + 2 * MINUTE, pause="installation")
    await store.settle(first, quiet)
    await store.settle(second, replace(quiet, due=NOW + MINUTE, pause=None))
    await propose(store, ada, to("p3", ada), in_room("p4", proposal=OTHER), proposal=OTHER)
    assert await names(store, 1) == ["p2"]
    assert await store.next_due(NOW, "slack") == NOW + MINUTE * 1.5
    assert set(await names(store, 2)) == {"p2", "p3", "p4"}


async def test_who_is_first_written_to_asks_quiet_of_their_own_workspace(store: SqlStore) -> None:
    """Ada was never met in Slack. That she is of T1 is seen when she is written to: it is T1 that is left alone then, she
    with it, and later too, while nobody else waits.
    """
    ada, ben = await known(store, "ada", "teams"), await known(store, "ben", "teams")
    await propose(store, ada, to("p1", ada))
    (first,) = await claimed(store)
    quiet = Settled(shown=0, digest="", ref=None, due=NOW + MINUTE, pause="installation", installation="T1")
    await store.settle(first, quiet)
    await propose(
        store, ada, in_room("p2", proposal=OTHER), in_room("p3", GLOBEX_ROOM, OTHER), to("p4", ben), proposal=OTHER
    )
    assert set(await names(store)) == {"p3", "p4"}
    later = {str(one.post.id): one for one in await claimed(store, 1)}
    assert set(later) == {"p1", "p2", "p3", "p4"}
    again = replace(quiet, due=NOW + 3 * MINUTE, installation="")
    await store.settle(later["p2"], again)
    await store.settle(later["p1"], replace(again, due=NOW + MINUTE, pause=None))
    assert set(await names(store, 2)) == {"p3", "p4"}


async def test_what_is_shut_is_not_claimed(store: SqlStore) -> None:
    """While the updates of a workspace have to wait, its new cards are posted, and the other way round; no other waits."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    (one,) = await claimed(store)
    await store.settle(one, shown(one))
    await store.apply(order(ada, "again"), accepting([noted(ada, "again")]))
    await propose(store, ada, in_room("p2", LEGAL_ROOM, OTHER), proposal=OTHER)
    no_updates: list[Shut] = [("T1", "update"), ("T1", "remove"), ("tenant", "update")]
    posts = await store.claim(NOW, 10, MINUTE, None, no_updates)
    assert [found.post.id for found in posts] == ["p2"]
    assert await store.next_due(NOW, "slack", no_updates) is None
    updates = await store.claim(NOW, 10, MINUTE, None, [("T1", "post"), ("T2", "update")])
    assert [found.post.id for found in updates] == ["p1"]


async def test_a_second_copy_that_is_clicked_becomes_the_card(store: SqlStore) -> None:
    """Posted twice because nobody could look: the clicked copy is kept, the other is to be removed, then all is as ever."""
    ada = await known(store, "ada", "teams")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    newer = MessageRef(conversation=LEGAL_ROOM, id="m2")
    await store.settle(one, Settled(shown=1, digest="d", ref=newer, twice=True))
    await store.adopt("teams", "m2", CardPostId("p1"))
    assert await claimed(store) == []
    await store.adopt("teams", "m1", CardPostId("p1"))
    (removal,) = await claimed(store)
    assert removal.post.ref
    assert (removal.post.ref.id, removal.post.extra, removal.post.digest) == ("m1", newer, "")
    await store.settle(removal, Settled(shown=1, digest="", ref=removal.post.ref, due=NOW, removed=True))
    (update,) = await claimed(store)
    assert (update.post.extra, update.post.twice) == (None, False)
    await store.adopt("teams", "m3", CardPostId("p1"))
    await store.settle(update, Settled(shown=update.post.wanted, digest="e", ref=update.post.ref))
    assert await claimed(store) == []
    assert await state(store, POST)


async def test_a_copy_stays_to_be_removed_until_it_is(store: SqlStore) -> None:
    """Clicked while the newer copy was being updated, the older one is the card all the same; the newer one is to be removed
    until that was done, however often it fails.
    """
    ada = await known(store, "ada", "teams")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    newer = MessageRef(conversation=LEGAL_ROOM, id="m2")
    await store.settle(one, Settled(shown=1, digest="d", ref=newer, twice=True))
    await store.apply(order(ada, "again"), accepting([noted(ada, "again")]))
    (update,) = await claimed(store)
    await store.adopt("teams", "m1", CardPostId("p1"))
    await store.settle(update, Settled(shown=update.post.wanted, digest="e", ref=newer))
    for attempts in range(3):
        (removal,) = await claimed(store, attempts)
        assert removal.post.ref
        assert (removal.post.ref.id, removal.post.extra) == ("m1", newer)
        later = NOW + (attempts + 1) * MINUTE
        await store.settle(removal, Settled(shown=1, digest="", ref=removal.post.ref, due=later, attempts=attempts))


async def test_a_card_that_was_posted_once_is_not_swapped(store: SqlStore) -> None:
    """A copy that somebody made of a card does not become the card."""
    ada = await known(store, "ada", "teams")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    await store.settle(one, Settled(shown=1, digest="d", ref=MessageRef(conversation=LEGAL_ROOM, id="m2")))
    await store.adopt("teams", "m1", CardPostId("p1"))
    assert await claimed(store) == []
