"""Copydesk in a process of its own that can be killed and started again at any moment, by a clock that can be moved.

The demo shows what a crash does, so it has to be one: the process gets SIGKILL. Where there are fork servers it is forked from
one that has everything loaded, so that it is back in a moment. It ends when the demo does.
"""

import asyncio
import gc
import math
import multiprocessing
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from ctypes import c_double
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from typing import Any, Final, Literal, Protocol

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.database import Unusable, prepare
from bot.compose import run_product, utc_now
from bot.logs import set_up_logs
from bot.serving import CannotListenError
from bot.settings import Settings

TICK: Final = "tick"
FORKS: Final = "forkserver" in multiprocessing.get_all_start_methods()
CONTEXT: Final = multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")
LOADED: Final = ["bot.killable", "bot.chats", "adapters.slack.entrance", "adapters.teams.app"]
"""What the server that it is forked from loads once."""

Ahead = c_double
"""How many seconds the clock is moved, in memory that both processes see."""
Condition = Literal["running", "starting", "stopped", "died"]


class Pipe(Protocol):
    """One end of a pipe between two processes."""

    def send(self, obj: Any) -> None:
        """Send something. Raises `OSError` once the other end is gone."""
        ...

    def recv(self) -> Any:
        """Wait for something. Raises `EOFError` once the other end is gone."""
        ...

    def close(self) -> None:
        """Close this end."""
        ...


@dataclass(frozen=True)
class Serving:
    """The process says where it serves."""

    url: str


@dataclass(frozen=True)
class DidNotStart:
    """The process says why it will not serve."""

    why: str


class DidNotStartError(Exception):
    """It ended before it served, for this reason."""


class MovedClock:
    """The machine's clock and how far it is moved, shared with the process."""

    def __init__(self) -> None:
        """Not moved yet."""
        # Without a lock: a process that is killed while it holds one would leave it locked for good.
        self.ahead: Ahead = CONTEXT.RawValue("d", 0.0)

    def now(self) -> datetime:
        """The moved time, in UTC."""
        return utc_now() + timedelta(seconds=self.ahead.value)

    def move(self, seconds: float) -> None:
        """Move it forward, never back. Raises `ValueError` for what is no distance."""
        if not 0 <= seconds < math.inf:
            raise ValueError("the clock goes forward only")
        self.ahead.value += seconds


class Killable:
    """The product under these settings and policy; at most one process at a time."""

    def __init__(self, settings: Settings, policy: str, clock: MovedClock, patience: float = 1.0) -> None:
        """Nothing runs yet. `policy` is the file's text; it waits `patience` times as long as usual."""
        self._settings: Settings = settings
        self._policy = policy
        self._clock = clock
        self._patience = patience
        self._life: _Life | None = None
        self._condition: Condition = "stopped"
        self._watchers: list[Callable[[], None]] = []
        self._turn = asyncio.Lock()
        self.url = ""
        self.why = ""

    @property
    def condition(self) -> Condition:
        """How the process stands: it was stopped on purpose, or it died by itself."""
        return self._condition

    def watch(self, changed: Callable[[], None]) -> None:
        """Have `changed` called whenever the condition changes."""
        self._watchers.append(changed)

    def now(self) -> datetime:
        """The moved time, in UTC."""
        return self._clock.now()

    async def move(self, seconds: float) -> None:
        """Move the clock forward, and do at once what is due then."""
        self._clock.move(seconds)
        async with self._turn:
            if self._life and self._condition == "running":
                # One that ends meanwhile does it when it is back.
                await self._life.ask(TICK)

    async def start(self) -> None:
        """Start it; at the same address as before. Where it does not start, `why` says why not. Does nothing where it runs."""
        async with self._turn:
            if self._condition == "running":
                return
            self._is("starting")
            # The server that it is forked from is started by the first one, which takes a while.
            life = await asyncio.to_thread(_Life, self._settings, self._policy, self._clock, self._patience)
            self._life = life
            life.listen(self._ended)
            said = await life.news()
            if self._life is not life:
                # It was killed before it served.
                return
            match said:
                case Serving(url=url):
                    self.url = url
                    port = int(url.rpartition(":")[2])
                    self._settings = self._settings.model_copy(update={"port": port})
                    self._is("running")
                case DidNotStart(why=why):
                    await life.end()
                    self._is("died", why)
                case _:
                    self._is("died", "Copydesk's process ended before it served.")

    async def kill(self) -> None:
        """End it as a power cut would. Does nothing where it does not run."""
        life = self._life
        if life is None:
            return
        self._life = None
        await life.end()
        self._is("stopped")

    def _ended(self, life: "_Life") -> None:
        """A process ended: by itself, unless it was killed."""
        if life is self._life and self._condition == "running":
            self._is("died", "Copydesk's process ended by itself. Start it again; what was recorded is still there.")

    def _is(self, condition: Condition, why: str = "") -> None:
        self._condition, self.why = condition, why
        for changed in self._watchers:
            changed()


