"""Slack's own markup: what a marked-up sentence looks like on the screen, and whom it names.

Source: docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import emoji

from bot.playground.slack.shapes import Json, decoded, walk

Name = Callable[[str], str]
_NAMED_PICTURE = re.compile(r"(?=(:[^\s:]+:))")
_ANGLED = re.compile(r"<([^<>\n\0]+)>")
_BROADCASTS = {"channel", "here", "everyone"}
_CODE = re.compile(r"```(.*?)```|`([^`\n]+)`", re.DOTALL)
_STYLED = re.compile(r"(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~])")
_QUOTED = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
_DATE_WORDS = {
    "{date_num}": "%Y-%m-%d",
    "{date}": "%B %-d, %Y",
    "{date_short}": "%b %-d, %Y",
    "{date_long}": "%A, %B %-d, %Y",
    "{date_pretty}": "%B %-d, %Y",
    "{date_short_pretty}": "%b %-d, %Y",
    "{date_long_pretty}": "%A, %B %-d, %Y",
    "{time}": "%-I:%M %p",
    "{time_secs}": "%-I:%M:%S %p",
}


def escape(text: str) -> str:
    """The three characters that Slack's markup claims, as it escapes them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pictured(text: str) -> str:
    """`:rocket:` as the picture that Slack puts there; unknown names stay as they are."""
    return emoji.emojize(text, language="alias")


def pictures(text: str) -> dict[str, str]:
    """Every `:name:` in a text that is a picture's, and the picture."""
    named = {found.group(1) for found in _NAMED_PICTURE.finditer(text)}
    return {name: pictured(name) for name in named if pictured(name) != name}


def shown(text: str, *, name: Name, zone: str) -> str:
    """What a person in the IANA zone sees of marked-up text; `name` gives what an id is names."""
    kept: list[str] = []

    def keep(ready: str) -> str:
        kept.append(ready)
        return f"\0{len(kept) - 1}\0"

    bare = _CODE.sub(lambda code: keep(decoded(code.group(1) or code.group(2) or "")), text)
    bare = pictured(_ANGLED.sub(lambda found: keep(_angled(found.group(1), name, zone)), bare))
    before = ""
    while before != bare:
        before, bare = bare, _STYLED.sub(r"\2", bare)
    # An escaped ">" at the start of a line is a quotation too: people type it so.
    bare = _QUOTED.sub("│ ", bare)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found.group(1))], decoded(bare))


def _angled(inner: str, name: Name, zone: str) -> str:
    target, _, label = inner.partition("|")
    if target.startswith(("@", "#")):
        return target[0] + name(target[1:])
    if target.startswith("!date^"):
        return _date(target, decoded(label), zone)
    if target.startswith("!subteam^"):
        return decoded(label) or "@" + target.removeprefix("!subteam^")
    if target.startswith("!"):
        return "@" + target[1:]
    url = decoded(target)
    return f"{decoded(label)} ({url})" if label and decoded(label) != url else url


def _date(target: str, fallback: str, zone: str) -> str:
    pieces = target.split("^")
    seconds = pieces[1] if len(pieces) > 1 else ""
    if not seconds.isdecimal() or len(pieces) < 3:
        return fallback
    there = datetime.fromtimestamp(int(seconds), UTC).astimezone(ZoneInfo(zone))
    words = pieces[2]
    for token, pattern in _DATE_WORDS.items():
        words = words.replace(token, there.strftime(pattern))
    return words


def mentioned(text: str, blocks: list[Json]) -> frozenset[str]:
    """Whom a message names: user ids, `channel`, `here`, `everyone`, and user-group ids.

    Plain text names nobody. The notification text counts too, so that a test hears of every doubt.
    """
    names = _named(text)
    for each in walk(blocks):
        match each.get("type"):
            case "mrkdwn" | "markdown":
                names |= _named(str(each.get("text", "")))
            case "user":
                names.add(str(each.get("user_id")))
            case "usergroup":
                names.add(str(each.get("usergroup_id")))
            case "broadcast":
                names.add(str(each.get("range")))
            case _:
                pass
    return frozenset(names)


def _named(text: str) -> set[str]:
    names: set[str] = set()
    for found in _ANGLED.finditer(text):
        target = found.group(1).partition("|")[0]
        if target.startswith("@"):
            names.add(target[1:])
        elif target.startswith("!subteam^"):
            names.add(target.removeprefix("!subteam^"))
        elif target[1:] in _BROADCASTS and target.startswith("!"):
            names.add(target[1:])
    return names
