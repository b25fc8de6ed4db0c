"""What changed between two revisions, word by word, in sentences."""

import re
from difflib import SequenceMatcher
from typing import Final

from workflows.cards import messages
from workflows.domain.content import Content

MOST: Final = 10
"""How many changes are listed one by one; a text that changed more is best read whole."""

_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def changes(old: Content, new: Content) -> tuple[tuple[str, str], ...]:
    """A mark (`~`, `+` or `-`) and a sentence for each change; empty where nothing that is published changed."""
    found = _text_changes(old.text, new.text)
    if len(found) > MOST:
        found = [*found[:MOST], ("~", f"and {len(found) - MOST} more changes in the text")]
    if old.link != new.link:
        found.append(_one("the link", old.link, new.link))
    if set(old.channels) != set(new.channels):
        found.append(("~", f"channels: {messages.channels(old.channels)} became {messages.channels(new.channels)}"))
    if old.media != new.media:
        found.append(("~", "the media changed"))
    return tuple(found)


def _text_changes(old: str, new: str) -> list[tuple[str, str]]:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        _one("", "".join(before[i:j]).strip(), "".join(after[k:m]).strip()) for i, j, k, m in _joined(matcher, before)
    ]


def _joined(matcher: "SequenceMatcher[str]", before: list[str]) -> list[tuple[int, int, int, int]]:
    """The places that differ; those with nothing but white space between them are one change to a reader."""
    spans: list[tuple[int, int, int, int]] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        if spans and not "".join(before[spans[-1][1] : i]).strip():
            i, k = spans[-1][0], spans[-1][2]  # noqa: PLW2901  # the change began there
            spans.pop()
        spans.append((i, j, k, m))
    return spans


def _one(what: str, old: str, new: str) -> tuple[str, str]:
    named = f"{what}: " if what else ""
    if not old:
        return "+", f"{named}added “{new}”" if new else f"{named}added white space"
    if not new:
        return "-", f"{named}removed “{old}”"
    return "~", f"{named}“{old}” became “{new}”" if old != new else f"{named}white space at “{old}” changed"
