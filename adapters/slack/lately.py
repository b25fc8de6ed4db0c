"""What is read from elsewhere and believed for a while, so that nobody waits long for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from workflows.domain.value import value

T = TypeVar("T")

log = logging.getLogger(__name__)


@value
class _Read(Generic[T]):
    """What a reading came to, which one it was, and when it began."""

    number: int
    began: float
    what: T


class Lately(Generic[T]):
    """The newest that `read` gave. It is read once at a time, and everybody who waits for it shares that."""

    def __init__(
        self,
        about: str,
        read: Callable[[], Awaitable[T]],
        *,
        fresh: float,
        patience: float,
        steady: Callable[[], float],
    ) -> None:
        """What was read is believed for `fresh` seconds, and longer where reading takes more than `patience`, or fails; `about`
        is how a log names it. `steady` gives seconds that only rise.
        """
        self._about = about
        self._read = read
        self._fresh = fresh
        self._patience = patience
        self._steady = steady
        self._last: _Read[T] | None = None
        self._reading: asyncio.Task[T] | None = None
        self._begun = 0
        self._wanted = 1

    @property
    def last(self) -> T | None:
        """What was read last, however long ago; None before the first time."""
        return self._last.what if self._last else None

    def forget(self) -> None:
        """It changed just now: what was read before is not fresh, nor is what is being read."""
        self._wanted = self._begun + 1

    async def newest(self) -> T:
        """As it is now: a reading that had begun before does not count. Raises what reading raises."""
        return await self._from(self._begun + 1)

    async def recent(self) -> T:
        """As it was a moment ago, or as it was read last where nobody can say in time. Raises what reading raises where there
        is nothing yet.
        """
        last = self._last
        if last is None:
            return await self._from(self._wanted)
        if last.number >= self._wanted and self._steady() - last.began < self._fresh:
            return last.what
        try:
            async with asyncio.timeout(self._patience):
                return await self._from(max(self._wanted, last.number + 1))
        except Exception:  # noqa: BLE001 - told where it was read; old news is better than none
            return last.what

    async def drain(self) -> None:
        """Wait for what is being read."""
        if self._reading:
            await asyncio.wait({self._reading})

    async def _from(self, number: int) -> T:
        """What the first reading comes to that is not before this one."""
        reading = self._reading or self._begin()
        while self._begun < number:
            await asyncio.wait({reading})
            reading = self._reading or self._begin()
        # Whoever no longer waits stops it for nobody.
        return await asyncio.shield(reading)

    def _begin(self) -> asyncio.Task[T]:
        self._begun += 1
        self._reading = asyncio.create_task(self._once(self._begun))
        self._reading.add_done_callback(self._told)
        return self._reading

    async def _once(self, number: int) -> T:
        began = self._steady()
        try:
            what = await self._read()
            self._last = _Read(number=number, began=began, what=what)
            return what
        finally:
            self._reading = None

    def _told(self, done: asyncio.Task[T]) -> None:
        failed = None if done.cancelled() else done.exception()
        if failed is not None:
            # Without its own words, which may hold an address.
            log.warning("Slack: %s could not be read: %s", self._about, type(failed).__name__)
