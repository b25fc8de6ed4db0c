"""Teams as a chat port: cards are posted, updated and deleted through the Bot Connector."""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, assert_never

import aiohttp

from adapters.teams import cards, errors, limits, people, wire
from adapters.teams.config import TeamsConfig
from adapters.teams.errors import Answered
from adapters.teams.rest import At, BotConnector
from adapters.teams.tokens import TokenSource
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
    PlaceGone,
    Refused,
    Removed,
    RemoveOutcome,
    Shown,
    ShowOutcome,
    TryLater,
    UnknownOutcome,
)

_log: Final = logging.getLogger(__name__)
_PARENT_FIRST: Final = timedelta(seconds=5)
_OPEN_AGAIN: Final = timedelta(seconds=30)


class TeamsChat:
    """Writes to Teams as one app. Every method answers with a value; only bugs raise."""

    def __init__(self, config: TeamsConfig, session: aiohttp.ClientSession) -> None:
        """Share the session; it is closed by whoever made it."""
        self.session = session
        self._config = config
        self._connector = BotConnector(config, session, TokenSource(config, session))
        self._service_url = config.first_service_url
        self._newest: OrderedDict[str, str] = OrderedDict()
        """By conversation, the one heard of last at the end: what is stored may be older."""

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        return "teams"

    def remember(self, conversation: Conversation) -> None:
        """Learn the newest service URL of a conversation that was just heard from.

        Teams moves tenants and teams, and what was stored may be stale. The newest of all is for opening people's chats.
        """
        if not self._config.may_talk_to(conversation.address):
            return
        self._service_url = conversation.address
        self._newest[conversation.id] = conversation.address
        self._newest.move_to_end(conversation.id)
        if len(self._newest) > limits.CONVERSATIONS:
            self._newest.popitem(last=False)

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post the card, or update it in place where `post.ref` is set; `viewers` get their own view of it."""
        activity = cards.message(card, [viewer.alias for viewer in viewers if viewer.alias])
        if post.ref is not None:
            result = await self._connector.update(self._at(post.ref), post.ref.id, activity)
            return errors.failure(result) or Shown(ref=post.ref)
        match post.place:
            case InConversation(conversation=conversation):
                return await self._post(conversation, "", activity)
            case BesideCard(ref=parent):
                if parent is None:
                    return TryLater(after=_PARENT_FIRST)
                return await self._post(parent.conversation, _thread_under(parent), activity)
            case Direct() as direct:
                opened = direct.conversation or await self._open(direct.account)
                return await self._post(opened, "", activity) if isinstance(opened, Conversation) else opened
            case HomeTab():
                return PlaceGone(cause="Teams keeps no Home.")
            case _:
                assert_never(post.place)

    async def reply(self, conversation: Conversation, thread: str, card: Card) -> None:
        """Answer in a conversation just heard from, once; what cannot be written is logged, for nobody waits for it."""
        self.remember(conversation)
        outcome = await self._post(conversation, thread, cards.message(card))
        if not isinstance(outcome, Shown):
            _log.warning("an answer could not be written to Teams: %s", type(outcome).__name__)

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Delete the message of a card post; one that was never posted is gone already."""
        if post.ref is None:
            return Removed()
        return errors.removal(await self._connector.delete(self._at(post.ref), post.ref.id))

    async def find(self, post: CardPost) -> FindOutcome:
        """Bots cannot read a conversation's messages."""
        del post
        return CannotLook()

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask the roster of the conversation where an account was met, else that of its own chat with the bot.

        Message extensions run where the bot is not installed, and rosters are closed to it there.
        """
        if account.chat != "teams" or account.installation.lower() != self._config.tenant_id.lower():
            return NoSuchAccount()
        if seen_in is not None:
            result = await self._connector.member(At(self._url(seen_in), seen_in.id), account.user)
            if seen_in.kind == "direct" and errors.is_nobody(result):
                # In nobody else's chat can they be found either: the account is no more.
                return NoSuchAccount()
            if not isinstance(errors.failure(result), PlaceGone):
                return self._profile(result, account)
        opened = await self._connector.open_chat(self._service_url, account.user)
        chat_id = _id_of(opened)
        if not chat_id:
            # Our own tenant's account, but in no place of ours: a message extension runs there all the same.
            return CannotLook() if isinstance(errors.failure(opened), PlaceGone) else errors.absence(opened)
        return self._profile(await self._connector.member(At(self._service_url, chat_id), account.user), account)

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """The member of a conversation who has this address, which our own tenant vouches for.

        Rosters are by conversation: without one, nobody can be found.
        """
        if near is None:
            return CannotLook()
        roster = await self._roster(near)
        if not isinstance(roster, list):
            return roster
        accounts = (people.account(member, self._config.tenant_id, email) for member in roster)
        return next((account for account in accounts if account is not None), NoSuchAccount())

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """Everybody in the place that a desk is bound to, as its roster tells of them: of a channel, that is its team. Teams
        never says for certain that a place is no more: to one that Copydesk was removed from it answers the same.
        """
        del group, before
        roster = await self._roster(place) if place else NoSuchAccount()
        match roster:
            case list():
                seats = (people.seat(member, self._config.tenant_id) for member in roster)
                return Members(
                    seats=tuple(seat for seat in seats if seat is not None),
                    installation=self._config.tenant_id.lower(),
                    id=place.id if place else "",
                )
            case TryLater():
                return roster
            case CannotLook():
                return Refused(cause="there are more people in it than can be read")
            case NoSuchAccount():
                return Refused(cause="Copydesk may not read who is there: it was removed, or the place is gone")

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """The conversation with this id, if only our own people read it: no draft goes where outsiders are.

        Names are not unique in Teams, so a place is known by its id, from having been heard from.
        """
        del before
        address = self._newest.get(place, self._service_url)
        found = Conversation(
            chat="teams", installation=self._config.tenant_id, id=place, kind="channel", address=address
        )
        roster = await self._roster(found)
        if isinstance(roster, TryLater):
            return roster
        if isinstance(roster, CannotLook | NoSuchAccount):
            return NoSuchAccount()
        readers = (people.profile(member, self._config.tenant_id).standing for member in roster)
        return found if all(standing in {"member", "bot"} for standing in readers) else NoSuchAccount()

    async def _roster(self, place: Conversation) -> list[wire.Json] | NoSuchAccount | CannotLook | TryLater:
        """Everybody in a conversation; none of them where there are more than may be asked for."""
        members: list[wire.Json] = []
        more = ""
        for _ in range(limits.ROSTER_PAGES):
            page = await self._connector.members(At(self._url(place), place.id), more)
            if not isinstance(page, Answered) or not page.good:
                return errors.absence(page)
            members += wire.objects(page.body.get("members"))
            more = wire.text(page.body, "continuationToken")
            if not more:
                return members
        return CannotLook()

    async def _post(self, conversation: Conversation, thread: str, activity: Mapping[str, object]) -> ShowOutcome:
        result = await self._connector.post(At(self._url(conversation), conversation.id, thread), activity)
        failed = errors.failure(result)
        if failed is not None:
            return failed
        posted = _id_of(result)
        if not posted:
            return UnknownOutcome(cause="posted, but no id came back")
        return Shown(ref=MessageRef(conversation=conversation, id=posted, thread=thread))

    async def _open(self, account: Account | None) -> Conversation | PlaceGone | TryLater | Refused:
        """A person's own chat. Opening it again finds the same one, so what is unknown is tried again."""
        if account is None:
            return PlaceGone(cause="no account in Teams is known")
        result = await self._connector.open_chat(self._service_url, account.alias or account.id.user)
        failed = errors.failure(result)
        chat_id = _id_of(result)
        match failed:
            case None if chat_id:
                return Conversation(
                    chat="teams",
                    installation=account.id.installation,
                    id=chat_id,
                    kind="direct",
                    address=self._service_url,
                )
            case PlaceGone() | TryLater() | Refused():
                return failed
            case _:
                return TryLater(after=_OPEN_AGAIN)

    def _profile(self, result: errors.Result, account: AccountId) -> LookUpOutcome:
        if isinstance(result, Answered) and result.good and people.is_about(result.body, account.user):
            return people.profile(result.body, self._config.tenant_id)
        return errors.absence(result)

    def _at(self, ref: MessageRef) -> At:
        return At(self._url(ref.conversation), ref.conversation.id, ref.thread)

    def _url(self, conversation: Conversation) -> str:
        return self._newest.get(conversation.id) or conversation.address or self._service_url


def _thread_under(parent: MessageRef) -> str:
    """Channels have threads, one level deep; in chats the next message simply follows."""
    return (parent.thread or parent.id) if parent.conversation.kind == "channel" else ""


def _id_of(result: errors.Result) -> str:
    return wire.text(result.body, "id") if isinstance(result, Answered) and result.good else ""
