"""Attacks on the playground through the browser of whoever runs `copydesk demo`."""

import asyncio
import json
from collections.abc import AsyncGenerator
from http.client import HTTPMessage, HTTPResponse
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from bot.demo import open_playground
from tests.attack.test_paths import CORPUS

pytestmark = [pytest.mark.attack, pytest.mark.asyncio(loop_scope="module")]

HIDDEN = b"class Page:"
"""What stands in a file beside the folder that is served."""
CHANGES = ("/playground/slack", "/playground/teams", "/playground/controls")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def port(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[int]:
    """Where the playground is."""
    folder: Path = tmp_path_factory.mktemp("playground")
    async with open_playground(folder) as page:
        found = urlsplit(page.url).port
        assert found is not None
        yield found


async def ask(
    port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> tuple[int, HTTPMessage, bytes]:
    """The answer to exactly this request: no client has tidied it up."""
    given = {"host": f"127.0.0.1:{port}", "connection": "close", "content_length": str(len(body))} | headers
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {said}" for name, said in given.items())]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    raw = await reader.read()
    writer.close()
    await writer.wait_closed()
    return parsed(raw)


async def levers(port: int) -> dict[str, object]:
    """How the playground's levers stand: the product runs, and no time was skipped."""
    told: dict[str, object] = json.loads((await ask(port, "/playground/controls"))[2])
    return {name: stands for name, stands in told.items() if name != "now"}


class Wire:
    """What http.client takes for a socket."""

    def __init__(self, raw: bytes) -> None:
        """Hold an answer."""
        self._raw = raw

    def makefile(self, *_: object) -> BytesIO:
        """The answer, to be read."""
        return BytesIO(self._raw)


def parsed(raw: bytes) -> tuple[int, HTTPMessage, bytes]:
    """An answer's status, headers and body."""
    answer = HTTPResponse(Wire(raw))  # pyright: ignore[reportArgumentType]  # all that it asks of a socket
    answer.begin()
    return answer.status, answer.headers, answer.read()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:3978",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "0.0.0.0",  # noqa: S104  # a name in a request; nothing listens there
        "[::1]",
        "a b",
        "",
    ],
)
async def test_a_foreign_name_that_leads_here(port: int, host: str) -> None:
    """Attack 61: a site whose name was made to lead to this machine (DNS rebinding) gets nothing, whatever it asks for."""
    for path in ("/", "/playground", "/playground/slack?as=ada", "/playground/static/main.js", "/playground/live"):
        status, _, told = await ask(port, path, host=host)
        assert status in {400, 403}, path
        assert b"ada" not in told.lower()


async def test_another_site_in_the_same_browser(port: int) -> None:
    """Attack 61: what a page of another site sends is refused, with and without asking first."""
    before = await levers(port)
    body = b'{"do": "kill"}'
    for path in CHANGES:
        for origin in ("https://evil.example", "null", f"http://127.0.0.1:{port + 1}", f"https://127.0.0.1:{port}"):
            sent = await ask(port, path, "POST", body, origin=origin, content_type="application/json")
            asked = await ask(port, path, "OPTIONS", origin=origin, access_control_request_method="POST")
            assert (sent[0], asked[0]) == (403, 403)
            assert not any(name.lower().startswith("access-control") for name in (*sent[1], *asked[1]))
    assert await levers(port) == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
async def test_a_form_of_another_site(port: int, kind: str) -> None:
    """Attack 61: the types that a form can send without asking are not taken, even where a browser names no origin."""
    before = await levers(port)
    for path in CHANGES:
        assert (await ask(port, path, "POST", b'{"do": "kill"}', content_type=kind))[0] == 415
    assert await levers(port) == before


async def test_a_frame_around_it(port: int) -> None:
    """Attack 61: no other page can put it in a frame, have it run scripts of others, or keep what it showed."""
    for path in ("/playground", "/playground/slack?as=ada", "/playground/static/main.js", "/playground/nothing"):
        _, headers, _ = await ask(port, path)
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


