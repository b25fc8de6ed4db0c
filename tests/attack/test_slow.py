"""Attacks by slowness: connections that say nothing, or a byte a second, keep nobody else waiting and do not last."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import pytest
from aiohttp import web

from bot.connections import RECEIVE_SECONDS, Connections
from bot.web import application
from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

SLOW: Final = 500
CLOSED_WITHIN: Final = 10.0
HONEST_WITHIN: Final = 1.0
TIMEOUT: Final = aiohttp.ClientTimeout(total=30)

HEAD: Final = b"POST /slack/events HTTP/1.1\r\nHost: copydesk\r\nContent-Type: application/json\r\n"
BODY: Final = HEAD + b"Content-Length: 1000\r\n\r\n"
OPENINGS: Final = (
    b"",  # a connection, and nothing more
    HEAD[:10],  # a head that grows by a byte a second
    HEAD,
    BODY,  # a body that grows by a byte a second
    BODY.replace(b"/slack/events", b"/api/messages"),
    b"GET /healthz HTTP/1.1\r\nHost: copydesk\r\n\r\n" + HEAD[:10],  # a good request first
)


HOLDING: Final = """
import asyncio, json, sys, time

async def hold(host, port, opening):
    began = time.monotonic()
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(opening)
        drip = asyncio.create_task(dripping(writer)) if opening else None
        while await reader.read(1000):
            pass
    except ConnectionError:
        pass
    if drip:
        drip.cancel()
    return time.monotonic() - began

async def dripping(writer):
    while True:
        await asyncio.sleep(1)
        writer.write(b"x")

async def main(host, port, count, openings):
    held = [hold(host, port, openings[one % len(openings)].encode()) for one in range(count)]
    print(json.dumps(await asyncio.gather(*held)))

asyncio.run(main(*json.loads(sys.argv[1])))
"""
"""Holds many connections for as long as it is let, and says how many seconds each lasted. In a process of its own, with
file descriptors and a processor of its own.
"""


@dataclass
class Honest:
    """Somebody who goes on clicking; `took` are the seconds of each answer."""

    took: list[float] = field(default_factory=list[float])

    async def click(self, siege: Siege) -> None:
        """Look at the card in Teams, and open Slack's door on a new connection."""
        began = time.perf_counter()
        (answer,) = await siege.company.teams.deliver(siege.executing("ivy", siege.action("refresh")))
        assert answer.status == 200
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(f"{siege.company.product.url}/healthz") as alive,
        ):
            assert alive.status == 200
        self.took.append(time.perf_counter() - began)


async def held(siege: Siege) -> list[float]:
    """Hold many slow connections, by turns with each opening; how many seconds each lasted."""
    host, _, port = siege.company.product.url.removeprefix("http://").rpartition(":")
    told = json.dumps([host, int(port), SLOW, [one.decode() for one in OPENINGS]])
    attacker = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLDING, told, stdout=asyncio.subprocess.PIPE)
    said, _ = await attacker.communicate()
    assert attacker.returncode == 0
    lasted: list[float] = json.loads(said)
    return lasted


async def test_five_hundred_slow_connections(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 49: 500 sockets that say nothing or a byte a second are closed within ten seconds, with a line in the log;
    others are answered within one throughout.
    """
    honest = Honest()
    async with siege.nothing_changes(), asyncio.timeout(60):
        attack = asyncio.create_task(held(siege))
        while not attack.done():
            await honest.click(siege)
            await asyncio.sleep(0.02)
        lasted = await attack
    assert len(lasted) == SLOW
    assert max(lasted) <= CLOSED_WITHIN
    took = sorted(honest.took)
    assert took[int(len(took) * 0.99)] <= HONEST_WITHIN, took[-5:]
    assert len([one for one in caplog.records if one.name == "bot.connections"]) == 1
    assert not [one for one in caplog.records if one.name == "aiohttp.server"]


@asynccontextmanager
async def small_house(most: int = 10, seconds: float = RECEIVE_SECONDS) -> AsyncGenerator[int]:
    """A web server with room for few connections; its port."""

    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    connections = Connections(seconds, most)
    site = application((web.get("/", hello),), (connections.middleware(),))
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listening = await connections.listen(runner, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        await runner.cleanup()


async def test_more_connections_than_there_is_room_for() -> None:
    """Attack 49: with all places taken by slow ones, the slowest of them makes way; one that is idle between two requests
    stays as long as there is a slow one.
    """
    async with small_house() as port, aiohttp.ClientSession(timeout=TIMEOUT) as honest:
        url = f"http://127.0.0.1:{port}/"
        async with honest.get(url) as answer:
            assert await answer.text() == "hello"
            kept = answer.connection.transport if answer.connection else None
        slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(9)]
        for _ in range(30):
            newer = await asyncio.open_connection("127.0.0.1", port)
            newer[1].write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"hello" in await newer[0].readuntil(b"hello")
            newer[1].close()
        assert await slow[0][0].read() == b""
        assert not slow[-1][0].at_eof()
        assert kept is None or not kept.is_closing()
        for _, writer in slow:
            writer.close()


async def test_all_places_taken_by_those_who_are_idle() -> None:
    """Attack 49: with all places taken by connections that had their answer, the one that was idle longest makes way."""
    held: list[asyncio.StreamWriter] = []
    async with small_house() as port:
        for _ in range(30):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            held.append(writer)
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"hello" in await reader.readuntil(b"hello")
        for writer in held:
            writer.close()


async def test_a_client_that_hangs_up_in_its_body(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 49: whoever hangs up in the middle of a body causes one line, and no bug of ours."""
    host, _, port = siege.company.product.url.removeprefix("http://").rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(BODY + b"half of it")
    await writer.drain()
    async with siege.nothing_changes(), asyncio.timeout(RECEIVE_SECONDS):
        writer.close()
        while "broken off" not in caplog.text:  # noqa: ASYNC110  # a log rings no bell
            await asyncio.sleep(0.01)
    assert "Traceback" not in caplog.text


async def test_an_idle_connection_is_left_in_peace() -> None:
    """Attack 49, the other side: between two requests a connection may be idle for longer than a request may take."""
    async with small_house(seconds=0.2) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"hello" in await reader.readuntil(b"hello")
            await asyncio.sleep(0.4)
        writer.write(b"GET / HTT")
        assert await reader.read() == b""
        writer.close()
