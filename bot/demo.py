"""`copydesk demo`: Copydesk between a local Slack and a local Teams, with a page in which to use all of it.

Everything goes over real HTTP through the adapters that ship; only the two clouds are stand-ins. This is the one module of the
product that knows them, and `copydesk run` never loads it.
"""

import asyncio
import tempfile
import webbrowser
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import typer

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import demo
from adapters.slack.api import SCOPES
from adapters.slack.inbound import COMMANDS, EVENTS, SHORTCUTS
from adapters.storage.database import Database, Unusable, connect, prepare
from adapters.storage.store import SqlStore
from adapters.teams.package import manifest
from bot.backstage import Backstage
from bot.compose import Clock, Product, run_product, utc_now
from bot.killable import DidNotStartError, MovedClock, killable
from bot.logs import set_up_logs
from bot.playground.company import CAST, furnish, passers_by, reviews, teams_world
from bot.playground.page import Page, PortTakenError
from bot.playground.slack import LocalSlack, Premises, Workspace
from bot.playground.story import Story
from bot.playground.teams import Chat, LocalTeams
from bot.playground.teams.delivery import PATIENCE
from bot.settings import Settings
from workflows.domain.events import Event
from workflows.domain.ids import Chat as ChatName
from workflows.domain.ids import Email
from workflows.domain.people import AccountId, Profile
from workflows.domain.proposal import Proposal
from workflows.domain.value import value
from workflows.engine.linking import Override
from workflows.lifecycle.evolve import fold

APP_ID = "6f2c1a90-3d54-4b0e-9a61-0c8d5e7f4b21"
Known = Mapping[ChatName, Collection[str]]
"""Who has said in which chat that it is them, by key."""
TENANT = "0b7c9d2e-51aa-4f7e-8c43-2d6e9f10ab35"
DECIDERS: Known = {"slack": frozenset({"ben", "cleo", "ivy"}), "teams": frozenset({"ben", "cleo"})}
"""Who reviews in the example company, in each chat where they can have met Copydesk."""
SLACK_MENU: Mapping[str, object] = {
    "commands": [
        {"name": "/propose-post", "hint": "[the words, if you have them]", "does": "Propose a post"},
        {
            "name": "/copydesk",
            "hint": "[status | why | watch | away | back | hold | release | override | stop | resume | me | help]",
            "does": "What needs you, who is asked and why, who you are, and help",
        },
    ],
    "shortcuts": [
        {"name": "Propose a post", "type": "global", "callback": "propose_post"},
        {"name": "Propose as post", "type": "message", "callback": "propose_as_post"},
    ],
}
"""What Slack offers of the app, as manifest.yaml lists it."""


@value
class Office:
    """A company's two chats with Copydesk in both."""

    slack: LocalSlack
    teams: LocalTeams
    product: Product

    @property
    def reviews(self) -> Chat:
        """The Teams channel where legal is asked."""
        return reviews(self.teams)

    async def on_record(self) -> Mapping[str, bool]:
        """What must hold of the record once the story is over, and whether it does."""
        store = self.product.store
        approved = [loaded.proposal for loaded in await store.queue(("approved",))]
        replayed = [fold(await self._events(proposal)) for proposal in approved if proposal]
        return {
            "The ledger's chain holds": await store.verify() is None,
            "Replaying the ledger gives what is on record": bool(approved) and replayed == approved,
        }

    async def _events(self, proposal: Proposal) -> tuple[Event, ...]:
        events = await self.product.store.events_of(proposal.id)
        return events if isinstance(events, tuple) else ()


@asynccontextmanager
async def open_office(
    database: Database, *, policy: str = "", clock: Clock = utc_now, port: int = 0, patience: float = 1.0
) -> AsyncGenerator[Office]:
    """Both local chats and Copydesk, under `policy` (the demo's unless given); all wait `patience` times as long as usual."""
    loaded = load_text(policy or demo(), "policy")
    if not isinstance(loaded, Loaded):
        raise ValueError("\n".join(loaded))  # noqa: TRY004  # the text is wrong, not its type
    async with open_local_chats(patience) as (slack, teams), AsyncExitStack() as stack:
        await introduce(SqlStore(database), slack, teams, DECIDERS, clock())
        product = await stack.enter_async_context(
            run_product(settings_for(slack, teams, port), loaded, database, clock, patience, "at will")
        )
        slack.copydesk_url = product.url
        teams.copydesk_url = product.url
        await product.tick()
        yield Office(slack=slack, teams=teams, product=product)


