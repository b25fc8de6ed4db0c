"""What comes while a card post is being delivered is kept, and one that cannot go keeps no other waiting."""

from dataclasses import replace
from datetime import date

from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import run
from tests.contract.store.world import (
    LEGAL_ROOM,
    MARKETING_ROOM,
    MINUTE,
    NOW,
    POST,
    accepting,
    account,
    begun,
    beside,
    in_room,
    known,
    note,
    noted,
    order,
    propose,
    to,
)
from workflows.domain.ids import CardPostId, PersonId, ProposalId
from workflows.engine.chat import (
    BesideCard,
    CardPost,
    Conversation,
    DigestSubject,
    Direct,
    MessageRef,
    NoticeSubject,
)
from workflows.engine.store import Claimed, Loaded, Recorded, Settled

OTHER = ProposalId("post-2")
THIRD = ProposalId("post-3")
ADAS_CHAT = Conversation(chat="teams", installation="tenant", id="a:1", kind="direct", address="https://a.example")
SLACK_CHAT = Conversation(chat="slack", installation="T1", id="D1", kind="direct")


async def claimed(store: SqlStore, minutes: int = 0) -> list[Claimed]:
    """What is claimed then, for half a minute."""
    return list(await store.claim(NOW + minutes * MINUTE, 10, MINUTE / 2))


async def names(store: SqlStore, minutes: int = 0) -> list[str]:
    """The card posts that are claimed then."""
    return [found.post.id for found in await claimed(store, minutes)]


async def refs(store: SqlStore) -> dict[str, str | None]:
    """The message of each card post."""
    loaded = await store.load(POST)
    assert isinstance(loaded, Loaded)
    return {card.id: card.ref.id if card.ref else None for card in loaded.posts}


def parked(cause: str = "too large") -> Settled:
    """It cannot go."""
    return Settled(shown=0, digest="", ref=None, park=cause)


def shown(one: Claimed, room: Conversation, message: str = "m1") -> Settled:
    """It stands there."""
    return Settled(shown=one.post.wanted, digest="d", ref=MessageRef(conversation=room, id=message))


async def test_a_lost_answer_does_not_erase_what_a_click_proved(store: SqlStore) -> None:
    """A message adopted while its delivery was under way stays known when that ends without knowing it."""
    await propose(store, await known(store, "ada"), in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    await store.adopt("teams", "m1", CardPostId("p1"))
    assert await store.settle(one, Settled(shown=0, digest="", ref=None, due=NOW + MINUTE, attempts=1))
    assert await refs(store) == {"p1": "m1"}


async def test_a_click_ends_what_was_given_up(store: SqlStore) -> None:
    """A card that was parked since nobody knew whether it stands is due at once when it is clicked, also if it is only then
    being parked.
    """
    await propose(store, await known(store, "ada"), in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    await store.settle(one, parked())
    assert await names(store) == []
    await store.adopt("teams", "m1", CardPostId("p1"))
    (again,) = await claimed(store)
    assert again.post.ref == MessageRef(conversation=LEGAL_ROOM, id="m1")
    await store.settle(again, replace(shown(again, LEGAL_ROOM), shown=0, ref=None))
    (once_more,) = await claimed(store)
    await store.adopt("teams", "m1", CardPostId("p1"))
    await store.settle(once_more, parked())
    assert [found.post.ref for found in await claimed(store)] == [again.post.ref]


async def test_a_message_that_is_gone_is_forgotten(store: SqlStore) -> None:
    """A card post whose own message was deleted has none, and is posted anew."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    await store.settle(one, shown(one, LEGAL_ROOM))
    await note(store, ada, "again")
    (one,) = await claimed(store)
    await store.settle(one, Settled(shown=0, digest="", ref=None, due=NOW))
    assert await refs(store) == {"p1": None}


async def test_a_card_goes_before_what_is_said_beside_it(store: SqlStore) -> None:
    """Due at the same moment, the card is brought up to date before the notice in its thread calls anybody to it."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p2", LEGAL_ROOM))
    (one,) = await claimed(store)
    await store.settle(one, shown(one, LEGAL_ROOM))
    said = accepting([noted(ada, "shorter")], wishes=(beside("p1", "p2"),))
    assert isinstance(await store.apply(order(ada, "shorter"), said), Recorded)
    (card,) = await claimed(store)
    await store.settle(card, shown(card, LEGAL_ROOM))
    assert [card.post.id, *await names(store)] == ["p2", "p1"]


