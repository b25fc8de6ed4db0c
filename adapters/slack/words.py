"""Words have one way in and one way out.

In: what Slack made of what was typed becomes the literal text again. Out: literal text is written so that Slack shows
exactly it, pings nobody and unfurls nothing. Sources: docs.slack.dev/messaging/formatting-message-text ("Escaping
text") and docs.slack.dev/reference/block-kit/composition-objects.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final

import emoji
import regex

from adapters.slack import limits

_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_CONTROL: Final = re.compile(r"<(?P<target>(?:[@#!]|https?://|mailto:|tel:)[^<>|\s][^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_EMOJI: Final = re.compile(r"https?://\S+|:(?P<name>[^\s:]{1,100}):(?::skin-tone-(?P<tone>[2-6]):)?")
_JOINED: Final = re.compile(r"[\w:]")
_SLACK_NAME: Final = re.compile(r"(?=[^a-z]*[a-z])[a-z0-9_+'-]+")
_MENTION: Final = re.compile(r"<(?:@[UW][A-Z0-9]{4,}|#[CG][A-Z0-9]{4,}|!subteam\^S[A-Z0-9]{4,})(?:\|[^<>]*)?>")
_TONES: Final = {str(number): chr(0x1F3FB + number - 2) for number in range(2, 7)}


def escape(text: str) -> str:
    """Write literal text for any of Slack's text objects: exactly `&`, `<` and `>` are special there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Read what `escape` wrote."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def plain(text: str) -> dict[str, Any]:
    """A text object that shows `text` literally; a text object may not be empty."""
    return {"type": "plain_text", "text": escape(text) or "\u2014", "emoji": False}


def cut(text: str, most: int) -> str:
    """A label that fits into `most` escaped characters; a cut one ends in an ellipsis."""
    if limits.length(escape(text)) <= most:
        return text
    return _fitting(text, most - 1)[0] + "\u2026"


def pieces(text: str, most: int = limits.TEXT) -> Iterator[str]:
    """Split `text` into pieces that each fit into `most` escaped characters and together are exactly it."""
    while text:
        piece, text = _fitting(text, most)
        yield piece


def _fitting(text: str, most: int) -> tuple[str, str]:
    """The longest beginning that fits, preferably whole lines, words or characters as people see them; and the rest."""
    if limits.length(escape(text)) <= most:
        return text, ""
    end = max(_count_fitting(text, most), 1)
    # A boundary in the last half of what fits; else between characters as people see them; else anywhere.
    for boundary in (r"\n", r"[ \t]", r"\X"):
        ends = [found.end() for found in regex.finditer(boundary, text[: end + 1]) if found.end() <= end]
        if ends and ends[-1] > end // 2:
            return text[: ends[-1]], text[ends[-1] :]
    return text[:end], text[end:]


def _count_fitting(text: str, most: int) -> int:
    return bisect_right(range(most + 1), most, key=lambda end: limits.length(escape(text[:end]))) - 1


def from_message(text: str) -> str:
    """The words of a message or a slash command as their writer saw them.

    Links read as they were typed, mentions as the names that Slack gives with them, and known emoji names as emoji. A
    mention without a name stays as it came, so that a form asks for words in its place.
    """
    return _lines(with_emoji(unescape(_CONTROL.sub(_spoken, text)))[0])


def _spoken(found: re.Match[str]) -> str:
    target, label = found["target"], found["label"] or ""
    match target[0]:
        case "@" | "#":
            return target[0] + label if label else found[0]
        case "!":
            return label or "@" + target[1:].split("^")[0]
        case _:
            address = target.removeprefix("mailto:").removeprefix("tel:")
            return label if label and label in address else f"{label} {address}".strip()


def without_mention(text: str, user: str) -> str:
    """A message without the mention of `user` that calls them at its beginning."""
    return re.sub(rf"^\s*<@{re.escape(user)}(?:\|[^<>]*)?>[\s,:]*", "", text)


def from_field(text: str) -> tuple[str, tuple[str, ...]]:
    """The words of a form's field, where Slack escapes nothing, and what in them cannot be turned into words."""
    words, unknown = with_emoji(text)
    mentions = tuple(dict.fromkeys(_MENTION.findall(words)))
    return _lines(words), (*unknown, *mentions)


def with_emoji(text: str) -> tuple[str, tuple[str, ...]]:
    """Turn `:rocket:` into the emoji. The second part lists names that no emoji has (a workspace's own), as written.

    Slack hands over every emoji by its name, so a known name is one wherever it stands outside a link; but an unknown
    name, a single letter or a number (`10:30:45`) counts only where it stands by itself.
    """
    unknown: dict[str, None] = {}
    written: list[str] = []
    place = drawn_until = 0
    while found := _EMOJI.search(text, place):
        start, name = found.start(), found["name"]
        alone = start in (0, drawn_until) or not _JOINED.match(text[start - 1])
        drawn = _draw(found, alone=alone) if name else found[0]
        if drawn is not None:
            written += [text[place:start], drawn]
            place = drawn_until = found.end()
            continue
        if alone and _SLACK_NAME.fullmatch(name) and not _JOINED.match(text[found.end() : found.end() + 1]):
            unknown[f":{name}:"] = None
        # The closing colon may open the next name.
        place_after = found.end() - 1
        written.append(text[place:place_after])
        place = place_after
    return "".join([*written, text[place:]]), tuple(unknown)


def _draw(found: re.Match[str], *, alone: bool) -> str | None:
    name = found["name"]
    if not alone and (len(name) == 1 or name.isdecimal()):
        return None
    drawn = emoji.emojize(f":{name}:", language="alias")
    return None if drawn == f":{name}:" else drawn + _TONES.get(found["tone"] or "", "")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
