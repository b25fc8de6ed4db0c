"""The bell between replicas on PostgreSQL: whoever committed something to deliver rings, and the others look at once.

It hangs on a connection of its own, beside the pool. Ringing is a NOTIFY after the commit, never inside it: a transaction that
notifies takes a lock on the whole server while it commits, and waits for whoever else does. A ring that is lost costs no more
than the time until the courier looks of itself.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

CHANNEL: Final = "copydesk"
CHECK: Final = 30.0
"""Seconds without a ring of ours after which the connection is tried: a dead one is silent, too."""
AGAIN: Final = 1.0
"""Seconds until a lost connection is made anew."""

log: Final = logging.getLogger(__name__)


class PostgresBell:
    """One process's end of it. `heard` is called in the loop's thread when another process rang, and whenever the connection
    was made, since something may have been missed.
    """

    def __init__(self, url: URL, heard: Callable[[], None]) -> None:
        """Take a URL that `database.normalise` made; nothing is opened yet."""
        self._engine = create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            # A ring is nothing to keep, so it does not wait for the disk.
            connect_args={"timeout": 5, "command_timeout": 5, "server_settings": {"synchronous_commit": "off"}},
        )
        self._heard = heard
        self._rung = asyncio.Event()
        self._lost = False

    def ring(self) -> None:
        """Let the others look. What is rung while a NOTIFY is under way is one more, however often."""
        self._rung.set()

    async def hang(self) -> None:
        """Listen and ring until cancelled."""
        try:
            while True:
                try:
                    await self._listen()
                except Exception as error:  # noqa: BLE001  # whatever it is, the courier still looks of itself
                    if not self._lost:
                        log.warning("replicas cannot ring each other", extra={"cause": type(error).__name__})
                    self._lost = True
                await asyncio.sleep(AGAIN)
        finally:
            await self._engine.dispose()

    async def _listen(self) -> None:
        """Until the connection ends. Raises whatever keeps it from being made or used."""
        over = asyncio.Event()
        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            # The driver ships without types.
            driver: Any = raw.driver_connection
            mine = driver.get_server_pid()

            def on_ring(_: object, sender: int, *_told: object) -> None:
                if sender != mine:
                    self._heard()

            def on_end(_: object) -> None:
                over.set()
                self._rung.set()

            driver.add_termination_listener(on_end)
            await driver.add_listener(CHANNEL, on_ring)
            self._lost = False
            self._heard()
            while True:
                try:
                    async with asyncio.timeout(CHECK):
                        await self._rung.wait()
                except TimeoutError:
                    await driver.execute("SELECT 1")
                    continue
                self._rung.clear()
                if over.is_set():
                    return
                await driver.execute("SELECT pg_notify($1, '')", CHANNEL)
