"""Attacks on what is served beside the chats: every route is listed here with what it asks of callers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from adapters.storage.database import connect
from bot.compose import run_product
from bot.demo import open_local_chats, settings_for
from bot.web import PASSED_ON
from tests.acceptance.office import understood
from tests.attack.siege import POLICY, Siege
from tests.support.databases import copy
from tests.support.workspaces import group

pytestmark = pytest.mark.attack

TOKEN = "canary-metrics-token"
STRANGERS = {
    "POST /slack/events": 401,  # Slack's signature
    "POST /api/messages": 401,  # the Bot Connector's token
    "GET /healthz": 200,  # open: tells that the process runs
    "GET /readyz": 200,  # open: tells which desks have no place yet
    "GET /metrics": 404,  # this machine, or the token
}
"""Every route, and what a caller from elsewhere with nothing in hand is answered."""

FOR_BROWSERS = {
    "GET /slack/install": 302,  # open: leads to Slack, which asks who may install
    "GET /slack/oauth_redirect": 403,  # a state that was begun in the same browser
}
"""What is served beside these where Slack workspaces are installed by OAuth."""


@asynccontextmanager
async def with_token(database: str) -> AsyncGenerator[str]:
    """Copydesk with a token for its figures; its address."""
    opened = connect(database)
    async with open_local_chats() as (slack, teams):
        settings = settings_for(slack, teams)
        chosen = type(settings).model_validate({**settings.model_dump(), "metrics_token": TOKEN})
        async with run_product(chosen, understood(POLICY), opened) as product:
            yield product.url
    await opened.close()


async def asked(url: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """The status and the text of the answer."""
    timeout = aiohttp.ClientTimeout(total=30)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.request(method, url, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_every_route_has_its_guard(siege: Siege) -> None:
    """Attack 47: the routes are those of the list, and a caller from elsewhere with nothing in hand gets what stands there."""
    product = siege.company.product
    assert product.routes == STRANGERS.keys()
    for route, status in STRANGERS.items():
        method, path = route.split()
        found, told = await asked(product.url + path, method, **{"X-Forwarded-For": "198.51.100.7"})
        assert found == status, route
        assert told == "" or path in {"/healthz", "/readyz"}


async def test_the_routes_for_browsers(sqlite_file: Path) -> None:
    """Attack 47: installing by OAuth adds two routes and no other; with nothing in hand the first leads to Slack alone."""
    async with group(copy(sqlite_file)) as company:
        assert company.product.routes == STRANGERS.keys() | FOR_BROWSERS.keys()
        for route, status in FOR_BROWSERS.items():
            found, told, headers = await company.browser().get(route.removeprefix("GET "))
            assert found == status
            assert "T0" not in told
            if status == 302:
                assert headers["Location"].startswith(company.slack.url)
        assert (await asked(f"{company.product.url}/slack/install", "HEAD"))[0] == 405


async def test_figures_stay_on_this_machine(siege: Siege) -> None:
    """Attack 47: without a token the figures are for callers on this machine, and not for what is passed on from elsewhere."""
    url = f"{siege.company.product.url}/metrics"
    assert (await asked(url))[0] == 200
    for header in PASSED_ON:
        assert await asked(url, **{header: "127.0.0.1"}) == (404, ""), header


async def test_figures_for_whoever_has_the_token(sqlite_file: Path) -> None:
    """Attack 47: with a token set it opens the figures to its bearer alone, even on this machine."""
    async with with_token(copy(sqlite_file)) as url:
        for wrong in (
            {},
            {"Authorization": TOKEN},
            {"Authorization": "Bearer "},
            {"Authorization": f"Bearer {TOKEN}x"},
        ):
            assert await asked(f"{url}/metrics", **wrong) == (401, ""), wrong
        status, told = await asked(f"{url}/metrics", Authorization=f"Bearer {TOKEN}", **{"X-Forwarded-For": "1.2.3.4"})
        assert status == 200
        assert "copydesk_courier_backlog" in told
