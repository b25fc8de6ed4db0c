"""What the clock makes Copydesk do, each chore every so many seconds; what is due is claimed in the database."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Final

from bot.policy import PolicyKeeper
from bot.schedule import ticker
from workflows.engine.attachments import Attachments
from workflows.engine.comings import Comings
from workflows.engine.groups import Groups
from workflows.engine.handle import Clock
from workflows.engine.jobs import Sealing, seal_ledger, send_digests
from workflows.engine.places import Places
from workflows.engine.policies import Policies
from workflows.engine.store import Digests
from workflows.engine.sweep import Sweep

DIGEST_TICK: Final = 5
POLICY_TICK: Final = 5
PLACES_TICK: Final = 30
GROUPS_TICK: Final = 5
SWEEP_TICK: Final = 10
PEOPLE_TICK: Final = 600
SEAL_TICK: Final = 2
ATTACHMENTS_TICK: Final = 2
UPKEEP_TICK: Final = 60
"""Seconds between looks at what is due, at the policy in force, at places not found yet, at groups that are due, at a piece of
the cards that may have changed without an event, at who is still here, at what the ledger's sealer has to do, at installations
that came or went, and at tokens that come to their end.
"""

Chore = Callable[[], Awaitable[object]]


class Chores:
    """Every chore by itself, and all of them at once. `wake` tells the courier that something may be due."""

    def __init__(
        self,
        *,
        digests: Digests,
        policies: Policies,
        places: Places,
        groups: Groups,
        comings: Comings,
        sweep: Sweep,
        keeper: PolicyKeeper,
        sealing: Sealing,
        attachments: Attachments | None,
        upkeep: Chore,
        new_id: Callable[[], str],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        """`attachments` only where Copydesk is installed in several places; `upkeep` keeps the chats' tokens good. `clock` gives
        the time in UTC, `new_id` gives ids to digests.
        """
        self._digests = digests
        self._policies = policies
        self._places = places
        self._groups = groups
        self._comings = comings
        self._sweep = sweep
        self._keeper = keeper
        self._sealing = sealing
        self._attachments = attachments
        self._upkeep = upkeep
        self._new_id = new_id
        self._clock = clock
        self._wake = wake

    @property
    def _every(self) -> tuple[tuple[Chore, int], ...]:
        installed = ((self._attachments_changed, ATTACHMENTS_TICK), (self._upkeep, UPKEEP_TICK))
        return (
            *(installed if self._attachments else ()),
            (self._keeper.follow, POLICY_TICK),
            (self._look_for_people, PEOPLE_TICK),
            (self._find_places, PLACES_TICK),
            (self._read_groups, GROUPS_TICK),
            (self._send_digests, DIGEST_TICK),
            (self._look_for_changes, SWEEP_TICK),
            (self._seal, SEAL_TICK),
        )

    async def all(self) -> None:
        """Do at once what the clock would make us do next."""
        for chore, _ in self._every:
            await chore()
        self._wake()

    @contextmanager
    def running(self) -> Generator[None]:
        """Do each chore at its time, until the block ends."""
        schedulers = [ticker(chore, seconds) for chore, seconds in self._every]
        for scheduler in schedulers:
            scheduler.start()
        try:
            yield
        finally:
            for scheduler in schedulers:
                scheduler.shutdown(wait=False)

    async def _attachments_changed(self) -> None:
        if self._attachments:
            await self._attachments.look(self._clock())

    async def _send_digests(self) -> None:
        if await send_digests(self._digests, self._policies.current, self._new_id, self._clock()):
            self._wake()

    async def _find_places(self) -> None:
        if await self._places.find(self._clock()):
            self._wake()

    async def _read_groups(self) -> None:
        await self._groups.refresh(self._clock())

    async def _look_for_changes(self) -> None:
        if await self._sweep.step(self._clock()):
            self._wake()

    async def _look_for_people(self) -> None:
        await self._comings.sweep(self._clock())

    async def _seal(self) -> None:
        await seal_ledger(self._sealing)
