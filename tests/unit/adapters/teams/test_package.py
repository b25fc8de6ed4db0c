"""The Teams app package keeps the limits that Microsoft's schema of the manifest (1.28) states."""

import io
import json
import struct
import zipfile
import zlib
from typing import Any
from uuid import UUID

from adapters.teams.package import manifest, package

APP = "11111111-2222-3333-4444-555555555555"
URL = "https://copydesk.example.com/"
WHITE = (255, 255, 255)


def read() -> Any:
    """The manifest as it is written."""
    with zipfile.ZipFile(io.BytesIO(package(APP, URL))) as archive:
        return json.loads(archive.read("manifest.json"))


def pixels(name: str) -> list[list[tuple[int, ...]]]:
    """An icon's pixels, row by row."""
    with zipfile.ZipFile(io.BytesIO(package(APP, URL))) as archive:
        png = archive.read(name)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        chunks[kind] = data
        at += 12 + length
    width, height, bits, color_type, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (bits, rest) == (8, [0, 0, 0])
    deep = {2: 3, 6: 4}[color_type]
    raw = zlib.decompress(chunks[b"IDAT"])
    rows = [raw[row * (width * deep + 1) :][: width * deep + 1] for row in range(height)]
    assert {row[0] for row in rows} == {0}
    return [[tuple(row[1 + x * deep :][:deep]) for x in range(width)] for row in rows]


def test_the_package_holds_three_files_at_the_top() -> None:
    """A zip of the manifest and both icons, which the manifest names; the same settings give the same bytes."""
    with zipfile.ZipFile(io.BytesIO(package(APP, URL))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", *read()["icons"].values()]
    assert package(APP, URL) == package(APP, URL)


def test_texts_keep_their_limits() -> None:
    """Names, descriptions and titles are no longer than Teams takes."""
    app = read()
    limits = {
        (app["name"]["short"],): 30,
        (app["name"]["full"],): 100,
        (app["description"]["short"],): 80,
        (app["description"]["full"],): 4000,
        (app["developer"]["name"],): 32,
        tuple(one["title"] for each in app["bots"][0]["commandLists"] for one in each["commands"]): 128,
        tuple(one["title"] for one in app["composeExtensions"][0]["commands"]): 32,
        tuple(one["description"] for one in app["composeExtensions"][0]["commands"]): 128,
        tuple(one["id"] for one in app["composeExtensions"][0]["commands"]): 64,
        tuple(one["name"] for one in app["authorization"]["permissions"]["resourceSpecific"]): 128,
        tuple(app["validDomains"]): 2048,
    }
    for texts, longest in limits.items():
        assert texts
        assert all(0 < len(text) <= longest for text in texts), texts


def test_lists_keep_their_limits() -> None:
    """One bot with at most three lists of at most twelve commands, one message extension with at most ten, as Teams takes them."""
    (bot,), (extension,) = read()["bots"], read()["composeExtensions"]
    assert len(bot["commandLists"]) <= 3
    assert all(0 < len(one["commands"]) <= 12 for one in bot["commandLists"])
    listed = [scope for one in bot["commandLists"] for scope in one["scopes"]]
    assert sorted(listed) == sorted(bot["scopes"])
    assert set(bot["scopes"]) <= {"personal", "team", "groupChat"}
    assert 0 < len(extension["commands"]) <= 10
    for action in extension["commands"]:
        assert set(action["context"]) <= {"compose", "commandBox", "message"}
        assert (action["type"], action["fetchTask"]) == ("action", True)


def test_ids_and_addresses_are_those_of_the_settings() -> None:
    """The app, its bot, its extension and its registration have one id; every address is the deployment's, over TLS."""
    app = read()
    ids = [app["id"], app["bots"][0]["botId"], app["composeExtensions"][0]["botId"], app["webApplicationInfo"]["id"]]
    assert set(ids) == {APP}
    assert str(UUID(APP)) == APP
    addresses = [app["developer"][name] for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")]
    assert set(addresses) == {"https://copydesk.example.com"}
    assert app["validDomains"] == ["copydesk.example.com"]
    assert manifest(APP, "https://example.com:8443/desk")["validDomains"] == ["example.com:8443"]


def test_the_colour_icon_is_full() -> None:
    """192 × 192 pixels, without a hole: a white sheet and a tick on the accent colour."""
    icon = pixels("color.png")
    assert {len(row) for row in icon} == {len(icon)} == {192}
    colors = [pixel for row in icon for pixel in row]
    accent = tuple(bytes.fromhex(read()["accentColor"].removeprefix("#")))
    assert icon[0][0] == accent
    assert colors.count(accent) > 15_000
    assert colors.count(WHITE) > 6_000


def test_the_outline_icon_is_white_on_transparent() -> None:
    """32 × 32 pixels: nothing but white, most of it transparent, clear at the edge."""
    icon = pixels("outline.png")
    assert {len(row) for row in icon} == {len(icon)} == {32}
    assert {pixel[:3] for row in icon for pixel in row} == {WHITE}
    alphas = [pixel[3] for row in icon for pixel in row]
    assert alphas.count(0) > 600
    assert alphas.count(255) > 50
    assert {pixel[3] for pixel in (*icon[0], *icon[-1])} == {0}
