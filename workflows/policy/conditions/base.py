"""What every kind of condition is given and gives."""

from collections.abc import Callable
from typing import Protocol

from workflows.domain.ids import DeskId
from workflows.domain.policy import Subject, Vocabulary
from workflows.domain.value import value
from workflows.policy.reading import Reader
from workflows.policy.tree import Node


class Describable(Protocol):
    """A condition that can also say what it looks for when it has found nothing."""

    def because(self, subject: Subject) -> str | None:
        """Why it holds, finishing "asked because it …"; None where it does not.

        Raises TimeoutError where a pattern takes too long on these words: nobody knows then, and the rule must apply.
        """
        ...

    def looks_for(self) -> str:
        """What it looks for, finishing "a post that …"."""
        ...


@value
class Reading:
    """What a condition's parser may ask: the reader, the names it may refer to, and the parser of any condition."""

    reader: Reader
    desks: dict[DeskId, str]
    attributes: frozenset[str]
    vocabulary: Vocabulary
    condition: Callable[[Node], Describable | None]
