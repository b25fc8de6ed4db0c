"""Attacks by mass: bodies with too much in them, refused at once, without holding or unpacking what was sent."""

import asyncio
import gc
import gzip
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest

from bot.connections import RECEIVE_SECONDS
from bot.edge import LARGE_AT_ONCE, SMALL_BODY
from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

FORM: Final = "application/x-www-form-urlencoded"
LIMIT: Final = 1_000_000
DEPTH: Final = 40
REFUSED_WITHIN: Final = 0.1
"""Seconds of the processor that a refusal may take, the best of three, with the sending: however busy the machine is."""
GROWTH: Final = 10_000_000
"""Bytes by which the process may grow."""
HOARDERS: Final = 300
HOARDED: Final = 100_000_000
"""Bytes by which it may grow while large bodies are held back."""
POST: Final = b"POST /slack/events HTTP/1.1\r\nHost: copydesk\r\nContent-Length: %d\r\n\r\n%b"


def nested(depth: int, kind: bytes = b"[]") -> bytes:
    """JSON so deep, in all."""
    return b'{"type":"block_actions","deep":' + kind[:1] * (depth - 1) + kind[1:] * (depth - 1) + b"}"


def slack_floods(click: bytes) -> Mapping[str, tuple[bytes, int]]:
    """What is sent, rightly signed, and the refusal."""
    doubled = click.replace(b'{"type"', b'{"type":"view_closed","type"', 1)
    return {
        "100,000 fields": (urlencode([(f"f{one}", "") for one in range(100_000)]).encode(), 400),
        "a name twice": (doubled, 400),
        "a name twice, deep inside": (click.replace(b'"actions": [{', b'"actions": [{"value": "x", ', 1), 400),
        "two payloads in one form": (b"payload=" + click + b"&payload=" + click, 400),
        "41 deep": (nested(DEPTH + 1), 400),
        "41 deep, in a field": (urlencode({"payload": nested(DEPTH + 1).decode()}).encode(), 400),
        "100,000 deep": (nested(100_000), 400),
        "a megabyte of brackets": (b"[" * LIMIT, 400),
        "a byte too many": (b" " * (LIMIT + 1), 413),
    }


def teams_floods(activity: bytes) -> Mapping[str, tuple[bytes, int]]:
    """The same, under a good token."""
    return {
        "a name twice": (activity.replace(b'"type"', b'"type":"message","type"', 1), 400),
        "a name twice, deep inside": (activity.replace(b'"data": {', b'"data": {"copydesk": "x", ', 1), 400),
        "41 deep": (nested(DEPTH + 1), 400),
        "100,000 deep": (nested(100_000), 400),
        "70,000 names": (json.dumps({f"f{one}": 0 for one in range(70_000)}).encode(), 401),
        "a byte too many": (b" " * (LIMIT + 1), 413),
    }


def resident() -> int:
    """The bytes of memory that this process holds."""
    gc.collect()
    found = Path("/proc/self/status").read_text(encoding="utf-8").partition("VmRSS:")[2].split()
    return int(found[0]) * 1024


async def test_floods_from_slack(siege: Siege) -> None:
    """Attack 48: too many fields, names that stand twice, too deep and too large: 400 or 413 at once, and nothing changes."""
    slack = siege.company.slack
    click = json.dumps(siege.clicking("ben", siege.action("approve"))).encode()
    async with siege.nothing_changes():
        for name, (body, expected) in slack_floods(click).items():
            kind = "application/json" if body.startswith(b"{") else FORM
            took: list[float] = []
            for _ in range(3):
                began = time.process_time()
                (sent,) = await slack.send(body, content_type=kind)
                took.append(time.process_time() - began)
                assert (sent.status, sent.text) == (expected, ""), name
            assert min(took) <= REFUSED_WITHIN, (name, took)


async def test_floods_from_teams(siege: Siege) -> None:
    """Attack 48: the same for Teams, with a token that is good."""
    teams = siege.company.teams
    activity = siege.executing("ben", siege.action("approve"))
    async with siege.nothing_changes():
        for name, (body, expected) in teams_floods(json.dumps(activity).encode()).items():
            took: list[float] = []
            for _ in range(3):
                began = time.process_time()
                (answer,) = await teams.deliver(activity, raw=body)
                took.append(time.process_time() - began)
                assert (answer.status, answer.body) == (expected, b""), name
            assert min(took) <= REFUSED_WITHIN, (name, took)


async def test_as_deep_as_may_be(siege: Siege) -> None:
    """Attack 48, the other side: forty deep is read, in either chat; Slack's is then an action of no kind that we know."""
    deep = json.loads(nested(DEPTH))["deep"]
    click = siege.clicking("ben", siege.action("approve")) | {"deep": deep}
    (sent,) = await siege.company.slack.send(click)
    assert sent.status == 200
    (answer,) = await siege.company.teams.deliver(siege.executing("ben", siege.action("approve")) | {"deep": deep})
    assert answer.status == 200
    await siege.company.calm()


