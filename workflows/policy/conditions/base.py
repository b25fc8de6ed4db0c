"""What every kind of condition is given and gives."""

from collections.abc import Callable, Collection
from typing import Final, Protocol, TypeVar

from workflows.domain.explained import Explained, State
from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Condition, Subject, Vocabulary
from workflows.domain.value import value
from workflows.policy.reading import Reader
from workflows.policy.shapes import Shape
from workflows.policy.tree import Node, Scalar

TOO_SLOW: Final = "has words that a pattern of this rule could not be tried on in time"
T = TypeVar("T")


class Describable(Protocol):
    """A condition of one piece: what a kind's own file makes of an entry."""

    def because(self, subject: Subject) -> str | None:
        """Why it holds, finishing "asked because it …"; None where it does not.

        Raises TimeoutError where a pattern takes too long on these words.
        """
        ...

    def looks_for(self) -> str:
        """What it looks for, finishing "a post that …"."""
        ...


class Explainable(Condition, Protocol):
    """A condition that others can be made of."""

    def looks_for(self) -> str:
        """What it looks for, finishing "a post that …"."""
        ...


@value
class Leaf:
    """A condition that is not made of others. `failed` is made beforehand: most conditions fail on most posts."""

    of: Describable
    failed: Explained

    def state(self, subject: Subject) -> State:
        """`unknown` for a pattern without an answer."""
        try:
            return "fails" if self.of.because(subject) is None else "holds"
        except TimeoutError:
            return "unknown"

    def explain(self, subject: Subject) -> Explained:
        """What was found says why it holds; a pattern without an answer is told as such."""
        try:
            because = self.of.because(subject)
        except TimeoutError:
            return Explained(says=self.looks_for(), state="unknown", because=TOO_SLOW)
        return self.failed if because is None else Explained(says=because, state="holds", because=because)

    def looks_for(self) -> str:
        """As its kind has it."""
        return self.failed.says


def leaf(of: Describable) -> Leaf:
    """The condition that has no others in it."""
    return Leaf(of=of, failed=Explained(says=of.looks_for(), state="fails"))


@value
class Reading:
    """What a condition's parser may ask: the reader, the names it may refer to, the company's time zone (IANA), and the parser of
    any condition.

    `named` reads the condition that the file calls so, `topic` the one that finds a topic (None where
    it has none); a name that leads round in a circle is noted, and None as well.
    """

    reader: Reader
    desks: dict[DeskId, str]
    people: Collection[Email]
    attributes: frozenset[str]
    vocabulary: Vocabulary
    zone: str
    condition: Callable[[Node], Explainable | None]
    named: Callable[[Scalar], Explainable | None]
    topic: Callable[[Scalar], Explainable | None]


@value
class Kind:
    """A kind of condition: what it is for in one sentence, examples (as YAML, with what each means), how its entry is read, and
    its shape in the JSON Schema.
    """

    help: str
    examples: tuple[tuple[str, str], ...]
    parse: Callable[[Node, Reading], Explainable | None]
    shape: Shape


def single(
    *,
    help: str,  # noqa: A002  # the name that its readers look for
    examples: tuple[tuple[str, str], ...],
    parse: Callable[[Node, Reading], Describable | None],
    shape: Shape,
) -> Kind:
    """A kind whose conditions are not made of others."""

    def read(node: Node, reading: Reading) -> Explainable | None:
        found = parse(node, reading)
        return None if found is None else leaf(found)

    return Kind(help=help, examples=examples, parse=read, shape=shape)


def once(look: Callable[[Subject], T]) -> Callable[[Subject], T]:
    """Remembers what it found on the last subject: hundreds of conditions look at the same one, one after another."""
    last: tuple[Subject, T] | None = None

    def remembered(subject: Subject) -> T:
        nonlocal last
        known = last
        if known is None or known[0] is not subject:
            known = last = (subject, look(subject))
        return known[1]

    return remembered
