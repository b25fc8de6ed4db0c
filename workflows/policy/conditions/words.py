r"""`words: {phrases: [giveaway], patterns: ['\d+ ?%']}`: the words, the link or a picture's alt text have one.

Phrases are found whole, whatever the case; patterns are regular expressions, whatever the case. Both look at the text
as a reader takes it: look-alike forms (full-width letters, ligatures) made plain, invisible characters left out, quotes
straight, the words of a hashtag apart as well.
"""

import unicodedata
from functools import cache
from typing import Final

import regex

from workflows.domain.content import published_text
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading
from workflows.policy.reading import listed, quoted
from workflows.policy.tree import Mapping, Node

_FLAGS: Final = regex.IGNORECASE | regex.FULLCASE
_SECONDS: Final = 0.1
"""The most that one pattern may take on one text."""
_NAMED: Final = 3
_STRAIGHT: Final = str.maketrans("‘’‚‛“”„‟‐‑−", "''''\"\"\"\"---")  # look-alikes are the point
_SPACELESS: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts that put no spaces between words: in them a phrase is found anywhere."""
_INSIDE_WORD: Final = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_SPACELESS}]]"
_HASHTAG: Final = regex.compile(r"#[\p{L}\p{M}\p{N}_]+")
_IN_HASHTAG: Final = regex.compile(r"(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_")
_LETTER: Final = regex.compile(_INSIDE_WORD, regex.V1)


@value
class HasWords:
    """Holds where any phrase or pattern is found."""

    phrases: tuple[str, ...]
    patterns: tuple[str, ...]

    def because(self, subject: Subject) -> str | None:
        """`mentions “giveaway”`: the phrases as the policy has them, what the patterns found as the post has it.

        A pattern that takes too long matters only where nothing else is found.
        """
        text = _readable(subject)
        found = [phrase for phrase in self.phrases if _whole(phrase).search(text)]
        slow: TimeoutError | None = None
        for pattern in self.patterns:
            try:
                match = _compiled(pattern).search(text, timeout=_SECONDS)
            except TimeoutError as error:
                slow = error
            else:
                found += [" ".join(match.group().split())] if match else []
        if not found:
            if slow is not None:
                raise slow
            return None
        found = list(dict.fromkeys(found))
        more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
        return f"mentions {listed([quoted(words) for words in found[:_NAMED]] + more, 'and')}"

    def looks_for(self) -> str:
        """`mentions “giveaway” or matches “[0-9]+%”`."""
        phrases = f"mentions {listed(map(quoted, self.phrases), 'or')}" if self.phrases else ""
        patterns = f"matches {listed(map(quoted, self.patterns), 'or')}" if self.patterns else ""
        return " or ".join(filter(None, (phrases, patterns)))


def _readable(subject: Subject) -> str:
    alt_texts = (item.alt_text for item in subject.content.media)
    text = _plain("\n".join((published_text(subject.content), *alt_texts)))
    hashtags = (_IN_HASHTAG.sub(" ", tag) for tag in _HASHTAG.findall(text))
    return "\n".join((text, *hashtags))


def _plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
    return "".join(letter for letter in normal if unicodedata.category(letter) != "Cf")


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern, _FLAGS)


@cache
def _whole(phrase: str) -> regex.Pattern[str]:
    """Finds a phrase that is no piece of a longer word; between its words any space will do."""
    words = _plain(phrase).split()
    before = rf"(?<!{_INSIDE_WORD})" if _LETTER.match(words[0][0]) else ""
    after = rf"(?!{_INSIDE_WORD})" if _LETTER.match(words[-1][-1]) else ""
    return regex.compile(before + r"\s+".join(map(regex.escape, words)) + after, _FLAGS | regex.V1)


def parse(node: Node, reading: Reading) -> HasWords | None:
    """A mapping with phrases, patterns or both."""
    reader = reading.reader
    keys = {"phrases": "words to find", "patterns": "regular expressions"}
    fields = reader.fields(node, "“words”", {}, keys)
    if fields is None:
        return None
    if isinstance(node, Mapping) and not node.entries:
        reader.wrong(node, "“words” needs “phrases” or “patterns”")
        return None
    phrases: list[str] = []
    for item in reader.scalars(fields.get("phrases"), "a word or phrase"):
        if _plain(item.text).strip():
            phrases.append(item.text)
        else:
            reader.wrong(item, "expected a word or phrase, not invisible characters")
    patterns: list[str] = []
    for item in reader.scalars(fields.get("patterns"), "a regular expression"):
        wrong = _wrong_with(item.text)
        if wrong is None:
            patterns.append(item.text)
        else:
            reader.wrong(item, wrong)
    return HasWords(phrases=tuple(phrases), patterns=tuple(patterns)) if phrases or patterns else None


def _wrong_with(pattern: str) -> str | None:
    try:
        empty = _compiled(pattern).search("", timeout=_SECONDS)
    except regex.error as error:
        return f"expected a regular expression; {quoted(pattern)} is none: {error}"
    except (TimeoutError, OverflowError, RecursionError, MemoryError):
        return f"expected a regular expression that can be tried quickly; {quoted(pattern)} can't"
    if empty:
        return f"expected a regular expression that finds something; {quoted(pattern)} also matches nothing at all"
    return None