async def test_a_newer_wish_is_not_parked(store: SqlStore) -> None:
    """What changed while a delivery failed gets a try of its own."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1", LEGAL_ROOM))
    (one,) = await claimed(store)
    await note(store, ada, "shorter")
    await store.settle(one, parked())
    (again,) = await claimed(store)
    await store.settle(again, parked())
    assert await names(store) == []


async def test_whoever_is_met_meanwhile_is_written_to(store: SqlStore) -> None:
    """Somebody met or linked while their card was being found no place for gets it at once, even if their chat was known."""
    ada = await known(store, "ada")
    await propose(store, ada, to("p1", ada, "teams"))
    (one,) = await claimed(store)
    await known(store, "ada", "teams")
    await store.settle(one, parked("never met"))
    for _ in range(2):
        (one,) = await claimed(store)
        await store.meet(account("ada", "teams"), ADAS_CHAT)
        await store.settle(one, parked("blocked"))
    assert await names(store) == ["p1"]


async def test_whoever_is_met_does_not_hurry_what_may_stand_already(store: SqlStore) -> None:
    """A message that was perhaps posted keeps its time to turn up, even where its person is met for the first time."""
    ada = await known(store, "ada", "teams")
    await propose(store, ada, to("p1", ada, "teams"))
    (one,) = await claimed(store)
    await store.settle(one, Settled(shown=0, digest="", ref=None, due=NOW + MINUTE, attempts=1))
    await store.meet(account("ada", "teams"), ADAS_CHAT)
    assert await names(store) == []
    assert await names(store, 1) == ["p1"]


async def test_each_chat_is_claimed_for_itself(store: SqlStore) -> None:
    """A claim for one chat leaves the other's card posts alone, replies and direct ones too."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), in_room("p2", LEGAL_ROOM), to("p3", ada, "teams"))
    taken = await store.claim(NOW, 10, MINUTE, "teams")
    assert {found.post.id for found in taken} == {"p2", "p3"}
    assert [found.post.id for found in await store.claim(NOW, 10, MINUTE, "slack")] == ["p1"]


async def test_a_damaged_proposal_keeps_no_other_waiting(store: SqlStore, database: Database) -> None:
    """Where one state and one card post cannot be read, lists and deliveries go on, in the same conversation too."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    await propose(store, ada, in_room("p2", proposal=OTHER), proposal=OTHER)
    await propose(store, ada, in_room("p4", LEGAL_ROOM, THIRD), proposal=THIRD)
    await run(database, "UPDATE proposals SET state = '{\"proposal\": {}, \"stage\": {}}' WHERE id = 'post-1'")
    await run(database, "UPDATE card_posts SET subject = '{}' WHERE id = 'p4'")
    assert await names(store) == []
    assert await names(store) == ["p2"]
    queued = await store.queue(["draft"])
    assert {found.proposal.id for found in queued if found.proposal} == {OTHER, THIRD}


async def test_a_claim_that_was_never_settled_shows(store: SqlStore) -> None:
    """Whoever claims what another left unsettled is told since when; once settled, it is forgotten."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"))
    (first,) = await claimed(store)
    assert (first.unsettled, first.post.attempts) == (None, 0)
    (second,) = await claimed(store, 1)
    assert (second.unsettled, second.post.attempts) == (NOW, 1)
    await store.settle(second, Settled(shown=0, digest="", ref=None, due=NOW, attempts=1))
    assert (await claimed(store, 2))[0].unsettled is None


