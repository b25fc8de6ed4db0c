"""`copydesk demo`: Copydesk with a local Slack and a local Teams, and the story of Ada, Ben and Cleo played through them.

Everything goes over real HTTP through the adapters that ship; only the two clouds are stand-ins. This is the one module of the
product that knows them, and `copydesk run` never loads it.

Long because it is both the local office that tests share and the story that is told in it.
"""

import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import typer

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.slack.api import SCOPES
from adapters.slack.inbound import COMMANDS, EVENTS, SHORTCUTS
from adapters.storage.database import Database, Unusable, connect, prepare
from adapters.teams.package import manifest
from bot.backstage import Backstage
from bot.compose import Clock, Product, run_product, utc_now
from bot.killable import MovedClock, killable
from bot.logs import set_up_logs
from bot.playground.page import Page
from bot.playground.slack import LocalSlack, Workspace
from bot.playground.slack.world import Message, View
from bot.playground.teams import Chat, LocalTeams, Seen, World
from bot.playground.teams.delivery import PATIENCE
from bot.playground.teams.outcomes import Dialog
from bot.playground.teams.render import base as teams_base
from bot.playground.teams.render import message as teams_message
from bot.playground.teams.render import outcome as teams_outcome
from bot.serving import CannotListenError
from bot.settings import Settings
from workflows.domain.events import Event
from workflows.domain.proposal import Proposal
from workflows.domain.value import value
from workflows.lifecycle.evolve import fold

T = TypeVar("T")

PEOPLE = (("ada", "Ada Park"), ("ben", "Ben Okafor"), ("cleo", "Cleo Marsh"), ("ivy", "Ivy Chen"))
APP_ID = "6f2c1a90-3d54-4b0e-9a61-0c8d5e7f4b21"
TENANT = "0b7c9d2e-51aa-4f7e-8c43-2d6e9f10ab35"
CAST = {
    "ada": "An employee, who proposes posts",
    "ben": "Reviews for legal, in Teams",
    "cleo": "Leads communications",
    "ivy": "An employee",
}
"""Who the people of the playground are."""
SLACK_MENU: Mapping[str, object] = {
    "commands": [
        {"name": "/propose-post", "hint": "[the words, if you have them]", "does": "Propose a post"},
        {
            "name": "/copydesk",
            "hint": "[status | why | help]",
            "does": "What needs you, who is asked and why, and help",
        },
    ],
    "shortcuts": [
        {"name": "Propose a post", "type": "global", "callback": "propose_post"},
        {"name": "Propose as post", "type": "message", "callback": "propose_as_post"},
    ],
}
"""What Slack offers of the app, as manifest.yaml lists it."""
DRAFT = "Our new kettle is the fastest on the market. Win a kettle: tell us your tea story!"
MENDED = "Our new kettle boils a litre in 90 seconds. Win a kettle: tell us your tea story! Terms on our site."


@value
class Office:
    """A company's two chats with Copydesk in both."""

    slack: LocalSlack
    teams: LocalTeams
    product: Product

    @property
    def reviews(self) -> Chat:
        """The Teams channel where legal is asked."""
        return self.teams.world.channel("Legal", "Reviews")


@asynccontextmanager
async def open_office(
    database: Database, *, policy: str = "", clock: Clock = utc_now, port: int = 0, patience: float = 1.0
) -> AsyncGenerator[Office]:
    """Both local chats and Copydesk, under `policy` (the example's unless given); all wait `patience` times as long as usual."""
    loaded = load_text(policy or example(), "policy")
    if not isinstance(loaded, Loaded):
        raise ValueError("\n".join(loaded))  # noqa: TRY004  # the text is wrong, not its type
    async with (
        open_local_chats(patience) as (slack, teams),
        run_product(settings_for(slack, teams, port), loaded, database, clock, patience, "at will") as product,
    ):
        slack.copydesk_url = product.url
        teams.copydesk_url = product.url
        await product.tick()
        yield Office(slack=slack, teams=teams, product=product)


