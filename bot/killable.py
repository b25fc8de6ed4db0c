"""Copydesk in a process of its own that can be killed and started again at any moment, by a clock that can be moved.

The demo shows what a crash does, so it has to be one: the process gets SIGKILL. It is forked from a server that has everything
loaded, so that it is back in a moment, and it ends when the demo does.
"""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Final, Protocol

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.database import Unusable, prepare
from bot.compose import run_product, utc_now
from bot.logs import set_up_logs
from bot.serving import CannotListenError
from bot.settings import Settings

TICK: Final = "tick"
CONTEXT: Final = multiprocessing.get_context("forkserver")
LOADED: Final = ["bot.killable", "bot.chats", "adapters.slack.entrance", "adapters.teams.app"]
"""What the server that it is forked from loads once."""


class Pipe(Protocol):
    """One end of a pipe between two processes."""

    def send(self, obj: Any) -> None:
        """Send something."""
        ...

    def recv(self) -> Any:
        """Wait for something. Raises `EOFError` once the other end is gone."""
        ...


class DidNotStartError(Exception):
    """It ended before it served."""


class MovedClock:
    """The machine's clock and how far it is moved, shared with the process."""

    def __init__(self) -> None:
        """Not moved yet."""
        self.ahead: Synchronized[float] = CONTEXT.Value("d", 0.0)

    def now(self) -> datetime:
        """The moved time, in UTC."""
        return utc_now() + timedelta(seconds=self.ahead.value)


class Killable:
    """The product under these settings and policy; at most one process at a time."""

    def __init__(self, settings: Settings, policy: str, clock: MovedClock) -> None:
        """Nothing runs yet. `policy` is the file's text."""
        self._settings = settings
        self._policy = policy
        self._clock = clock
        self._process: ForkServerProcess | None = None
        self._pipe: Pipe | None = None
        self._turn = asyncio.Lock()
        self.url = ""

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.is_alive()

    def now(self) -> datetime:
        """The moved time, in UTC."""
        return self._clock.now()

    async def move(self, seconds: float) -> None:
        """Move the clock forward (never back), and do at once what is due then."""
        self._clock.ahead.value += max(0.0, seconds)
        async with self._turn:
            if self.running and self._pipe:
                self._pipe.send(TICK)
                await self._heard()

    async def start(self) -> None:
        """Start it; at the same address as before. Raises `DidNotStartError` where it ends before it serves."""
        async with self._turn:
            if self.running:
                return
            ours, theirs = CONTEXT.Pipe()
            process = CONTEXT.Process(
                target=_live, args=(self._settings, self._policy, self._clock.ahead, theirs), daemon=True
            )
            # The server that it is forked from is started by the first one, which takes a while.
            await asyncio.to_thread(process.start)
            theirs.close()
            self._process, self._pipe = process, ours
            self.url = str(await self._heard())
            port = int(self.url.rpartition(":")[2])
            self._settings = self._settings.model_copy(update={"port": port})

    async def kill(self) -> None:
        """End it as a power cut would."""
        process = self._process
        if process is not None and process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            await asyncio.to_thread(process.join)

    async def _heard(self) -> object:
        if self._pipe is None:
            raise DidNotStartError
        try:
            return await asyncio.to_thread(self._pipe.recv)
        except EOFError as ended:
            raise DidNotStartError("Copydesk's process ended.") from ended


@asynccontextmanager
async def killable(settings: Settings, policy: str, clock: MovedClock) -> AsyncGenerator[Killable]:
    """Serve in a process of its own until the block ends."""
    CONTEXT.set_forkserver_preload(LOADED)
    product = Killable(settings, policy, clock)
    try:
        await product.start()
        yield product
    finally:
        await product.kill()


def _live(settings: Settings, policy: str, ahead: "Synchronized[float]", pipe: Pipe) -> None:
    """The process: serve until killed, or until the demo is gone."""
    # Ctrl-C reaches every process of the terminal; the demo says when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    set_up_logs("ERROR")
    asyncio.run(_serve(settings, policy, ahead, pipe))


async def _serve(settings: Settings, policy: str, ahead: "Synchronized[float]", pipe: Pipe) -> None:
    def clock() -> datetime:
        return utc_now() + timedelta(seconds=ahead.value)

    loaded = load_text(policy, "policy")
    database = await prepare(settings.database_url)
    if not isinstance(loaded, Loaded) or isinstance(database, Unusable):
        return
    try:
        async with run_product(settings, loaded, database, clock, pace="at will") as product:
            pipe.send(product.url)
            while await asyncio.to_thread(_asked, pipe):
                await product.tick()
                pipe.send(TICK)
    except CannotListenError:
        return
    finally:
        await database.close()


def _asked(pipe: Pipe) -> bool:
    """Wait until the demo asks for a tick; False once it is gone."""
    try:
        return bool(pipe.recv())
    except EOFError:
        return False
