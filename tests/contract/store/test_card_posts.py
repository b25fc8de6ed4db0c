"""What the courier works through: one card post of a conversation at a time, under leases that pass on."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from adapters.storage.store import SqlStore
from tests.contract.store.world import (
    LEGAL_ROOM,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    POST,
    accepting,
    account,
    beside,
    email,
    in_room,
    known,
    note,
    noted,
    order,
    profile,
    propose,
    to,
)
from workflows.domain.ids import CardPostId, ProposalId
from workflows.engine.chat import BesideCard, Conversation, Direct, InConversation, MessageRef
from workflows.engine.store import Claimed, Loaded, Settled

ROOM_MESSAGE = MessageRef(conversation=MARKETING_ROOM, id="100.1")
ADAS_CHAT = Conversation(chat="slack", installation="T1", id="D1", kind="direct")


async def claim(store: SqlStore, now: datetime = NOW, limit: int = 10) -> Sequence[Claimed]:
    """Claim for a minute."""
    return await store.claim(now, limit, MINUTE)


async def the_one(store: SqlStore, now: datetime = NOW) -> Claimed:
    """Claim, where exactly one card post is due."""
    (claimed,) = await claim(store, now)
    return claimed


def drawn(claimed: Claimed, ref: MessageRef = ROOM_MESSAGE) -> Settled:
    """It was shown."""
    return Settled(shown=claimed.post.wanted, digest="d1", ref=ref)


async def test_a_wish_is_due_and_once_shown_is_not(store: SqlStore) -> None:
    """A new card post is claimed with its proposal; shown, it is quiet until something changes."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    claimed = await the_one(store)
    assert claimed.post == in_room("p1")
    assert claimed.loaded.proposal
    assert claimed.loaded.proposal.id == POST
    assert await store.settle(claimed, drawn(claimed))
    assert await claim(store) == []
    assert await store.next_due(NOW) is None


async def test_every_event_makes_the_cards_due_again(store: SqlStore) -> None:
    """A change raises `wanted` of every card post of the proposal; ten changes are one turn."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    first = await the_one(store)
    await store.settle(first, drawn(first))
    for number in range(10):
        await note(store, ada, f"note {number}", at=NOW + number * MINUTE)
    assert await store.next_due(NOW) == NOW
    again = await the_one(store)
    assert (again.post.wanted, again.post.shown, again.post.ref, again.post.digest) == (11, 1, ROOM_MESSAGE, "d1")


async def test_a_change_while_drawing_is_drawn_afterwards(store: SqlStore) -> None:
    """What changed after a card post was claimed makes it due again as soon as it is settled."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    claimed = await the_one(store)
    await note(store, ada, "while drawing")
    assert await store.settle(claimed, drawn(claimed))
    assert (await the_one(store)).post.shown == 1


async def test_a_card_post_is_one_by_subject_and_place(store: SqlStore) -> None:
    """Wishing for the same card in the same place again changes nothing, and a reply to the second finds the first."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    first = await the_one(store)
    await store.settle(first, drawn(first))
    await store.wish([beside("reply", "p2"), in_room("p2")])
    claimed = await the_one(store)
    assert claimed.post.id == "reply"
    assert claimed.post.place == BesideCard(parent=CardPostId("p1"), ref=ROOM_MESSAGE)


async def test_one_of_a_conversation_at_a_time(store: SqlStore) -> None:
    """Of two card posts in one room only one is in flight; the other's turn comes when the first is settled."""
    ada = await known(store, "ada")
    other = ProposalId("post-2")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, in_room("p2", proposal=other), in_room("p3", LEGAL_ROOM, other), proposal=other)
    claimed = {found.post.id: found for found in await claim(store)}
    assert set(claimed) == {"p1", "p3"}
    assert await claim(store) == []
    assert await store.next_due(NOW) == NOW + MINUTE
    await store.settle(claimed[CardPostId("p1")], drawn(claimed[CardPostId("p1")]))
    assert (await the_one(store)).post.id == "p2"


