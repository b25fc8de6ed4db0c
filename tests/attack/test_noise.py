"""Attacks by strangers with nothing in hand: the whole server answers 4xx, says so in one line, and changes nothing."""

import gzip
import json
import logging
import time
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.playground.teams import TokenForm
from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

CANARY = "the-quarter-was-wonderful"
FORM = "application/x-www-form-urlencoded"
TIMEOUT = aiohttp.ClientTimeout(total=60)

STAMPS = ["0", "1", "-1", "1e9", "1795000000.0", "٣", "9" * 400, "253402300799", "now", " ", "0x10"]
BODIES: list[bytes] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xff\xfe\x00",
    b"payload=%ff%fe",
    b"payload=" + b"%5B" * 3000,
    b'{"a":' * 3000,
    json.dumps({"type": "block_actions", "words": CANARY}).encode(),
    urlencode({"command": "/propose-post", "text": CANARY}).encode(),
    urlencode({"payload": json.dumps({"type": "view_submission", "view": CANARY})}).encode(),
]


async def test_timestamps_that_are_not_now(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 30: a real click, rightly signed but with a timestamp of another time or of no shape, is 401 and one log line."""
    slack = siege.company.slack
    body = urlencode({"payload": json.dumps(siege.clicking("ben", siege.action("approve")))}).encode()
    async with siege.nothing_changes():
        # However long the machine takes to send it, "ahead" is still ahead when it arrives.
        for stamp in (*STAMPS, str(int(time.time()) - 302), str(int(time.time()) + 600)):
            caplog.clear()
            headers = slack.sign(body, timestamp=stamp)
            (sent,) = await slack.send(body, headers=_sendable(headers), content_type=FORM)
            assert sent.status == 401, stamp[:20]
            assert len(_lines(caplog)) == 1, stamp[:20]


async def test_malformed_requests_from_slack(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 50: malformed bytes are 401 unsigned and 400 signed, never 500; each is one log line without what was sent."""
    slack = siege.company.slack
    caplog.set_level(logging.DEBUG)
    async with siege.nothing_changes():
        for body in BODIES:
            for kind in ("application/json", FORM, "text/plain"):
                for secret, expected in (("wrong", 401), (None, 400)):
                    caplog.clear()
                    (sent,) = await slack.send(body, secret=secret, content_type=kind)
                    assert sent.status == expected, body[:60]
                    assert sent.text == "", body[:60]
                    assert len(_lines(caplog)) == 1, body[:60]
                    assert CANARY not in caplog.text


async def test_malformed_requests_from_teams(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 50: the same for Teams: 401 without a good token whatever the body, 400 with one."""
    ben = siege.company.teams.person("ben")
    caplog.set_level(logging.DEBUG)
    async with siege.nothing_changes():
        for body in BODIES:
            for form, expected in ((TokenForm(signed_by="stranger"), 401), (None, 400)):
                caplog.clear()
                (answer,) = await siege.company.teams.deliver(ben.activity(), form=form, raw=body)
                assert answer.status in {expected, 401}, body[:60]
                assert answer.body == b"", body[:60]
                assert len(_lines(caplog)) == 1, body[:60]
                assert CANARY not in caplog.text


async def test_bodies_said_to_be_compressed(siege: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attacks 48 and 50: what is said to be compressed, truly or not, is 400 and one log line, and never unpacked."""
    slack, teams = siege.company.slack, siege.company.teams
    said = {"Content-Encoding": "gzip"}
    click = urlencode({"payload": json.dumps(siege.clicking("ben", siege.action("approve")))}).encode()
    activity = siege.executing("ben", siege.action("approve"))
    async with siege.nothing_changes():
        for slack_body in (click, gzip.compress(click), gzip.compress(b" " * 50_000_000)):
            caplog.clear()
            (sent,) = await slack.send(slack_body, headers=slack.sign(slack_body) | said, content_type=FORM)
            assert sent.status == 400
            assert len(_lines(caplog)) == 1
        for teams_body in (b"no gzip", gzip.compress(json.dumps(activity).encode())):
            caplog.clear()
            (answer,) = await teams.deliver(activity, raw=teams_body, headers=said)
            assert answer.status == 400
            assert len(_lines(caplog)) == 1


async def test_other_methods_and_paths(siege: Siege) -> None:
    """Attack 50: what is not a route (test_routes.py lists them) is 404, and another method 405, with nothing told."""
    url = siege.company.product.url
    async with siege.nothing_changes(), aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for path in (
            "/",
            "/metrics/x",
            "/admin",
            "/debug",
            "/docs",
            "/.env",
            "/static/../copydesk.db",
            "/slack/events/x",
        ):
            async with session.get(url + path) as answer:
                assert answer.status == 404, path
        for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
            for path in ("/slack/events", "/api/messages"):
                async with session.request(method, url + path) as answer:
                    assert answer.status == 405, (method, path)
        for path in ("/slack/events", "/api/messages"):
            async with session.post(url + path) as answer:
                assert answer.status == 401


async def test_headers_beyond_all_measure(siege: Siege) -> None:
    """Attack 50: a header too long for the server is 400, not 500, and the next request is served."""
    url = siege.company.product.url
    async with siege.nothing_changes(), aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for path in ("/slack/events", "/api/messages"):
            async with session.post(url + path, headers={"X-Slack-Signature": "v0=" + "0" * 20_000}) as answer:
                assert answer.status == 400
        async with session.get(url + "/healthz") as answer:
            assert answer.status == 200


def _sendable(headers: dict[str, str]) -> dict[str, str]:
    return {name: text.strip() or "x" for name, text in headers.items()}


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What Copydesk itself logged: the local chats and the test's own client speak too."""
    ours = ("adapters", "bot.compose", "bot.web", "workflows", "slack_bolt", "botbuilder", "aiohttp.server")
    return [one.getMessage() for one in caplog.records if one.name.startswith(ours)]
