"""Signing keys: fetched without blocking, rolled over in time, asked for no more often than needed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from adapters.teams.config import TeamsConfig
from adapters.teams.keys import KeyCache
from adapters.teams.tokens import TokenSource
from bot.playground.teams.faults import Fail, Hold
from bot.playground.teams.server import LocalTeams
from tests.integration.teams.desk import config_for


@dataclass
class Clock:
    """Seconds, moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        """Tell them."""
        return self.now


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A client session."""
    async with aiohttp.ClientSession() as opened:
        yield opened


def fetches(teams: LocalTeams) -> int:
    """How often the key set was asked for."""
    return len(teams.log.calls_to("keys"))


async def test_keys_are_fetched_once_for_all_who_wait(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """A hundred requests at once make one fetch."""
    keys = KeyCache(teams.openid_url, session, Clock())
    found = await asyncio.gather(*(keys.find("teams-1") for _ in range(100)))
    assert all(key is not None and "msteams" in key.endorsements for key in found)
    assert fetches(teams) == 1


async def test_a_new_key_is_accepted_after_a_minute_at_most(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """An unknown key id makes us ask again, but only once a minute; the SDK would refuse it for a day."""
    clock = Clock()
    keys = KeyCache(teams.openid_url, session, clock)
    assert await keys.find("teams-1") is not None
    new = teams.issuer.rotate(keep_old=False)
    clock.now = 59
    assert await keys.find(new) is None
    assert fetches(teams) == 1
    clock.now = 60
    assert await keys.find(new) is not None
    assert await keys.find("teams-1") is None
    assert fetches(teams) == 2


async def test_a_withdrawn_key_is_refused_after_a_day(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """Known keys are believed for a day, then asked for again."""
    clock = Clock()
    keys = KeyCache(teams.openid_url, session, clock)
    assert await keys.find("teams-1") is not None
    teams.issuer.rotate(keep_old=False)
    clock.now = 24 * 3600 - 1
    assert await keys.find("teams-1") is not None
    clock.now = 24 * 3600
    assert await keys.find("teams-1") is None


async def test_known_keys_outlive_a_failing_refresh(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """A document that cannot be fetched keeps nobody out who was in, and is tried again soon."""
    clock = Clock()
    keys = KeyCache(teams.openid_url, session, clock)
    assert await keys.find("teams-1") is not None
    teams.faults.inject("openid", Fail(status=503))
    clock.now = 100
    assert await keys.find("unknown") is None
    assert await keys.find("teams-1") is not None
    new = teams.issuer.rotate()
    clock.now = 105
    assert await keys.find(new) is not None


async def test_without_any_keys_nobody_is_let_in(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """It fails closed, and recovers by itself."""
    clock = Clock()
    teams.faults.inject("keys", Fail(status=500))
    keys = KeyCache(teams.openid_url, session, clock)
    assert await keys.find("teams-1") is None
    clock.now = 5
    assert await keys.find("teams-1") is not None


async def test_one_login_serves_all_who_wait(teams: LocalTeams, session: aiohttp.ClientSession) -> None:
    """While the token is fetched everyone waits for that one fetch; it is renewed before it ends."""
    clock = Clock()
    source = TokenSource(config_for(teams), session, clock)
    gate = asyncio.Event()
    teams.faults.inject("token", Hold(until=gate))
    waiting = [asyncio.create_task(source.bearer()) for _ in range(20)]
    await asyncio.sleep(0)
    gate.set()
    bearers = await asyncio.gather(*waiting)
    assert len(set(bearers)) == 1
    assert len(teams.log.calls_to("token")) == 1
    clock.now = 24 * 3600
    await source.bearer()
    assert len(teams.log.calls_to("token")) == 2


def test_the_token_comes_from_the_home_tenant() -> None:
    """Single-tenant registrations get their token at their own tenant's endpoint and nowhere else."""
    config = TeamsConfig(app_id="a", app_password="b", tenant_id="0b7c")
    assert config.token_url == "https://login.microsoftonline.com/0b7c/oauth2/v2.0/token"
