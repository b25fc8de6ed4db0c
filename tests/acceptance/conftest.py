"""The company on either database, and what must hold after every story."""

from collections.abc import AsyncIterator

import pytest

from bot.demo import open_office
from tests.acceptance.office import Company
from tests.support.databases import opened


@pytest.fixture
def policy() -> str:
    """The policy's text: the example's unless a test brings its own."""
    return ""


@pytest.fixture
async def company(database_url: str, policy: str) -> AsyncIterator[Company]:
    """The example company; afterwards both chats, the cards and the ledger must agree."""
    database = await opened(database_url)
    async with open_office(database, policy=policy) as office:
        working = Company(slack=office.slack, teams=office.teams, product=office.product)
        yield working
        await working.calm()
        await working.check()
    await database.close()
