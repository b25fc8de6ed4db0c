"""A channel that is closed: whatever waits there is written elsewhere, and only then is nothing sent there any more."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from adapters.policy_file.load import Loaded as LoadedPolicy
from adapters.policy_file.load import load_text
from adapters.policy_file.texts import example
from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from bot.compose import new_id
from tests.contract.store.world import LEGAL_ROOM, MARKETING_ROOM, MINUTE, NOW, POST, in_room, known, propose
from workflows.domain.ids import Chat, ProposalId
from workflows.engine.chat import (
    CannotLook,
    CardPost,
    ChatPlatform,
    Conversation,
    Direct,
    MessageRef,
    PlaceGone,
    ProposalSubject,
)
from workflows.engine.courier import Courier
from workflows.engine.instead import Instead
from workflows.engine.policies import Policies
from workflows.engine.sightings import Sightings
from workflows.engine.store import Claimed, Loaded, Settled

OTHER = ProposalId("post-2")
BENS = MessageRef(conversation=Conversation(chat="slack", installation="T1", id="D1", kind="direct"), id="m1")
GONE = PlaceGone(cause="is_archived", closed="archived")


class Archived:
    """A chat whose channels are all archived."""

    chat: Chat = "slack"

    async def show(self, *_: object) -> PlaceGone:
        """It is closed."""
        return GONE

    async def find(self, *_: object) -> CannotLook:
        """Nothing can be found there."""
        return CannotLook()


class Crash(Exception):
    """The process is gone."""


class Dying(SqlStore):
    """A process that dies when it has wished for so many replacements."""

    def __init__(self, database: Database, lives: int) -> None:
        super().__init__(database)
        self.lives = lives

    async def wish(self, posts: Sequence[CardPost]) -> None:
        """Wish, or die."""
        if not self.lives:
            raise Crash
        self.lives -= 1
        await super().wish(posts)


def courier(store: SqlStore, policies: Policies) -> Courier:
    """A courier to that chat."""
    chats: dict[Chat, ChatPlatform] = {"slack": cast("ChatPlatform", Archived())}
    return Courier(
        posts=store,
        instead=Instead(posts=store, digests=store, policies=policies, chats=chats, new_id=new_id),
        digests=store,
        homes=cast("Any", None),
        platforms=chats,
        policies=policies,
        new_id=new_id,
        sightings=Sightings(store),
        chance=lambda: 0.5,
        paces={},
    )


@pytest.fixture
async def policies(store: SqlStore) -> Policies:
    """Cards of two posts wait for legal in a channel, one of them in another chat, too."""
    read = load_text(example())
    assert isinstance(read, LoadedPolicy)
    await store.adopt_policy(read.policy, read.text, NOW)
    ada = await known(store, "ada")
    await propose(store, ada, in_room("p1"), in_room("p3", LEGAL_ROOM))
    await propose(store, ada, in_room("p2", proposal=OTHER), proposal=OTHER)
    return Policies(read.policy)


async def claimed(store: SqlStore, minutes: int = 0) -> list[Claimed]:
    """What is claimed for Slack then."""
    return list(await store.claim(NOW + minutes * MINUTE, 99, MINUTE, "slack"))


async def backlog(store: SqlStore) -> tuple[int, int]:
    """How many cards wait in Slack, and how many are parked."""
    (slack,) = [one for one in await store.backlog() if one.chat == "slack"]
    return slack.waiting, slack.parked


async def written_to(store: SqlStore, proposal: ProposalId) -> set[str]:
    """The names of whoever gets a card about a proposal directly."""
    loaded = await store.load(proposal)
    assert isinstance(loaded, Loaded)
    cards = [one for one in loaded.posts if isinstance(one.subject, ProposalSubject)]
    return {loaded.people[one.place.person].name for one in cards if isinstance(one.place, Direct)}


async def test_all_that_waits_in_a_closed_channel_is_written_elsewhere(store: SqlStore, policies: Policies) -> None:
    """One card meets the archived channel; the other, which never has its turn there, reaches Ben, who is legal, directly."""
    await store.resolve("#legal", MARKETING_ROOM)
    (first,) = await claimed(store)
    await store.settle(first, await courier(store, policies).deliver(first, NOW))
    assert await written_to(store, POST) == {"Ben Okafor"}
    assert await written_to(store, OTHER) == {"Ben Okafor"}
    assert await store.resolved() == {}
    (bens,) = await claimed(store, 1)
    assert isinstance(bens.post.place, Direct)
    assert [one.post for one in await store.parked()] == [first.post.id]


async def test_what_waits_in_a_closed_channel_is_no_backlog(store: SqlStore, policies: Policies) -> None:
    """The card that met the archived channel counts as parked; the other waits there for nobody, until it is opened again."""
    (first,) = await claimed(store)
    await store.settle(first, await courier(store, policies).deliver(first, NOW))
    while taken := await claimed(store, 1):
        for one in taken:
            await store.settle(one, Settled(shown=one.post.wanted, digest="d", ref=BENS))
    assert await backlog(store) == (0, 1)
    await store.reopen_place(MARKETING_ROOM, whole_team=False)
    assert await backlog(store) == (2, 0)


@pytest.mark.parametrize("lives", [0, 1, 2])
async def test_a_crash_in_between_loses_no_card(
    store: SqlStore, database: Database, policies: Policies, lives: int
) -> None:
    """The process dies before everything is written elsewhere: the next one meets the closed channel and goes on."""
    (first,) = await claimed(store)
    with pytest.raises(Crash):
        await courier(Dying(database, lives), policies).deliver(first, NOW)
    (again,) = [one for one in await claimed(store, 1) if one.post.id == first.post.id]
    await store.settle(again, await courier(store, policies).deliver(again, NOW + MINUTE))
    assert await written_to(store, OTHER) == {"Ben Okafor"}


async def test_what_was_not_written_down_closes_nothing(store: SqlStore, policies: Policies) -> None:
    """Whoever lost the conversation to another does not close it: what is written down is written as a whole."""
    await store.resolve("#legal", MARKETING_ROOM)
    (first,) = await claimed(store)
    settled = await courier(store, policies).deliver(first, NOW)
    assert await claimed(store, 1)
    assert not await store.settle(first, settled)
    assert await store.resolved() == {"#legal": MARKETING_ROOM}
