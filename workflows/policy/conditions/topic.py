"""`topic: [finance]`: what the post is about, as its author ticked or as the topic's own condition finds."""

from typing import Final

from workflows.domain.explained import Explained, State
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Explainable, Kind, Reading
from workflows.policy.conditions.combine import any_of
from workflows.policy.conditions.filed import read_keys
from workflows.policy.reading import quoted
from workflows.policy.shapes import TEXT, several
from workflows.policy.tree import Node


@value
class About:
    """Holds where the author ticked the topic, or where `finds` does."""

    key: str
    name: str
    finds: Explainable | None

    def state(self, subject: Subject) -> State:
        """A tick settles it."""
        if self.key in subject.content.topics:
            return "holds"
        return "fails" if self.finds is None else self.finds.state(subject)

    def explain(self, subject: Subject) -> Explained:
        """`is about “Finance”`, and how that was found where nobody ticked it."""
        if self.key in subject.content.topics:
            return Explained(says=self.looks_for(), state="holds", because=self.looks_for())
        if self.finds is None:
            return Explained(says=self.looks_for(), state="fails")
        found = self.finds.explain(subject)
        because = f"{self.looks_for()} ({found.because})" if found.state == "holds" else found.because
        return Explained(says=self.looks_for(), state=found.state, because=because, parts=(found,))

    def looks_for(self) -> str:
        """`is about “Finance”`."""
        return f"is about {quoted(self.name)}"


def parse(node: Node, reading: Reading) -> Explainable | None:
    """A list of topics."""
    known = reading.vocabulary.topics
    topics = [
        About(key=key.text, name=known[key.text], finds=reading.topic(key))
        for key in read_keys(node, reading, "a topic", "topics", known)
    ]
    return any_of(tuple(topics))


KIND: Final = Kind(
    help="The post is about one of these topics: its author ticked it, or the topic's own condition under `topics` finds it.",
    examples=(
        ("topic: [finance]", "A post about finance, ticked or found."),
        ("topic: [finance, health]", "A post about either."),
    ),
    parse=parse,
    shape=several(TEXT),
)
