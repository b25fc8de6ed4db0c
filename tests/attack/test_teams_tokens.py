"""Attacks 44 and 50: tokens that are not the Bot Connector's, and requests that are no activities."""

import gzip
import io
import itertools
import json
import logging
from collections.abc import AsyncIterator
from time import time
from typing import Any

import pytest

from bot.playground.teams.identity import TokenForm
from bot.playground.teams.server import LocalTeams
from tests.integration.teams.desk import Desk, serving

pytestmark = pytest.mark.attack

HOUR = 3600


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Serve Teams' endpoint beside a local Teams."""
    async with LocalTeams() as teams, serving(teams) as running:
        await running.teams.person("ada").install()
        running.door.requests.clear()
        yield running


def at(claim: str, seconds: int) -> TokenForm:
    """A token with a claim so many seconds from now."""
    return TokenForm(claims={claim: int(time()) + seconds})


def of_another_time() -> dict[str, TokenForm]:
    """Tokens that were good, or will be."""
    return {
        "expired": at("exp", -HOUR),
        "expired just past the leeway": at("exp", -302),
        "not yet valid": at("nbf", HOUR),
        "issued in the future": at("iat", HOUR),
    }


def within_the_leeway() -> dict[str, TokenForm]:
    """Tokens that the difference of two clocks explains."""
    return {
        "expired within the leeway": at("exp", -200),
        "valid from within the leeway": at("nbf", 200),
    }


BAD_TOKENS: dict[str, TokenForm] = {
    "never expires": TokenForm(without=("exp",)),
    "exp null": TokenForm(claims={"exp": None}),
    "exp no number": TokenForm(claims={"exp": "tomorrow"}),
    "exp a list": TokenForm(claims={"exp": [253402300799]}),
    "exp endless": TokenForm(claims={"exp": float("inf")}),
    "nbf no number": TokenForm(claims={"nbf": {}}),
    "issuer wrong": TokenForm(claims={"iss": "https://api.botframework.com.evil.example"}),
    "issuer a part of ours": TokenForm(claims={"iss": "https://api.botframework"}),
    "issuer absent": TokenForm(without=("iss",)),
    "issuer a list": TokenForm(claims={"iss": ["https://api.botframework.com"]}),
    "issuer another tenant's Entra": TokenForm(
        claims={"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"}
    ),
    "emulator": TokenForm(
        claims={"iss": "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0", "appid": "x"}
    ),
    "skill of another bot": TokenForm(claims={"iss": "https://sts.windows.net/x/", "azp": "another", "ver": "2.0"}),
    "audience wrong": TokenForm(claims={"aud": "another-app"}),
    "audience absent": TokenForm(without=("aud",)),
    "audience a list": TokenForm(claims={"aud": ["another-app", "00000000-0000-0000-0000-000000000000"]}),
    "service URL absent": TokenForm(without=("serviceurl",)),
    "service URL of another": TokenForm(claims={"serviceurl": "https://smba.trafficmanager.net/emea/"}),
    "service URL a list": TokenForm(claims={"serviceurl": ["https://smba.trafficmanager.net/emea/"]}),
    "signed by a stranger": TokenForm(signed_by="stranger"),
    "signed by a stranger under our key's id": TokenForm(signed_by="stranger", header={"kid": "teams-1"}),
    "key of another channel": TokenForm(signed_by="webchat"),
    "key without endorsements": TokenForm(signed_by="bare"),
    "kid absent": TokenForm(header={"kid": None}),
    "kid unknown": TokenForm(header={"kid": "unknown"}),
    "kid a list": TokenForm(header={"kid": ["teams-1"]}),
    "kid a path": TokenForm(header={"kid": "../../dev/null"}),
    "alg none": TokenForm(algorithm="none"),
    "alg None in another case": TokenForm(algorithm="none", header={"alg": "nOnE"}),
    "HS256 with the public key": TokenForm(algorithm="HS256"),
    "a critical extension": TokenForm(header={"crit": ["b64"], "b64": False}),
}


GOOD_TOKENS: dict[str, TokenForm] = {
    "a key brought along is not looked at": TokenForm(
        header={"jku": "https://evil.example/keys", "x5u": "https://evil.example/cert", "jwk": {"kty": "RSA"}}
    ),
}


