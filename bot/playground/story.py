"""The story of Ada, Ben and Cleo, played in both chats and told in a terminal."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeVar

import typer

from bot.playground.company import reviews
from bot.playground.slack import LocalSlack
from bot.playground.slack.world import Message, View
from bot.playground.teams import LocalTeams, Seen
from bot.playground.teams.outcomes import Dialog
from bot.playground.teams.render import base as teams_base
from bot.playground.teams.render import message as teams_message
from bot.playground.teams.render import outcome as teams_outcome

T = TypeVar("T")

DRAFT = "Our new kettle is the fastest on the market. Win a kettle: tell us your tea story!"
MENDED = "Our new kettle boils a litre in 90 seconds. Win a kettle: tell us your tea story! Terms on our site."


class Story:
    """One post across two chats, with a no on the way."""

    def __init__(
        self, slack: LocalSlack, teams: LocalTeams, on_record: Callable[[], Awaitable[Mapping[str, bool]]]
    ) -> None:
        """Sit down with everyone. `on_record` says what must hold of the product's own record at the end, and whether it does."""
        self._slack, self._teams = slack, teams
        self._on_record = on_record
        self._reviews = reviews(teams)
        self._ada = slack.person("ada")
        self._cleo = slack.person("cleo")
        self._ben = teams.person("ben")

    async def play(self) -> bool:
        """Play it; whether both chats and the ledger agree at the end."""
        await self._bind()
        await self._propose()
        await self._decide()
        await self._edit_and_approve()
        self._scene("Everyone's card now")
        self._show("Ada, in Slack", self._ada_card())
        self._show("Cleo, in #marketing-review", self._marketing())
        self._show("Ben, in Teams", await self._ben_card())
        return await self._agree()

    async def _bind(self) -> None:
        self._scene("Cleo, the comms lead, tells Copydesk where legal sits. She writes in Teams, in Legal / Reviews:")
        cleo = self._teams.person("cleo")
        await cleo.mention("bind legal", self._reviews)
        for message in await cleo.see(self._reviews):
            self._show("In Legal / Reviews", teams_message(message))

    async def _propose(self) -> None:
        self._scene("Ada types /propose-post in Slack and fills in the form")
        await self._ada.command("/propose-post", DRAFT)
        form = _open(self._ada.modal())
        self._show("The form", self._ada.read(form))
        await self._ada.submit(form, {"Channels": ["LinkedIn (3,000 characters)", "X (280 characters)"]})
        await self._until("In review", self._ada_card)
        await self._until("In review", self._marketing)
        await self._until_channel("Ben Okafor (Legal)")
        self._show("Ada's card in Slack", self._ada_card())
        self._show("Cleo sees in #marketing-review", self._marketing())
        await self._until("I'm Copydesk", self._beside_marketing)
        self._show("Beside it, the first time", self._beside_marketing())
        self._show("Ben sees in Teams, in Legal / Reviews", await self._ben_card())

    async def _decide(self) -> None:
        self._scene("Cleo approves for marketing, in Slack")
        await self._cleo.click(self._marketing_message(), "Approve")
        await self._until("Marketing: Cleo Marsh approved", self._ada_card)
        self._scene("Ben asks for changes, in Teams: “the fastest” is a claim without proof")
        dialog = await self._ben.click(await self._ben_message(), "Request changes")
        self._show("Ben's dialog", teams_outcome(dialog))
        reason = {
            "Reason": "Unsupported claim",
            "For the author": "We can't prove “fastest”. Say what it does instead.",
        }
        if isinstance(dialog, Dialog):
            self._show("Ben is told", teams_outcome(await self._ben.submit(dialog, "Request changes", reason)))
        await self._until("asked for changes", self._ada_card)
        self._show("Ada sees in Slack", self._ada_card())

    async def _edit_and_approve(self) -> None:
        self._scene("Ada edits. The words are new, so both desks are asked again")
        await self._ada.click(self._ada_message(), "Edit")
        await self._ada.submit(_open(self._ada.modal()), {"The post": MENDED})
        await self._until_channel("Revision: 2")
        self._show("Ben sees", await self._ben_card())
        await self._ben.click(await self._ben_message(), "Approve")
        await self._until("Legal: Ben Okafor approved", self._marketing)
        await self._cleo.click(self._marketing_message(), "Approve")
        await self._until("Ready to go out", self._ada_card)
        await self._until("Ready to go out", self._marketing)
        await self._until_channel("Ready to go out")

    def _beside_marketing(self) -> list[str]:
        replies = self._cleo.thread(self._marketing_message())
        return [line for reply in replies for line in self._cleo.read(reply)]

    async def _agree(self) -> bool:
        cards = (self._ada_card(), self._marketing())
        agree = {
            "Slack shows it approved, on every card": all(_says(card, "Ready to go out") for card in cards),
            "Teams shows it approved": _says(await self._ben_card(), "Ready to go out"),
            **await self._on_record(),
            "Neither chat had to refuse a call": not self._slack.refused
            and not (self._teams.log.refusals or self._teams.log.mishaps),
        }
        self._scene("Do they agree?")
        for says, holds in agree.items():
            typer.echo(f"  {'✓' if holds else '✗'} {says}")
        return all(agree.values())

    def _ada_message(self) -> Message:
        return _first(message for message in self._ada.direct_messages() if message.blocks)

    def _ada_card(self) -> list[str]:
        return self._ada.read(self._ada_message()) if self._ada.direct_messages() else []

    def _marketing_message(self) -> Message:
        return _first(message for message in self._cleo.messages("#marketing-review") if not message.thread_ts)

    def _marketing(self) -> list[str]:
        return self._cleo.read(self._marketing_message()) if self._cleo.messages("#marketing-review") else []

    async def _ben_message(self) -> Seen:
        seen = await self._ben.see(self._reviews)
        return _first(message for message in seen if message.card is not None and message.root is None)

    async def _ben_card(self) -> list[str]:
        return teams_message(await self._ben_message())

    async def _until(self, says: str, card: Callable[[], list[str]]) -> None:
        await self._slack.until(lambda: _says(card(), says))

    async def _until_channel(self, says: str) -> None:
        """Wait until the card in the channel says it; whoever looks then is shown their own view of it."""
        messages = self._reviews.messages
        await self._teams.until(lambda: any(_says(teams_base(one), says) for one in messages.values()))

    def _scene(self, title: str) -> None:
        typer.secho(f"\n{title}", bold=True)

    def _show(self, who: str, lines: Iterable[str]) -> None:
        typer.secho(f"  {who}:", dim=True)
        for line in lines:
            typer.echo(f"    {line}")


def _first(found: Iterable[T]) -> T:
    for one in found:
        return one
    message = "there is no such card"
    raise LookupError(message)


def _open(form: View | None) -> View:
    if form is None:
        message = "the form did not open"
        raise LookupError(message)
    return form


def _says(card: list[str], words: str) -> bool:
    return any(words in line for line in card)
