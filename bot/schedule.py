# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# (apscheduler ships no types)
"""The clock's work: APScheduler only ticks; what is due is claimed in the database, so any number of replicas do it once."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger


def ticker(tick: Callable[[], Awaitable[object]], seconds: int) -> AsyncIOScheduler:
    """A scheduler that calls `tick` every so many seconds: never twice at once, never skipped for being late."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(tick, IntervalTrigger(seconds=seconds), max_instances=1, coalesce=True, misfire_grace_time=None)
    return scheduler
