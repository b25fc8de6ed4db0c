"""How the courier's rounds share out their hands."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

from bot.rounds import A_MOMENT, AT_ONCE, Rounds
from tests.contract.store.world import LEGAL_ROOM, NOW, in_room, to
from tests.unit.engine.test_courier import claim
from workflows.domain.ids import Chat, PersonId
from workflows.engine.chat import CardPost
from workflows.engine.courier import Courier
from workflows.engine.pacing import Wait
from workflows.engine.store import CardPosts, Claimed, Settled, Shut


class Busy:
    """Card posts that are all due: as many in each chat as are asked for. Counts the claims, keeps what is settled."""

    def __init__(self) -> None:
        self.claims: list[Chat | None] = []
        self.settled: list[Settled] = []
        self.done = asyncio.Event()

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, chat: Chat | None = None, shut: Sequence[Shut] = ()
    ) -> Sequence[Claimed]:
        """What is due, as far as there are hands for it."""
        assert now.tzinfo
        assert lease
        assert limit
        self.claims.append(chat)
        return [claim(post) for post in self.due(limit, chat, shut)]

    def due(self, limit: int, chat: Chat | None, shut: Sequence[Shut]) -> Sequence[CardPost]:
        """Enough to fill every hand."""
        assert not shut
        place = LEGAL_ROOM if chat == "teams" else replace(LEGAL_ROOM, chat="slack")
        return [in_room(f"{chat} {number}", place) for number in range(limit)]

    async def next_due(self, now: datetime, *_: object) -> datetime:
        """There is always more."""
        return now

    async def settle(self, _claimed: Claimed, settled: Settled) -> bool:
        """Keep it."""
        self.settled.append(settled)
        self.done.set()
        return True


def in_slack_of(installation: str) -> CardPost:
    """A card post in a room of one of Slack's workspaces."""
    return in_room(installation, replace(LEGAL_ROOM, chat="slack", installation=installation))


class TwoWorkspaces(Busy):
    """Slack card posts that are always due: one of T1's, while that is not shut, and else T2's. Nothing is due in Teams."""

    def due(self, limit: int, chat: Chat | None, shut: Sequence[Shut]) -> Sequence[CardPost]:
        """T1's turn comes before T2's."""
        assert limit
        found = [in_slack_of(one) for one in ("T1", "T2") if (one, "post") not in shut]
        return found[:1] if chat == "slack" else []


class OnceInT1(Busy):
    """One Slack card post of T1's, then only T2's. T1's wait is over when a second one has been claimed, and a moment has
    passed when a third has.
    """

    def __init__(self) -> None:
        super().__init__()
        self.time = NOW
        self.limits: list[int] = []

    def due(self, limit: int, chat: Chat | None, shut: Sequence[Shut]) -> Sequence[CardPost]:
        """One at a time; nothing is due in Teams."""
        if chat != "slack":
            return []
        self.limits.append(limit)
        if len(self.limits) > 1:
            waits = ("T1", "post") in shut
            self.time += timedelta(hours=1) if waits else timedelta(seconds=A_MOMENT)
        return [in_slack_of("T1" if len(self.limits) == 1 else "T2")]


class Unmet(Busy):
    """Card posts to somebody of T1's whom nobody has met in Slack; keeps what is shut."""

    def __init__(self) -> None:
        super().__init__()
        self.shut: list[list[Shut]] = []

    def due(self, limit: int, chat: Chat | None, shut: Sequence[Shut]) -> Sequence[CardPost]:
        """One at a time; nothing is due in Teams."""
        assert limit
        if chat != "slack":
            return []
        self.shut.append(list(shut))
        return [to("T1's", PersonId("ada"))]


