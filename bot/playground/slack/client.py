"""A person in front of Slack: what they see, and what they can do there."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass

import emoji

from bot.playground.slack import acknowledging, drawing, finding, forms, payloads, render
from bot.playground.slack.blocks import label
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.delivery import Delivery
from bot.playground.slack.forms import Filled, NotThereError
from bot.playground.slack.mrkdwn import escape
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import Conversation, Message, Person, View

Place = Conversation | str


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What came of submitting a form: `delivery` is None when Slack's client itself refused; errors by field label."""

    delivery: Delivery | None
    errors: Mapping[str, str]


class PersonClient:
    """One person's Slack. Messages handed out are as they stood then: clicking an old one clicks what it showed."""

    def __init__(self, cloud: Cloud, person: Person) -> None:
        """Sit this person down in front of the cloud."""
        self._cloud = cloud
        self.person = person

    @property
    def id(self) -> str:
        """The person's user id."""
        return self.person.id

    @property
    def troubles(self) -> list[str]:
        """The errors of Slack's own that this person was shown, oldest first."""
        return self._cloud.troubles.get(self.id, [])

    # What the person sees

    def messages(self, place: Place) -> list[Message]:
        """All that this person sees in a conversation, ephemerals and replies included, oldest first."""
        where = self._visible(place)
        mine = [each for each in where.ephemerals.values() if each.seen_by == self.id]
        return sorted(copy.deepcopy([*where.messages.values(), *mine]), key=lambda each: each.ts)

    def thread(self, message: Message) -> list[Message]:
        """The replies to a message, oldest first."""
        seen = self.messages(message.conversation)
        return [each for each in seen if each.thread_ts == message.ts and each.ts != message.ts]

    def direct_messages(self) -> list[Message]:
        """The direct messages with the bot."""
        return self.messages(self._cloud.world.direct(self.id))

    def modal(self) -> View | None:
        """The form on top, if one is open."""
        stack = self._cloud.world.stack(self.id)
        return stack[-1] if stack else None

    def home(self) -> View | None:
        """The app's Home tab, if it was ever published for this person."""
        return self._cloud.world.homes.get(self.id)

    def read(self, seen: Message | View) -> list[str]:
        """What stands on the screen, line by line."""
        world = self._cloud.world
        if isinstance(seen, View):
            return render.view(world, seen, self.person)
        return render.message(world, seen, self.person)

    # What the person does

    async def command(self, name: str, text: str = "", *, conversation: Place | None = None) -> Delivery:
        """Type a slash command, by default in the direct message with the bot."""
        world = self._cloud.world
        known = world.workspace.commands
        if known is not None and name not in known:
            message = f"{name} is not a valid command"
            raise NotThereError(message)
        payload = self.commanding(name, text, conversation=conversation)
        delivery = await self._cloud.deliverer.interact("command", payload)
        place = world.conversations[str(payload["channel_id"])]
        acknowledging.of_command(self._cloud, self.person, place, name, delivery)
        self._cloud.announce()
        return delivery

    def commanding(self, name: str, text: str = "", *, conversation: Place | None = None) -> Json:
        """The fields of a slash command, not sent."""
        world = self._cloud.world
        place = world.direct(self.id) if conversation is None else self._visible(conversation)
        return payloads.command(world, self.person, place, self._cloud.url, name=name, text=_typed(text))

    async def click(self, message: Message, label: str, *, near: str = "") -> Delivery:
        """Use a button or choose a menu's option in a message, by what it says or its action id.

        `near` takes the first one at or below the block that shows these words.
        """
        return await self._interact(self.clicking(message, label, near=near))

    def clicking(self, message: Message, label: str, *, near: str = "") -> Json:
        """The payload of a click in a message, not sent."""
        world = self._cloud.world
        done = finding.by_words(world, self.person, message.blocks, label, near)
        return payloads.click_in_message(world, self.person, message, done, self._cloud.url)

    async def click_in_view(
        self, view: View, label: str, values: Mapping[str, Filled] | None = None, *, near: str = ""
    ) -> Delivery:
        """Use a button or menu in a modal or in Home, after filling in fields by label or block id."""
        forms.fill(view, values or {})
        return await self._interact(self.clicking_in_view(view, label, near=near))

    def clicking_in_view(self, view: View, label: str, *, near: str = "") -> Json:
        """The payload of a click in a modal or in Home, not sent."""
        world = self._cloud.world
        done = finding.by_words(world, self.person, view.blocks, label, near)
        return payloads.click_in_view(world, self.person, view, done)

    async def use(self, message: Message, block_id: str, action_id: str, filled: Filled = None) -> Delivery:
        """Use the element of a message that is in exactly this place."""
        world = self._cloud.world
        done = finding.by_ids(world, message.blocks, block_id, action_id, filled)
        return await self._interact(payloads.click_in_message(world, self.person, message, done, self._cloud.url))

    async def use_in_view(
        self, view: View, block_id: str, action_id: str, filled: Filled, values: Mapping[str, Filled]
    ) -> Delivery:
        """Use the element of a modal or of Home that is in exactly this place, after filling in fields by block id."""
        forms.fill(view, values)
        forms.keep(view, block_id, action_id, filled)
        world = self._cloud.world
        done = finding.by_ids(world, view.blocks, block_id, action_id, filled)
        return await self._interact(payloads.click_in_view(world, self.person, view, done))

    async def submit(self, view: View, values: Mapping[str, Filled] | None = None) -> Submitted:
        """Fill in fields by label or block id and submit; on errors the form stays open with what was typed."""
        self._on_top(view)
        forms.fill(view, values or {})
        view.errors = forms.refused_by_client(view)
        if view.errors:
            return Submitted(delivery=None, errors=self._by_label(view))
        delivery = await self._interact(self.submitting(view))
        acknowledging.of_submission(self._cloud, self.person, view, delivery)
        return Submitted(delivery=delivery, errors=self._by_label(view))

    def submitting(self, view: View) -> Json:
        """The payload of submitting a form as it stands, not sent."""
        return payloads.submission(self._cloud.world, self.person, view)

    async def close(self, view: View) -> None:
        """Close a form; the app hears of it if it asked to."""
        self._on_top(view)
        stack = self._cloud.world.stack(self.id)
        cleared = bool(view.content.get("clear_on_close"))
        gone = stack[::-1] if cleared else [view]
        for each in gone:
            stack.remove(each)
        for each in gone:
            if each.content.get("notify_on_close"):
                await self._interact(payloads.closed(self._cloud.world, self.person, each, cleared=cleared))

    async def say(self, place: Place, text: str, *, thread: Message | None = None) -> Message:
        """Write a message; `@Name` of somebody known mentions them."""
        where = self._visible(place)
        if self.id not in where.members or where.is_archived:
            message = f"{self.person.real_name} cannot write in {where.name}"
            raise NotThereError(message)
        stored = self._mentioned(re.sub(r"(https?://[^\s<>]+)", r"<\1>", escape(_typed(text))))
        root = (thread.thread_ts or thread.ts) if thread else None
        world = self._cloud.world
        said = Message(
            conversation=where.id,
            ts=world.new_ts(),
            user=self.id,
            text=stored,
            blocks=[],
            thread_ts=root,
        )
        world.post(said)
        self._cloud.announce()
        return copy.deepcopy(said)

    async def message_shortcut(self, message: Message, callback_id: str) -> Delivery:
        """Choose the app's entry in a message's menu; what only one person sees has no such menu."""
        world = self._cloud.world
        self._offered("message", callback_id)
        if message.seen_by is not None:
            refused = "an ephemeral message has no menu of shortcuts"
            raise NotThereError(refused)
        payload = payloads.message_shortcut(world, self.person, message, callback_id, self._cloud.url)
        return await self._interact(payload)

    async def global_shortcut(self, callback_id: str) -> Delivery:
        """Choose the app's entry in the lightning menu; it is there in threads, where no slash command runs."""
        self._offered("global", callback_id)
        return await self._interact(payloads.global_shortcut(self._cloud.world, self.person, callback_id))

    async def open_home(self) -> None:
        """Open the app's Home tab."""
        world = self._cloud.world
        if not world.workspace.home_tab:
            message = "the app has no Home tab"
            raise NotThereError(message)
        inner: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": world.direct(self.id).id,
            "event_ts": world.new_ts(),
            "tab": "home",
        }
        home = self.home()
        if home is not None:
            inner["view"] = drawing.view(world.workspace, home)
        self._cloud.tell("app_home_opened", inner)

    async def react(self, message: Message, name: str) -> None:
        """Put an emoji, by name without colons, under a message."""
        world = self._cloud.world
        inner: Json = {
            "type": "reaction_added",
            "user": self.id,
            "reaction": name,
            "item": {"type": "message", "channel": message.conversation, "ts": message.ts},
            "item_user": message.user,
            "event_ts": world.new_ts(),
        }
        if world.workspace.bot_user_id in world.conversations[message.conversation].members:
            self._cloud.tell("reaction_added", inner)

    # How it is done

    def _offered(self, where: str, callback_id: str) -> None:
        offered = self._cloud.world.workspace.shortcuts
        if offered is not None and offered.get(callback_id) != where:
            message = f"no {where} shortcut {callback_id!r}; there are: {', '.join(sorted(offered))}"
            raise NotThereError(message)

    async def _interact(self, payload: Json) -> Delivery:
        kind = str(payload["type"])
        delivery = await self._cloud.deliverer.interact(kind, payload)
        if delivery.trouble and kind != "view_submission":
            self._cloud.trouble(self.id, delivery.trouble)
        return delivery

    def _visible(self, place: Place) -> Conversation:
        world = self._cloud.world
        name = place.removeprefix("#") if isinstance(place, str) else place.id
        for each in world.conversations.values():
            full = not (self.person.is_restricted or self.person.is_ultra_restricted or self.person.is_stranger)
            open_to_me = self.id in each.members or (each.kind == "public" and full)
            if name in (each.id, each.name) and open_to_me:
                return each
        message = f"{self.person.real_name} sees no conversation {name!r}"
        raise NotThereError(message)

    def _on_top(self, view: View) -> None:
        if self.modal() is not view:
            message = f"the form {view.title!r} is not on top of {self.person.real_name}'s screen"
            raise NotThereError(message)

    def _by_label(self, view: View) -> dict[str, str]:
        labels = {str(block["block_id"]): label(block) for block in view.blocks}
        return {labels.get(block, block): words for block, words in view.errors.items()}

    def _mentioned(self, text: str) -> str:
        workspace = self._cloud.world.workspace
        names = {person.real_name: person.id for person in self._cloud.world.people.values()}
        names[workspace.bot_name] = workspace.bot_user_id
        for name in sorted(names, key=len, reverse=True):
            text = re.sub(rf"(?<!\w)@{re.escape(name)}\b", f"<@{names[name]}>", text)
        return text


def _typed(text: str) -> str:
    # Slack's clients send pictures by name.
    return emoji.demojize(text, language="alias")