async def test_a_notice_is_said_once(store: SqlStore) -> None:
    """A notice that was posted is never due again; one that was not yet is."""
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), notice("n1", ada, 1), notice("n2", ada, 2))
    for name in ("p1", "n1"):
        (one,) = await claimed(store)
        assert one.post.id == name
        await store.settle(one, shown(one, MARKETING_ROOM, name))
    (one,) = await claimed(store)
    await store.settle(one, parked())
    await note(store, ada, "again")
    loaded = await store.load(POST)
    assert isinstance(loaded, Loaded)
    assert {card.id: card.wanted for card in loaded.posts} == {"p1": 2, "n1": 1, "n2": 2}


async def test_old_news_stays_old(store: SqlStore) -> None:
    """A notice that was never posted, since its news was old when its turn came, is not due again: should it become so once
    more, that has a notice of its own.
    """
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), notice("n1", ada, 1))
    (card,) = await claimed(store)
    await store.settle(card, shown(card, MARKETING_ROOM, "p1"))
    (old,) = await claimed(store)
    await store.settle(old, Settled(shown=old.post.wanted, digest="", ref=None))
    await note(store, ada, "again")
    assert await names(store) == ["p1"]
    loaded = await store.load(POST)
    assert isinstance(loaded, Loaded)
    assert {card.id: card.wanted for card in loaded.posts} == {"p1": 2, "n1": 1}


async def test_the_clicked_card_is_first(store: SqlStore) -> None:
    """Of the cards that a click makes due, the one that was clicked is brought up to date first."""
    ada = await known(store, "ada")
    rooms = [Conversation(chat="slack", installation="T1", id=f"C{number}", kind="channel") for number in range(4)]
    await propose(store, ada, *[in_room(room.id, room) for room in rooms])
    for one in await claimed(store):
        await store.settle(one, shown(one, rooms[0], f"m-{one.post.id}"))
    await store.apply(replace(order(ada, "click"), clicked="m-C3"), accepting([noted(ada, "x")]))
    assert await names(store) == ["C3", "C0", "C1", "C2"]


async def test_an_answer_is_repeated_only_to_whom_it_was_given(store: SqlStore) -> None:
    """Somebody else who sends the same key is not told the answer: their input is decided on its own."""
    ada, eve = await known(store, "ada"), await known(store, "eve")
    await store.apply(order(ada, "k1"), accepting(begun(ada), say="Ada's secret plan is saved."))
    answer = await store.apply(order(eve, "k1"), accepting([], say="Nothing new."))
    assert answer == Recorded(proposal=POST, say="Nothing new.")


async def test_a_message_of_another_card_is_not_adopted(store: SqlStore) -> None:
    """A click in a digest, known or lost itself, or in a notice is no proof of where the author's card stands."""
    ada = await known(store, "ada")
    await propose(store, ada, to("p1", ada))
    await store.meet(account("ada"), SLACK_CHAT)
    (card,) = await claimed(store)
    await store.settle(card, Settled(shown=0, digest="", ref=None, due=NOW + 9 * MINUTE, attempts=1))
    await store.wish([digest("d1", ada)])
    (one,) = await claimed(store)
    await store.settle(one, Settled(shown=0, digest="", ref=None, due=NOW, attempts=1))
    await store.adopt("slack", "of the digest", CardPostId("p1"))
    (one,) = await claimed(store)
    await store.settle(one, shown(one, SLACK_CHAT, "of the digest"))
    await store.adopt("slack", "of the digest", CardPostId("p1"))
    assert await refs(store) == {"p1": None}
    await store.adopt("slack", "of the card", CardPostId("p1"))
    assert await refs(store) == {"p1": "of the card"}


def notice(name: str, to_whom: PersonId, occasion: int) -> CardPost:
    """A notice beside p1."""
    subject = NoticeSubject(proposal=POST, desk=None, says="approved", to=(to_whom,), occasion=occasion)
    return CardPost(id=CardPostId(name), subject=subject, place=BesideCard(parent=CardPostId("p1")))


def digest(name: str, person: PersonId) -> CardPost:
    """A lead's digest."""
    subject = DigestSubject(person=person, day=date(2026, 3, 2))
    return CardPost(id=CardPostId(name), subject=subject, place=Direct(chat="slack", person=person))