@asynccontextmanager
async def open_local_chats(
    patience: float = 1.0, *, socket_mode: bool = False, clock: Clock = utc_now
) -> AsyncGenerator[tuple[LocalSlack, LocalTeams]]:
    """Both local chats, with the company's people and places; `copydesk_url` says who answers them, unless Slack waits for
    sockets. `clock` gives the time in UTC of what happens there.
    """
    in_slack = LocalSlack(
        workspace=_workspace(), clock=lambda: clock().timestamp(), patience=patience, socket_mode=socket_mode
    )
    in_teams = LocalTeams(world=_teams_world(), now=clock, patience=PATIENCE * patience)
    async with in_slack as slack, in_teams as teams:
        for key, name in PEOPLE:
            slack.add_person(key, real_name=name)
        slack.add_conversation("marketing-review", members=["cleo"])
        slack.add_conversation("general", members=["ada", "cleo", "ivy"], with_bot=False)
        yield slack, teams


def settings_for(
    slack: LocalSlack, teams: LocalTeams, port: int = 0, more: Mapping[str, object] = MappingProxyType({})
) -> Settings:
    """Settings that point Copydesk at the local chats, as the environment would at the real ones; `more` are laid over them."""
    return Settings.model_validate(
        {
            "policy": Path("example.yaml"),
            "port": port,
            "slack_bot_token": slack.workspace.bot_token,
            "slack_app_token": slack.workspace.app_token if slack.socket_mode else None,
            "slack_signing_secret": None if slack.socket_mode else slack.workspace.signing_secret,
            "slack_api_url": slack.api_url,
            "teams_app_id": teams.app_id,
            "teams_app_password": teams.app_password,
            "teams_tenant_id": teams.tenant_id,
            "teams_openid_url": teams.openid_url,
            "teams_login_url": teams.login_url,
            "teams_service_urls": teams.service_url,
            **more,
        }
    )


def teams_menu() -> Mapping[str, object]:
    """What Teams offers of the app, as the app package lists it."""
    listed = manifest(APP_ID, "https://copydesk.example.com")
    return {"bots": listed["bots"], "extensions": listed["composeExtensions"]}


def _workspace() -> Workspace:
    """A workspace where the app is installed as manifest.yaml asks: these commands, events and scopes, and no more."""
    needed = [*SCOPES.values(), *EVENTS.values(), ("commands",)]
    return Workspace(
        commands=frozenset(COMMANDS),
        shortcuts=SHORTCUTS,
        subscriptions=frozenset(EVENTS),
        scopes=frozenset(scope for scopes in needed for scope in scopes),
    )


def _teams_world() -> World:
    world = World(app_id=APP_ID, app_name="Copydesk", home_tenant=TENANT)
    for key, name in PEOPLE:
        world.add_person(key, name, email=f"{key}@example.com", zone="Europe/London")
    world.add_team("Legal", ["ben", "cleo"], ["General", "Reviews"])
    world.add_group_chat("Lunch", ["ada", "ben"], installed=False)
    return world


@asynccontextmanager
async def open_playground(folder: Path, port: int = 0) -> AsyncGenerator[Page]:
    """Both local chats, Copydesk in a process of its own, and the page on `port` in which to use all of it."""
    clock = MovedClock()
    url = f"sqlite:///{folder}/demo.db"
    async with open_local_chats(clock=clock.now) as (slack, teams):
        settings = settings_for(slack, teams, more={"database_url": url})
        async with killable(settings, example(), clock) as product:
            slack.copydesk_url = teams.copydesk_url = product.url
            # The product's process made it and writes it; here it is only read.
            database = connect(url)
            try:
                async with Page(
                    slack,
                    teams,
                    Backstage(database, clock.now),
                    product,
                    cast=CAST,
                    slack_menu=SLACK_MENU,
                    teams_menu=teams_menu(),
                    port=port,
                ) as page:
                    await teams.person("cleo").mention("bind legal", teams.world.channel("Legal", "Reviews"))
                    yield page
            finally:
                await database.close()


