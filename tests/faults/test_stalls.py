"""Copydesk's event loop never stalls: between two looks at what has come in, it never works for longer than 50 ms.

What is measured is the processor time of the loop's own thread, so that neither a busy machine nor other threads count.
"""

import asyncio
import gc
import selectors
import sys
import threading
import time
import traceback
from collections.abc import AsyncGenerator, Generator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import pytest

from adapters.policy_file.load import Loaded, load
from adapters.policy_file.texts import example
from adapters.storage.database import connect
from bot.compose import Product, run_product
from bot.demo import open_local_chats, settings_for
from bot.settings import Settings
from tests.acceptance.office import MARKETING, Company, understood
from tests.support.databases import copy

pytestmark = pytest.mark.faults

MOST: Final = 0.05
SENTENCES: Final = (
    "Our new kettle is the fastest on the market.",
    "It boils in 90 seconds.",
    "Win a kettle!",
    "Tea for all.",
)
LONG: Final = " ".join(islice(cycle(SENTENCES), 100))
"""A post as long as LinkedIn takes, which legal must see."""


class WatchedSelector(selectors.DefaultSelector):
    """The loop asks it for what has come in once in every turn: in between, it works."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: list[float] = []
        """The processor time of each turn, in seconds."""
        self.began = 0.0
        """When the present turn began, in seconds of the wall's clock; 0 while the loop waits."""
        self._worked = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """As the selector does, with a look at the clock before and after."""
        if self._worked:
            self.turns.append(time.thread_time() - self._worked)
        self.began = 0.0
        ready = super().select(timeout)
        self.began = time.monotonic()
        self._worked = time.thread_time()
        return ready


@dataclass
class OwnLoop:
    """Copydesk in a loop and a thread of its own; `where` says what long turns were doing."""

    selector: WatchedSelector = field(default_factory=WatchedSelector)
    where: list[str] = field(default_factory=list[str])
    started: Future[Product] = field(default_factory=Future[Product])
    done: threading.Event = field(default_factory=threading.Event)

    def run(self, settings: Settings, loaded: Loaded, database: str) -> None:
        """In its thread: serve until `done`."""
        with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(self.selector)) as runner:
            runner.run(self._serve(settings, loaded, database))

    async def _serve(self, settings: Settings, loaded: Loaded, database: str) -> None:
        self.loop = asyncio.get_running_loop()
        opened = connect(database)
        async with run_product(settings, loaded, opened) as product:
            self.started.set_result(product)
            await asyncio.to_thread(self.done.wait)
        await opened.close()

    @contextmanager
    def looked_at(self, thread: int) -> Generator[None]:
        """Meanwhile, note where a turn is that lasts long."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(0.01):
                if self.selector.began and time.monotonic() - self.selector.began > MOST / 2:
                    frame = sys._current_frames().get(thread)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # the only way to another thread's stack
                    self.where.append("".join(traceback.format_stack(frame)[-6:]))

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


@asynccontextmanager
async def own_loop(settings: Settings, loaded: Loaded, database: str) -> AsyncGenerator[tuple[OwnLoop, Product]]:
    """Copydesk beside the test."""
    own = OwnLoop()
    thread = threading.Thread(target=own.run, args=(settings, loaded, database))
    thread.start()
    try:
        product = await asyncio.wrap_future(own.started)
        # As `copydesk run` does once it serves: what was loaded by then is not looked at by the collector again.
        gc.collect()
        gc.freeze()
        with own.looked_at(thread.ident or 0):
            own.selector.turns.clear()
            yield own, product
    finally:
        gc.unfreeze()
        own.done.set()
        await asyncio.to_thread(thread.join)


async def clicked_often(company: Company) -> None:
    """Ten impatient clicks at once."""
    cleo = company.slack.person("cleo")
    payload = cleo.clicking(company.in_slack("cleo").card(MARKETING), "Approve")
    assert {sent.status for sent in await company.slack.send(payload, times=10)} == {200}


async def test_the_loop_never_stalls(sqlite_file: Path, tmp_path: Path) -> None:
    """Long posts are written, checked, edited and decided in both chats, clicked on ten times at once, told in digests, and
    the policy is read again: no turn of the loop takes more than 50 ms.
    """
    policy = tmp_path / "policy.yaml"
    policy.write_text(example(), encoding="utf-8")
    async with (
        open_local_chats() as (slack, teams),
        own_loop(settings_for(slack, teams), understood(example()), copy(sqlite_file)) as (own, product),
    ):
        company = Company(slack=slack, teams=teams, product=product)
        company.attach(product)
        await company.introduce()
        await company.bind_legal()
        ada, ben = company.in_slack("ada"), company.in_teams("ben")
        for number in range(8):
            await ada.proposes(f"{number}. {LONG}"[:2900])
            await ben.clicks("Approve", company.legal)
            await clicked_often(company)
            await ada.clicks("Edit")
            await ada.fills(text=f"{number}. The fastest! {LONG[::-1]}"[:2900])
            await company.in_slack("cleo").clicks("Approve", MARKETING)
            await ben.clicks("Approve", company.legal)

        async def by_itself() -> None:
            await product.tick()
            await product.reload(await asyncio.to_thread(load, policy))

        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(by_itself(), own.loop))
        await company.calm()
        turns = list(own.selector.turns)
    assert len(turns) > 1000
    assert max(turns) < MOST, "\n\n".join(own.where[-3:])