class Hanging(Courier):
    """A courier whose Slack never answers; in Teams, `turns` deliveries come to an end."""

    def __init__(self, turns: int) -> None:
        self.turns = turns
        self.started: list[str] = []
        self.idle = asyncio.Event()

    async def deliver(self, claimed: Claimed, now: datetime) -> Settled:
        """Hang, or be done."""
        self.started.append(claimed.post.id.split()[0])
        if self.started[-1] == "teams" and self.turns:
            self.turns -= 1
            return Settled(shown=1, digest="", ref=None, due=now)
        if self.started.count("slack") == AT_ONCE and not self.turns:
            self.idle.set()
        await asyncio.Event().wait()
        raise AssertionError

    def out_of_time(self, claimed: Claimed, now: datetime) -> Settled:
        """It is not known."""
        return Settled(shown=0, digest="", ref=None, due=now, attempts=claimed.post.attempts + 1)


class UsedUp(Courier):
    """A courier that has no turn left in T1."""

    def __init__(self) -> None:
        """Without a chat."""

    async def deliver(self, claimed: Claimed, now: datetime) -> Settled:
        """Wait an hour in T1; show it in T2."""
        if claimed.post.id.startswith("T1"):
            wait = Wait(scope="installation", until=now + timedelta(hours=1))
            return Settled(shown=0, digest="", ref=None, wait=wait, installation="T1")
        return Settled(shown=1, digest="", ref=None)


async def test_a_hanging_chat_keeps_only_itself_waiting() -> None:
    """With Slack's hands all full, Teams goes on being delivered; Slack is not claimed for, however often we are woken."""
    posts, slow = Busy(), Hanging(turns=40)
    rounds = Rounds(cast("CardPosts", posts), slow, lambda: datetime.now(UTC))
    task = asyncio.create_task(rounds.run())
    async with asyncio.timeout(60):
        await slow.idle.wait()
        while slow.started.count("teams") < 40 + AT_ONCE:
            await posts.done.wait()
            await asyncio.sleep(0)
    before = len(posts.claims)
    for _ in range(50):
        rounds.wake()
        await asyncio.sleep(0)
    assert slow.started.count("slack") == AT_ONCE
    assert posts.claims.count("slack") == 1
    assert len(posts.claims) == before
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_workspace_without_turns_keeps_no_other_waiting() -> None:
    """After one workspace's turns are used up, its cards are not claimed until there are more; the other's go on."""
    posts = TwoWorkspaces()
    rounds = Rounds(cast("CardPosts", posts), UsedUp(), lambda: NOW)
    task = asyncio.create_task(rounds.run())
    async with asyncio.timeout(60):
        while len(posts.settled) < AT_ONCE:
            posts.done.clear()
            await posts.done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [one for one in posts.settled if one.wait] == posts.settled[:1]


async def test_who_is_first_written_to_waits_for_their_own_workspace() -> None:
    """Whose workspace is only seen when they are written to has to wait for it: it is that one's cards that wait."""
    posts = Unmet()
    rounds = Rounds(cast("CardPosts", posts), UsedUp(), lambda: NOW)
    task = asyncio.create_task(rounds.run())
    async with asyncio.timeout(60):
        while len(posts.shut) < 2:
            posts.done.clear()
            await posts.done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert posts.shut[:2] == [[], [("T1", "post")]]


async def test_a_quiet_workspace_makes_nobody_cautious() -> None:
    """T1 has waited and has nothing more to show: a moment later T2's cards are claimed with every hand again."""
    posts = OnceInT1()
    rounds = Rounds(cast("CardPosts", posts), UsedUp(), lambda: posts.time)
    task = asyncio.create_task(rounds.run())
    async with asyncio.timeout(60):
        while len(posts.limits) < 4:
            posts.done.clear()
            await posts.done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert posts.limits[:4] == [AT_ONCE, AT_ONCE, 1, AT_ONCE]


async def test_a_delivery_that_hangs_is_settled_before_its_lease_ends() -> None:
    """After its time a delivery is stopped, and written down as one whose outcome is not known."""
    posts = Busy()
    rounds = Rounds(cast("CardPosts", posts), Hanging(0), lambda: datetime.now(UTC), timedelta(milliseconds=10))
    task = asyncio.create_task(rounds.run())
    async with asyncio.timeout(60):
        await posts.done.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert posts.settled[0].attempts == 1
