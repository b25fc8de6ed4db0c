"""The courier's rounds: claim what is due, deliver it, write down what came of it; then sleep until woken or due."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from workflows.engine.courier import Courier
from workflows.engine.store import CardPosts, Claimed, Settled

LEASE: Final = timedelta(seconds=30)
AT_ONCE: Final = 8
"""How many conversations are written to at the same time."""
LONGEST_SLEEP: Final = 5.0
SHORTEST_SLEEP: Final = 0.02
"""Seconds; another process may have wished for something without waking us."""
AFTER_A_BUG: Final = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class Rounds:
    """Runs the courier until stopped. `wake` may be called from anywhere in the loop's thread."""

    def __init__(self, posts: CardPosts, courier: Courier, clock: Callable[[], datetime]) -> None:
        """`clock` gives the time in UTC."""
        self._posts = posts
        self._courier = courier
        self._clock = clock
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is something to deliver."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver until cancelled. A chat that answers slowly keeps only its own conversations waiting."""
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._awake.clear()
                pause = await self._claim(running)
                await self._rest(running, pause)
                running = {task for task in running if not task.done()}
        finally:
            # Their leases run out, and whoever claims them next looks before posting again.
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _claim(self, running: set[asyncio.Task[None]]) -> float:
        """Start work on what is due, as far as there are hands free; how long to rest, in seconds."""
        try:
            claimed = await self._posts.claim(self._clock(), AT_ONCE - len(running), LEASE)
            for one in claimed:
                running.add(asyncio.create_task(self._deliver(one), name=f"card post {one.post.id}"))
            due = await self._posts.next_due(self._clock())
        except Exception:
            # The database may be away for a while; the courier outlives that.
            log.exception("courier could not claim")
            return LONGEST_SLEEP
        if due is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, (due - self._clock()).total_seconds()))

    async def _rest(self, running: set[asyncio.Task[None]], seconds: float) -> None:
        """Wait until woken, until a delivery ends, or for so long."""
        woken = asyncio.create_task(self._awake.wait())
        try:
            await asyncio.wait({woken, *running}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            settled = await self._courier.deliver(claimed, self._clock())
        except Exception:
            # One card that cannot be drawn must not keep the others waiting.
            log.exception("card post failed", post=claimed.post.id)
            post = claimed.post
            settled = Settled(
                shown=post.shown,
                digest=post.digest,
                ref=post.ref,
                due=self._clock() + AFTER_A_BUG,
                attempts=post.attempts + 1,
            )
        if settled.park:
            log.warning("card post parked", post=claimed.post.id, cause=settled.park)
        try:
            await self._posts.settle(claimed, settled)
        except Exception:
            log.exception("card post could not be settled", post=claimed.post.id)
