"""`copydesk doctor`: what it says of a set-up that is well, and of broken ones: what is wrong, and where to mend it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web
from inline_snapshot import snapshot
from pydantic import SecretStr

from adapters.policy_file.texts import example
from adapters.storage.database import connect, is_absent
from adapters.storage.migrate import revision_of, revisions, upgrade
from bot.compose import run_product, utc_now
from bot.demo import open_local_chats, settings_for
from bot.doctor import Patience, examine
from bot.settings import Settings
from tests.acceptance.office import Company, understood
from tests.support.databases import copy

pytestmark = pytest.mark.conversation

NOBODY_WAITS = Patience(shown=30, clicked=0.5)


class Practice:
    """A company that is set up well until a test breaks something; `settings` are the doctor's, and the product's."""

    def __init__(self, company: Company, settings: Settings) -> None:
        """Everything is well."""
        self.company = company
        self.settings = settings

    async def findings(
        self,
        *,
        to: str = "",
        clock: Callable[[], datetime] = utc_now,
        tell: Callable[[str], None] = print,
        patience: Patience = NOBODY_WAITS,
        **broken: object,
    ) -> list[str]:
        """What the doctor says, with these settings instead; addresses of this run are left out."""
        settings = self.settings.model_copy(update=broken)
        found = [one async for one in examine(settings, to, clock, tell, patience)]
        return [self._told(f"{one.state} {one.about}: {one.says}") for one in found]

    def _told(self, line: str) -> str:
        teams = self.company.teams
        for name, url in (
            ("LOGIN", teams.login_url),
            ("OPENID", teams.openid_url),
            ("SLACK", self.company.slack.api_url),
            ("COPYDESK", self.company.product.url),
        ):
            line = line.replace(url, name)
        return line


@asynccontextmanager
async def practice(
    file: Path, folder: Path, running: Callable[[Settings], Settings] = lambda it: it
) -> AsyncGenerator[Practice]:
    """Copydesk running beside the local chats, with the settings that `running` makes of good ones."""
    policy = folder / "policy.yaml"
    policy.write_text(example(), "utf-8")
    url = copy(file)
    database = connect(url)
    async with open_local_chats() as (slack, teams):
        settings = settings_for(slack, teams).model_copy(update={"policy": policy, "database_url": url})
        async with run_product(running(settings), understood(example()), database) as product:
            company = Company(slack=slack, teams=teams, product=product)
            company.attach(product)
            yield Practice(company, settings.model_copy(update={"public_url": product.url}))
    await database.close()


async def test_a_good_set_up_and_a_button_in_each_chat(sqlite_file: Path, tmp_path: Path) -> None:
    """All is well, and Cleo's clicks in both chats arrive."""
    async with practice(sqlite_file, tmp_path) as well:
        cleo, there = well.company.in_slack("cleo"), well.company.in_teams("cleo")
        await there.client.install()
        clicks: list[asyncio.Task[list[str]]] = []

        def press(told: str) -> None:
            click = cleo.clicks("It works") if told.startswith("Slack") else there.clicks("It works")
            clicks.append(asyncio.create_task(click))

        assert await well.findings(
            to="cleo@example.com", tell=press, patience=Patience(shown=60, clicked=60)
        ) == snapshot(
            [
                "good settings: The settings can be read.",
                "good policy: The policy can be read: 3 desks, 3 rules.",
                "good clock: The clock agrees with Slack's.",
                "good slack: The bot token is good, in the workspace Acme.",
                "good slack scopes: The app has every scope that it needs.",
                "good teams: The bot gets its token from its own tenant.",
                "good teams keys: The keys that requests are checked with can be read.",
                "good clock: The clock agrees with Microsoft's.",
                "good address for Slack: Copydesk answers at COPYDESK/slack/events.",
                "good address for Teams: Copydesk answers at COPYDESK/api/messages.",
                "good database: The database answers and is up to date.",
                "good button in Slack: A click in Slack reached Copydesk.",
                "good button in Teams: A click in Teams reached Copydesk.",
            ]
        )
        await asyncio.gather(*clicks)