async def introduce(store: SqlStore, slack: Premises, teams: LocalTeams, who: Known, now: datetime) -> None:
    """These people, by key, are known in these chats, as if they had said there that it is them."""
    home = slack.workspace.enterprise_id or slack.workspace.team_id
    here = (
        (AccountId(chat="slack", installation=home, user=one.id), one.real_name, one.email)
        for one in slack.world.people.values()
        if one.name in who.get("slack", ())
    )
    there = (
        (AccountId(chat="teams", installation=one.tenant_id, user=one.aad_object_id), one.name, one.email)
        for one in teams.world.people.values()
        if one.key in who.get("teams", ()) and one.aad_object_id
    )
    for account, name, address in (*here, *there):
        email = Email(address or "")
        profile = Profile(name=name, email=email, verified=True, standing="member")
        await store.link(account, profile, email, now)
        await store.override(Override(account=account, says="confirmed", by="the demo", reason="They work here."), now)


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
    in_teams = LocalTeams(world=teams_world(APP_ID, TENANT), now=clock, patience=PATIENCE * patience)
    async with in_slack as slack, in_teams as teams:
        furnish(slack)
        yield slack, teams


def settings_for(
    slack: LocalSlack, teams: LocalTeams, port: int = 0, more: Mapping[str, object] = MappingProxyType({})
) -> Settings:
    """Settings that point Copydesk at the local chats, as the environment would at the real ones; `more` are laid over them."""
    return Settings.model_validate(
        {
            "policy": Path("demo.yaml"),
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


@asynccontextmanager
async def open_playground(folder: Path, port: int = 0, patience: float = 1.0) -> AsyncGenerator[Page]:
    """Both local chats, Copydesk in a process of its own, and the page on `port` in which to use all of it; both chats and
    Copydesk wait `patience` times as long as usual.
    """
    clock = MovedClock()
    url = f"sqlite:///{folder}/demo.db"
    async with open_local_chats(patience, clock=clock.now) as (slack, teams):
        await passers_by(slack, teams)
        settings = settings_for(slack, teams, more={"database_url": url})
        async with killable(settings, demo(), clock, patience) as product:
            slack.copydesk_url = teams.copydesk_url = product.url
            # The product's process made it and writes it; here it is read, once it is known who is who. Whoever is Ivy says so
            # herself, as everybody does in real life.
            database = connect(url)
            try:
                known: Known = {chat: set(who) - {"ivy"} for chat, who in DECIDERS.items()}
                await introduce(SqlStore(database), slack, teams, known, clock.now())
                await teams.person("cleo").mention("bind legal", reviews(teams))
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
                    yield page
            finally:
                await database.close()


async def tell_story() -> int:
    """Play the story and say what each person sees. The exit code is 0 only if both chats and the ledger agree at the end."""
    set_up_logs("ERROR")
    with tempfile.TemporaryDirectory(prefix="copydesk-demo-") as folder:
        database = await prepare(f"sqlite:///{folder}/demo.db")
        if isinstance(database, Unusable):
            typer.echo(database.sentence, err=True)
            return 1
        try:
            async with open_office(database) as office:
                agreed = await Story(office.slack, office.teams, office.on_record).play()
        finally:
            await database.close()
    return 0 if agreed else 1


async def serve_page(port: int, stay: Callable[[], Awaitable[None]], opens: Callable[[str], bool] | None) -> int:
    """Serve the page until `stay` returns, and have a browser open it, where `opens` knows of one."""
    set_up_logs("ERROR")
    typer.echo("Starting a local Slack, a local Teams, and Copydesk between them…")
    with tempfile.TemporaryDirectory(prefix="copydesk-demo-") as folder:
        try:
            async with open_playground(Path(folder), port) as page:
                opened = opens is not None and await asyncio.to_thread(opens, page.url)
                where = "is open in your browser" if opened else "waits for your browser"
                typer.echo(f"The playground {where}: {page.url}")
                typer.echo("Everything in it is on this machine, and gone when it stops. Ctrl-C stops it.")
                await stay()
        except PortTakenError as error:
            typer.echo(f"{error} Try copydesk demo --port 0, which picks a free port.", err=True)
            return 1
        except DidNotStartError as error:
            typer.echo(f"Copydesk did not start: {error}", err=True)
            return 1
    return 0


def in_browser(url: str) -> bool:
    """Open it in the person's browser, if there is one with a window: one of the terminal would take the terminal over."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(found) is not webbrowser.GenericBrowser and found.open(url)
