"""Waking whoever delivers: this process's courier, and by the bell those of the other replicas."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from adapters.storage.database import Database
from bot.rounds import Rounds


class Waking:
    """Called when there is something to deliver: whichever replica has a hand free takes it."""

    def __init__(self, rounds: Rounds, database: Database) -> None:
        """Nothing runs yet. Where the database has no bell, only our own courier is woken."""
        self._rounds = rounds
        self._bell = database.bell(rounds.wake)

    def __call__(self) -> None:
        """Wake them."""
        self._rounds.wake()
        if self._bell:
            self._bell.ring()

    @asynccontextmanager
    async def going_round(self) -> AsyncGenerator[None]:
        """The courier goes round and the bell hangs until the block ends; what was begun is then delivered."""
        courier = asyncio.create_task(self._rounds.run(), name="courier")
        hung = asyncio.create_task(self._bell.hang(), name="bell") if self._bell else None
        try:
            yield
        finally:
            self._rounds.stop()
            try:
                await courier
            finally:
                if hung:
                    hung.cancel()
                    await asyncio.wait({hung})