async def statuses(desk: Desk, forms: dict[str, TokenForm]) -> dict[str, int | None]:
    """What each token got, with nothing said but the status."""
    got: dict[str, int | None] = {}
    for name, form in forms.items():
        answer = await desk.teams.courier.send(desk.teams.person("ada").activity(text="approve"), form=form)
        assert answer.body == b"", name
        got[name] = answer.status
    return got


async def test_a_bad_token_opens_nothing(desk: Desk) -> None:
    """Attack 44: each is refused with 401 or 403 and an empty body, and the door hears nothing."""
    in_a_list = {"audience ours in a list": TokenForm(claims={"aud": [desk.teams.app_id, "another"]})}
    got = await statuses(desk, of_another_time() | BAD_TOKENS | in_a_list)
    assert {name: status for name, status in got.items() if status not in {401, 403}} == {}
    assert desk.door.requests == []


async def test_what_is_good_is_let_in(desk: Desk) -> None:
    """Attack 44, the other side of the table: clocks may differ by five minutes, and foreign key hints are ignored."""
    got = await statuses(desk, within_the_leeway() | GOOD_TOKENS)
    assert set(got.values()) == {200}
    assert len(desk.door.requests) == len(got)


async def test_a_trailing_slash_is_no_difference(desk: Desk) -> None:
    """The token's service URL and the activity's are compared without their trailing slash."""
    url = desk.teams.service_url.rstrip("/")
    forms = {each: TokenForm(claims={"serviceurl": each}) for each in (url, f"{url}/")}
    assert set((await statuses(desk, forms)).values()) == {200}


HEADERS = [
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Bearer a.b.c",
    "Bearer ..",
    "Basic dXNlcjpwYXNz",
    "Bearer " + "a" * 7000 + ".b.c",
    "Bearer " + "W1tb" * 2000 + ".a.b",
    "bearer\teyJ",
]


async def test_a_header_that_is_no_token_opens_nothing(desk: Desk) -> None:
    """Attack 50: whatever stands in Authorization, the answer is 401, never 500."""
    for header in HEADERS:
        headers = {"Authorization": header} if header else {}
        activity = desk.teams.person("ada").activity(text="approve")
        answer = await desk.teams.courier.send(activity, token="", headers=headers)
        assert answer.status == 401, header[:40]
    assert desk.door.requests == []


async def test_a_new_key_is_found_and_a_flood_of_unknown_ones_asks_once(desk: Desk) -> None:
    """Attack 44: keys roll over without notice, yet tokens by unknown keys do not make us fetch for each."""
    ada = desk.teams.person("ada")
    assert (await desk.teams.courier.send(ada.activity(text="help"))).status == 200
    before = len(desk.teams.log.calls_to("keys"))
    for number in range(20):
        form = TokenForm(header={"kid": f"made-up-{number}"})
        assert (await desk.teams.courier.send(ada.activity(text="help"), form=form)).status == 401
    assert len(desk.teams.log.calls_to("keys")) == before


def deep(depth: int) -> bytes:
    """A body nested so deep."""
    return b'{"type": "message", "value": ' + b"[" * depth + b"]" * depth + b"}"


MALFORMED: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"message"',
    "null": b"null",
    "no UTF-8": b'{"type": "\xff\xfe"}',
    "half a surrogate": b'{"type": "message", "text": "\\ud83d"}',
    "NaN": b'{"type": NaN}',
    "a number without end": b'{"type": ' + b"9" * 10_000 + b"}",
    "deep": deep(41),
    "very deep": deep(200_000),
    "NUL": b"\x00" * 100,
    "a form": b"payload=%7B%7D",
}


async def test_a_malformed_body_is_told_so(desk: Desk) -> None:
    """Attack 50: a body that nobody can have meant is 400, never 500, and the door hears nothing."""
    for name, raw in MALFORMED.items():
        answer = await desk.teams.courier.send(desk.teams.person("ada").activity(), raw=raw)
        assert answer.status == 400, name
    assert desk.door.requests == []


