"""`is: financial`: a condition that the file names under `conditions`, to be used again and again.

A name may stand for others. One that leads back to itself is refused with the way round; one that nothing asks for is warned of.
"""

from collections.abc import Callable, Mapping
from typing import Final

from workflows.domain.explained import Explained, State
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Explainable, Kind, Reading
from workflows.policy.reading import Reader, hint, quoted
from workflows.policy.shapes import TEXT
from workflows.policy.tree import Entry, Node, Scalar

Parse = Callable[[Node], Explainable | None]


@value
class Named:
    """Holds where the condition that the file calls `name` does."""

    name: str
    condition: Explainable

    def state(self, subject: Subject) -> State:
        """That of the condition."""
        return self.condition.state(subject)

    def explain(self, subject: Subject) -> Explained:
        """Its reason is that of the condition; the tree has it below the name."""
        part = self.condition.explain(subject)
        return Explained(says=self.looks_for(), state=part.state, because=part.because, parts=(part,))

    def looks_for(self) -> str:
        """`is “financial”`."""
        return f"is {quoted(self.name)}"


class Names:
    """Conditions by name, each read once, when it is first asked for. `what` is what a name stands for, for people."""

    def __init__(self, entries: Mapping[str, Entry], reader: Reader, what: str) -> None:
        self._entries = entries
        self._reader = reader
        self._what = what
        self._read: dict[str, Explainable | None] = {}
        self._reading: list[str] = []

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def find(self, name: Scalar, parse: Parse) -> Explainable | None:
        """The condition called so. An unknown name, or one that leads back to itself, is noted where it stands."""
        key = name.text
        if key not in self._entries:
            self._reader.wrong(name, f"no {self._what} is called {quoted(key)}{hint(key, self._entries)}")
            return None
        if key in self._reading:
            way = " → ".join((*self._reading[self._reading.index(key) :], key))
            self._reader.wrong(name, f"{quoted(key)} leads back to itself: {way}")
            return None
        if key not in self._read:
            self._reading.append(key)
            self._read[key] = parse(self._entries[key].node)
            self._reading.pop()
        return self._read[key]

    def read_others(self, parse: Parse) -> tuple[Scalar, ...]:
        """The names that nothing has asked for, which are read now: what is wrong with them is told, too."""
        unused = [entry.key for key, entry in self._entries.items() if key not in self._read]
        for name in unused:
            self.find(name, parse)
        return tuple(unused)


def parse(node: Node, reading: Reading) -> Named | None:
    """The name of a condition."""
    expected = "the name of a condition that stands under “conditions”"
    if reading.reader.text(node, expected) is None or not isinstance(node, Scalar):
        return None
    found = reading.named(node)
    return None if found is None else Named(name=node.text, condition=found)


KIND: Final = Kind(
    help="The post meets a condition that has a name under `conditions`, at the top of the file.",
    examples=(("is: financial", "A post that meets the condition called `financial`."),),
    parse=parse,
    shape=TEXT,
)
