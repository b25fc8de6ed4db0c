"""What several of these tests begin with."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.slack.installed import Scene, installed
from tests.support.databases import copy


@pytest.fixture
async def scene(sqlite_file: Path) -> AsyncIterator[Scene]:
    """Acme is installed; time stands still until it is moved."""
    async with installed(copy(sqlite_file)) as scene:
        yield scene
