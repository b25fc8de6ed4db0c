"""Copydesk as it serves: with one chat or both, what it says of itself, and what keeps it from starting."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import Connection, text

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import example
from adapters.storage.database import connect
from bot.compose import Product, run_product
from bot.demo import introduce, open_local_chats, open_office, settings_for
from bot.settings import Settings
from bot.start import serve
from tests.support.databases import Postgres, copy

TIMEOUT = aiohttp.ClientTimeout(total=60)
SLACK = {"slack_bot_token": "xoxb-x", "slack_signing_secret": "s", "slack_api_url": "http://127.0.0.1:9/api/"}


def settings(database: str = "sqlite:///unused.db", policy: Path | None = None, **more: object) -> Settings:
    """Settings for Slack, which can't be reached, unless others are given."""
    return Settings.model_validate({"port": 0, "database_url": database, "policy": policy or Path(), **SLACK, **more})


def under_example() -> Loaded:
    """The example's policy."""
    loaded = load_text(example())
    assert isinstance(loaded, Loaded)
    return loaded


@asynccontextmanager
async def running(chosen: Settings, database: str) -> AsyncGenerator[Product]:
    """Copydesk under the example's policy."""
    opened = connect(database)
    try:
        async with run_product(chosen, under_example(), opened) as product:
            yield product
    finally:
        await opened.close()


async def get(url: str) -> tuple[int, object]:
    """The status and what is told."""
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def posted(url: str) -> int:
    """The status of an empty request."""
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.post(url) as answer:
        return answer.status


async def test_what_it_says_of_itself(sqlite_file: Path) -> None:
    """/healthz answers; /readyz names the desks without a place, until they have one."""
    database = connect(copy(sqlite_file))
    async with open_office(database) as office:
        url = office.product.url
        assert await get(f"{url}/healthz") == (200, {"status": "ok"})
        assert await get(f"{url}/readyz") == (200, {"status": "ready", "desks_without_a_place": ["legal"]})
        await office.teams.person("cleo").mention("bind legal", office.reviews)
        assert await get(f"{url}/readyz") == (200, {"status": "ready", "desks_without_a_place": []})
    await database.close()


async def test_a_conversation_that_cannot_be_found(sqlite_file: Path) -> None:
    """/readyz also names a desk whose Slack conversation is not there, and one that only a chat left out could ask; a chat
    that is down keeps nobody from starting.
    """
    async with running(settings(), copy(sqlite_file)) as product:
        without = ["marketing", "legal"]
        assert await get(f"{product.url}/readyz") == (200, {"status": "ready", "desks_without_a_place": without})


async def test_a_database_that_is_gone(postgres_server: Postgres) -> None:
    """/readyz is 503 once the database is gone, and /healthz still answers."""
    with ExitStack() as kept:
        url = kept.enter_context(postgres_server.migrated())
        async with running(settings(), url) as product, asyncio.timeout(60):
            assert (await get(f"{product.url}/readyz"))[0] == 200
            kept.close()  # the database is dropped, whoever is connected
            while (told := await get(f"{product.url}/readyz"))[0] == 200:
                pass
            assert told == (503, {"status": "no database"})
            assert await get(f"{product.url}/healthz") == (200, {"status": "ok"})


async def test_slack_only(sqlite_file: Path) -> None:
    """With Slack's settings only, Teams' address is not there."""
    async with running(settings(), copy(sqlite_file)) as product:
        assert await posted(f"{product.url}/slack/events") == 401
        assert await posted(f"{product.url}/api/messages") == 404


async def test_teams_only(sqlite_file: Path) -> None:
    """With Teams' settings only, Slack's address is not there, and a post still goes to its desk in Teams."""
    database = copy(sqlite_file)
    async with open_local_chats() as (slack, teams):
        given = settings_for(slack, teams).model_copy(update={"slack_bot_token": None, "slack_signing_secret": None})
        async with running(given, database) as product:
            teams.copydesk_url = product.url
            await introduce(product.store, slack, teams, {"teams": ["cleo"]}, product.clock())
            assert await posted(f"{product.url}/slack/events") == 404
            assert await posted(f"{product.url}/api/messages") == 401
            await teams.person("cleo").mention("bind legal", teams.world.channel("Legal", "Reviews"))
            seen = await teams.person("cleo").see(teams.world.channel("Legal", "Reviews"))
            assert "Legal" in str(seen[-1].card or seen[-1].text)
        assert slack.calls == []


