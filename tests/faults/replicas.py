"""Replicas of Copydesk in processes of their own, on one database, that can be killed at any moment and are started again.

They are forked from a process that has everything loaded: a start then costs what opening costs, not what importing does.
"""

import asyncio
import json
import os
import random
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from tests.integration.bot.typed import environment

PATIENCE = 60

NURSERY = """
import asyncio, gc, json, os, signal, sys
from adapters.slack import entrance
from adapters.teams import app
from bot.compose import run_product
from bot.settings import Settings
from bot.start import open_database, read_policy

async def serve(number):
    settings = Settings()
    database = await open_database(settings)
    async with run_product(settings, read_policy(settings), database, patience=20.0, pace="at will") as product:
        print(json.dumps({"number": number, "pid": os.getpid(), "url": product.url}), flush=True)
        await asyncio.Event().wait()

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
gc.collect()
gc.freeze()
for line in sys.stdin:
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        asyncio.run(serve(int(line)))
"""
"""What `copydesk run` does, but that cards may be written at will: the local chats have no limits."""


@dataclass
class Replicas:
    """The replicas that serve now, by number; each has an address of its own after every start."""

    nursery: Process
    luck: random.Random
    live: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    kills: int = 0
    killed_at: float = 0.0
    """When the last one was, by the loop's clock."""
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def start(self, number: int) -> None:
        """Begin to start one."""
        assert self.nursery.stdin is not None
        self.nursery.stdin.write(f"{number}\n".encode())
        await self.nursery.stdin.drain()

    async def listen(self) -> None:
        """Learn who serves, until the nursery closes."""
        assert self.nursery.stdout is not None
        while line := await self.nursery.stdout.readline():
            told = json.loads(line)
            async with self._changed:
                self.live[told["number"]] = (told["pid"], told["url"])
                self._changed.notify_all()

    async def all_of(self, number: int) -> None:
        """Wait until so many serve."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: len(self.live) == number)

    async def any(self) -> str:
        """The address of one that serves; waits for one where there is none."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: bool(self.live))
            return self.luck.choice(sorted(self.live.values()))[1]

    async def kill(self) -> None:
        """Kill one that serves, without a warning, and begin to start it again."""
        await self.any()
        number = self.luck.choice(sorted(self.live))
        pid, _ = self.live.pop(number)
        os.kill(pid, signal.SIGKILL)
        self.kills += 1
        self.killed_at = asyncio.get_running_loop().time()
        await self.start(number)


@asynccontextmanager
async def replicas(settings: Settings, folder: Path, luck: random.Random, how_many: int) -> AsyncGenerator[Replicas]:
    """Start them; afterwards all are killed. What they log is in `folder`."""
    given = {
        f"COPYDESK_{name.upper()}": str(held.get_secret_value() if isinstance(held, SecretStr) else held)
        for name, held in settings
        if held is not None
    }
    with (folder / "log.jsonl").open("wb") as log:
        nursery = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            NURSERY,
            env=environment(**given, PYTHONPATH=os.pathsep.join(sys.path)),
            cwd=folder,
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
            start_new_session=True,
        )
        made = Replicas(nursery=nursery, luck=luck)
        listening = asyncio.create_task(made.listen())
        try:
            for number in range(how_many):
                await made.start(number)
            await made.all_of(how_many)
            yield made
        finally:
            # The nursery and whatever it forked are a group of their own.
            os.killpg(nursery.pid, signal.SIGKILL)
            await nursery.wait()
            await listening
