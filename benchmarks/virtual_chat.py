"""A chat in virtual time that keeps the real chats' limits: it counts every call, and refuses what is over a limit.

The limits stand here once more, as the chats give them, apart from the figures that the product keeps to.
"""

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from benchmarks.virtual import VirtualLoop
from workflows.cards.card import Card
from workflows.domain.ids import Chat
from workflows.domain.people import Account, AccountId
from workflows.domain.policy import Group
from workflows.engine.chat import (
    BesideCard,
    CannotLook,
    CardPost,
    Conversation,
    Direct,
    FindOutcome,
    Found,
    InConversation,
    LookUpOutcome,
    MembersOutcome,
    MessageRef,
    NoSuchAccount,
    Removed,
    RemoveOutcome,
    Shown,
    ShowOutcome,
    TryLater,
)

LATENCY: Final = 0.15
"""Seconds until a chat answers."""

Windows = tuple[tuple[int, float], ...]
SLACK_POSTS: Final[Windows] = ((1, 1),)
SLACK_UPDATES: Final[Windows] = ((50, 60),)
TEAMS_THREAD: Final[Windows] = ((7, 1), (8, 2), (60, 30), (1_800, 3_600))
TEAMS_TENANT: Final[Windows] = ((50, 1),)
"""So many calls in so many seconds: Slack's web API rate limits (one message a second to a channel; tier 3 for updates), Teams'
"Optimize your bot with rate limiting"."""


class Limited:
    """Counts calls under a key and its windows; sliding, exact."""

    def __init__(self) -> None:
        """Nothing was called yet."""
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait(self, key: str, windows: Windows, now: float) -> float:
        """Seconds until a call fits; 0 if it does now. Counts nothing."""
        calls = self._calls[key]
        over = 0.0
        for allowed, seconds in windows:
            if len(calls) >= allowed and calls[-allowed] + seconds > now:
                over = max(over, calls[-allowed] + seconds - now)
        return over

    def count(self, key: str, now: float) -> None:
        """Count a call that was let through."""
        self._calls[key].append(now)


class VirtualChat:
    """A chat that keeps its limits in virtual time; nothing else ever goes wrong in it."""

    def __init__(self, chat: Chat, loop: VirtualLoop) -> None:
        """Begin with nothing posted."""
        self._chat: Chat = chat
        self._loop = loop
        self._limited = Limited()
        self._ids = itertools.count(1)
        self.calls = 0
        self.refused = 0
        self.last = 0.0
        self.counted: defaultdict[str, int] = defaultdict(int)
        self.windows: dict[str, Windows] = {}

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        return self._chat

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post or update, or refuse what is over a limit."""
        del card, viewers
        self.calls += 1
        there = _there(post)
        budgets = self._budgets(there, update=post.ref is not None)
        now = self._loop.time()
        waits = [(self._limited.wait(key, windows, now), scope) for key, (windows, scope) in budgets.items()]
        wait, scope = max(waits)
        if wait > 0:
            self.refused += 1
            after = timedelta(seconds=float(int(wait) + 1))
            return TryLater(after=after, scope="conversation" if scope == "conversation" else "installation")
        for key, (windows, _) in budgets.items():
            self._limited.count(key, now)
            self.counted[key] += 1
            self.windows[key] = windows
        await asyncio.sleep(LATENCY)
        self.last = self._loop.time()
        return Shown(ref=post.ref or MessageRef(conversation=there, id=f"new {next(self._ids)}"))

    def least_time(self) -> float:
        """Seconds that as many calls need at least, by the limits alone."""
        return max((_least(windows, self.counted[key]) for key, windows in self.windows.items()), default=0.0)

    def _budgets(self, there: Conversation, *, update: bool) -> Mapping[str, tuple[Windows, str]]:
        match self._chat:
            case "slack" if update:
                return {"chat.update": (SLACK_UPDATES, "installation")}
            case "slack":
                return {f"chat.postMessage {there.id}": (SLACK_POSTS, "conversation")}
            case "teams":
                return {there.id: (TEAMS_THREAD, "conversation"), "tenant": (TEAMS_TENANT, "installation")}

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Nothing is ever too many here."""
        del post
        return Removed()

    async def find(self, post: CardPost) -> FindOutcome:
        """No answer is ever lost here."""
        del post
        return CannotLook()

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Nobody asks."""
        del account, seen_in
        return CannotLook()

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """Everybody is known already."""
        del email, near
        return CannotLook()

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """No desk has a group."""
        del place, before
        raise ValueError(group.key)

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """Every place is known already."""
        del place, before
        return NoSuchAccount()


def _there(post: CardPost) -> Conversation:
    match post.place:
        case _ if post.ref is not None:
            return post.ref.conversation
        case InConversation(conversation=conversation):
            return conversation
        case Direct(conversation=Conversation() as conversation):
            return conversation
        case BesideCard(ref=MessageRef(conversation=conversation)):
            return conversation
        case _:
            raise ValueError("every place is known here")


def _least(windows: Windows, calls: int) -> float:
    limited, now = Limited(), 0.0
    for _ in range(calls):
        now += limited.wait("one", windows, now)
        limited.count("one", now)
    return now
