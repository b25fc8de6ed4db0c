"""The company under attack, on SQLite where the database makes no difference, and on both where it could."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.attack.siege import Siege, besieged
from tests.support.databases import copy


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company under attack."""
    async with besieged(copy(sqlite_file)) as under_attack:
        yield under_attack


@pytest.fixture
async def siege_on_both(database_url: str) -> AsyncIterator[Siege]:
    """The company under attack, once on SQLite and once on PostgreSQL."""
    async with besieged(database_url) as under_attack:
        yield under_attack
