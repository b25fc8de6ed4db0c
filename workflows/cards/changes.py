"""What changed between two revisions, word by word, in sentences."""

import re
from collections import Counter
from difflib import Match, SequenceMatcher
from functools import lru_cache
from itertools import accumulate, chain, count
from typing import Final

from workflows.cards import about, messages
from workflows.domain.content import Content
from workflows.domain.policy import Vocabulary
from workflows.domain.value import value

MOST: Final = 10
"""How many changes are listed one by one; a text that changed more is best read whole."""

MOST_EFFORT: Final = 60_000
"""How patient a comparison is: a long text that repeats itself could else keep everybody waiting for a second."""

_REMEMBERED: Final = 64
"""One edit is shown on many cards, one after another: so many comparisons are kept."""

_QUOTES: Final = (("“", "”"), ("«", "»"), ("「", "」"), ("⟦", "⟧"))
"""Words are quoted in marks that they do not hold themselves: where a quotation ends is not for its writer to say."""

_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def changes(old: Content, new: Content, known: Vocabulary) -> tuple[tuple[str, str], ...]:
    """A mark (`~`, `+` or `-`) and a sentence for each change, in the names that are `known`; empty where nothing that is judged
    changed.
    """
    found = [_said(old.text, change) for change in text_changes(old.text, new.text)]
    if len(found) > MOST:
        found = [*found[:MOST], ("~", f"and {len(found) - MOST} more changes in the text")]
    if old.link != new.link:
        found.append(_one("the link", old.link, new.link))
    if set(old.channels) != set(new.channels):
        found.append(("~", f"channels: {messages.channels(old.channels)} became {messages.channels(new.channels)}"))
    if old.media != new.media:
        found.append(("~", "the media changed"))
    was, came = dict(about.said(old, known)), dict(about.said(new, known))
    for label in dict.fromkeys((*was, *came)):
        if was.get(label) != came.get(label):
            found.append(_one(label.lower(), was.get(label, ""), came.get(label, "")))
    if old.sources != new.sources:
        found.append(_one("the sources", old.sources, new.sources))
    return tuple(found)


@value
class Change:
    """One place where a text differs: what stands from `start` to `end` in the old one became `words`."""

    start: int
    end: int
    words: str


@lru_cache(maxsize=_REMEMBERED)
def text_changes(old: str, new: str) -> tuple[Change, ...]:
    """Where two texts differ, in order and apart; each put in its place makes the new text of the old one."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    ahead, before, after = _without_common_ends(before, after)
    places = [*accumulate(map(len, before), initial=ahead)]
    return tuple(
        Change(start=places[i], end=places[j], words="".join(after[k:m]))
        for i, j, k, m in _joined(_Patient(before, after), before)
    )


def _said(old: str, change: Change) -> tuple[str, str]:
    if not change.words and not old[change.start : change.end].strip():
        return "-", "removed white space"
    return _one("", old[change.start : change.end].strip(), change.words.strip())


def _without_common_ends(before: list[str], after: list[str]) -> tuple[int, list[str], list[str]]:
    """Both without what they begin and end with alike, and how many characters they begin with: an edit of one place costs
    no more in a long text.
    """
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = next((at for at in range(shorter - start) if before[-1 - at] != after[-1 - at]), shorter - start)
    return len("".join(before[:start])), before[start : len(before) - end], after[start : len(after) - end]


class _Patient(SequenceMatcher[str]):
    """Compares for about a hundredth of a second at most; what it has not looked at by then differs.

    The effort of one search is about the words that it looks at, times the places where each could belong.
    """

    def __init__(self, before: list[str], after: list[str]) -> None:
        # White space is everywhere: it matches only beside what matches.
        super().__init__(str.isspace, before, after, autojunk=False)
        there = Counter(token for token in after if not token.isspace())
        self._each = 1 + sum(there[token] for token in before) / max(1, len(before))
        self._words = len(before)
        self._effort = 0.0

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """As its parent, while there is patience left."""
        end = self._words if ahi is None else ahi
        self._effort += (end - alo) * self._each
        if self._effort > MOST_EFFORT:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


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
    longer = (("⟦" * many, "⟧" * many) for many in count(2))
    opens, closes = next(pair for pair in chain(_QUOTES, longer) if not any(mark in old + new for mark in pair))
    was, came = f"{opens}{old}{closes}", f"{opens}{new}{closes}"
    if not old:
        return "+", f"{named}added {came}" if new else f"{named}added white space"
    if not new:
        return "-", f"{named}removed {was}"
    return "~", f"{named}{was} became {came}" if old != new else f"{named}white space at {was} changed"
