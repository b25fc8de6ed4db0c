r"""`words: {phrases: [giveaway], patterns: ['\d+ ?%']}`: the words, the link or a picture's alt text have one.

Phrases are found whole, whatever the case; patterns are regular expressions, whatever the case. Both look at the text
as a reader takes it: look-alike forms (full-width letters, ligatures) made plain, invisible characters left out, quotes
straight, the words of a hashtag apart as well.
"""

from collections.abc import Callable
from typing import Final

from workflows.checks.words import SECONDS, pattern, phrase, readable, wrong_with_pattern, wrong_with_words
from workflows.domain.content import published_text
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading
from workflows.policy.reading import Reader, listed, quoted
from workflows.policy.tree import Mapping, Node

_NAMED: Final = 3


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
        found = [words for words in self.phrases if phrase(words).search(text)]
        slow: TimeoutError | None = None
        for expression in self.patterns:
            try:
                match = pattern(expression).search(text, timeout=SECONDS)
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
    return readable("\n".join((published_text(subject.content), *alt_texts))).text


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
    phrases = _checked(reader, fields.get("phrases"), "a word or phrase", wrong_with_words)
    patterns = _checked(reader, fields.get("patterns"), "a regular expression", wrong_with_pattern)
    return HasWords(phrases=phrases, patterns=patterns) if phrases or patterns else None


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
