"""A local Teams with a stand-in bot attached, both over real HTTP."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.teams import LocalTeams
from tests.integration.playground.standin import StandIn


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    """A local Teams with the example's people."""
    async with LocalTeams() as running:
        yield running


@pytest.fixture
async def bot(teams: LocalTeams) -> AsyncIterator[StandIn]:
    """A bot that has signed in."""
    async with StandIn(teams=teams) as running:
        await running.sign_in()
        yield running
