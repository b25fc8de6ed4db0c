"""What is done after Slack has its answer: private sentences and redrawn forms, which carry nothing that must not be lost."""

import asyncio
from collections.abc import Coroutine

from adapters.slack.bugs import logged


class Afterwards:
    """Runs things once the answer is out, and can be waited for. A crash loses them; cards have the courier instead."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, work: Coroutine[None, None, None]) -> None:
        """Start `work` in the background. What it raises is logged without its words."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def drain(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logged(error)
