"""What a full store costs: a click, a queue page and a courier round with 1,000,000 proposals against 1,000.

As many proposals are open in both; the full store has had years, and 999,000 that ended. It is made once and kept in the
temporary folder, under a name that changes with the code that made it.
"""

import hashlib
import itertools
import json
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from adapters.storage.database import Database, Unusable, prepare
from adapters.storage.store import SqlStore
from benchmarks.clicks import ROUNDS, recording
from benchmarks.company import Company, Samples, multiply
from benchmarks.load import drive, post
from benchmarks.machine import free_port, running
from benchmarks.progress import say
from bot.playground.slack.delivery import FORM
from bot.playground.slack.signing import signed_headers
from bot.rounds import AT_ONCE, LEASE
from workflows.engine.store import Settled

OPEN: Final = 1_000
ALL: Final = 1_000_000
CLICKS: Final = 20
"""In a round; the store of a million is used for several runs, each with posts that nobody clicked yet."""
COURIER_ROUNDS: Final = 10

_SOURCES: Final = ("adapters/storage", "workflows/domain", "benchmarks/company.py")


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """The ratio of the medians of each, full to fresh, and the worst of them."""
    small = folder / "small.db"
    multiply(company, small, OPEN)
    full, filled = _full(company)
    clicks = await _clicks({small: company, full: filled}, folder)
    stores = {file: await prepare(f"sqlite:///{file}") for file in (small, full)}
    try:
        queues = await _in_turn({file: _queue_page(_opened(store)) for file, store in stores.items()})
        for file in stores:
            _make_due(file)
        couriers = await _in_turn({file: _courier_round(_opened(store)) for file, store in stores.items()})
    finally:
        for store in stores.values():
            await _opened(store).close()
    ratios = {
        f"growth_{name}_ratio": times[full] / times[small]
        for name, times in (("click", clicks), ("queue", queues), ("courier", couriers))
    }
    return {"growth_ratio": max(ratios.values()), **ratios}


def _full(company: Company) -> tuple[Path, Company]:
    """The store with a million proposals, made if there is none, and the company whose posts are in it."""
    root = Path(__file__).resolve().parents[1]
    read = hashlib.sha256()
    for source in _SOURCES:
        path = root / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            read.update(file.read_bytes())
    place = Path(tempfile.gettempdir()) / "copydesk-benchmarks"
    file = place / f"{read.hexdigest()[:16]}.db"
    beside = file.with_suffix(".json")
    if not beside.exists() or _clicked(file) + CLICKS * (ROUNDS + 1) > OPEN:
        say(f"making {ALL:,} proposals in {place}: a few minutes, once")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        multiply(company, file, OPEN, ALL - OPEN)
        beside.write_text(json.dumps(asdict(company.samples)), encoding="utf-8")
    return file, replace(company, samples=Samples(**json.loads(beside.read_text(encoding="utf-8"))))


async def _clicks(companies: Mapping[Path, Company], folder: Path) -> Mapping[Path, float]:
    """The median of a click, one after another, on each store: by two processes, in turn."""
    spent: dict[Path, list[float]] = {file: [] for file in companies}
    small, full = companies
    ports = {file: free_port() for file in companies}
    numbers = {file: itertools.count(_clicked(file) + 1) for file in companies}
    log = folder / "growth.txt"
    environments = {
        file: company.settings(file, ports[file], chats=("slack", "teams")) for file, company in companies.items()
    }
    made = CLICKS * (ROUNDS + 1)
    with (
        recording(small, made),
        recording(full, made),
        running(
            "bot.cli", "run", port=ports[small], ready="/readyz", environment=environments[small], log=log, where=folder
        ),
        running(
            "bot.cli", "run", port=ports[full], ready="/readyz", environment=environments[full], log=log, where=folder
        ),
    ):
        for number in range(ROUNDS + 1):
            for file, company in companies.items():
                clicks = [_click(company, next(numbers[file])) for _ in range(CLICKS)]
                done = await drive(ports[file], clicks, 1)
                say(f"click in {file.name}, round {number}: p50 {done.percentile(50) * 1e3:.1f} ms")
                if number:
                    spent[file].append(done.percentile(50))
    return {file: statistics.median(found) for file, found in spent.items()}


def _click(company: Company, number: int) -> bytes:
    body = urlencode({"payload": company.slack_click(number, f"growth.{number}")}).encode()
    headers = signed_headers(company.slack.workspace.signing_secret, str(int(time.time())), body)
    return post("/slack/events", body, {"Content-Type": FORM, **headers})


def _clicked(file: Path) -> int:
    """How many posts of a store were clicked: each left an input."""
    with closing(sqlite3.connect(file)) as store:
        return int(store.execute("SELECT count(*) FROM inputs WHERE key LIKE '%:growth.%'").fetchone()[0])


async def _in_turn(works: Mapping[Path, Callable[[], Awaitable[object]]]) -> Mapping[Path, float]:
    """The median time of each, in turn, after one of each that only warms up."""
    spent: dict[Path, list[float]] = {file: [] for file in works}
    for number in range(COURIER_ROUNDS + 1):
        for file, work in works.items():
            started = time.perf_counter()
            await work()
            if number:
                spent[file].append(time.perf_counter() - started)
    return {file: statistics.median(found) for file, found in spent.items()}


def _queue_page(database: Database) -> Callable[[], Awaitable[object]]:
    """What the morning's digest reads: all that is open, and what ended since the day before."""
    store = SqlStore(database)

    async def read() -> None:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        found: Sequence[object] = await store.queue(("in_review", "approved"))
        ended: Sequence[object] = await store.queue(("approved", "rejected", "withdrawn"), yesterday)
        if len(found) < OPEN or len(ended) > OPEN:
            raise RuntimeError(f"not the queue that was made: {len(found)} open, {len(ended)} ended")

    return read


def _courier_round(database: Database) -> Callable[[], Awaitable[object]]:
    """What the store has to do with one round: claim what is due, write down what came of it, ask when to wake."""
    store = SqlStore(database)

    async def go() -> None:
        now = datetime.now(UTC)
        claimed = await store.claim(now, AT_ONCE, LEASE, "slack")
        if not claimed:
            raise RuntimeError("nothing was due")
        for one in claimed:
            shown = Settled(shown=one.post.wanted, digest=one.post.digest, ref=one.post.ref)
            await store.settle(one, shown)
        await store.next_due(now, "slack")

    return go


def _make_due(file: Path) -> None:
    """Give the courier the same work in every store: some hundred card posts, and nothing else."""
    with closing(sqlite3.connect(file)) as store:
        store.execute("UPDATE card_posts SET shown = wanted, parked = '' WHERE shown < wanted")
        store.execute(
            "UPDATE card_posts SET wanted = wanted + 1 WHERE id IN"
            " (SELECT card_posts.id FROM card_posts JOIN proposals ON proposals.id = proposal"
            " WHERE proposals.status = 'in_review' AND ref_id IS NOT NULL ORDER BY card_posts.id LIMIT 300)"
        )
        store.commit()


def _opened(store: Database | Unusable) -> Database:
    if isinstance(store, Unusable):
        raise RuntimeError(store.sentence)  # noqa: TRY004  # the file is wrong
    return store