async def test_no_path_leads_out_of_its_folder(port: int) -> None:
    """Attack 53: the playground serves the files of its one folder and no other."""
    assert (await ask(port, "/playground/static/main.js"))[0] == 200
    for name in (
        "../server.py",
        "..%2fserver.py",
        "%2e%2e/server.py",
        "stage/../../server.py",
        "..\\server.py",
        *CORPUS,
    ):
        if name.isascii() and "\0" not in name:
            status, _, told = await ask(port, f"/playground/static/{name}")
            assert status in {400, 403, 404}, name
            assert HIDDEN not in told
            assert b"root:" not in told
    assert (await ask(port, "/playground/static/"))[0] == 403


async def test_what_is_no_message(port: int) -> None:
    """Attack 50: what is no JSON, or asks for nothing that there is, is refused in a sentence."""
    for body in (
        *(b"", b"{", b"[]", b"null", b"\xff", b'{"do": 1}', b'{"as": "nobody", "do": "say"}', b'{"as": "ada"}'),
        *(b"[" * 100_000, b'{"a":' * 300 + b"1" + b"}" * 300, b'{"do": %s}' % (b"9" * 5000), b'{"do": "\\ud800"}'),
    ):
        for path in CHANGES:
            status, _, told = await ask(port, path, "POST", body, content_type="application/json")
            assert status in {200, 400}, (path, body, told)
            assert list(json.loads(told)) == ["error"], (path, body)


@pytest.mark.parametrize(
    "number", ["Infinity", "-Infinity", "NaN", "1e300", "-1e300", "1e999", "9" * 400, "true", "{}"]
)
async def test_a_time_that_no_clock_shows(port: int, number: str) -> None:
    """Attack 50: the clock stays where it is."""
    before = await levers(port)
    for body in (f'{{"do": "travel", "seconds": {number}}}', f'{{"do": "travel to", "at": {number}}}'):
        status, _, told = await ask(
            port, "/playground/controls", "POST", body.encode(), content_type="application/json"
        )
        assert status in {200, 400}
        assert json.loads(told)["error"].endswith(".")
    assert await levers(port) == before


@pytest.mark.parametrize("values", ["x", 1, True, ["x"], {"post": 1}, {"post": {}}, {"post": [1]}])
async def test_a_form_that_no_person_fills_in(port: int, values: object) -> None:
    """Attack 50: fields hold what a person can put into them; anything else is refused, and the form stays as it was."""
    place = json.loads((await ask(port, "/playground/slack?as=ada"))[2])["places"][0]["id"]
    await do(port, "slack", {"as": "ada", "do": "command", "place": place, "name": "/propose-post"})
    form = json.loads((await ask(port, "/playground/slack?as=ada"))[2])["modals"][-1]
    sent = {"as": "ada", "do": "submit", "view": form["id"], "values": values}
    assert (await do(port, "slack", sent))[0] == 400
    assert json.loads((await ask(port, "/playground/slack?as=ada"))[2])["modals"][-1] == form
    await do(port, "slack", {"as": "ada", "do": "close", "view": form["id"]})


@pytest.mark.parametrize("text", [None, {}, [], 1, True])
async def test_words_that_are_none(port: int, text: object) -> None:
    """Attack 50: what is no text is not posted as one, in either chat."""
    slack = json.loads((await ask(port, "/playground/slack?as=ada"))[2])
    teams = json.loads((await ask(port, "/playground/teams?as=ada"))[2])
    told = (
        await do(port, "slack", {"as": "ada", "do": "say", "place": slack["places"][0]["id"], "text": text}),
        await do(port, "teams", {"as": "ada", "do": "say", "chat": teams["open"], "text": text}),
    )
    assert told == ((400, {"error": "“text” is not of the kind that it must be."}),) * 2


@pytest.mark.parametrize("after", ["9" * 5000, "-1", "x", "1.5"])
async def test_a_turn_that_the_wire_never_takes(port: int, after: str) -> None:
    """Attack 50: only a whole number that a browser counts to."""
    status, _, told = await ask(port, f"/playground/wire?after={after}")
    assert (status, json.loads(told)) == (400, {"error": "“after” is a whole number."})


async def do(port: int, what: str, asked: object) -> tuple[int, object]:
    """What comes of asking for this."""
    body = json.dumps(asked).encode()
    status, _, told = await ask(port, f"/playground/{what}", "POST", body, content_type="application/json")
    return status, json.loads(told)
