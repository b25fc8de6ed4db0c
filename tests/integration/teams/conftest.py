"""A local Teams and a Copydesk beside it."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.teams.server import LocalTeams
from tests.integration.teams.desk import Desk, serving


@pytest.fixture
async def teams() -> AsyncIterator[LocalTeams]:
    """Serve the example's people and places."""
    async with LocalTeams() as local:
        yield local


@pytest.fixture
async def desk(teams: LocalTeams) -> AsyncIterator[Desk]:
    """Serve Teams' endpoint with a door that notes what comes."""
    async with serving(teams) as running:
        yield running
