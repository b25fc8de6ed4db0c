"""Attacks by mass: bodies with too much in them, refused at once, without holding or unpacking what was sent."""

import asyncio
import gc
import gzip
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest

from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

FORM: Final = "application/x-www-form-urlencoded"
LIMIT: Final = 1_000_000
DEPTH: Final = 40
REFUSED_WITHIN: Final = 0.1
"""Seconds of the processor that a refusal may take, the best of three, with the sending: however busy the machine is."""
GROWTH: Final = 10_000_000
"""Bytes by which the process may grow."""


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


async def _rest(reader: asyncio.StreamReader) -> bytes:
    try:
        return (await reader.read(1000))[:12]
    except ConnectionError:
        return b""
