"""A chat that is watched: what it is asked to do, and what comes of it, is counted."""

from collections.abc import Awaitable
from typing import TypeVar

from bot.hearing import snake
from bot.metrics import Metrics
from workflows.cards.card import Card
from workflows.domain.ids import Chat
from workflows.domain.people import Account, AccountId
from workflows.domain.policy import Group
from workflows.engine.chat import (
    CannotLook,
    CardPost,
    ChatPlatform,
    Conversation,
    FindOutcome,
    Found,
    LookUpOutcome,
    MembersOutcome,
    NoSuchAccount,
    RemoveOutcome,
    ShowOutcome,
    TryLater,
)

T = TypeVar("T")


class WatchedPlatform:
    """`platform`, counted in `metrics`; see `workflows.engine.chat` for what each method promises."""

    def __init__(self, platform: ChatPlatform, metrics: Metrics) -> None:
        self._platform = platform
        self._metrics = metrics

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        return self._platform.chat

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post or update."""
        return await self._counted("show", self._platform.show(post, card, viewers))

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Delete."""
        return await self._counted("remove", self._platform.remove(post))

    async def find(self, post: CardPost) -> FindOutcome:
        """Look for a message whose outcome is unknown."""
        return await self._counted("find", self._platform.find(post))

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask about an account."""
        return await self._counted("look_up", self._platform.look_up(account, seen_in))

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """Find an account by address."""
        return await self._counted("seek", self._platform.seek(email, near))

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """Who is in a group."""
        return await self._counted("members", self._platform.members(group, place, before))

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """Find a conversation."""
        return await self._counted("resolve", self._platform.resolve(place, before))

    async def _counted(self, call: str, made: Awaitable[T]) -> T:
        try:
            outcome = await made
        except Exception:
            self._metrics.called(self.chat, call, "bug")
            raise
        self._metrics.called(self.chat, call, snake(type(outcome).__name__))
        return outcome
