"""What a post is filed under: the shape that the conditions on campaign, pillar, market, language and relationship share."""

from collections.abc import Callable, Mapping

from workflows.domain.content import Content
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading
from workflows.policy.reading import listed, quoted
from workflows.policy.tree import Node, Scalar


@value
class Filed:
    """Holds where the post is filed under one of `names` (key to name). `says` begins the sentence, `of` looks the keys up."""

    says: str
    names: Mapping[str, str]
    of: Callable[[Content], tuple[str, ...]]

    def because(self, subject: Subject) -> str | None:
        """`is for the market Germany`, naming those that are met."""
        there = self.of(subject.content)
        met = [name for key, name in self.names.items() if key in there]
        return f"{self.says} {listed(met, 'and')}" if met else None

    def looks_for(self) -> str:
        """`is for the market Germany or Austria`."""
        return f"{self.says} {listed(self.names.values(), 'or')}"


def read_keys(node: Node, reading: Reading, what: str, under: str, known: Mapping[str, str]) -> tuple[Scalar, ...]:
    """The keys in a list that the policy knows, `under` being the key at its top that names them."""
    keys: list[Scalar] = []
    for item in reading.reader.scalars(node, what):
        if not known:
            says = f"expected {what}; name it under “{under}” at the top of the file first, for there is none"
            reading.reader.wrong(item, says)
        elif reading.reader.choice(item, what, known) is not None:
            keys.append(item)
    return tuple(keys)


def read_filed(
    node: Node,
    reading: Reading,
    *,
    what: str,
    under: str,
    known: Mapping[str, str],
    says: str,
    of: Callable[[Content], tuple[str, ...]],
) -> Filed | None:
    """A list of keys; see `read_keys`."""
    keys = read_keys(node, reading, what, under, known)
    names = {key.text: quoted(known[key.text]) for key in keys}
    return Filed(says=says, names=names, of=of) if names else None
