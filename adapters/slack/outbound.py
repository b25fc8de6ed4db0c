"""Slack as a chat: the engine's port over the Web API. One call posts or updates one message; nothing is retried here.

Long because each call of the port stands here, with what its answers mean.
"""

import re
from datetime import timedelta
from typing import Any, Final, assert_never

import aiohttp

from adapters.slack import groups, limits
from adapters.slack.api import SlackApi
from adapters.slack.auth import Denied
from adapters.slack.cards import message_blocks, summary
from adapters.slack.errors import Failure, Outcome, outcome
from adapters.slack.forms import home_view
from adapters.slack.inbound import conversation
from adapters.slack.people import Identity, profile
from adapters.slack.shapes import Json, at, mapping
from workflows.cards.card import Card
from workflows.domain.ids import Chat
from workflows.domain.people import Account, AccountId, Profile
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
    MembersOutcome,
    MessageGone,
    MessageRef,
    MissingMessage,
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

CARD: Final = "copydesk_card"
"""The metadata by which a message is known as a card post's (docs.slack.dev/messaging/message-metadata)."""

SHARED: Final = "the channel is shared with another organisation"
"""What an operator reads."""
NOBODY: Final = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
LOOK_AGAIN: Final = timedelta(seconds=30)
PARENT_FIRST: Final = timedelta(seconds=2)

_PLACE: Final = re.compile(r"[CG][A-Z0-9]{2,40}")


class SlackChat:
    """One Slack installation as the engine sees it."""

    def __init__(self, api: SlackApi) -> None:
        self.api: Final = api
        self._shared: set[str] = set()

    @property
    def chat(self) -> Chat:
        """Which chat this is."""
        return "slack"

    @property
    def session(self) -> aiohttp.ClientSession:
        """What it speaks over."""
        return self.api.session

    @property
    def current(self) -> "tuple[SlackChat, ...]":
        """This one."""
        return (self,)

    async def reached_by(self, payload: Json) -> "SlackChat | Denied":
        """This one takes every request: whether it is meant for us is asked later."""
        del payload
        return self

    def remember(self, channel: str, *, shared: bool) -> None:
        """Learn from an event whether outsiders read a channel, which may have changed since its place was looked at."""
        if shared:
            self._shared.add(channel)
        else:
            self._shared.discard(channel)

    async def show(self, post: CardPost, card: Card, viewers: tuple[Account, ...]) -> ShowOutcome:
        """Post the card, or update its message in place. In Slack everyone sees the same, so `viewers` changes nothing.

        Where outsiders are known to read, nothing is written.
        """
        del viewers
        if isinstance(post.place, HomeTab):
            return await self._publish(post.place.account, card)
        said: dict[str, Any] = {
            "text": summary(card),
            "blocks": message_blocks(card),
            "metadata": {"event_type": CARD, "event_payload": {"card_post": post.id}},
        }
        if post.ref is not None:
            ref = post.ref
            if ref.conversation.id in self._shared:
                return PlaceGone(cause=SHARED)
            done = await self.api.call("chat.update", channel=ref.conversation.id, ts=ref.id, **said)
            return outcome(done) if isinstance(done, Failure) else Shown(ref=ref)
        place = await self._place(post)
        if not isinstance(place, MessageRef):
            return place
        if place.conversation.id in self._shared:
            return PlaceGone(cause=SHARED)
        # One message a second may go to a channel; other limits are the installation's.
        posted = await self.api.call(
            "chat.postMessage",
            channel=place.conversation.id,
            thread_ts=place.thread or None,
            unfurl_links=False,
            unfurl_media=False,
            mrkdwn=False,
            **said,
        )
        if isinstance(posted, Failure):
            return outcome(posted, "conversation")
        stamp = at(posted, "ts")
        if not stamp:
            return UnknownOutcome(cause="Slack gave the message no id")
        return Shown(ref=MessageRef(conversation=place.conversation, id=stamp, thread=place.thread))

    async def remove(self, post: CardPost) -> RemoveOutcome:
        """Delete the message; it is as well if it was never there or is gone."""
        if post.ref is None:
            return Removed()
        done = await self.api.call("chat.delete", channel=post.ref.conversation.id, ts=post.ref.id)
        if not isinstance(done, Failure):
            return Removed()
        match outcome(done):
            case MessageGone() | PlaceGone():
                return Removed()
            case other:
                return other

    async def find(self, post: CardPost) -> FindOutcome:
        """Look for the message by its metadata, in its thread or among the newest messages of its place."""
        if isinstance(post.place, HomeTab):
            # Publishing twice leaves one Home.
            return MissingMessage()
        home = await self.api.identity()
        place = await self._place(post)
        if isinstance(home, Failure):
            return _cannot_see(outcome(home))
        if not isinstance(place, MessageRef):
            return _cannot_see(place)
        method = "conversations.replies" if place.thread else "conversations.history"
        found = self.api.entries(
            method,
            "messages",
            pages=limits.THREAD_PAGES if place.thread else limits.HISTORY_PAGES,
            channel=place.conversation.id,
            ts=place.thread or None,
            include_all_metadata=True,
            limit=limits.PAGE,
        )
        async for message in found:
            if isinstance(message, Failure):
                return _cannot_see(outcome(message))
            if _is_card(message, post, home):
                return MessageRef(conversation=place.conversation, id=at(message, "ts"), thread=place.thread)
        return MissingMessage()

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask the directory who this is; a click waits for it, so not for long."""
        del seen_in
        found = await self._user("users.info", user=account.user)
        if not isinstance(found, tuple):
            return found
        user, home = found
        said = profile(user, home)
        # An account of another installation stays one, whatever the directory says of that id here.
        return said if account.installation == home.installation else _stranger(said)

    async def seek(
        self, email: str, near: Conversation | None = None
    ) -> Account | NoSuchAccount | CannotLook | TryLater:
        """The member whom Slack itself knows to have this address: drafts may be written to nobody else."""
        del near
        found = await self._user("users.lookupByEmail", email=email)
        if not isinstance(found, tuple):
            return found
        user, home = found
        said = profile(user, home)
        if not said.verified or said.standing != "member" or said.email != email.strip().lower():
            return NoSuchAccount()
        account = AccountId(chat="slack", installation=home.installation, user=at(user, "id"))
        return Account(id=account, link="unknown", zone=said.zone)

    async def members(self, group: Group, place: Conversation | None, before: Found | None) -> MembersOutcome:
        """Who is in a user group of this installation."""
        del place
        return await groups.members(self.api, group.name, before.id if before else "")

    async def resolve(self, place: str, before: Conversation | None = None) -> Conversation | NoSuchAccount | TryLater:
        """The conversation with this id or `#name`. One that is archived or shared with outsiders is none: no draft goes there.

        Whatever it stood for before: this token opens no other workspace.
        """
        del before
        home = await self.api.identity()
        if isinstance(home, Failure):
            return _later(home)
        if _PLACE.fullmatch(place):
            answer = await self.api.call("conversations.info", channel=place)
            if isinstance(answer, Failure):
                return _not_found(answer)
            return _usable(mapping(answer.get("channel")), home)
        listed = self.api.entries(
            "conversations.list",
            "channels",
            pages=limits.LIST_PAGES,
            types="public_channel,private_channel",
            exclude_archived=True,
            limit=limits.PAGE,
        )
        async for channel in listed:
            if isinstance(channel, Failure):
                return _not_found(channel)
            if at(channel, "name") == place.removeprefix("#"):
                return _usable(channel, home)
        return NoSuchAccount()

    async def _publish(self, account: AccountId, card: Card) -> ShowOutcome:
        """Replace what stands on a person's Home."""
        done = await self.api.call("views.publish", user_id=account.user, view=home_view(card))
        if isinstance(done, Failure):
            return outcome(done)
        # A person's id stands for their own conversation with the app, in Slack's methods too.
        theirs = Conversation(chat="slack", installation=account.installation, id=account.user, kind="direct")
        return Shown(ref=MessageRef(conversation=theirs, id=at(done, "view", "id")))

    async def _place(self, post: CardPost) -> MessageRef | PlaceGone | Outcome:
        """Where the message goes; as a reference without an id."""
        match post.place:
            case InConversation(conversation=there):
                return MessageRef(conversation=there, id="")
            case BesideCard(ref=MessageRef() as parent):
                return MessageRef(conversation=parent.conversation, id="", thread=parent.thread or parent.id)
            case BesideCard():
                return TryLater(after=PARENT_FIRST)
            case Direct(conversation=Conversation() as there):
                return MessageRef(conversation=there, id="")
            case Direct(account=Account() as account):
                return await self._direct(account)
            case Direct():
                return PlaceGone(cause="no account of theirs is known in Slack")
            case HomeTab():
                return PlaceGone(cause="a Home is no conversation")
            case _:
                assert_never(post.place)

    async def _direct(self, account: Account) -> MessageRef | Outcome:
        home = await self.api.identity()
        if isinstance(home, Failure):
            return _not_opened(home)
        opened = await self.api.call("conversations.open", users=account.id.user)
        if isinstance(opened, Failure):
            return _not_opened(opened)
        there = conversation(home, at(opened, "channel", "id"))
        return MessageRef(conversation=there, id="") if there else PlaceGone(cause="Slack opened no direct message")

    async def _user(self, method: str, **who: str) -> tuple[Json, Identity] | NoSuchAccount | TryLater:
        home = await self.api.identity()
        if isinstance(home, Failure):
            return _later(home)
        answer = await self.api.call(method, limits.ACCOUNT_SECONDS, **who)
        if isinstance(answer, Failure):
            return NoSuchAccount() if answer.code in NOBODY else _later(answer)
        return mapping(answer.get("user")), home


