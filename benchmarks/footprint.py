"""What it costs to have Copydesk running: the start, the memory, and the processor while nothing happens."""

import asyncio
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.clicks import ROUNDS
from benchmarks.company import Company
from benchmarks.machine import free_port, running
from benchmarks.progress import say

IDLE_SECONDS: Final = 10.0
SETTLE_SECONDS: Final = 2.0


async def measure(company: Company, folder: Path) -> Mapping[str, float]:
    """Medians of several starts, of both set-ups in turn; idle is measured once, for as long as ten seconds."""
    setups = {"": ("slack", "teams"), "slack_": ("slack",)}
    starts: dict[str, list[float]] = {name: [] for name in setups}
    memory: dict[str, list[float]] = {name: [] for name in setups}
    idle = 0.0
    for number in range(ROUNDS + 1):
        for name, chats in setups.items():
            port, store = free_port(), folder / f"{name}start.db"
            environment = company.settings(store, port, chats=chats)
            log = folder / "footprint.txt"
            with running(
                "bot.cli", "run", port=port, ready="/readyz", environment=environment, log=log, where=folder
            ) as app:
                await asyncio.sleep(SETTLE_SECONDS)
                say(f"{' and '.join(chats)}, start {number}: {app.seconds:.2f} s, {app.resident:.0f} MB")
                if number:
                    # The first one makes the database and fills the caches of the disk.
                    starts[name].append(app.seconds)
                    memory[name].append(app.resident)
                if number == ROUNDS and not name:
                    before = app.used
                    await asyncio.sleep(IDLE_SECONDS)
                    idle = 100 * (app.used - before) / IDLE_SECONDS
    return {
        **{f"{name}start_seconds": statistics.median(found) for name, found in starts.items()},
        **{f"{name}rss_mb": statistics.median(found) for name, found in memory.items()},
        "idle_cpu_percent": idle,
    }
