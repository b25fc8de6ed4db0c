"""A person in front of their Teams client: what they can do, and what they then see.

Long because it is one surface: all that can be done in Teams that Copydesk hears of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus

from . import activities
from .activities import ChannelEvent, InstallAction, Scene, TeamEvent
from .answers import ADAPTIVE_CARD, read
from .card_reading import InputValue, MissingInput, button, data_of, fill
from .delivery import Answer, Courier
from .log import Log, Mishap, Refusal
from .outcomes import Closed, Dialog, DialogSource, InvokeKind, Outcome, ShownCard, WentWrong
from .shapes import Json, list_at, object_at, objects_at, text_at
from .world import BOT, Chat, Message, Person, Team, World

AUTO_REFRESH_MEMBERS = 60
"""Up to so many members, a chat refreshes cards for everybody; above it only for the listed."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as one viewer sees it at one moment; clicking it later clicks what was seen then."""

    id: str
    chat_id: str
    root: str | None
    author: str
    text: str
    text_format: str
    card: Json | None
    notification: str
    """What the lock screen shows."""
    pings: tuple[str, ...]
    edited: bool
    deleted: bool


@dataclass(frozen=True, kw_only=True)
class PersonClient:
    """One person's Teams. Every method that acts waits until Copydesk has answered."""

    person: Person
    world: World = field(repr=False)
    courier: Courier = field(repr=False)
    log: Log = field(repr=False)
    service_url: str
    now: Callable[[], datetime] = field(repr=False)

    @property
    def chat(self) -> Chat:
        """The person's own 1:1 chat with the app."""
        return self.world.personal_chat(self.person.key)

    async def install(self, chat: Chat | None = None) -> None:
        """Install the app for oneself, or in a group chat or the team of a channel; Copydesk is told."""
        await self._change_installation(chat or self.chat, "add")

    async def uninstall(self, chat: Chat | None = None) -> None:
        """Remove the app from where it was installed; Copydesk is told."""
        await self._change_installation(chat or self.chat, "remove")

    async def join(self, chat: Chat) -> None:
        """Become a member of a group chat or team; Copydesk is told if the app is there."""
        if self.person.key not in chat.members:
            chat.members.append(self.person.key)
        await self._tell_members(chat, "add")

    async def leave(self, chat: Chat) -> None:
        """Leave a group chat or team; Copydesk is told if the app is there."""
        chat.members.remove(self.person.key)
        await self._tell_members(chat, "remove")

    async def archive(self, team: Team) -> None:
        """Archive a team, as its owner: nothing can be written there any more."""
        self.world.archived.add(team.id)
        await self._tell_team(team, "teamArchived")

    async def unarchive(self, team: Team) -> None:
        """Bring an archived team back."""
        self.world.archived.discard(team.id)
        await self._tell_team(team, "teamUnarchived")

    async def rename_team(self, team: Team, name: str) -> Team:
        """Call a team something else."""
        renamed = self.world.rename_team(team, name)
        await self._tell_team(renamed, "teamRenamed")
        return renamed

    async def rename_channel(self, channel: Chat, name: str) -> None:
        """Call a channel something else."""
        channel.name = name
        await self._tell_channel(channel, "channelRenamed")

    async def delete_channel(self, channel: Chat) -> None:
        """Delete a channel with all that is in it."""
        del self.world.chats[channel.id]
        await self._tell_channel(channel, "channelDeleted")

    async def restore_channel(self, channel: Chat) -> None:
        """Bring a deleted channel back as it was."""
        self.world.chats[channel.id] = channel
        await self._tell_channel(channel, "channelRestored")

    async def say(self, text: str, chat: Chat | None = None, *, root: str | None = None) -> Seen:
        """Type a message. Outside the personal chat the bot hears only what mentions it, so it is not sent there."""
        where = chat or self.chat
        return await self._type(text, where, root, mentions_bot=False)

    async def mention(self, text: str, chat: Chat, *, root: str | None = None) -> Seen:
        """Type `@Copydesk text`, in a channel as a new thread unless `root` names one."""
        return await self._type(f"<at>{self.world.app_name}</at> {text}", chat, root, mentions_bot=True)

    async def write(self, typed: str, chat: Chat, *, root: str | None = None) -> Seen:
        """Type into the compose box, where `@Copydesk` becomes a mention if the app is in a chat with others."""
        called = f"@{self.world.app_name}"
        mentions = chat.scope != "personal" and self.world.bot_is_in(chat) and called in typed
        text = typed.replace(called, f"<at>{self.world.app_name}</at>", 1) if mentions else typed
        return await self._type(text, chat, root, mentions_bot=mentions)

    async def see(self, chat: Chat | None = None) -> list[Seen]:
        """Open a chat and read it, oldest message first; cards that ask for it are refreshed for this viewer."""
        await self.refresh(chat)
        return self.look(chat)

    def look(self, chat: Chat | None = None) -> list[Seen]:
        """What stands in a chat at this moment, also while cards are being refreshed."""
        where = chat or self.chat
        self._must_be_in(where)
        return [self._seen(message) for message in where.messages.values()]

    async def refresh(self, chat: Chat | None = None) -> None:
        """Have the cards refreshed that ask for it, for this viewer alone, as the client does by itself."""
        where = chat or self.chat
        self._must_be_in(where)
        for message in list(where.messages.values()):
            if self._refreshes(message, where):
                await self._refresh(message, where)

    def to_refresh(self, chat: Chat) -> list[str]:
        """The messages of a chat whose cards ask to be refreshed for this viewer."""
        return [message.id for message in chat.messages.values() if self._refreshes(message, chat)]

    async def latest(self, chat: Chat | None = None) -> Seen:
        """Open a chat and give its newest message with a card; raises LookupError if there is none."""
        for seen in reversed(await self.see(chat)):
            if seen.card is not None and not seen.deleted:
                return seen
        raise LookupError("no card in this chat")

    async def click(
        self,
        seen: Seen,
        which: str | int,
        inputs: Mapping[str, InputValue] | None = None,
        *,
        forged: Json | None = None,
    ) -> Outcome:
        """Press a button of a card as it was seen, by its words or place; raises LookupError if it has no such button.

        `forged` is laid over the data that the button carries, as a manipulated client could do.
        """
        if seen.card is None:
            raise LookupError("this message has no card")
        pressed = button(seen.card, which)
        action = pressed.action
        filled = fill(pressed, inputs or {})
        if isinstance(filled, MissingInput):
            return filled
        data = data_of(pressed, filled) | (forged or {})
        message = self.world.chats[seen.chat_id].messages[seen.id]
        match action["type"]:
            case "Action.Execute":
                return await self._execute(message, action, data)
            case "Action.Submit" if text_at(action, "data", "msteams", "type") == "task/fetch":
                source = DialogSource(chat_id=seen.chat_id, root=self._thread(message), message_id=message.id)
                return await self._invoke("task/fetch", {"data": data}, source)
            case "Action.Submit":
                scene = self._scene(self.world.chats[seen.chat_id], self._thread(message))
                await self.courier.bring(activities.submitted(scene, self.world.next_id(), data, message))
                return Closed()
            case _:
                return Closed()

    async def compose(self, command: str, chat: Chat | None = None, *, on: Seen | None = None) -> Outcome:
        """Start a message extension's action from the compose box, or on a message; works where no bot is."""
        where = chat or self.chat
        self._must_be_in(where)
        context: Json = {"commandId": command, "commandContext": "compose" if on is None else "message"}
        root = None
        if on is not None:
            message = where.messages[on.id]
            author = None if message.author == BOT else self.world.people[message.author]
            context["messagePayload"] = activities.message_payload(message, author, self.world)
            root = self._thread(message)
        source = DialogSource(chat_id=where.id, root=root, message_id=None, command=context)
        return await self._invoke("composeExtension/fetchTask", context, source)

    async def submit(
        self,
        dialog: Dialog,
        which: str | int,
        inputs: Mapping[str, InputValue] | None = None,
        *,
        forged: Json | None = None,
    ) -> Outcome:
        """Fill a dialog by label or id and press one of its buttons; `forged` as in `click`."""
        pressed = button(dialog.card, which)
        filled = fill(pressed, inputs or {})
        if isinstance(filled, MissingInput):
            return filled
        value: Json = {"data": data_of(pressed, filled) | (forged or {})}
        if dialog.source.command:
            return await self._invoke("composeExtension/submitAction", dialog.source.command | value, dialog.source)
        return await self._invoke("task/submit", value, dialog.source)

    def activity(self, kind: str = "message", chat: Chat | None = None, **extra: object) -> Json:
        """Write an activity of this person with a fresh id, for sending it in ways no client would."""
        return self._scene(chat or self.chat, None).envelope(kind, self.world.next_id()) | extra

    def invoke_activity(self, name: str, value: Json, seen: Seen) -> Json:
        """Write an invoke of this person on a message with a fresh id, for sending it in ways no client would."""
        chat = self.world.chats[seen.chat_id]
        scene = self._scene(chat, self._thread(chat.messages[seen.id]))
        return activities.invoke(scene, self.world.next_id(), name, value, reply_to=seen.id)

    async def _type(self, text: str, chat: Chat, root: str | None, *, mentions_bot: bool) -> Seen:
        self._must_be_in(chat)
        message = self.world.post(
            chat, self.person.key, {"text": text, "textFormat": "plain"}, now=self.now(), root=root
        )
        heard = self.world.bot_is_in(chat) and (mentions_bot or chat.scope == "personal")
        if heard:
            scene = self._scene(chat, self._thread(message))
            await self.courier.bring(activities.said(scene, message.id, text, mentions_bot=mentions_bot))
        return self._seen(message)

    async def _execute(self, message: Message, action: Json, data: Json, *, trigger: str = "manual") -> Outcome:
        version = message.version
        sent: Json = {"type": "Action.Execute", "data": data}
        sent |= {name: action[name] for name in ("id", "title", "verb") if name in action}
        source = DialogSource(chat_id=message.chat_id, root=self._thread(message), message_id=message.id)
        outcome = await self._invoke("adaptiveCard/action", {"action": sent, "trigger": trigger}, source)
        # An update that came meanwhile is newer than the answer; the next look refreshes it.
        if isinstance(outcome, ShownCard) and message.version == version:
            message.views[self.person.key] = outcome.card
        return outcome

    async def _refresh(self, message: Message, chat: Chat) -> None:
        # Marked first: a refresh that failed is not tried again by the client until the message changes.
        message.refreshed.add(self.person.key)
        action = object_at(_base_card(message), "refresh", "action")
        if self.world.bot_is_in(chat):
            await self._execute(message, action, object_at(action, "data"), trigger="automatic")

    def _refreshes(self, message: Message, chat: Chat) -> bool:
        card = _base_card(message)
        if message.deleted or "refresh" not in card or self.person.key in message.refreshed:
            return False
        if self.person.key in message.views:
            return False
        listed = self.person.user_id in list_at(card, "refresh", "userIds")
        return listed or len(chat.members) <= AUTO_REFRESH_MEMBERS

    async def _invoke(self, kind: InvokeKind, value: Json, source: DialogSource) -> Outcome:
        if kind != "adaptiveCard/action":
            value = value | {"context": {"theme": "default"}}
        scene = self._scene(self.world.chats[source.chat_id], source.root)
        activity = activities.invoke(scene, self.world.next_id(), kind, value, reply_to=source.message_id)
        answer = await self.courier.bring(activity)
        outcome = self._read(kind, answer, source)
        if isinstance(outcome, WentWrong):
            self.log.mishaps.append(Mishap(person=self.person.key, doing=kind, cause=outcome.cause))
            if answer.status == HTTPStatus.OK:
                self.log.refusals.append(Refusal(where=kind, code="BadInvokeAnswer", detail=outcome.cause))
        return outcome

    def _read(self, kind: InvokeKind, answer: Answer, source: DialogSource) -> Outcome:
        if answer.status is None:
            return WentWrong(cause="no answer in time")
        return read(kind, answer.status, answer.body, source)

    async def _change_installation(self, chat: Chat, action: InstallAction) -> None:
        place = self.world.place_of(chat)
        root_chat = self.world.chats[place] if chat.team is not None else chat
        if action == "add":
            self.world.installed.add(place)
        else:
            self.world.installed.discard(place)
        scene = self._scene(root_chat, None)
        bot: Json = {"id": self.world.bot_id, "name": self.world.app_name}
        await self.courier.bring(activities.members_changed(scene, self.world.next_id(), [bot], action))
        await self.courier.bring(activities.installed(scene, self.world.next_id(), action))

    async def _tell_members(self, chat: Chat, action: InstallAction) -> None:
        if self.world.bot_is_in(chat):
            scene = self._scene(chat, None)
            await self.courier.bring(activities.members_changed(scene, self.world.next_id(), [scene.sender()], action))

    async def _tell_team(self, team: Team, event: TeamEvent) -> None:
        if team.id in self.world.installed:
            scene = self._scene(self.world.chats[team.id], None)
            await self.courier.bring(activities.team_changed(scene, self.world.next_id(), event))

    async def _tell_channel(self, channel: Chat, event: ChannelEvent) -> None:
        if channel.team is not None and channel.team.id in self.world.installed:
            scene = self._scene(self.world.chats[channel.team.id], None)
            await self.courier.bring(activities.channel_changed(scene, self.world.next_id(), event, channel))

    def _scene(self, chat: Chat, root: str | None) -> Scene:
        return Scene(
            world=self.world,
            service_url=self.service_url,
            now=self.now(),
            person=self.person,
            chat=chat,
            root=root,
        )

    def _thread(self, message: Message) -> str | None:
        in_channel = self.world.chats[message.chat_id].scope == "channel"
        return message.root or message.id if in_channel else None

    def _must_be_in(self, chat: Chat) -> None:
        if self.person.key not in chat.members:
            raise LookupError(f"{self.person.name} is not in {chat.name!r}")

    def _seen(self, message: Message) -> Seen:
        author = self.world.app_name if message.author == BOT else self.world.people[message.author].name
        card = _base_card(message)
        text = text_at(message.activity, "text")
        seen = Seen(
            id=message.id,
            chat_id=message.chat_id,
            root=message.root,
            author=author,
            text=text,
            text_format=text_at(message.activity, "textFormat") or "markdown",
            card=message.views.get(self.person.key, card) or None,
            notification=text_at(message.activity, "summary") or text or f"{author} sent a card",
            pings=message.pings,
            edited=message.version > 1,
            deleted=message.deleted,
        )
        return replace(seen, text="", card=None, notification="") if message.deleted else seen


def _base_card(message: Message) -> Json:
    for attachment in objects_at(message.activity, "attachments"):
        if attachment.get("contentType") == ADAPTIVE_CARD:
            return object_at(attachment, "content")
    return {}
