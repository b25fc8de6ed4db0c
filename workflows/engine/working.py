"""What a request set going, for as long as the one who asked can wait."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from workflows.domain.value import value

T = TypeVar("T")


@value
class Late:
    """It is not done yet and goes on."""


@value
class Broken:
    """A bug of ours, logged under the number `trouble`, which the one who asked is told."""

    trouble: str


class Working:
    """Waits for work, but for `seconds` at most. Nothing is ever cancelled: it may be about to commit."""

    def __init__(self, seconds: float, log: Callable[[Exception], str]) -> None:
        """Start with nothing to do. `log` notes a bug and gives the id under which it is found."""
        self._seconds = seconds
        self._log = log
        self._tasks: set[asyncio.Task[Any]] = set()

    async def wait_for(self, work: Coroutine[Any, Any, T]) -> T | Late | Broken:
        """Give what `work` comes to, if it does in time. A bug is logged, whenever it shows."""
        task = asyncio.create_task(self._settled(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=self._seconds)
        return task.result() if task.done() else Late()

    async def drain(self) -> None:
        """Wait for what still goes on; for shutting down."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _settled(self, work: Coroutine[Any, Any, T]) -> T | Broken:
        try:
            return await work
        except Exception as bug:  # noqa: BLE001  # whatever it is, the one who asked must hear of it
            return Broken(trouble=self._log(bug))
