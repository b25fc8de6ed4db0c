"""Every kind of condition by the key that it has in the policy file. A new kind is a file here and a line below."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Vocabulary
from workflows.policy.conditions import (
    author,
    campaign,
    changed,
    channel,
    claims,
    combine,
    dates,
    holiday,
    language,
    length,
    link,
    market,
    media,
    named,
    people,
    pillar,
    relationship,
    topic,
    wanted,
    weekday,
    words,
)
from workflows.policy.conditions.base import Explainable, Kind, Reading
from workflows.policy.conditions.named import Names
from workflows.policy.reading import Reader, hint, listed, quoted
from workflows.policy.shapes import KEY
from workflows.policy.tree import Entry, Node, Scalar
from workflows.policy.tree import Mapping as Tree

KINDS: Final[Mapping[str, Kind]] = {
    "channel": channel.KIND,
    "words": words.KIND,
    "topic": topic.KIND,
    "claims": claims.KIND,
    "length": length.KIND,
    "link": link.KIND,
    "media": media.KIND,
    "people": people.KIND,
    "author": author.KIND,
    "relationship": relationship.KIND,
    "campaign": campaign.KIND,
    "pillar": pillar.KIND,
    "market": market.KIND,
    "language": language.KIND,
    "wanted": wanted.KIND,
    "weekday": weekday.KIND,
    "holiday": holiday.KIND,
    "dates": dates.KIND,
    "changed": changed.KIND,
    "is": named.KIND,
    "any": combine.ANY,
    "all": combine.ALL,
    "not": combine.NOT,
}


class Conditions:
    """Reads the conditions of one policy file, whose names (desks, people, attributes, the vocabulary) they may refer to."""

    def __init__(
        self,
        reader: Reader,
        *,
        desks: Mapping[DeskId, str],
        people: Collection[Email],
        attributes: frozenset[str],
        vocabulary: Vocabulary,
        zone: str,
        named: Node | None = None,
        topics: Mapping[str, Entry] | None = None,
    ) -> None:
        """`zone` is the company's (IANA); `named` is what stands under `conditions`; `topics` the conditions that find topics,
        by the topic's key.
        """
        self._reader = reader
        self._named = Names(_entries(named, reader), reader, "condition")
        self._topics = Names(topics or {}, reader, "topic")
        self._reading = Reading(
            reader=reader,
            desks=dict(desks),
            people=people,
            attributes=attributes,
            vocabulary=vocabulary,
            zone=zone,
            condition=self.read,
            named=lambda name: self._named.find(name, self.read),
            topic=self._topic,
        )

    def read(self, node: Node) -> Explainable | None:
        """The one condition at `node`; None, with a note, where there is none."""
        if not isinstance(node, Tree) or not node.entries:
            self._reader.wrong(node, f"expected a condition: {listed(KINDS, 'or')}")
            return None
        read = [self._one(entry) for entry in self._reader.entries(node)]
        if len(read) > 1:
            self._reader.wrong(node, "expected one condition; put several in a list under “any” or “all”")
        return read[0]

    def finish(self) -> None:
        """Read what nothing has asked for, so that its mistakes are told; a name that nothing asks for is warned of."""
        self._topics.read_others(self.read)
        for name in self._named.read_others(self.read):
            self._reader.warn(name, f"no rule asks for the condition {quoted(name.text)}")

    def _one(self, entry: Entry) -> Explainable | None:
        kind = entry.key.text
        if kind in KINDS:
            return KINDS[kind].parse(entry.node, self._reading)
        self._reader.wrong(entry.key, f"{quoted(kind)} is no kind of condition{hint(kind, KINDS)}")
        return None

    def _topic(self, topic: Scalar) -> Explainable | None:
        return self._topics.find(topic, self.read) if topic.text in self._topics else None


def _entries(node: Node | None, reader: Reader) -> Mapping[str, Entry]:
    if node is None:
        return {}
    if not isinstance(node, Tree) or not node.entries:
        reader.wrong(node, "expected conditions: a name such as financial, then the condition")
        return {}
    entries = {entry.key.text: entry for entry in reader.entries(node)}
    for name, entry in entries.items():
        if not re.fullmatch(KEY, name, re.ASCII):
            expected = "expected a condition's name of at most 40 small letters, digits and hyphens"
            reader.wrong(entry.key, f"{expected}, not {quoted(name)}")
    return entries
