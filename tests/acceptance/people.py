"""People at their screens: what they can do in either chat, and the lines that they then read."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.playground.slack import LocalSlack, PersonClient
from bot.playground.slack.client import Place
from bot.playground.slack.world import Message, View
from bot.playground.teams import Chat, LocalTeams, Seen
from bot.playground.teams.client import PersonClient as TeamsClient
from bot.playground.teams.outcomes import Dialog, Outcome
from bot.playground.teams.render import message as teams_message
from bot.playground.teams.render import outcome as teams_outcome
from bot.playground.teams.shapes import Json, objects_at, text_at

Lines = list[str]
Typed = str | Sequence[str]
Calm = Callable[[], Awaitable[None]]
"""Waits until every card shows what it should."""


@dataclass(kw_only=True)
class InSlack:
    """Somebody in Slack. Without a place, their own messages with Copydesk are meant."""

    client: PersonClient
    slack: LocalSlack
    calm: Calm
    _heard: int = 0

    async def proposes(self, text: str, channels: Typed = ("linkedin",), **fields: Typed) -> Lines:
        """Type `/propose-post`, fill in the form by its fields' names and send it; what the form then says."""
        await self.client.command("/propose-post", text)
        return await self.fills(channels=channels, **fields)

    async def fills(self, **fields: Typed) -> Lines:
        """Fill in the open form and send it; what it then says. A form that has nothing more to ask is closed."""
        form = self.form
        await self.client.submit(form, fields)
        said = self.reads_form()
        self._close()
        await self.calm()
        return said

    async def presses(self, button: str, **fields: Typed) -> Lines:
        """Fill in the open form and press a button inside it; what it then says."""
        before = self.form.hash
        await self.client.click_in_view(self.form, button, fields)
        await self.slack.until(lambda: self.form.hash != before)
        said = self.reads_form()
        self._close()
        await self.calm()
        return said

    @property
    def form(self) -> View:
        """The open form."""
        form = self.client.modal()
        assert form is not None, "no form is open"
        return form

    def reads_form(self) -> Lines:
        """The open form's lines; none if it closed."""
        form = self.client.modal()
        return self.client.read(form) if form else []

    def cards(self, place: Place = "") -> list[Message]:
        """Copydesk's messages in a place, without replies and private sentences, oldest first."""
        seen = self.client.messages(place) if place else self.client.direct_messages()
        return [one for one in seen if one.bot_id and not one.thread_ts and not one.seen_by]

    def card(self, place: Place = "") -> Message:
        """The newest of them."""
        return self.cards(place)[-1]

    def reads(self, place: Place = "") -> Lines:
        """The newest card in a place."""
        return self.client.read(self.card(place))

    def status(self, place: Place = "") -> str:
        """Where the post stands: the second line of its card."""
        return self.reads(place)[1]

    def buttons(self, place: Place = "") -> Lines:
        """The rows of buttons on the newest card in a place."""
        return [line for line in self.reads(place) if line.startswith("[")]

    def notices(self, place: Place = "") -> list[Message]:
        """What stands beside the newest card in a place."""
        return self.client.thread(self.card(place))

    async def clicks(self, button: str, place: Place = "", *, on: Message | None = None) -> Lines:
        """Use a button of the newest card, or of a message as it was seen; the form that opens, if one does."""
        self._heard = len(self._private(place))
        await self.client.click(on or self.card(place), button)
        await self.calm()
        return self.reads_form()

    async def opens_home(self) -> Lines:
        """Open Copydesk's Home; what stands there once Copydesk has heard of it."""
        await self.client.open_home()
        await self.slack.settled()
        await self.calm()
        await self.slack.until(lambda: self.client.home() is not None)
        return self.home()

    def home(self) -> Lines:
        """What stands on their Home."""
        shown = self.client.home()
        return self.client.read(shown) if shown else []

    async def clicks_at_home(self, button: str, *, near: str = "") -> Lines:
        """Use a button of their Home; the form that opens, if one does."""
        shown = self.client.home()
        assert shown is not None, "no Home was ever opened"
        await self.client.click_in_view(shown, button, near=near)
        await self.calm()
        return self.reads_form()

    async def asks(self, words: str) -> Lines:
        """Type `/copydesk` and these words; the answer, which only they see."""
        self._heard = len(self._private(""))
        await self.client.command("/copydesk", words)
        return await self.hears()

    async def hears(self, place: Place = "") -> Lines:
        """The private sentence that the last click led to."""
        await self.slack.until(lambda: len(self._private(place)) > self._heard)
        return self.client.read(self._private(place)[-1])

    async def answers(self, button: str, place: Place = "") -> Lines:
        """Press a button under the last private sentence; what is then said."""
        await self.slack.until(lambda: bool(self._private(place)))
        asked = self._private(place)[-1]
        self._heard = len(self._private(place))
        await self.client.click(asked, button)
        await self.calm()
        return await self.hears(place)

    def _private(self, place: Place) -> list[Message]:
        seen = self.client.messages(place) if place else self.client.direct_messages()
        return [one for one in seen if one.seen_by]

    def _close(self) -> None:
        form = self.client.modal()
        if form is not None and not form.content.get("submit"):
            self.slack.world.stack(self.client.id).clear()


