"""Attacks on the Slack endpoint: bytes that are not Slack's, not of now, not for us, or not well formed."""

import asyncio
import gzip
import json
import logging
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.auth import Denied, check_signature, parse
from bot.playground.slack.delivery import FORM
from bot.playground.slack.shapes import Json
from bot.playground.slack.signing import signed_headers
from tests.integration.slack import samples
from tests.integration.slack.running import running
from tests.integration.slack.test_asking import event, message
from workflows.engine.requests import OpenForm, Say

pytestmark = pytest.mark.attack

SECRET_WORDS = "the quarter was wonderful"
NOW = 1_795_000_000.0


@pytest.mark.parametrize(
    ("stamp", "accepted"),
    [
        (str(int(NOW)), True),
        (str(int(NOW) - 299), True),
        (str(int(NOW) + 299), True),
        (str(int(NOW) - 301), False),
        (str(int(NOW) + 301), False),
        ("0", False),
        ("253402300799", False),
        ("-1795000000", False),
        ("1795000000.0", False),
        (" 1795000000", False),
        ("1_795_000_000", False),
        ("١٧٩٥٠٠٠٠٠٠", False),
        ("1" * 5000, False),
        ("", False),
    ],
)
def test_a_timestamp_is_ascii_digits_of_now(stamp: str, accepted: bool) -> None:  # noqa: FBT001 - a column of the table above
    """Attack 30: old, future and oddly written timestamps are refused, however well they are signed."""
    headers = signed_headers("secret", stamp, b"body")
    outcome = check_signature(headers, b"body", "secret", now=NOW)
    assert (outcome == "signed") is accepted


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v0=",
        "v1=" + "0" * 64,
        "v0=" + "0" * 63,
        "v0=" + "é" * 64,
        "v0=" + "0" * 64,
        "v0=" + "F" * 64,
        "v0=" + "0" * 5000,
    ],
)
def test_a_signature_has_one_shape(signature: str) -> None:
    """Attack 50: a signature of another version, length, alphabet or key is refused, never a crash."""
    headers = {"X-Slack-Request-Timestamp": str(int(NOW)), "X-Slack-Signature": signature}
    outcome = check_signature(headers, b"body", "secret", now=NOW)
    assert isinstance(outcome, Denied)
    assert outcome.status == 401


CORPUS: list[bytes] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"payload=",
    b"payload=%ff",
    b"payload={",
    b"payload=[1]",
    b"payload=" + b"%5B" * 5000,
    b"{" + b'"a":{' * 5000,
    b'{"type":5}',
    b'{"type":"event_callback"}',
    b'{"type":"event_callback","event_id":"E","event":"x"}',
    b'{"type":"event_callback","event_id":"E","event":{"type":[]}}',
    b'{"type":"event_callback","event_id":"E","event":{"type":"m"},"authorizations":[1]}',
    b'{"type":"event_callback","event_id":"E","event":{"type":"m"},"authorizations":{"0":1}}',
    b'{"type":"event_callback","event_id":"E","event":{"type":"m","text":"\\ud800"}}',
    b'{"type":"event_callback","event_id":"E","event":{"type":"m","text":"\\u0000"}}',
    b'{"type":"block_actions","actions":[]}',
    b'{"type":"block_actions","actions":[1],"user":{"id":"U"}}',
    b'{"type":"block_actions","team":5,"actions":[{"action_id":"a","block_id":"b","type":"button"}]}',
    b'{"type":"block_actions","user":{"id":"U"},"trigger_id":"t","actions":[{"action_id":5,"block_id":"b","type":"x"}]}',
    b'{"type":"view_submission","view":[],"user":{"id":"U"}}',
    b'{"type":"view_submission","view":{"id":"V","callback_id":"form"},"user":{"id":"U"}}',
    b'{"type":"view_submission","view":{"id":"V","callback_id":"form","state":{"values":[]}},"user":{"id":"U"}}',
    b"command=%2Fpropose-post",
    b"command=%2Fpropose-post&trigger_id=&user_id=U&team_id=T",
    b"command=%2Fpropose-post&trigger_id=t&user_id=U&team_id=T&text=%ff",
    b"command=%2Fpropose-post&trigger_id=t&user_id=U&team_id=T&user_id=V",
    b'{"type":"shortcut","callback_id":"c","trigger_id":"t","user":{"id":"U","id":"V"}}',
    b"&".join(b"a%d=1" % number for number in range(5000)),
]


