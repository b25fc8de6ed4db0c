"""Every kind of condition by the key that it has in the policy file. A new kind is a file here and a line below."""

from collections.abc import Callable, Mapping
from typing import Final

from workflows.domain.ids import DeskId
from workflows.domain.policy import Vocabulary
from workflows.policy.conditions import author, channel, combine, link, media, words
from workflows.policy.conditions.base import Describable, Explainable, Reading, leaf
from workflows.policy.reading import Reader, hint, listed, quoted
from workflows.policy.tree import Entry, Node
from workflows.policy.tree import Mapping as Tree


def _of_one(parse: Callable[[Node, Reading], Describable | None]) -> Callable[[Node, Reading], Explainable | None]:
    def read(node: Node, reading: Reading) -> Explainable | None:
        found = parse(node, reading)
        return None if found is None else leaf(found)

    return read


KINDS: Final[Mapping[str, Callable[[Node, Reading], Explainable | None]]] = {
    "channel": _of_one(channel.parse),
    "words": _of_one(words.parse),
    "author": _of_one(author.parse),
    "media": _of_one(media.parse),
    "link": _of_one(link.parse),
    "any": combine.parse_any,
    "all": combine.parse_all,
    "not": combine.parse_not,
}


def parse_condition(
    node: Node, reader: Reader, desks: dict[DeskId, str], attributes: frozenset[str], vocabulary: Vocabulary
) -> Explainable | None:
    """The one condition at `node`; `desks` (key to name), `attributes` and `vocabulary` are what it may refer to."""

    def condition(inner: Node) -> Explainable | None:
        if not isinstance(inner, Tree) or not inner.entries:
            reader.wrong(inner, f"expected a condition: {listed(KINDS, 'or')}")
            return None
        read = [one(entry) for entry in reader.entries(inner)]
        if len(read) > 1:
            reader.wrong(inner, "expected one condition; put several in a list under “any” or “all”")
        return read[0]

    def one(entry: Entry) -> Explainable | None:
        kind = entry.key.text
        if kind in KINDS:
            return KINDS[kind](entry.node, reading)
        reader.wrong(entry.key, f"{quoted(kind)} is no kind of condition{hint(kind, KINDS)}")
        return None

    reading = Reading(reader=reader, desks=desks, attributes=attributes, vocabulary=vocabulary, condition=condition)
    return condition(node)