async def test_a_body_without_end_is_cut_off(desk: Desk) -> None:
    """Attack 48: more than a megabyte is not read, and nothing that comes compressed."""
    ada = desk.teams.person("ada")
    big = json.dumps(ada.activity(text="a" * 1_100_000)).encode()
    headers = {"Authorization": f"Bearer {desk.teams.issuer.token(desk.teams.service_url)}"}
    headers["Content-Type"] = "application/json"
    async with desk.chat.session.post(f"{desk.url}/api/messages", data=io.BytesIO(big), headers=headers) as answer:
        assert answer.status == 413
    packed = await desk.teams.courier.send(ada.activity(), raw=gzip.compress(big), headers={"Content-Encoding": "gzip"})
    assert packed.status == 400
    assert desk.door.requests == []


async def test_a_body_that_is_not_what_its_headers_say_is_told_so(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 50: a body that is not even what its headers say is 400 like any other compressed one, and no bug of ours."""
    headers = {"Content-Encoding": "gzip"}
    answer = await desk.teams.courier.send(desk.teams.person("ada").activity(), raw=b"no gzip", headers=headers)
    assert answer.status == 400
    assert "a request failed" not in caplog.text
    assert desk.door.requests == []


async def test_only_json_is_read(desk: Desk) -> None:
    """Attack 50: another content type is 415."""
    answer = await desk.teams.courier.send(desk.teams.person("ada").activity(), headers={"Content-Type": "text/plain"})
    assert answer.status == 415


SPOILED: dict[str, dict[str, Any]] = {
    "no type": {"type": None},
    "type a number": {"type": 5},
    "timestamp no time": {"timestamp": "yesterday"},
    "no id": {"id": None},
    "an endless id": {"id": "9" * 10_000},
    "an id with line breaks": {"id": "1\n2"},
    "no sender": {"from": None},
    "sender a text": {"from": "ada"},
    "entities a text": {"entities": "mention"},
    "attachments a number": {"attachments": 5},
    "conversation of no known type": {"conversation": {"conversationType": "party"}},
}


async def test_a_spoiled_activity_is_never_an_error_of_ours(desk: Desk) -> None:
    """Attack 50: a good token on a spoiled activity gets 400 or nothing, never 500."""
    for name, spoiled in SPOILED.items():
        activity = desk.teams.person("ada").activity(text="approve")
        conversation = activity["conversation"] | spoiled.get("conversation", {})
        answer = await desk.teams.courier.send(activity | spoiled | {"conversation": conversation})
        assert answer.status in {200, 400}, name


INVOKED = ("adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/submitAction")
NONSENSE: list[Any] = [
    None,
    "text",
    5,
    [],
    {},
    {"action": None},
    {"action": "Action.Execute"},
    {"action": {"type": "Action.Submit", "data": {"copydesk": "approve|p1|legal|1|0"}}, "trigger": "manual"},
    {"data": None},
    {"data": "copydesk"},
    {"data": ["copydesk"]},
]


async def test_a_malformed_invoke_gets_a_body(desk: Desk) -> None:
    """Attack 50: the SDK answers 500 to these; here they are 400 with a body, and the door hears nothing."""
    for name, value in itertools.product(INVOKED, NONSENSE):
        answer = await desk.teams.courier.send(desk.teams.person("ada").activity("invoke", name=name, value=value))
        assert answer.status == 400, (name, value)
        assert answer.json(), (name, value)
    assert desk.door.requests == []


async def test_a_refusal_is_one_line_without_what_was_sent(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Attacks 42 and 55: one log line for each refused request, and neither token nor words nor names in it."""
    caplog.set_level(logging.DEBUG)
    activity = desk.teams.person("ada").activity(text="SECRET-DRAFT\r\nforged line")
    form = TokenForm(claims={"iss": "https://evil.example/\r\nforged"})
    token = desk.teams.issuer.token(desk.teams.service_url, form)
    caplog.clear()
    await desk.teams.courier.send(activity, token=token)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("adapters")]
    assert len(lines) == 1
    assert "\n" not in lines[0]
    everything = "\n".join(record.getMessage() for record in caplog.records)
    assert not any(secret in everything for secret in ("SECRET-DRAFT", "forged", token, token.split(".")[1]))