async def test_claimers_at_once_share_the_work(store: SqlStore) -> None:
    """Ten couriers claiming at once never get two card posts of one conversation, and leave none behind."""
    ada = await known(store, "ada")
    rooms = [Conversation(chat="slack", installation="T1", id=f"C{number}", kind="channel") for number in range(5)]
    for name in ("post-1", "post-2"):
        cards = [in_room(f"{name} {room.id}", room, ProposalId(name)) for room in rooms]
        await propose(store, ada, *cards, proposal=ProposalId(name))
    batches = await asyncio.gather(*[claim(store, limit=2) for _ in range(10)])
    taken = [claimed.post.place for batch in batches for claimed in batch]
    taken += [claimed.post.place for claimed in await claim(store)]
    assert sorted(_room(place) for place in taken) == [room.id for room in rooms]


async def test_oldest_first(store: SqlStore) -> None:
    """A batch takes the oldest wishes first."""
    ada = await known(store, "ada")
    for number, room in enumerate(("C3", "C1", "C2")):
        proposal = ProposalId(f"post-{number}")
        place = Conversation(chat="slack", installation="T1", id=room, kind="channel")
        at = NOW - number * MINUTE
        await propose(store, ada, in_room(room, place, proposal), proposal=proposal, at=at)
    assert [found.post.id for found in await claim(store, limit=2)] == ["C2", "C1"]


async def test_a_reply_waits_for_its_parent(store: SqlStore) -> None:
    """A reply goes out only once its parent stands somewhere, and then knows where."""
    ada = await known(store, "ada")
    await propose(store, ada, beside("reply", "p1"), in_room("p1"))
    parent = await the_one(store)
    assert parent.post.id == "p1"
    await store.settle(parent, Settled(shown=0, digest="", ref=None, due=NOW + MINUTE, attempts=1))
    assert await claim(store) == []
    parent = await the_one(store, NOW + MINUTE)
    await store.settle(parent, drawn(parent))
    assert (await the_one(store)).post.place == BesideCard(parent=CardPostId("p1"), ref=ROOM_MESSAGE)


async def test_a_lease_passes_on_when_it_ends(store: SqlStore) -> None:
    """After the lease another may claim; the first one's outcome is then refused, the second's is written."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    late = await the_one(store)
    fresh = await the_one(store, NOW + MINUTE)
    assert fresh.fence > late.fence
    assert not await store.settle(late, drawn(late, MessageRef(conversation=MARKETING_ROOM, id="late")))
    assert await store.settle(fresh, drawn(fresh))
    await note(store, ada, "again")
    assert (await the_one(store)).post.ref == ROOM_MESSAGE


async def test_a_late_outcome_counts_while_nobody_else_claimed(store: SqlStore) -> None:
    """An outcome after the lease's end is written where nobody took the card post meanwhile."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    late = await the_one(store)
    assert await store.settle(late, drawn(late))
    assert await claim(store, NOW + 2 * MINUTE) == []


async def test_backing_off_is_kept_through_changes(store: SqlStore) -> None:
    """A card post that waits for its chat's permission keeps waiting when its proposal changes."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    claimed = await the_one(store)
    await store.settle(claimed, Settled(shown=0, digest="", ref=None, due=NOW + MINUTE, attempts=2))
    await note(store, ada, "impatient")
    assert await claim(store) == []
    assert await store.next_due(NOW) == NOW + MINUTE
    assert (await the_one(store, NOW + MINUTE)).post.attempts == 2


async def test_a_parked_card_post_rests_until_something_changes(store: SqlStore) -> None:
    """Parked, a card post is never due; the next event of its proposal gives it another chance."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    claimed = await the_one(store)
    await store.settle(claimed, Settled(shown=0, digest="", ref=None, park="too large"))
    assert await claim(store, NOW + 100 * MINUTE) == []
    assert await store.next_due(NOW) is None
    await note(store, ada, "shorter")
    assert (await the_one(store)).post.id == "p1"


async def test_a_direct_card_post_knows_how_to_reach_its_person(store: SqlStore) -> None:
    """A direct card post comes with the person's account in that chat, and their own conversation once it was met."""
    ada = await known(store, "ada")
    await propose(store, ada, to("p1", ada))
    claimed = await the_one(store)
    assert claimed.post.place == Direct(chat="slack", person=ada, account=(await store.who(account("ada")))[0])
    await store.settle(claimed, drawn(claimed, MessageRef(conversation=ADAS_CHAT, id="1")))
    await note(store, ada, "again")
    place = (await the_one(store)).post.place
    assert isinstance(place, Direct)
    assert place.conversation == ADAS_CHAT


