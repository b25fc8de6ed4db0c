"""`copydesk doctor`: what it says of a set-up that is well, and of broken ones: what is wrong, and where to mend it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from inline_snapshot import snapshot
from pydantic import SecretStr

from adapters.policy_file.texts import example
from adapters.storage.database import connect
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
                "good address: Copydesk answers at COPYDESK.",
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
                "good address: Copydesk answers at COPYDESK.",
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
                "bad teams: LOGIN gives the bot no token (HTTP 401 invalid_client). Check COPYDESK_TEAMS_APP_ID, COPYDESK_TEAMS_TENANT_ID (its own directory) and COPYDESK_TEAMS_APP_PASSWORD (a client secret of the app registration in Microsoft Entra, which expires)."
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
                "bad address: Nothing answers at http://127.0.0.1:9/healthz (ClientConnectorError). The chats send everything to COPYDESK_PUBLIC_URL: check that `copydesk run` is running, and its name, certificate and proxy."
            ]
        )


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
            "bad button in Slack: No click came from Slack. If you pressed the button, check the Interactivity and Events request URLs, and COPYDESK_SLACK_SIGNING_SECRET; the log of `copydesk run` says what it refused."
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
