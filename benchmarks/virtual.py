"""Virtual time: an event loop whose clock jumps to the next thing that is due, once all real work is done."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from sqlalchemy import Connection

from adapters.storage.database import Bell, Database
from adapters.storage.sql import Undone

T = TypeVar("T")
STEP: Final = 1e-6
"""Seconds: the least by which the time passes."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time begins at 0 and passes only while nobody works; `busy` counts work in other threads, for which it waits."""

    def __init__(self) -> None:
        """Begin at 0 seconds."""
        self.busy = 0
        self.passed = 0.0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Seconds since the beginning."""
        return self.passed


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for real work, or let the time pass at once."""
        if timeout is None or (self._loop.busy and timeout > 0):
            return super().select(1.0)
        if timeout > 0:
            # A step too small to be told from none would be taken for ever.
            self._loop.passed += max(timeout, STEP)
        return super().select(0)


class Counted:
    """A database whose work is waited for before the time passes."""

    def __init__(self, database: Database, loop: VirtualLoop) -> None:
        """Take an open database; it stays its owner's to close."""
        self._database = database
        self._loop = loop

    async def write(self, work: Callable[[Connection], T | Undone[T]]) -> T:
        """Run `work` in a transaction."""
        return await self._counted(self._database.write(work))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which only reads."""
        return await self._counted(self._database.read(work))

    async def ping(self) -> bool:
        """Whether it answers."""
        return await self._counted(self._database.ping())

    async def durability(self) -> str:
        """What would lose what was committed."""
        return await self._counted(self._database.durability())

    async def exposed(self) -> bool:
        """As it says."""
        return await self._counted(self._database.exposed())

    def bell(self, heard: Callable[[], None]) -> Bell | None:
        """As the database under it."""
        return self._database.bell(heard)

    async def close(self) -> None:
        """Close it."""
        await self._counted(self._database.close())

    async def _counted(self, work: Coroutine[Any, Any, T]) -> T:
        self._loop.busy += 1
        try:
            return await work
        finally:
            self._loop.busy -= 1


def run(main: Callable[[VirtualLoop], Coroutine[Any, Any, T]]) -> T:
    """What `main` comes to, in a virtual loop of its own."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main(loop))