async def test_malformed_bodies_are_refused_politely(caplog: pytest.LogCaptureFixture) -> None:
    """Attack 50: malformed bodies get 401 unsigned and 400 signed, one log line each without the body, and never a 500."""
    async with running() as world:
        with caplog.at_level(logging.DEBUG):
            for body in CORPUS:
                for kind in ("application/json", FORM):
                    (unsigned,) = await world.slack.send(body, secret="wrong", content_type=kind)
                    (signed,) = await world.slack.send(body, content_type=kind)
                    assert (unsigned.status, signed.status) == (401, 400), body[:80]
        said = [record for record in caplog.records if record.name.startswith(("adapters.slack", "slack", "copydesk"))]
        assert len(said) == 4 * len(CORPUS)
        assert not world.door.heard


async def test_headers_are_required_once() -> None:
    """Attack 50: missing, doubled and odd headers, compressed and oversized bodies are refused."""
    async with running() as world:
        body = json.dumps(event(world, message(world, "help"), "1")).encode()
        good = world.slack.sign(body)
        cases: list[tuple[dict[str, str], int]] = [
            ({"X-Slack-Signature": good["X-Slack-Signature"]}, 401),
            ({"X-Slack-Request-Timestamp": good["X-Slack-Request-Timestamp"]}, 401),
            ({}, 401),
            (good | {"Content-Type": "multipart/form-data; boundary=x"}, 200),
        ]
        for headers, expected in cases:
            async with world.chat.api.session.post(
                f"{world.slack.copydesk_url}/slack/events", data=body, headers=headers
            ) as answer:
                assert answer.status == expected
        zipped = gzip.compress(body)
        async with world.chat.api.session.post(
            f"{world.slack.copydesk_url}/slack/events",
            data=zipped,
            headers={**world.slack.sign(zipped), "Content-Encoding": "gzip"},
        ) as answer:
            assert answer.status == 400
        doubled = [*good.items(), ("X-Slack-Signature", good["X-Slack-Signature"])]
        async with world.chat.api.session.post(
            f"{world.slack.copydesk_url}/slack/events", data=body, headers=doubled
        ) as answer:
            assert answer.status == 401
        (large,) = await world.slack.send(b" " * 1_000_001)
        assert large.status == 413
        assert len(world.door.heard) == 1


async def test_nothing_of_a_body_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """Attack 50: neither a refused body nor an accepted one, a call or an answer leaves its words in a log, even at DEBUG."""
    async with running(OpenForm(form=samples.form(text=SECRET_WORDS))) as world:
        with caplog.at_level(logging.DEBUG):
            fields = {"command": "/propose-post", "text": SECRET_WORDS}
            await world.slack.send(urlencode(fields).encode(), secret="wrong", content_type=FORM)
            await world.slack.send(urlencode(fields).encode(), content_type=FORM)
            await world.ada.command("/propose-post", SECRET_WORDS)
            await world.ada.click_in_view(world.form, "Check")
            await world.chat.show(samples.in_room(world.place), samples.card(SECRET_WORDS), ())
            world.door.answer = _broken
            await world.ada.command("/propose-post", SECRET_WORDS)
        assert SECRET_WORDS not in caplog.text
        assert world.config.bot_token not in caplog.text
        assert world.config.signing_secret not in caplog.text
        assert world.config.bot_token not in repr(world.config)
        assert world.config.signing_secret not in repr(world.config)


def _broken(_request: object) -> OpenForm:
    raise ValueError(SECRET_WORDS)


