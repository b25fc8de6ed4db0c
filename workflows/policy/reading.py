"""Reading a tree piece by piece while collecting everything that is wrong with it, each with its place."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Mapping as Dict
from datetime import date
from typing import Final, Literal, TypeVar

from workflows.domain.value import value
from workflows.policy.tree import Entry, Listing, Mapping, Node, Scalar

W = TypeVar("W", bound=str)
MOST_KEYS: Final = 8
"""How many keys are named where one expects a mapping."""


@value
class Problem:
    """What was expected at a place; line and column from 1."""

    line: int
    column: int
    says: str


@value
class Lasting:
    """What means something up to the `last` day, and what is told from `then` on."""

    last: date
    then: Problem


class Reader:
    """Notes problems and goes on, so that one pass finds them all. A method that can't give its value notes why."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.lasting: list[Lasting] = []

    def wrong(self, node: Node, says: str) -> None:
        """Note an error at `node`."""
        self.problems.append(Problem(line=node.line, column=node.column, says=says))

    def warn(self, node: Node, says: str) -> None:
        """Note at `node` what is allowed and yet hardly meant."""
        self.warnings.append(Problem(line=node.line, column=node.column, says=says))

    def lasts(self, node: Node, last: date, then: str) -> None:
        """Note at `node` what is to be told once that day is past."""
        self.lasting.append(Lasting(last=last, then=Problem(line=node.line, column=node.column, says=then)))

    def in_order(self) -> tuple[Problem, ...]:
        """The errors as they stand in the file."""
        return tuple(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))

    def fields(self, node: Node, what: str, needed: Dict[str, str], optional: Dict[str, str]) -> Dict[str, Node] | None:
        """The entries of a mapping with known keys, each described by what it expects; None where it is no mapping,
        which is told with its keys, or with those that it cannot do without where they are many.
        """
        known = {**needed, **optional}
        if not isinstance(node, Mapping):
            self.wrong(node, f"expected {what} with {listed(known if len(known) <= MOST_KEYS else needed, 'and')}")
            return None
        found: dict[str, Node] = {}
        for entry in self.entries(node):
            if entry.key.text in known:
                found[entry.key.text] = entry.node
            else:
                self.wrong(entry.key, f"{what} has no key {quoted(entry.key.text)}{hint(entry.key.text, known)}")
        for key, expected in needed.items():
            if key not in found:
                self.wrong(node, f"{what} needs “{key}”: {expected}")
        return found

    def entries(self, node: Mapping) -> Iterator[Entry]:
        """The entries whose key is there for the first time; a repeated key is noted."""
        first: dict[str, Scalar] = {}
        for entry in node.entries:
            if entry.key.text in first:
                line = first[entry.key.text].line
                self.wrong(entry.key, f"{quoted(entry.key.text)} stands here twice; the first is on line {line}")
            else:
                first[entry.key.text] = entry.key
                yield entry

    def text(self, node: Node | None, expected: str, most: int = 300) -> str | None:
        """One non-empty line of words, `most` characters at most; None (and no note) where there is no node."""
        if node is None:
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            self.wrong(node, f"expected {expected}")
            return None
        text = " ".join(node.text.split())
        if len(text) > most:
            self.wrong(node, f"expected {expected} of at most {most} characters, not {len(text):,}")
            return None
        return text

    def choice(self, node: Node | None, expected: str, words: Collection[W]) -> W | None:
        """One of `words`."""
        text = self.text(node, f"{expected}: {listed(words, 'or')}")
        if node is None or text is None:
            return None
        found = next((word for word in words if word == text), None)
        if found is None:
            self.wrong(node, f"expected {expected}, not {quoted(text)}{hint(text, words)}")
        return found

    def scalars(
        self, node: Node | None, expected: str, none: Literal["refused", "allowed"] = "refused"
    ) -> tuple[Scalar, ...]:
        """A list of single words or sentences, none twice and none blank; a lone one is a list of one."""
        if node is None:
            return ()
        items = node.items if isinstance(node, Listing) else (node,)
        if not items and none == "refused":
            self.wrong(node, f"expected {expected}; the list is empty")
        seen: dict[str, Scalar] = {}
        for item in items:
            if not isinstance(item, Scalar) or not item.text.strip():
                self.wrong(item, f"expected {expected}")
            elif item.text in seen:
                self.wrong(item, f"{quoted(item.text)} is listed twice")
            else:
                seen[item.text] = item
        return tuple(seen.values())

    def choices(self, node: Node | None, expected: str, words: Collection[W]) -> tuple[W, ...]:
        """A list whose items are each one of `words`."""
        read = (self.choice(item, expected, words) for item in self.scalars(node, expected))
        return tuple(word for word in read if word is not None)

    def items(self, node: Node | None, expected: str) -> tuple[Node, ...]:
        """The items of a list that must not be empty."""
        if node is None:
            return ()
        if not isinstance(node, Listing) or not node.items:
            self.wrong(node, f"expected a list of {expected}")
            return ()
        return node.items


def quoted(text: str) -> str:
    """`text` in quotation marks, cut where nobody would read on."""
    most = 60
    return f"“{text if len(text) <= most else text[:most] + '…'}”"


def listed(words: Iterable[str], last: str) -> str:
    """`a, b and c`, with `last` as the final word between."""
    parts = list(words)
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def hint(word: str, valid: Collection[str]) -> str:
    """`; did you mean “…”?` where a valid word is near, else all of them if they are few enough to read."""
    most = 12
    return near(word, valid) or (f"; expected {listed(valid, 'or')}" if 0 < len(valid) <= most else "")


def near(word: str, valid: Collection[str]) -> str:
    """`; did you mean “…”?` where a valid word is near, for a sentence that names them already."""
    return "".join(f"; did you mean “{found}”?" for found in difflib.get_close_matches(word, valid, n=1))
