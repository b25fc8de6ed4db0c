"""`copydesk policy replay`: what would have differed for the last posts if another policy had ruled. Only reads."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path
from typing import Final

from adapters.policy_file.load import Loaded, load
from adapters.storage.database import UNREACHABLE, Database
from adapters.storage.replaying import everybody, newest, states
from bot.compose import utc_now
from bot.looking import CannotLook, open_to_read, unreadable
from workflows.cards.replayed import summary, told
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.replaying import Difference, people_under, replay

AT_ONCE: Final = 500
"""So many posts are read in one transaction."""


class CannotReplayError(Exception):
    """The file or the database can't be read; each reason is a sentence."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


async def replay_policy(path: Path, url: str, last: int, heard: Callable[[int, int], object]) -> AsyncGenerator[str]:
    """A line for each post that differs, the newest first, and at the end what it comes to. `heard` is told how many of how
    many posts were looked at. Raises `CannotReplayError`.
    """
    loaded = await asyncio.to_thread(load, path)
    if not isinstance(loaded, Loaded):
        raise CannotReplayError(loaded)
    database = await open_to_read(url)
    if isinstance(database, CannotLook):
        raise CannotReplayError((database.says,))
    try:
        async for line in _replayed(loaded, database, last, heard):
            yield line
    except UNREACHABLE as failed:
        raise CannotReplayError((unreadable(failed).says,)) from None
    finally:
        await database.close()


async def _replayed(
    loaded: Loaded, database: Database, last: int, heard: Callable[[int, int], object]
) -> AsyncGenerator[str]:
    policy = loaded.policy
    known = await database.read(everybody)
    facts = Facts(now=utc_now(), policy=policy, people=people_under(policy, known), link="unknown")
    wanted = await database.read(partial(newest, limit=last))
    done: list[Difference] = []
    looked = 0
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        for proposal in await database.read(partial(states, proposals=some)):
            difference = replay(proposal, facts)
            if difference is None:
                continue
            done.append(difference)
            if not difference.nothing:
                yield told(proposal, difference, facts)
        looked += len(some)
        heard(looked, len(wanted))
    yield summary(done)