class _Life:
    """One process, from its start to its end. Made in a thread, for starting it takes a while."""

    def __init__(self, settings: Settings, policy: str, clock: MovedClock, patience: float) -> None:
        ours, theirs = CONTEXT.Pipe()
        self._pipe: Pipe = ours
        self._process: BaseProcess = CONTEXT.Process(
            target=_live, args=(settings, policy, clock.ahead, patience, theirs), daemon=True
        )
        self._process.start()
        # Now only the process has that end, so that its end is heard here.
        theirs.close()
        self._heard = asyncio.Queue[object]()
        self._listening: asyncio.Task[None] | None = None

    def listen(self, ended: Callable[["_Life"], None]) -> None:
        """Hear what it says, and its end."""
        self._listening = asyncio.create_task(self._listen(ended))

    async def news(self) -> object:
        """The next thing that it says; None once it has ended."""
        return await self._heard.get()

    async def ask(self, what: str) -> object:
        """Ask it for something, and wait until it is done or has ended."""
        with suppress(OSError):
            self._pipe.send(what)
        return await self.news()

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._process.kill()
        if self._listening:
            await self._listening

    async def _listen(self, ended: Callable[["_Life"], None]) -> None:
        def hear() -> object:
            try:
                return self._pipe.recv()
            except (EOFError, OSError):
                return None

        while (said := await asyncio.to_thread(hear)) is not None:
            self._heard.put_nowait(said)
        await asyncio.to_thread(self._process.join)
        self._pipe.close()
        self._heard.put_nowait(None)
        ended(self)


@asynccontextmanager
async def killable(
    settings: Settings, policy: str, clock: MovedClock, patience: float = 1.0
) -> AsyncGenerator[Killable]:
    """Serve in a process of its own until the block ends. Raises `DidNotStartError` with the reason, a sentence."""
    if FORKS:
        CONTEXT.set_forkserver_preload(LOADED)
    product = Killable(settings, policy, clock, patience)
    try:
        await product.start()
        if product.condition != "running":
            raise DidNotStartError(product.why)
        yield product
    finally:
        await product.kill()


def _live(settings: Settings, policy: str, ahead: Ahead, patience: float, pipe: Pipe) -> None:
    """The process: serve until killed, or until the demo is gone."""
    # Ctrl-C reaches every process of the terminal; the demo says when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    set_up_logs("ERROR")
    asyncio.run(_serve(settings, policy, ahead, patience, pipe))


async def _serve(settings: Settings, policy: str, ahead: Ahead, patience: float, pipe: Pipe) -> None:
    def clock() -> datetime:
        return utc_now() + timedelta(seconds=ahead.value)

    loaded = load_text(policy, "policy")
    if not isinstance(loaded, Loaded):
        pipe.send(DidNotStart(" ".join(loaded)))
        return
    database = await prepare(settings.database_url)
    if isinstance(database, Unusable):
        pipe.send(DidNotStart(database.sentence))
        return
    try:
        async with run_product(settings, loaded, database, clock, patience, "at will") as product:
            pipe.send(Serving(product.url))
            while await asyncio.to_thread(_asked, pipe):
                await product.tick()
                pipe.send(TICK)
    except CannotListenError as error:
        pipe.send(DidNotStart(str(error)))
    finally:
        await database.close()


def _asked(pipe: Pipe) -> bool:
    """Wait until the demo asks for a tick; False once it is gone."""
    try:
        return bool(pipe.recv())
    except EOFError:
        return False
