"""A company with two Slack workspaces and Teams: Copydesk is installed in each workspace by OAuth, as a browser would do it."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import Morsel, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

import aiohttp

from adapters.storage.database import Database, connect
from adapters.storage.store import SqlStore
from bot.compose import Clock, Product, run_product
from bot.demo import Known, introduce, open_local_chats, settings_for
from bot.playground.slack import LocalSlack, Premises
from bot.playground.teams import LocalTeams
from bot.settings import Settings
from tests.acceptance.office import QUIET, UNHURRIED, Company, Hands, understood
from tests.acceptance.people import InSlack

ACME: Final = "T0ACME"
GLOBEX: Final = "T0GLOBEX"
KNOWN: Final[Known] = {"slack": ("ben", "cleo", "gil"), "teams": ("ben", "cleo")}
KEY: Final = "k" * 64
PUBLIC: Final = "https://copydesk.example.com"
POLICY: Final = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Gil Hart, email: gil@example.com, role: reviewer}
desks:
  marketing:
    name: Marketing
    members: [cleo@example.com, gil@example.com]
    lead: cleo@example.com
    reach: {slack: "#marketing-review"}
  labs:
    name: Labs
    members: [gil@example.com, ben@example.com]
    lead: cleo@example.com
    reach: {slack: "#labs-review", teams: bound}
    rota: {turns: [gil@example.com], every: week, at: "09:00", starts: 2026-01-05}
rules:
  - {name: marketing has read it, why: Every post speaks for the brand., desk: marketing}
  - {name: the labs have read it, why: Every post speaks of the labs., desk: labs}
"""
"""Marketing is asked in Acme's Slack, the labs in Globex's and in Teams. Gil sits on both, and the labs ask him."""


@dataclass(kw_only=True)
class Browser:
    """Somebody's browser: it keeps one cookie, and follows no redirect by itself."""

    url: str
    cookie: Morsel[str] | None = None

    async def get(self, path: str, *, cookie: str | None = None) -> tuple[int, str, dict[str, str]]:
        """The status, the text and the headers of the answer."""
        value = cookie if cookie is not None else f"{self.cookie.key}={self.cookie.value}" if self.cookie else ""
        headers = {"Cookie": value} if value else {}
        async with (
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=60), cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.get(self.url + path, headers=headers, allow_redirects=False) as answer,
        ):
            kept: SimpleCookie = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            for morsel in kept.values():
                self.cookie = morsel if morsel.value else None
            return answer.status, await answer.text(), dict(answer.headers)

    async def begin(self) -> str:
        """Open /slack/install; where it leads."""
        status, _, headers = await self.get("/slack/install")
        assert status == 302
        return headers["Location"]

    async def back(self, address: str, *, cookie: str | None = None) -> tuple[int, str]:
        """Follow Slack's redirect, which names the public address."""
        assert address.startswith(PUBLIC)
        status, text, _ = await self.get(address.removeprefix(PUBLIC), cookie=cookie)
        return status, text


def state_of(address: str) -> str:
    """The state in an address."""
    return parse_qs(urlsplit(address).query)["state"][0]


@dataclass(kw_only=True)
class Group:
    """Both workspaces, Teams, and every Copydesk that runs on the one database."""

    slack: LocalSlack
    globex: Premises
    teams: LocalTeams
    settings: Settings
    policy: str
    database: Database
    hands: Hands
    product: Product
    expected: set[str] = field(default_factory=set[str])
    _stack: AsyncExitStack = field(repr=False)

    @property
    def company(self) -> Company:
        """For what stories ask of a company. Whoever is looked for by address may be in another workspace."""
        return Company(
            slack=self.slack, teams=self.teams, product=self.product, expected={"users_not_found", *self.expected}
        )

    async def calm(self) -> None:
        """Wait until every card shows what it should, or waits."""
        await self.company.calm()

    def browser(self) -> Browser:
        """A new one."""
        return Browser(url=self.product.url)

    async def install(self, workspace: Premises) -> str:
        """Somebody installs Copydesk in a workspace; the page that they see at the end."""
        browser = self.browser()
        status, page = await browser.back(self.slack.allow(await browser.begin(), workspace))
        assert status == 200, page
        await self.product.tick()
        return page

    def at(self, workspace: Premises, name: str) -> InSlack:
        """Somebody at their Slack, in that workspace."""
        return InSlack(client=workspace.person(name), slack=self.slack, calm=self.calm)

    async def replica(self, **more: str) -> Product:
        """A second Copydesk on the same database, with `more` settings; what people do still goes to the first."""
        settings = Settings.model_validate({**self.settings.model_dump(), **more})
        return await self._stack.enter_async_context(running(settings, self.policy, self.database, self.hands.read))


@asynccontextmanager
async def running(settings: Settings, policy: str, database: Database, clock: Clock) -> AsyncGenerator[Product]:
    """A Copydesk."""
    async with run_product(settings, understood(policy), database, clock, UNHURRIED, "at will") as product:
        yield product


@asynccontextmanager
async def group(
    database_url: str, *, policy: str = POLICY, rotation: bool = False, socket_mode: bool = False, **more: str
) -> AsyncGenerator[Group]:
    """Nothing is installed yet. `more` are further settings."""
    hands = Hands(QUIET)
    database = connect(database_url)
    async with AsyncExitStack() as stack:
        slack, teams = await stack.enter_async_context(open_local_chats(UNHURRIED, socket_mode=socket_mode))
        slack.oauth.clock = lambda: hands.read().timestamp()
        slack.oauth.rotation = rotation
        slack.world.clock = slack.oauth.clock
        slack.workspace.bot_token, slack.workspace.installed = "", False
        globex = slack.add_workspace(GLOBEX, "Globex")
        globex.world.clock = slack.oauth.clock
        for name, real in (("gil", "Gil Hart"), ("ada", "Ada Park"), ("zoe", "Zoe Lane")):
            globex.add_person(name, real_name=real)
        slack.add_person("gil", real_name="Gil Hart")
        globex.add_conversation("labs-review", members=["gil", "ada"], with_bot=False)
        slack.conversation("marketing-review").members -= {slack.workspace.bot_user_id}
        chosen = {
            "slack_bot_token": None,
            "slack_client_id": slack.oauth.client_id,
            "slack_client_secret": slack.oauth.client_secret,
            "slack_workspaces": f"{ACME},{GLOBEX}",
            "secret_key": KEY,
            "public_url": PUBLIC,
            **more,
        }
        slack.oauth.redirect_urls = frozenset({f"{PUBLIC}/slack/oauth_redirect"})
        settings = settings_for(slack, teams, more=chosen)
        for premises in (slack, globex):
            await introduce(SqlStore(database), premises, teams, KNOWN, hands.read())
        product = await stack.enter_async_context(running(settings, policy, database, hands.read))
        slack.copydesk_url = teams.copydesk_url = product.url
        try:
            yield Group(
                slack=slack,
                globex=globex,
                teams=teams,
                settings=settings,
                policy=policy,
                database=database,
                hands=hands,
                product=product,
                _stack=stack,
            )
        finally:
            await stack.aclose()
            await database.close()