@dataclass(kw_only=True)
class InTeams:
    """Somebody in Teams. Without a place, their own chat with Copydesk is meant."""

    client: TeamsClient
    teams: LocalTeams
    calm: Calm
    dialog: Dialog | None = field(default=None)

    async def proposes(
        self, text: str, channels: Typed = ("linkedin",), *, chat: Chat | None = None, **fields: Typed
    ) -> Lines:
        """Start “Propose a post” in the compose box, fill in the dialog by its fields' names and send it."""
        self.dialog = await self.opens(chat)
        return await self.presses("Send for review", text=text, channels=channels, **fields)

    async def opens(self, chat: Chat | None = None, *, on: Seen | None = None) -> Dialog:
        """The dialog of “Propose a post” in the compose box, or in the menu of a message."""
        opened = await self.client.compose("propose", chat, on=on)
        assert isinstance(opened, Dialog), teams_outcome(opened)
        return opened

    async def presses(self, button: str, **fields: Typed) -> Lines:
        """Fill in the open dialog and press one of its buttons; what is then on the screen."""
        assert self.dialog is not None, "no dialog is open"
        filled: Mapping[str, str | list[str]] = {
            name: typed if isinstance(typed, str) else list(typed) for name, typed in fields.items()
        }
        return await self._then(await self.client.submit(self.dialog, button, filled))

    async def sees(self, chat: Chat | None = None) -> list[Seen]:
        """Everything in a chat, as this person sees it."""
        return await self.client.see(chat)

    async def cards(self, chat: Chat | None = None) -> list[Seen]:
        """Copydesk's cards of posts, which have a heading unlike the notices beside them, oldest first."""
        seen = [one for one in await self.sees(chat) if one.author == self.client.world.app_name and not one.deleted]
        return [one for one in seen if any(text_at(run, "size") == "large" for run in _runs(one))]

    async def card(self, chat: Chat | None = None) -> Seen:
        """The newest of them."""
        return (await self.cards(chat))[-1]

    async def reads(self, chat: Chat | None = None) -> Lines:
        """The newest card, line by line."""
        return [line.removeprefix("  ") for line in teams_message(await self.card(chat))[1:]]

    async def status(self, chat: Chat | None = None) -> str:
        """Where the post stands: the second line of its card."""
        return (await self.reads(chat))[1]

    async def buttons(self, chat: Chat | None = None) -> Lines:
        """The rows of buttons on the newest card."""
        return [line for line in await self.reads(chat) if line.startswith("[")]

    async def notices(self, chat: Chat | None = None) -> list[Seen]:
        """The short messages that call somebody."""
        return [one for one in await self.sees(chat) if one.pings]

    async def clicks(self, button: str, chat: Chat | None = None, *, on: Seen | None = None) -> Lines:
        """Press a button of the newest card, or of a message as it was seen; what is then on the screen."""
        return await self._then(await self.client.click(on or await self.card(chat), button))

    async def says(self, text: str, chat: Chat | None = None) -> Lines:
        """Write to Copydesk, mentioning it outside one's own chat; what it answers."""
        before = {one.id for one in await self.sees(chat)}
        said = await (self.client.mention(text, chat) if chat else self.client.say(text))
        await self.calm()
        answers = [one for one in await self.sees(chat) if one.id not in before | {said.id}]
        return [line.removeprefix("  ") for one in answers for line in teams_message(one)[1:]]

    async def _then(self, outcome: Outcome) -> Lines:
        self._see(outcome)
        await self.calm()
        return teams_outcome(outcome)

    def _see(self, outcome: Outcome) -> None:
        self.dialog = outcome if isinstance(outcome, Dialog) else None


def _runs(seen: Seen) -> Iterator[Json]:
    for block in objects_at(seen.card or {}, "body"):
        yield from objects_at(block, "inlines")