async def play(port: int, stay: Callable[[], Awaitable[None]] | None) -> int:
    """Play the story and say what each person sees; then keep serving until `stay` returns.

    The exit code is 0 only if both chats and the ledger agree at the end.
    """
    set_up_logs("ERROR")
    with tempfile.TemporaryDirectory(prefix="copydesk-demo-") as folder:
        database = await prepare(f"sqlite:///{folder}/demo.db")
        if isinstance(database, Unusable):
            typer.echo(database.sentence, err=True)
            return 1
        try:
            async with open_office(database, port=port) as office:
                story = Story(office)
                agreed = await story.play()
                if stay is not None:
                    typer.echo(f"\nCopydesk keeps serving at {office.product.url}. Ctrl-C stops it.")
                    await stay()
        except CannotListenError as error:
            typer.echo(f"{error} Try copydesk demo --port 0, which picks a free port.", err=True)
            return 1
        finally:
            await database.close()
    return 0 if agreed else 1


class Story:
    """One post across two chats, with a no on the way."""

    def __init__(self, office: Office) -> None:
        """Sit down with everyone."""
        self._office = office
        self._ada = office.slack.person("ada")
        self._cleo = office.slack.person("cleo")
        self._ben = office.teams.person("ben")

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
        reviews = self._office.reviews
        cleo = self._office.teams.person("cleo")
        await cleo.mention("bind legal", reviews)
        for message in await cleo.see(reviews):
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
        store = self._office.product.store
        approved = [loaded.proposal for loaded in await store.queue(("approved",))]
        replayed = [fold(await self._events(proposal)) for proposal in approved if proposal]
        cards = (self._ada_card(), self._marketing())
        agree = {
            "Slack shows it approved, on every card": all(_says(card, "Ready to go out") for card in cards),
            "Teams shows it approved": _says(await self._ben_card(), "Ready to go out"),
            "The ledger's chain holds": await store.verify() is None,
            "Replaying the ledger gives what is on record": bool(approved) and replayed == approved,
            "Neither chat had to refuse a call": not self._office.slack.refused
            and not (self._office.teams.log.refusals or self._office.teams.log.mishaps),
        }
        self._scene("Do they agree?")
        for says, holds in agree.items():
            typer.echo(f"  {'✓' if holds else '✗'} {says}")
        return all(agree.values())

    async def _events(self, proposal: Proposal) -> tuple[Event, ...]:
        events = await self._office.product.store.events_of(proposal.id)
        return events if isinstance(events, tuple) else ()

    def _ada_message(self) -> Message:
        return _first(message for message in self._ada.direct_messages() if message.blocks)

    def _ada_card(self) -> list[str]:
        return self._ada.read(self._ada_message()) if self._ada.direct_messages() else []

    def _marketing_message(self) -> Message:
        return _first(message for message in self._cleo.messages("#marketing-review") if not message.thread_ts)

    def _marketing(self) -> list[str]:
        return self._cleo.read(self._marketing_message()) if self._cleo.messages("#marketing-review") else []

    async def _ben_message(self) -> Seen:
        seen = await self._ben.see(self._office.reviews)
        return _first(message for message in seen if message.card is not None and message.root is None)

    async def _ben_card(self) -> list[str]:
        return teams_message(await self._ben_message())

    async def _until(self, says: str, card: Callable[[], list[str]]) -> None:
        await self._office.slack.until(lambda: _says(card(), says))

    async def _until_channel(self, says: str) -> None:
        """Wait until the card in the channel says it; whoever looks then is shown their own view of it."""
        messages = self._office.reviews.messages
        await self._office.teams.until(lambda: any(_says(teams_base(one), says) for one in messages.values()))

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