def _not_opened(failed: Failure) -> Outcome:
    # Opening twice opens once, so after a lost answer it is simply asked for again.
    came = outcome(failed)
    return TryLater(after=LOOK_AGAIN, scope="installation") if isinstance(came, UnknownOutcome) else came


def _is_card(message: Json, post: CardPost, home: Identity) -> bool:
    # Any app can write any metadata: only our own messages are ours.
    ours = at(message, "bot_id") == home.bot
    metadata = mapping(message.get("metadata"))
    about = at(metadata, "event_payload", "card_post")
    return ours and at(metadata, "event_type") == CARD and about == post.id


def _usable(channel: Json, home: Identity) -> Conversation | NoSuchAccount:
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    found = conversation(home, at(channel, "id"), at(channel, "name"))
    return NoSuchAccount() if found is None or shared or channel.get("is_archived") else found


def _stranger(said: Profile) -> Profile:
    return Profile(name=said.name, email=None, verified=False, standing="outsider", zone=said.zone)


def _not_found(failed: Failure) -> NoSuchAccount | TryLater:
    """No place of that name, as long as this installation may not look (which the doctor finds); or not yet."""
    return NoSuchAccount() if isinstance(outcome(failed), PlaceGone | Refused) else _later(failed)


def _later(failed: Failure) -> TryLater:
    came = outcome(failed)
    return came if isinstance(came, TryLater) else TryLater(after=LOOK_AGAIN, scope="installation")


def _cannot_see(came: Outcome) -> TryLater | CannotLook:
    if isinstance(came, TryLater):
        return came
    return TryLater(after=LOOK_AGAIN) if isinstance(came, UnknownOutcome) else CannotLook()
