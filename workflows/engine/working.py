"""What a request set going, for as long as the one who asked can wait; and how a bug in it is logged."""

import asyncio
import logging
import secrets
import traceback
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from workflows.domain.value import value

T = TypeVar("T")

_log: Final = logging.getLogger(__name__)


@value
class Late:
    """It is not done yet and goes on."""


@value
class Broken:
    """A bug of ours, logged under the id `trouble`, which the one who asked is told."""

    trouble: str


class Working:
    """Waits for work, but for `seconds` at most. Nothing is ever cancelled: it may be about to commit."""

    def __init__(self, seconds: float) -> None:
        """Start with nothing to do."""
        self._seconds = seconds
        self._tasks: set[asyncio.Task[Any]] = set()

    async def wait_for(self, work: Coroutine[Any, Any, T]) -> T | Late | Broken:
        """Give what `work` comes to, if it does in time. A bug is logged, whenever it shows."""
        task = asyncio.create_task(_settled(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=self._seconds)
        return task.result() if task.done() else Late()

    async def drain(self) -> None:
        """Wait for what still goes on; for shutting down."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))


def logged(bug: BaseException) -> Broken:
    """Log a bug: its type and where it happened. Its own words stay out, for they may quote a draft."""
    trouble = secrets.token_hex(4)
    place = "".join(traceback.format_tb(bug.__traceback__))
    _log.error("a request failed [%s]: %s\n%s", trouble, type(bug).__name__, place)
    return Broken(trouble=trouble)


async def _settled(work: Coroutine[Any, Any, T]) -> T | Broken:
    try:
        return await work
    except Exception as bug:  # noqa: BLE001  # whatever it is, the one who asked must hear of it
        return logged(bug)