async def test_a_wrong_bot_token(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 1: Slack does not know the token."""
    async with practice(sqlite_file, tmp_path) as ill:
        assert await ill.findings(slack_bot_token=SecretStr("xoxb-of-yesterday")) == snapshot(
            [
                "good settings: The settings can be read.",
                "good policy: The policy can be read: 3 desks, 3 rules.",
                "good clock: The clock agrees with Slack's.",
                "bad slack: Slack refuses COPYDESK_SLACK_BOT_TOKEN (invalid_auth). Copy the bot token (xoxb-…) again: api.slack.com/apps, your app, OAuth & Permissions.",
                "good teams: The bot gets its token from its own tenant.",
                "good teams keys: The keys that requests are checked with can be read.",
                "good clock: The clock agrees with Microsoft's.",
                "good address for Slack: Copydesk answers at COPYDESK/slack/events.",
                "good address for Teams: Copydesk answers at COPYDESK/api/messages.",
                "good database: The database answers and is up to date.",
                "untried button: No button was tried: run `copydesk doctor --to YOUR-ADDRESS` and press what you get.",
            ]
        )


async def test_a_missing_scope(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 2: the app was installed before a scope was added to it."""
    async with practice(sqlite_file, tmp_path) as ill:
        workspace = ill.company.slack.workspace
        workspace.scopes = (workspace.scopes or frozenset()) - {"users:read.email", "im:write"}
        assert [one for one in await ill.findings() if one.startswith("bad")] == snapshot(
            [
                "bad slack scopes: The app lacks im:write, users:read.email. Add them: api.slack.com/apps, your app, OAuth & Permissions, Scopes (or paste manifest.yaml under App Manifest), then reinstall the app."
            ]
        )


async def test_a_clock_that_is_wrong(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 3: the machine's clock is ten minutes ahead."""
    async with practice(sqlite_file, tmp_path) as ill:
        ahead = await ill.findings(clock=lambda: datetime.now(UTC) + timedelta(minutes=10))
        told = [one for one in ahead if one.startswith("bad")]
        assert len(told) == 2
        assert all(" s ahead of " in one and "NTP" in one for one in told)


async def test_a_secret_that_expired_in_teams(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 4: Microsoft gives the bot no token."""
    async with practice(sqlite_file, tmp_path) as ill:
        told = await ill.findings(teams_app_password=SecretStr("expired"))
        assert [one for one in told if one.startswith("bad")] == snapshot(
            [
                "bad teams: LOGIN gives the bot no token (HTTP 401 invalid_client). COPYDESK_TEAMS_APP_PASSWORD is wrong or has expired: in the app registration in Microsoft Entra, Certificates & secrets, make a new client secret and copy its Value, not its ID."
            ]
        )


async def test_keys_that_cannot_be_read(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 5: the OpenID document is out of reach."""
    async with practice(sqlite_file, tmp_path) as ill:
        told = await ill.findings(teams_openid_url="http://127.0.0.1:9/openid")
        assert [one for one in told if one.startswith("bad")] == snapshot(
            [
                "bad teams keys: The keys that requests are checked with can't be read at http://127.0.0.1:9/openid (ClientConnectorError). Check this machine's way to the internet, its proxy, and COPYDESK_TEAMS_OPENID_URL."
            ]
        )


async def test_an_address_where_nothing_answers(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 6: the public address leads nowhere."""
    async with practice(sqlite_file, tmp_path) as ill:
        told = await ill.findings(public_url="http://127.0.0.1:9")
        assert [one for one in told if one.startswith("bad")] == snapshot(
            [
                "bad address for Slack: Nothing answers at http://127.0.0.1:9/slack/events (ClientConnectorError). Check the name in COPYDESK_PUBLIC_URL, its DNS entry, the firewall, and the web server that should stand there.",
                "bad address for Teams: Nothing answers at http://127.0.0.1:9/api/messages (ClientConnectorError). Check the name in COPYDESK_PUBLIC_URL, its DNS entry, the firewall, and the web server that should stand there.",
            ]
        )


async def test_a_web_server_that_passes_nothing_on(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 9: something answers at the public address, and it is not Copydesk."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=502 if request.path == "/slack/events" else 404)

    async with practice(sqlite_file, tmp_path) as ill:
        served = web.Application()
        served.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(served)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        told = await ill.findings(public_url=url)
        await runner.cleanup()
        assert [one.replace(url, "ELSEWHERE") for one in told if one.startswith("bad")] == snapshot(
            [
                "bad address for Slack: ELSEWHERE/slack/events answers 502: its web server is there, and Copydesk behind it is not. Start `copydesk run`, or mend where the web server passes on to.",
                "bad address for Teams: ELSEWHERE/api/messages answers 404: something is there, and does not pass this path on to Copydesk. Mend the web server's rules, or COPYDESK_PUBLIC_URL.",
            ]
        )


async def test_an_app_that_its_directory_does_not_know(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 10: the app id is another one's."""
    async with practice(sqlite_file, tmp_path) as ill:
        told = await ill.findings(teams_app_id="11111111-2222-3333-4444-555555555555")
        assert [one for one in told if one.startswith("bad")] == snapshot(
            [
                "bad teams: LOGIN gives the bot no token (HTTP 400 unauthorized_client). It does not know the app in this directory: COPYDESK_TEAMS_APP_ID must be the Application (client) ID, and COPYDESK_TEAMS_TENANT_ID the Directory (tenant) ID, of the app registration in Microsoft Entra, Overview."
            ]
        )


async def test_a_database_of_the_version_before(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 11: the database was not brought up to date yet. The doctor says so, and leaves it as it is."""
    async with practice(sqlite_file, tmp_path) as ill:
        url = f"sqlite:///{tmp_path / 'older.db'}"
        assert await _told_of_database(ill, url) == snapshot(
            [
                "untried database: COPYDESK_DATABASE_URL names a file that does not exist: the next `copydesk run` makes it. Start it, then look again."
            ]
        )
        assert is_absent(url)
        older = connect(url)
        await older.write(partial(upgrade, to="0009"))
        assert await _told_of_database(ill, url) == [
            f"untried database: The database is at version 0009, and this Copydesk wants {revisions()[-1]}: the next `copydesk run` migrates it. Nothing was changed. Start it, then look again."
        ]
        assert await older.read(revision_of) == "0009"
        await older.close()


async def _told_of_database(ill: Practice, url: str) -> list[str]:
    told = await ill.findings(to="cleo@example.com", database_url=url)
    return [one for one in told if "database" in one or "button" in one]


async def test_a_wrong_signing_secret(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 7: Copydesk refuses what Slack signs, so the click never arrives."""

    def wrong(settings: Settings) -> Settings:
        return settings.model_copy(update={"slack_signing_secret": SecretStr("of-another-app"), "teams_app_id": ""})

    async with practice(sqlite_file, tmp_path, wrong) as ill:
        cleo = ill.company.in_slack("cleo")
        pressed: list[asyncio.Task[object]] = []

        def press(_: str) -> None:
            pressed.append(asyncio.create_task(cleo.client.click(cleo.card(), "It works")))

        told = await ill.findings(
            to="cleo@example.com", tell=press, teams_app_id="", teams_app_password=None, teams_tenant_id=""
        )
        assert told[-1] == snapshot(
            "bad button in Slack: No click came from Slack within 0 s. If you pressed the button: at api.slack.com/apps, your app, the Request URL of Interactivity & Shortcuts and of Event Subscriptions must be COPYDESK/slack/events, and COPYDESK_SLACK_SIGNING_SECRET that app's Signing Secret (Basic Information). The log of `copydesk run` says what it refused, and why. (“wrong signature” points to the secret.)"
        )
        await asyncio.gather(*pressed, return_exceptions=True)


async def test_a_broken_policy(sqlite_file: Path, tmp_path: Path) -> None:
    """Broken 8: the policy has mistakes; each is told with its place."""
    async with practice(sqlite_file, tmp_path) as ill:
        (tmp_path / "policy.yaml").write_text("company: 5\n", "utf-8")
        told = await ill.findings()
        assert told[0] == "good settings: The settings can be read."
        assert all(one.startswith(f"bad policy: {tmp_path / 'policy.yaml'}:") for one in told[1:])
        assert len(told) >= 2