async def test_whoever_is_met_gets_what_waited_for_them(store: SqlStore) -> None:
    """A card post parked because its person was never seen in that chat is due once they are linked and met there."""
    ada = await known(store, "ada")
    await propose(store, ada, to("p1", ada, "teams"))
    claimed = await the_one(store)
    assert claimed.post.place == Direct(chat="teams", person=ada)
    await store.settle(claimed, Settled(shown=0, digest="", ref=None, park="never met"))
    await known(store, "ada", "teams")
    linked = await the_one(store)
    await store.settle(linked, Settled(shown=0, digest="", ref=None, park="still never met"))
    direct = Conversation(chat="teams", installation="tenant", id="a:1", kind="direct", address="https://a.example")
    await store.meet(account("ada", "teams"), direct)
    place = (await the_one(store)).post.place
    assert isinstance(place, Direct)
    assert place.conversation == direct


async def test_a_direct_card_post_prefers_an_account_that_was_met(store: SqlStore) -> None:
    """Of several accounts in one chat, the one with a known conversation is written to."""
    ada = await known(store, "ada")
    second = await store.link(account("zoe"), profile("zoe"), email("ada"), NOW)
    await store.meet(second.id, ADAS_CHAT)
    await propose(store, ada, to("p1", ada))
    assert (await the_one(store)).post.place == Direct(chat="slack", person=ada, account=second, conversation=ADAS_CHAT)


async def test_a_room_is_addressed_as_it_was_last_seen(store: SqlStore) -> None:
    """A card post's room and its message come with the newest address, not the one at the time of the wish."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    moved = Conversation(chat="teams", installation="tenant", id="19:legal", kind="channel", address="https://new")
    await store.meet(None, moved)
    assert (await the_one(store)).post.place == InConversation(conversation=moved)


async def test_a_clicked_message_is_adopted_once(store: SqlStore) -> None:
    """A click proves where a lost message is; a message that is known already is not replaced."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await store.adopt("teams", "elsewhere", CardPostId("p1"))
    await store.adopt("slack", "100.1", CardPostId("p1"))
    await store.adopt("slack", "200.2", CardPostId("p1"))
    await store.adopt("slack", "300.3", CardPostId("unknown"))
    assert (await the_one(store)).post.ref == ROOM_MESSAGE


async def test_a_clicked_reply_or_direct_message_is_adopted(store: SqlStore) -> None:
    """A lost message is found where its card post lives: in its parent's thread, or in the person's own chat."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), beside("reply", "p1"), to("p2", ada))
    await store.adopt("slack", "1", CardPostId("reply"))
    await store.adopt("slack", "2", CardPostId("p2"))
    await store.adopt("slack", "100.1", CardPostId("p1"))
    await store.adopt("slack", "1", CardPostId("reply"))
    await store.meet(account("ada"), ADAS_CHAT)
    await store.adopt("slack", "2", CardPostId("p2"))
    loaded = await store.load(POST)
    assert isinstance(loaded, Loaded)
    assert {card.id: card.ref for card in loaded.posts} == {
        "p1": ROOM_MESSAGE,
        "reply": MessageRef(conversation=MARKETING_ROOM, id="1", thread="100.1"),
        "p2": MessageRef(conversation=ADAS_CHAT, id="2"),
    }


async def test_wishes_come_with_their_decision(store: SqlStore) -> None:
    """A decision's new card posts are due when it was made, and are not raised by the events that wished for them."""
    ada = await known(store, "ada")
    await propose(store, ada)
    assert await claim(store) == []
    later = NOW + MINUTE
    await store.apply(order(ada, "k2", at=later), accepting([noted(ada, "x")], wishes=(in_room("p1"),)))
    assert await store.next_due(NOW) == later
    assert (await the_one(store, later)).post.wanted == 1


def _room(place: object) -> str:
    assert isinstance(place, InConversation)
    return place.conversation.id
