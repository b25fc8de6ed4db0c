"""Slack as one chat, however many workspaces Copydesk is installed in: each question goes to the one that can answer it."""

import asyncio
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

import aiohttp

from adapters.slack.auth import ELSEWHERE, Denied, installations_of
from adapters.slack.groups import AMBIGUOUS, NO_GROUPS
from adapters.slack.outbound import SlackChat
from adapters.slack.shapes import Json
from adapters.slack.workspaces import Unread, Workspaces
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
    HomeTab,
    InConversation,
    LookUpOutcome,
    Members,
    MembersOutcome,
    MessageRef,
    NoSuchAccount,
    NoSuchGroup,
    PlaceGone,
    Refused,
    Removed,
    RemoveOutcome,
    ShowOutcome,
    TryLater,
)

NOT_INSTALLED: Final = "Copydesk is not installed in that workspace any more"
"""What an operator reads."""

log = logging.getLogger(__name__)


class SlackChats:
    """Every Slack workspace as the engine sees them: one chat. `session` is what all of them speak over."""

    def __init__(self, workspaces: Workspaces, session: aiohttp.ClientSession) -> None:
        self._workspaces = workspaces
        self.session = session
        self._ambiguous: set[str] = set()

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        return "slack"

    @property
    def current(self) -> tuple[SlackChat, ...]:
        """Those where Copydesk may speak, as far as is known."""
        return tuple(one.chat for one in self._workspaces.current)

    async def reached_by(self, payload: Json) -> SlackChat | Denied:
        """The installation that a request came through. Several may be named for one event (Slack Connect): the first that is
        ours takes it.
        """
        for enterprise, team in installations_of(payload):
            found = await self._workspaces.named(enterprise, team)
            if isinstance(found, Unread):
                # Not that it is a stranger's: Slack tries events again, people click again.
                return Denied(status=HTTPStatus.SERVICE_UNAVAILABLE, cause="our installations cannot be read")
            if found is not None:
                return found.chat
        return Denied(status=HTTPStatus.FORBIDDEN, cause=ELSEWHERE)

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post or update where the card post is."""
        chat = await self._chat_for(post)
        return await chat.show(post, card, viewers) if chat else PlaceGone(cause=NOT_INSTALLED)

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Delete; where Copydesk is not installed any more, there is nothing of ours."""
        chat = await self._chat_for(post)
        return await chat.remove(post) if chat else Removed()

    async def find(self, post: CardPost) -> FindOutcome:
        """Look for a message where it was to be posted."""
        chat = await self._chat_for(post)
        return await chat.find(post) if chat else CannotLook()

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask the directory of the account's own workspace, else the one where it was met, to which it is a stranger.

        A workspace that Copydesk lost, or is not installed in yet, cannot be asked, and so says nothing against anybody: any
        other would only not know them.
        """
        found = await self._workspaces.of(account.installation)
        if found is None and seen_in is not None:
            found = await self._workspaces.holding(seen_in)
        if found is None or found.installed.lost:
            return CannotLook()
        return await found.chat.look_up(account, seen_in)

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """The member with this address: of the workspace that `near` is in, else of the first that knows them."""
        if near is not None:
            there = await self._workspaces.holding(near)
            return await there.chat.seek(email) if there and not there.installed.lost else NoSuchAccount()
        later: TryLater | None = None
        for workspace in await self._workspaces.all():
            found = await workspace.chat.seek(email)
            if isinstance(found, Account):
                return found
            if isinstance(found, TryLater):
                later = found
        return later or NoSuchAccount()

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """Who is in the user group of this name, in whichever workspace it is; the same rules as for a conversation's name. A
        workspace that may not tell of its groups may have the one that is meant: another's of that handle is not believed then.
        Workspaces of one organisation share its name, so what was found `before` among them is known by its id.
        """
        everywhere = await self._workspaces.all(again=True)
        own = await self._workspaces.bearing(before.installation) if before else ()
        asked = [one for one in own if not one.installed.lost] if own else everywhere
        said = await asyncio.gather(*(workspace.chat.members(group, place, before) for workspace in asked))
        found = {Found(installation=one.installation, id=one.id): one for one in said if isinstance(one, Members)}
        if before in found:
            return found[before]
        if len(found) > 1:
            return Refused(cause=AMBIGUOUS)
        later = next((one for one in said if isinstance(one, TryLater)), None)
        refused = [one for one in said if isinstance(one, Refused)]
        silent = later or next((one for one in refused if one.cause != NO_GROUPS), None)
        if silent is not None and (group.name.startswith("@") or not found):
            return silent
        if found:
            return next(iter(found.values()))
        lost = next((one for one in said if isinstance(one, NoSuchGroup)), None)
        if not asked or (lost and len(asked) < len(own)):
            # It may be where nobody can be asked any more.
            return Refused(cause=NOT_INSTALLED)
        return lost or refused[0]

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """The conversation with this id or `#name`, in whichever workspace it is. A name that two of them use is none: nobody
        can tell which is meant. What was found `before` stays in its workspace, for which the desk may have to wait: another
        team's channel of the same name was never meant.
        """
        workspaces = await self._workspaces.all(again=True)
        own = await self._workspaces.found_in(before) if before else None
        if own is not None:
            return NoSuchAccount() if own.installed.lost else await own.chat.resolve(place)
        found = await asyncio.gather(*(workspace.chat.resolve(place) for workspace in workspaces))
        there = {(one.installation, one.id): one for one in found if isinstance(one, Conversation)}
        if len(there) == 1 and not any(isinstance(one, TryLater) for one in found):
            self._ambiguous.discard(place)
            return next(iter(there.values()))
        if len(there) > 1:
            self._say_ambiguous(place, there.values())
            return NoSuchAccount()
        return next((one for one in found if isinstance(one, TryLater)), NoSuchAccount())

    async def _chat_for(self, post: CardPost) -> SlackChat | None:
        found = None
        match post.place:
            case _ if post.ref is not None:
                found = await self._workspaces.holding(post.ref.conversation)
            case InConversation(conversation=there) | Direct(conversation=Conversation() as there):
                found = await self._workspaces.holding(there)
            case BesideCard(ref=MessageRef(conversation=there)):
                found = await self._workspaces.holding(there)
            case Direct(account=Account(id=account)) | HomeTab(account=account):
                found = await self._workspaces.of(account.installation)
            case Direct() | BesideCard():
                # Nobody's place yet: whichever is asked says so.
                found = next(iter(await self._workspaces.all()), None)
        return found.chat if found else None

    def _say_ambiguous(self, place: str, there: Iterable[Conversation]) -> None:
        if place not in self._ambiguous:
            self._ambiguous.add(place)
            ids = ", ".join(sorted(f"{one.id} in {one.installation}" for one in there))
            log.warning("Slack: %s is in several workspaces (%s); name the one you mean by its id", place, ids)
