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
        """Make rounds until cancelled."""
        while True:
            self._awake.clear()
            try:
                busy = await self.once()
                pause = 0.0 if busy else await self._pause()
            except Exception:
                log.exception("courier round failed")
                pause = LONGEST_SLEEP
            if pause:
                try:
                    async with asyncio.timeout(pause):
                        await self._awake.wait()
                except TimeoutError:
                    continue

    async def once(self) -> bool:
        """One round; whether anything was due."""
        claimed = await self._posts.claim(self._clock(), AT_ONCE, LEASE)
        await asyncio.gather(*(self._deliver(one) for one in claimed))
        return bool(claimed)

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
        await self._posts.settle(claimed, settled)

    async def _pause(self) -> float:
        now = self._clock()
        due = await self._posts.next_due(now)
        if due is None:
            return LONGEST_SLEEP
        return min(LONGEST_SLEEP, max(0.02, (due - now).total_seconds()))