@asynccontextmanager
async def local_test_client() -> AsyncGenerator[tuple[str, list[str]]]:
    """A connector without tokens, as Microsoft's local test client brings one; and what was written to it."""
    heard: list[str] = []

    async def member(_: web.Request) -> web.Response:
        ada = {"id": "29:ada", "aadObjectId": "ada-id", "name": "Ada", "email": "ada@example.com", "userRole": "user"}
        return web.json_response(ada | {"tenantId": "local-tenant", "userPrincipalName": "ada@example.com"})

    async def said(request: web.Request) -> web.Response:
        assert "Authorization" not in request.headers
        heard.append(await request.text())
        return web.json_response({"id": "1"})

    site = web.Application()
    site.router.add_get("/v3/conversations/{id}/members/{member}", member)
    site.router.add_post("/v3/conversations/{id}/activities", said)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", heard
    finally:
        await runner.cleanup()


async def test_a_local_test_client_without_tokens(sqlite_file: Path) -> None:
    """COPYDESK_TEAMS_AUTH=off on loopback: a client on this machine that has no token is answered."""
    off = settings(teams_auth="off", teams_tenant_id="local-tenant", slack_bot_token=None, slack_signing_secret=None)
    async with local_test_client() as (connector, heard), running(off, copy(sqlite_file)) as product:
        typed = {
            "type": "message",
            "id": "1",
            "text": "propose",
            "channelId": "msteams",
            "serviceUrl": connector,
            "from": {"id": "29:ada", "aadObjectId": "ada-id"},
            "conversation": {"id": "a:ada", "conversationType": "personal", "tenantId": "local-tenant"},
            "recipient": {"id": "28:copydesk"},
            "channelData": {"tenant": {"id": "local-tenant"}},
        }
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(f"{product.url}/api/messages", json=typed) as answer,
        ):
            assert answer.status == 200
        assert "Propose a post" in heard[0]


async def at_once() -> None:
    """Stop as soon as it serves."""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The example's policy as a file."""
    file = tmp_path / "policy.yaml"
    file.write_text(example(), encoding="utf-8")
    return file


async def test_a_good_start(sqlite_file: Path, policy: Path) -> None:
    """What starts and is stopped has nothing to complain of."""
    assert await serve(settings(copy(sqlite_file), policy), at_once) == ()


async def test_a_port_that_is_taken(sqlite_file: Path, policy: Path) -> None:
    """A port that somebody else has is a plain sentence with the settings that choose it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (said,) = await serve(settings(copy(sqlite_file), policy, port=port), at_once)
    assert said.startswith(f"Can't listen at 127.0.0.1:{port}: ")
    assert said.endswith("Set COPYDESK_HOST and COPYDESK_PORT to an address that is free.")


async def test_a_newer_database(database_url: str, policy: Path) -> None:
    """A database of a newer version is refused with a sentence, and stays as it was, to the last row."""
    database = connect(database_url)

    def age(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    def rows(connection: Connection) -> list[object]:
        return list(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())

    await database.write(age)
    (said,) = await serve(settings(database_url, policy), at_once)
    assert "newer version of Copydesk" in said
    assert await database.read(rows) == ["9999"]
    await database.close()


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all/copydesk.db", "postgresql://u:canary@127.0.0.1:9/none"])
async def test_a_database_that_cannot_be_reached(policy: Path, url: str) -> None:
    """A database that can't be opened is a sentence that names the setting and not its value."""
    (said,) = await serve(settings(url, policy), at_once)
    assert "COPYDESK_DATABASE_URL" in said
    assert "canary" not in said
