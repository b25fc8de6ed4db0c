"""The bell between replicas: who hears it, and that it is hung again where it fell."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from adapters.storage.database import Bell, Database, connect
from tests.support.databases import Postgres

PATIENCE = 60
ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ~* '^(listen|notify)'"


@dataclass
class Replica:
    """A process with its end of the bell; `heard` is set when it heard something."""

    heard: asyncio.Event = field(default_factory=asyncio.Event)
    bell: Bell | None = None

    def ring(self) -> None:
        """Let the others look."""
        assert self.bell is not None
        self.bell.ring()

    async def hears(self) -> None:
        """Wait until it hears something."""
        async with asyncio.timeout(PATIENCE):
            await self.heard.wait()
        self.heard.clear()


@asynccontextmanager
async def replica(database: Database) -> AsyncGenerator[Replica]:
    """A replica whose bell hangs."""
    one = Replica()
    one.bell = database.bell(one.heard.set)
    assert one.bell is not None
    hung = asyncio.create_task(one.bell.hang())
    await one.hears()
    yield one
    hung.cancel()
    await asyncio.wait({hung})


async def test_the_others_hear_a_ring_and_the_ringer_does_not(postgres_server: Postgres) -> None:
    """However often one replica rings, the other hears it, and the one that rang is not told of its own ring."""
    with postgres_server.migrated() as url:
        database = connect(url)
        async with replica(database) as one, replica(database) as other:
            for _ in range(100):
                one.ring()
            await other.hears()
            assert not one.heard.is_set()
            other.ring()
            await one.hears()
        await database.close()


async def test_a_bell_that_fell_is_hung_again(postgres_server: Postgres, caplog: pytest.LogCaptureFixture) -> None:
    """Where the server ends the connections, each replica looks for itself once it listens again, and hears the next ring."""
    with postgres_server.migrated() as url:
        database = connect(url)
        async with replica(database) as one, replica(database) as other:
            await database.write(lambda connection: connection.execute(text(ALL)).all())
            await one.hears()
            await other.hears()
            one.ring()
            await other.hears()
        await database.close()
    assert "Traceback" not in caplog.text