async def test_a_flood_leaves_nothing_behind(siege: Siege) -> None:
    """Attack 48: all of that again and again, and a bomb of fifty megabytes: the process is no larger for it."""
    slack, teams = siege.company.slack, siege.company.teams
    click = json.dumps(siege.clicking("ben", siege.action("approve"))).encode()
    activity = siege.executing("ben", siege.action("approve"))
    bomb = gzip.compress(b" " * 50_000_000)
    packed = {"Content-Encoding": "gzip"}
    async with siege.nothing_changes():
        before = 0
        for turn in range(6):
            for body, _ in slack_floods(click).values():
                await slack.send(body, content_type=FORM)
            for body, _ in teams_floods(json.dumps(activity).encode()).values():
                await teams.deliver(activity, raw=body)
            await slack.send(bomb, headers=slack.sign(bomb) | packed, content_type=FORM)
            await teams.deliver(activity, raw=bomb, headers=packed)
            if turn == 1:
                # What the first ones leave behind is what any request does: buffers, and pages that Python keeps for reuse.
                before = resident()
        assert resident() - before <= GROWTH


@pytest.mark.parametrize("path", ["/slack/events", "/api/messages"])
async def test_a_body_in_chunks_without_end(siege: Siege, path: str) -> None:
    """Attack 48: a body in chunks that never ends is refused once it is too long, or unsigned, and its connection closed."""
    address = siege.company.product.url.removeprefix("http://")
    host, _, port = address.rpartition(":")
    chunk = b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"
    head = f"POST {path} HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    async with siege.nothing_changes(), asyncio.timeout(20):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head)
        sent = 0
        try:
            while not reader.at_eof() and sent < 500_000_000:
                writer.write(chunk)
                await writer.drain()
                sent += len(chunk)
                await asyncio.sleep(0)
        except ConnectionError:
            pass
        # What was answered before the connection went may be lost with it.
        answered = await _rest(reader)
        writer.close()
        assert answered in {b"", b"HTTP/1.1 413", b"HTTP/1.1 401"}


HOARDING: Final = """
import asyncio, json, sys

async def hoard(host, port, head, size):
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(head + b"x" * size)
        return (await reader.read(1000)).decode()
    except ConnectionError:
        return ""

async def main(host, port, count, head, size):
    told = await asyncio.gather(*[hoard(host, port, head.encode(), size) for _ in range(count)])
    print(json.dumps(told))

asyncio.run(main(*json.loads(sys.argv[1])))
"""
"""Sends many bodies, all but the last byte, and says what each was told. In a process of its own, with memory of its own."""


async def hoarded(siege: Siege) -> list[str]:
    """Send many of the largest bodies at once, all but their last byte; what each was told before its connection ended."""
    host, _, port = siege.company.product.url.removeprefix("http://").rpartition(":")
    told = json.dumps([host, int(port), HOARDERS, (POST % (LIMIT, b"")).decode(), LIMIT - 1])
    attacker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOARDING, told, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await attacker.communicate()
    assert attacker.returncode == 0
    answers: list[str] = json.loads(said)
    return answers


async def test_hundreds_of_large_bodies_at_once(siege: Siege) -> None:
    """Attack 48: 300 bodies of a megabyte that nobody signed, each held back before its last byte: only so many are read, the
    others are told 503, and whoever is honest is answered throughout.
    """
    async with siege.nothing_changes(), asyncio.timeout(60):
        before = most = resident()
        attack = asyncio.create_task(hoarded(siege))
        while not attack.done():
            (answer,) = await siege.company.teams.deliver(siege.executing("ivy", siege.action("refresh")))
            assert answer.status == 200
            most = max(most, resident())
        told = await attack
    assert most - before <= HOARDED
    assert {one.partition("\r\n")[0] for one in told} == {"", "HTTP/1.1 503 Service Unavailable"}


@pytest.mark.parametrize("length", ["Content-Length: 1000000", "Transfer-Encoding: chunked"])
async def test_one_large_body_too_many(siege: Siege, length: str) -> None:
    """Attack 48: while as many large bodies as may be are on their way, one more is told 503, and when to come again; a small one
    is answered, and so is a large one when another has ended.
    """
    host, _, port = siege.company.product.url.removeprefix("http://").rpartition(":")
    head = f"POST /slack/events HTTP/1.1\r\nHost: copydesk\r\n{length}\r\n\r\n".encode()

    async def sent(request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        return reader, writer

    async def answer(reader: asyncio.StreamReader) -> bytes:
        return await reader.readuntil(b"\r\n\r\n")

    async with siege.nothing_changes(), asyncio.timeout(RECEIVE_SECONDS):
        held = [await sent(head) for _ in range(LARGE_AT_ONCE + 1)]
        waiting = {asyncio.create_task(answer(reader)): writer for reader, writer in held}
        (first,), others = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        assert first.result().startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 5\r\n" in first.result()
        small, large = [(POST % (size, b"x" * size)) for size in (SMALL_BODY, SMALL_BODY + 1)]
        for request, status in ((small, b"401"), (large, b"503")):
            reader, writer = await sent(request)
            assert (await answer(reader)).split()[1] == status
            writer.close()
        ended = others.pop()
        waiting[ended].write(b"0\r\n\r\n" if "chunked" in length else b"x" * LIMIT)
        assert (await ended).split()[1] == b"401"
        reader, writer = await sent(large)
        assert (await answer(reader)).split()[1] == b"401"
        for one in others:
            one.cancel()
        for one in (writer, *waiting.values()):
            one.close()


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return (await reader.read(1000))[:12]
    except ConnectionError:
        return b""
