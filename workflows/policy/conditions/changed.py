"""`changed: [link]`: parts that are not as somebody approved them."""

from typing import Final

from workflows.domain.content import PARTS
from workflows.domain.ids import PartName
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.reading import listed
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node


@value
class Changed:
    """Holds where one of `parts` differs from what any approval was given on, whether that still counts or not."""

    parts: tuple[PartName, ...]

    def because(self, subject: Subject) -> str | None:
        """`has another link than was approved`."""
        met = [part for part in self.parts if subject.changed and part in subject.changed]
        return f"is not as it was approved: its {listed(met, 'and')} changed" if met else None

    def looks_for(self) -> str:
        """`is not as it was approved: its link changed`."""
        return f"is not as it was approved: its {listed(self.parts, 'or')} changed"


def parse(node: Node, reading: Reading) -> Changed | None:
    """A list of parts."""
    parts = reading.reader.choices(node, "a part", PARTS)
    return Changed(parts=parts) if parts else None


KIND: Final = single(
    help="One of these parts is not as somebody approved it before; a post that nobody has approved yet has not changed.",
    examples=(
        ("changed: [link]", "A post whose link is another one than was approved."),
        ("changed: [text, media]", "A post whose words or pictures changed after an approval."),
    ),
    parse=parse,
    shape=several(one_of(PARTS)),
)
