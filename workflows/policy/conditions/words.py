r"""`words: {phrases: [giveaway], stems: [guarant], patterns: ['\d+ ?%']}`: the words, the link or a picture's alt text have one.

Phrases are found whole, stems at the start of words, patterns as regular expressions, all whatever the case, in the text as a
reader takes it (`workflows.checks.words`).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

import regex

from workflows.checks.patience import Patience, patience_with
from workflows.checks.words import (
    pattern,
    phrase,
    stem,
    tokens,
    wrong_with_pattern,
    wrong_with_words,
)
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, once, single
from workflows.policy.conditions.text import read_by_people
from workflows.policy.reading import Reader, listed, quoted
from workflows.policy.shapes import TEXT, fields, several
from workflows.policy.tree import Mapping, Node

_KEYS: Final = {
    "phrases": "words to find",
    "stems": "beginnings of words to find",
    "patterns": "regular expressions",
}
_NAMED: Final = 3


@value
class Begins:
    """A phrase or a stem, and what some word of a text must begin with, or be (`whole`), for it to be there at all."""

    words: str
    first: str
    whole: bool


@value
class HasWords:
    """Holds where any phrase, stem or pattern is found."""

    phrases: tuple[Begins, ...]
    stems: tuple[Begins, ...]
    patterns: tuple[str, ...]

    def because(self, subject: Subject) -> str | None:
        """`mentions “giveaway”`: phrases as the policy has them, what stems and patterns found as the post has it.

        A pattern that takes too long matters only where nothing else is found.
        """
        text = read_by_people(subject).text
        there, sorted_there = _tokens(subject)
        found = [each.words for each in self.phrases if _may_be(each, there) and phrase(each.words).search(text)]
        for each in self.stems:
            match = stem(each.words).search(text) if _may_begin(each, there, sorted_there) else None
            found += [_on_one_line(match.group())] if match else []
        slow: TimeoutError | None = None
        patience = patience_with(subject.content) if self.patterns else Patience()
        for expression in self.patterns:
            try:
                match = _search(expression, text, patience)
            except TimeoutError as error:
                slow = error
            else:
                found += [_on_one_line(match.group())] if match else []
        if found:
            return _mentions(list(dict.fromkeys(found)))
        if slow is not None:
            raise slow
        return None

    def looks_for(self) -> str:
        """`mentions “giveaway” or matches “[0-9]+%”`."""
        words = [quoted(each.words) for each in self.phrases] + [quoted(f"{each.words}…") for each in self.stems]
        patterns = f"matches {listed(map(quoted, self.patterns), 'or')}" if self.patterns else ""
        return " or ".join(filter(None, (f"mentions {listed(words, 'or')}" if words else "", patterns)))


def together(words: Iterable[HasWords]) -> HasWords:
    """One condition that finds what any of them does."""
    lists = list(words)
    return HasWords(
        phrases=tuple(dict.fromkeys(each for one in lists for each in one.phrases)),
        stems=tuple(dict.fromkeys(each for one in lists for each in one.stems)),
        patterns=tuple(dict.fromkeys(each for one in lists for each in one.patterns)),
    )


def _mentions(found: list[str]) -> str:
    more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return f"mentions {listed([quoted(words) for words in found[:_NAMED]] + more, 'and')}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


@once
def _tokens(subject: Subject) -> tuple[frozenset[str], list[str]]:
    """The words of the text, folded: to look one up, and to look up a beginning. Most words of a policy are in no post, and a
    look is a hundred times cheaper than a search; to make what searches is dearer still, so it is made for the first post
    that may have the words.
    """
    there = frozenset(tokens(read_by_people(subject).text))
    return there, sorted(there)


def _may_be(sought: Begins, there: frozenset[str]) -> bool:
    return not sought.first or sought.first in there


def _may_begin(sought: Begins, there: frozenset[str], sorted_there: list[str]) -> bool:
    if sought.whole or not sought.first:
        return _may_be(sought, there)
    place = bisect_left(sorted_there, sought.first)
    return place < len(sorted_there) and sorted_there[place].startswith(sought.first)


def _search(expression: str, text: str, patience: Patience) -> "regex.Match[str] | None":
    finds = pattern(expression)
    return patience.spend(finds, lambda seconds: finds.search(text, timeout=seconds))


def _begins(words: str) -> Begins:
    parts = tokens(words)
    return Begins(words=words, first=parts[0] if parts else "", whole=len(parts) > 1)


def parse(node: Node, reading: Reading) -> HasWords | None:
    """A mapping with phrases, stems or patterns, or several of them."""
    reader = reading.reader
    found = reader.fields(node, "“words”", {}, _KEYS)
    if found is None:
        return None
    if isinstance(node, Mapping) and not node.entries:
        reader.wrong(node, f"“words” needs {listed((f'“{key}”' for key in _KEYS), 'or')}")
        return None
    phrases = _checked(reader, found.get("phrases"), "a word or phrase", wrong_with_words)
    stems = _checked(reader, found.get("stems"), "the beginning of a word", wrong_with_words)
    patterns = _checked(reader, found.get("patterns"), "a regular expression", wrong_with_pattern)
    if not (phrases or stems or patterns):
        return None
    return HasWords(
        phrases=tuple(map(_begins, phrases)),
        stems=tuple(map(_begins, stems)),
        patterns=patterns,
    )


def _checked(
    reader: Reader, node: Node | None, expected: str, wrong_with: Callable[[str], str | None]
) -> tuple[str, ...]:
    good: list[str] = []
    for item in reader.scalars(node, expected):
        wrong = wrong_with(item.text)
        if wrong is None:
            good.append(item.text)
        else:
            reader.wrong(item, wrong)
    return tuple(good)


KIND: Final = single(
    help=(
        "The words, the link or a picture's alt text have one of these: `phrases` are found as whole words, `stems` at the start "
        "of words, `patterns` are regular expressions (in single quotes); all whatever the case."
    ),
    examples=(
        ("words: {phrases: [giveaway, win a]}", "A post that says “Giveaway”, “#giveaway” or “WIN A bike”."),
        ("words: {stems: [guarant]}", "A post that says “guarantee”, “guaranteed” or “Guaranteeing”."),
        (r"words: {patterns: ['\d+ ?%']}", "A post with a percentage."),
    ),
    parse=parse,
    shape=fields({}, _KEYS, {key: several(TEXT) for key in _KEYS}, least=1),
)
