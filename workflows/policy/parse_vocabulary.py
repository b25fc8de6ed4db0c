"""What a post can be filed under: `campaigns`, `markets` and the like, each a key and the name that people read."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from workflows.domain.policy import Vocabulary
from workflows.policy.owned import NAMED
from workflows.policy.reading import Reader, quoted
from workflows.policy.shapes import KEY
from workflows.policy.tree import Entry, Node
from workflows.policy.tree import Mapping as Tree

VOCABULARY: Final = {
    "pillars": "the messages that posts carry",
    "campaigns": "what posts can be part of",
    "topics": "what posts can be about",
    "markets": "whom posts can be for",
    "languages": "what posts can be written in",
    "relationships": "what an author can be to the company",
}
"""The keys at the top of the file, each with what it holds."""
TOPIC_MORE: Final = {"when": "the condition that finds it, whether its author ticks it or not"}
DETAILED: Final = frozenset({"pillars", "relationships"})
"""Those whose entries may say more than their name; `parse_brand` reads the rest."""
_MOST_NAME: Final = 75
_MOST_NAMES: Final = 100
"""Characters of an option in Slack, and options of a menu (read 2026-11-22);
https://docs.slack.dev/reference/block-kit/composition-objects/option-object
"""


def parse_vocabulary(entries: Mapping[str, Node], reader: Reader) -> Vocabulary:
    """The names of each kind, from the entries at the top of the file."""
    return Vocabulary(**{kind.name: _names(entries.get(kind.name), kind.name, reader) for kind in fields(Vocabulary)})


def _names(node: Node | None, kind: str, reader: Reader) -> Mapping[str, str]:
    if node is None:
        return {}
    if not isinstance(node, Tree) or not node.entries:
        reader.wrong(node, f"expected {kind}: a key, then the name that people read")
        return {}
    if len(node.entries) > _MOST_NAMES:
        reader.wrong(node, f"expected at most {_MOST_NAMES} {kind}, not {len(node.entries):,}; no menu is longer")
    names: dict[str, str] = {}
    for entry in reader.entries(node):
        key = entry.key.text
        if not re.fullmatch(KEY, key, re.ASCII):
            reader.wrong(
                entry.key, f"expected a key of at most 40 small letters, digits and hyphens, not {quoted(key)}"
            )
        node = _name_of_topic(entry.node, reader) if kind == "topics" else _named(entry.node, kind)
        name = reader.text(node, NAMED["name"], _MOST_NAME) or key
        if name.casefold() in {one.casefold() for one in names.values()}:
            reader.wrong(node or entry.node, f"{quoted(name)} stands here twice; give each its own name")
        names[key] = name
    return names


def _name_of_topic(node: Node, reader: Reader) -> Node | None:
    """Where the topic's name stands: by itself, or beside the condition that finds the topic."""
    if not isinstance(node, Tree):
        return node
    found = reader.fields(node, "a topic", NAMED, TOPIC_MORE)
    return found.get("name") if found else None


def finders_of_topics(node: Node | None) -> Mapping[str, Entry]:
    """The conditions that find topics, by the topic's key; what is wrong with the topics is noted already."""
    if not isinstance(node, Tree):
        return {}
    return {
        entry.key.text: Entry(key=entry.key, node=inner.node)
        for entry in node.entries
        if isinstance(entry.node, Tree)
        for inner in entry.node.entries
        if inner.key.text == "when"
    }


def _named(node: Node, kind: str) -> Node | None:
    """Where the name of another entry stands; None where it has none, which is told where the rest is read."""
    if kind not in DETAILED or not isinstance(node, Tree):
        return node
    return next((entry.node for entry in node.entries if entry.key.text == "name"), None)
