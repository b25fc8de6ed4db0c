"""The courier's rounds: claim what is due, deliver it, write down what came of it; then sleep until woken or due."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextvars import Context, copy_context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from workflows.domain.ids import Chat, ProposalId
from workflows.engine.courier import Courier
from workflows.engine.store import CardPosts, Claimed, Settled, Shut
from workflows.engine.turns import act_of, installation_of
from workflows.engine.underway import UNDERWAY, Underway

LEASE: Final = timedelta(seconds=30)
DELIVERY: Final = timedelta(seconds=20)
"""How long a delivery may take: it must be over, and written down, before its lease is."""
AT_ONCE: Final = 8
"""How many conversations of each chat are written to at the same time: a chat that hangs keeps only itself waiting."""
LAST_DELIVERIES: Final = timedelta(seconds=5)
"""How long, once we are stopping, deliveries that have begun may take to end."""
LONGEST_SLEEP: Final = 5.0
A_MOMENT: Final = 1.0
SHORTEST_SLEEP: Final = 0.02
"""Seconds; another process may have wished for something without waking us."""
BEGINNING: Final = datetime.min.replace(tzinfo=UTC)

log: Final = logging.getLogger(__name__)

BREATH: Final = 0.05
"""Seconds between two rounds, however often the courier is woken: clicks come first."""

_Tasks = set[asyncio.Task[None]]


def _unknown(_: ProposalId) -> str:
    """No cause is known."""
    return ""


class Rounds:
    """Runs the courier until stopped. `wake` and `stop` may be called from anywhere in the loop's thread."""

    def __init__(
        self,
        posts: CardPosts,
        courier: Courier,
        clock: Callable[[], datetime],
        delivery: timedelta = DELIVERY,
        cause: Callable[[ProposalId], str] = _unknown,
    ) -> None:
        """`clock` gives the time in UTC; `delivery` is how long one may take; `cause` names the request that a proposal's
        deliveries follow, if it is known.
        """
        self._posts = posts
        self._courier = courier
        self._clock = clock
        self._delivery = delivery
        self._cause = cause
        self._awake = asyncio.Event()
        self._gates: Mapping[Chat, dict[Shut, _Gate]] = {chat: defaultdict(_Gate) for chat in get_args(Chat)}
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more: `run` returns once what has begun is done, or has had its time."""
        self._stopping = True
        self.wake()

    def wake(self) -> None:
        """There is something to deliver."""
        self._awake.set()

    async def run(self) -> None:
        """Deliver until stopped or cancelled. A chat that answers slowly keeps only its own conversations waiting."""
        hands: Mapping[Chat, _Tasks] = {chat: set() for chat in get_args(Chat)}
        time = asyncio.get_running_loop().time
        look = dict.fromkeys(hands, time())
        try:
            while not self._stopping:
                woken = self._awake.is_set()
                self._awake.clear()
                for chat, running in hands.items():
                    ended = {task for task in running if task.done()}
                    running.difference_update(ended)
                    if woken or ended or time() >= look[chat]:
                        look[chat] = time() + await self._claim(chat, running)
                rest = max(SHORTEST_SLEEP, min(look.values()) - time())
                await self._rest((task for running in hands.values() for task in running), rest)
                # What else is clicked meanwhile costs no round of its own.
                await asyncio.sleep(BREATH)
            left = [task for running in hands.values() for task in running]
            if left:
                await asyncio.wait(left, timeout=LAST_DELIVERIES.total_seconds())
        finally:
            # Their leases run out, and whoever claims them next looks before posting again.
            left = [task for running in hands.values() for task in running if not task.done()]
            if left:
                log.warning("deliveries are left to whoever claims them next", extra={"posts": len(left)})
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _claim(self, chat: Chat, running: _Tasks) -> float:
        """Start work on what is due in a chat, as far as there are hands free and its pace allows; how long to rest, in
        seconds.
        """
        if len(running) >= AT_ONCE:
            # Whichever delivery ends first ends the rest.
            return LONGEST_SLEEP
        gates, now = self._gates[chat], self._clock()
        for gate in gates.values():
            gate.forget(now)
        shut = [key for key, gate in gates.items() if gate.until > now or gate.left <= 0]
        opens = min((gate.until for gate in gates.values() if gate.until > now), default=None)
        room = min([AT_ONCE - len(running), *(gate.left for key, gate in gates.items() if key not in shut)])
        try:
            claimed = await self._posts.claim(now, room, LEASE, chat, shut)
            for one in claimed:
                gate = gates[installation_of(one.post), act_of(one.post)]
                gate.flying += 1
                name, context = f"card post {one.post.id}", self._context(one)
                running.add(asyncio.create_task(self._deliver(one, gates, gate), name=name, context=context))
            if len(running) >= AT_ONCE:
                return LONGEST_SLEEP
            if len(claimed) == room:
                # More may be due.
                return SHORTEST_SLEEP
            if running:
                # Its end makes us look again; until then the next one need not be told to the second.
                return A_MOMENT if opens is None else self._until(opens, A_MOMENT)
            due = await self._posts.next_due(self._clock(), chat, shut)
        except Exception:
            # The database may be away for a while; the courier outlives that.
            log.exception("courier could not claim", extra={"chat": chat})
            return LONGEST_SLEEP
        next_one = min((at for at in (due, opens) if at), default=None)
        return LONGEST_SLEEP if next_one is None else self._until(next_one, LONGEST_SLEEP)

    def _until(self, then: datetime, longest: float) -> float:
        return min(longest, max(SHORTEST_SLEEP, (then - self._clock()).total_seconds()))

    def _context(self, claimed: Claimed) -> Context:
        """Where a delivery runs: what it logs bears the number of the request that caused it."""
        context = copy_context()
        proposal = claimed.loaded.proposal
        cause = self._cause(proposal.id) if proposal else ""
        context.run(UNDERWAY.set, Underway(number=cause) if cause else None)
        return context

    async def _rest(self, running: Iterable[asyncio.Task[None]], seconds: float) -> None:
        """Wait until woken, until a delivery ends, or for so long."""
        woken = asyncio.create_task(self._awake.wait())
        try:
            await asyncio.wait({woken, *running}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()

    async def _deliver(self, claimed: Claimed, gates: "dict[Shut, _Gate]", gate: "_Gate") -> None:
        try:
            settled = await self._delivered(claimed)
        finally:
            gate.flying -= 1
        # Somebody who is first written to may turn out to be of another installation than was thought.
        called = gates[settled.installation, act_of(claimed.post)] if settled.installation else gate
        called.learn(settled)
        if settled.park:
            log.warning("card post parked", extra={"post": claimed.post.id, "cause": settled.park})
        log.debug("card post delivered", extra={"post": claimed.post.id, "done": settled.shown == claimed.post.wanted})
        try:
            await self._posts.settle(claimed, settled)
        except Exception:
            log.exception("card post could not be settled", extra={"post": claimed.post.id})

    async def _delivered(self, claimed: Claimed) -> Settled:
        timeout = asyncio.timeout(self._delivery.total_seconds())
        try:
            async with timeout:
                return await self._courier.deliver(claimed, self._clock())
        except Exception:
            if timeout.expired():
                log.warning("card post took too long", extra={"post": claimed.post.id})
                return self._courier.out_of_time(claimed, self._clock())
            # One card that cannot be drawn must not keep the others waiting.
            log.exception("card post failed", extra={"post": claimed.post.id})
            return self._courier.failed(claimed, self._clock())


@dataclass
class _Gate:
    """What this process knows of one act's pace in one installation. The budgets themselves are in the database; this only keeps it
    from claiming what would have to wait.
    """

    until: datetime = BEGINNING
    room: int = AT_ONCE
    flying: int = 0

    @property
    def left(self) -> int:
        """How many more may be tried now."""
        return self.room - self.flying

    def forget(self, now: datetime) -> None:
        """Caution is for what was waiting: where nothing comes this way once the wait is over, nothing else need be claimed
        with care for it.
        """
        if not self.flying and now >= self.until + timedelta(seconds=A_MOMENT):
            self.room = AT_ONCE

    def learn(self, settled: Settled) -> None:
        """Nothing before the wait is over, then one at a time; with each that goes through, twice as many."""
        if settled.wait is None:
            self.room = min(AT_ONCE, self.room * 2)
        elif settled.wait.scope == "installation":
            self.until = settled.wait.until
            self.room = 1
