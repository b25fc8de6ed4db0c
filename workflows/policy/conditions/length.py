"""`length: {over: 280}`: how long the words are, in characters or as a share of what a channel takes."""

import re
from typing import Final

from workflows.checks.counting import count_graphemes
from workflows.checks.length import measure_all
from workflows.domain.content import published_text
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, once, single
from workflows.policy.reading import listed, quoted
from workflows.policy.shapes import either, fields, like
from workflows.policy.tree import Node

_KEYS: Final = {"over": "a number of characters such as 280, or a share of what a channel takes such as 90%"}
_FIGURE: Final = re.compile(r"([1-9][0-9]{0,5})( ?%)?", re.ASCII)


@once
def _characters(subject: Subject) -> int:
    return count_graphemes(published_text(subject.content))


@value
class LongerThan:
    """Holds for more characters than `over`, as people count them."""

    over: int

    def because(self, subject: Subject) -> str | None:
        """`has 300 characters, more than 280`."""
        count = _characters(subject)
        return f"has {count:,} characters, more than {self.over:,}" if count > self.over else None

    def looks_for(self) -> str:
        """`has more than 280 characters`."""
        return f"has more than {self.over:,} characters"


@value
class FullerThan:
    """Holds where more than `percent` of what one of its channels takes is used, counted as that channel counts."""

    percent: int

    def because(self, subject: Subject) -> str | None:
        """`fills more than 90 % of what X takes`."""
        full = [one.name for one in measure_all(subject.content) if one.used * 100 > one.limit * self.percent]
        return f"fills more than {self.percent} % of what {listed(full, 'and')} takes" if full else None

    def looks_for(self) -> str:
        """`fills more than 90 % of what a channel takes`."""
        return f"fills more than {self.percent} % of what a channel takes"


def parse(node: Node, reading: Reading) -> LongerThan | FullerThan | None:
    """A mapping with `over`."""
    reader = reading.reader
    given = (reader.fields(node, "“length”", _KEYS, {}) or {}).get("over")
    text = reader.text(given, _KEYS["over"])
    if given is None or text is None:
        return None
    figure = _FIGURE.fullmatch(text)
    if figure is None or (figure[2] and int(figure[1]) > 100):
        reader.wrong(given, f"expected {_KEYS['over']}, not {quoted(text)}")
        return None
    return FullerThan(percent=int(figure[1])) if figure[2] else LongerThan(over=int(figure[1]))


KIND: Final = single(
    help=(
        "The words with the link are longer than so many characters, as people count them, or than a share of what one of the "
        "post's channels takes, as that channel counts."
    ),
    examples=(
        ("length: {over: 280}", "A post of more than 280 characters."),
        ("length: {over: 90%}", "A post that fills more than 90 % of what one of its channels takes."),
    ),
    parse=parse,
    shape=fields(_KEYS, {}, {"over": either({"type": "integer", "minimum": 1}, like(_FIGURE.pattern))}),
)
