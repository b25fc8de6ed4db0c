"""Attacks by names that are paths: out of a folder, through a link, cut off by a NUL. Nothing is served from a disk, and nothing
that comes from outside names a file.
"""

import asyncio
import sys
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from adapters.policy_file.load import Loaded, load
from adapters.teams.package import package
from bot.playground.slack.shapes import Json
from tests.architecture.sources import modules, report
from tests.attack.siege import Siege
from tests.integration.bot.typed import TEAMS, copydesk, elsewhere
from workflows.cards.actions import decode

pytestmark = pytest.mark.attack

UP: Final = (
    "../", "..\\", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "%252e%252e%252f", "....//", "..;/", "..%c0%af", "..%00/",
    "\u2025/", "\uff0e\uff0e/", "/", "//", "\\\\host\\", "file:///", "C:\\", "/proc/self/root/", "~/",
)  # fmt: skip
TO: Final = (
    "etc/passwd", "etc/passwd%00.png", "pyproject.toml", ".env", "copydesk.db", "policy.yaml", "windows/win.ini",
    "proc/self/environ", "bot/settings.py", "etc/passwd\0",
)  # fmt: skip
CORPUS: Final = tuple(f"{up * times}{to}" for (up, to), times in zip(product(UP, TO), [1, 3, 8, 20] * 50, strict=True))
"""Two hundred names, each of another way up to another file."""
SERVING: Final = ("add_static", "static", "FileResponse", "sendfile")
"""What aiohttp serves files with."""


def test_there_are_two_hundred() -> None:
    """Attack 53: the names are as many as they say, and no two alike."""
    assert len(set(CORPUS)) == 200


def test_nothing_is_served_from_a_disk() -> None:
    """Attack 53: no module of the product knows how to serve a file."""
    named = {
        module.path: [f"{word}" for word in SERVING if f".{word}(" in module.text or f"import {word}" in module.text]
        for module in modules("bot", "adapters", "workflows")
        if not module.within("bot.playground")
    }
    assert report(named) == ""


@contextmanager
def opened() -> Generator[list[str]]:
    """Every file that this process opens meanwhile."""
    files: list[str] = []
    _HEARD.append(files)
    try:
        yield files
    finally:
        _HEARD.remove(files)


_HEARD: Final[list[list[str]]] = []


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        for files in _HEARD:
            files.append(str(arguments[0]))


sys.addaudithook(_hear)


async def asked(url: str, path: bytes) -> bytes:
    """What is answered to that path, written as it is."""
    host, _, port = url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET " + path + b" HTTP/1.1\r\nHost: copydesk\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return answer


async def test_paths_in_the_address(siege: Siege) -> None:
    """Attack 53: two hundred paths, under every route and none, are 400 or 404, without a word of any file."""
    async with siege.nothing_changes():
        with opened() as files:
            for number, name in enumerate(CORPUS):
                under = ("/", "/static/", "/metrics/", "/slack/events/", "/api/messages/")[number % 5]
                path = (under + name).replace(" ", "%20")
                answer = await asked(siege.company.product.url, path.encode())
                status, _, body = answer.partition(b"\r\n\r\n")
                assert status.startswith((b"HTTP/1.1 404", b"HTTP/1.0 400", b"HTTP/1.1 400")), (path, status[:60])
                assert b"root:" not in body
                assert b"[project]" not in body
        assert not [one for one in files if "passwd" in one or ".env" in one or "pyproject" in one]


async def test_paths_in_ids_and_zones(siege: Siege) -> None:
    """Attack 53: as a proposal's id, a number or a time zone, they are what nobody knows; no file of that name is looked for."""
    store = siege.company.product.store
    teams = siege.company.teams
    await teams.person("ada").install()
    async with siege.nothing_changes():
        with opened() as files:
            for name in CORPUS:
                assert decode(f"approve|{name}|editors|1|0") is None
                assert await store.named(name.replace("\0", "")) is None
            for name in CORPUS[::10]:
                told: Json = teams.person("ada").activity(text=f"why {name}")
                (answer,) = await teams.deliver(
                    told | {"localTimezone": name, "entities": [{"type": "clientInfo", "timezone": name}]}
                )
                assert answer.status == 200, name
        assert not [one for one in files if "passwd" in one or ".env" in one or "pyproject" in one]


def test_paths_of_policy_files(tmp_path: Path) -> None:
    """Attack 53: a policy file that is not there, a folder, a device or cut off by a NUL is a sentence; one reached through a
    link is read as what it is.
    """
    for name in CORPUS:
        said = load(tmp_path / "nowhere" / name.lstrip("/\\~"))
        assert isinstance(said, tuple)
        assert "expected a policy file that can be read" in said[0]
    (tmp_path / "link").symlink_to(tmp_path / "loop")
    (tmp_path / "loop").symlink_to(tmp_path / "link")
    for odd in (tmp_path, tmp_path / "link", Path("/dev/null"), Path("/dev/zero")):
        assert not isinstance(load(odd), Loaded), odd


def test_what_is_written_where(tmp_path: Path) -> None:
    """Attack 53: a package is written where it is asked, never over what is there, nor through a link; its own names are fixed."""
    env = {
        **TEAMS,
        "COPYDESK_TEAMS_APP_ID": "0b7c9d2e-0000-4000-8000-000000000000",
        "COPYDESK_PUBLIC_URL": "https://a.example",
    }
    kept = tmp_path / "kept"
    kept.write_text("kept", encoding="utf-8")
    (tmp_path / "link.zip").symlink_to(kept)
    (tmp_path / "dangling.zip").symlink_to(tmp_path / "made")
    with elsewhere():
        for name in ("kept", "link.zip", "dangling.zip", "cut\0.zip"):
            assert copydesk("teams-package", str(tmp_path / name), **env).exit_code != 0, name
        assert copydesk("teams-package", str(tmp_path / "new.zip"), **env).exit_code == 0
    assert kept.read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "made").exists()
    packed = package("../../x", "https://a.example/../../etc/passwd")
    assert zipfile.ZipFile(BytesIO(packed)).namelist() == ["manifest.json", "color.png", "outline.png"]
