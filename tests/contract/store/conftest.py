"""A second way into the store's database, past the store."""

from collections.abc import AsyncIterator

import pytest

from adapters.storage.database import Database, connect


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database under `store`, for what the store would never do."""
    database = connect(database_url)
    yield database
    await database.close()