async def test_the_right_signature_of_the_wrong_app() -> None:
    """Attacks 13 and 31: rightly signed requests of another app or workspace change nothing; a command is told so."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        click = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        elsewhere = {"team": {"id": "T0OTHER"}, "user": {"id": world.ada.id, "team_id": "T0OTHER"}}
        command = world.ada.commanding("/propose-post", "hi")
        said = event(world, message(world, "help"), "1")
        other: Json = {"team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}
        refused: list[Json] = [
            click | {"api_app_id": "A0OTHER"},
            {name: part for name, part in click.items() if name != "api_app_id"},
            click | elsewhere,
            click | {"team": None},
            said | {"api_app_id": "A0OTHER"},
            said | other,
            command | {"api_app_id": "A0OTHER"},
        ]
        for payload in refused:
            (answer,) = await world.slack.send(payload)
            assert answer.status == 403
        (told,) = await world.slack.send(command | {"team_id": "T0OTHER"})
        assert told.status == 200
        assert "not set up for your workspace" in json.loads(told.text)["text"]
        assert not world.door.heard


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_json_is_read_or_refused(data: st.DataObject) -> None:
    """Attack 50: whatever is put into a payload, the guard reads it or refuses it, and does not fall over."""
    whole: Json = {
        "type": "block_actions",
        "team": {"id": "T"},
        "user": {"id": "U", "team_id": "T"},
        "trigger_id": "t",
        "actions": [{"action_id": "a", "block_id": "b", "type": "button", "value": "v"}],
    }
    name = data.draw(st.sampled_from([*whole, "view", "enterprise", "authorizations", "event", "command"]))
    body = json.dumps(whole | {name: data.draw(JSON_VALUES)}).encode()
    for form in (body, b"payload=" + quote(body).encode()):
        outcome = parse(form)
        assert not isinstance(outcome, Denied) or outcome.status == 400


async def test_odd_payloads_never_break_the_endpoint() -> None:
    """Attack 50: payloads of our own app and team with any one part replaced by nonsense never get a 5xx."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        world.door.answer = OpenForm(form=samples.form())
        await world.ada.command("/propose-post")
        payloads: list[Json] = [
            world.ada.clicking(world.seen_by_ada()[0], "Approve"),
            world.ada.submitting(world.form),
            world.ada.clicking_in_view(world.form, "Check"),
            event(world, message(world, "hi"), "1"),
        ]
        for payload in payloads:
            for broken in _each_part_replaced(payload):
                said = json.dumps(broken).encode()
                body = said if payload["type"] == "event_callback" else b"payload=" + quote(said).encode()
                (answer,) = await world.slack.send(body, content_type=FORM)
                assert answer.status < 500, broken
                await world.app.drain()


def _each_part_replaced(payload: Json) -> list[Json]:
    nonsense: list[object] = [None, 5, [1], {}]
    outer = [payload | {name: odd} for name in payload for odd in nonsense]
    inner = [
        payload | {name: {**part, key: odd}}
        for name, part in payload.items()
        if isinstance(part, dict) and name in ("view", "user", "container", "event", "channel")
        for key in part  # pyright: ignore[reportUnknownVariableType] - JSON of any shape
        for odd in nonsense
    ]
    return [*outer, *inner]


async def test_an_envelope_is_not_believed() -> None:
    """Attack 31: over an authenticated socket, too, another app's, another workspace's and malformed payloads are refused."""
    async with running(Say(text="Done."), socket_mode=True) as world:
        good = world.ada.commanding("/copydesk")
        strange = [good | {"api_app_id": "A0OTHER"}, good | {"trigger_id": 5}, good | {"text": "\0"}]
        answers = await asyncio.gather(*(world.slack.send(one) for one in strange))
        assert [sent.trouble for (sent,) in answers] == ["operation_timeout"] * 3
        (told,) = await world.slack.send(good | {"team_id": "T0OTHER"})
        assert "not set up for your workspace" in told.text
        assert world.door.heard == []
