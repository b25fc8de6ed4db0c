"""Which posts only the people named may read, and whom the policy names."""

from collections.abc import Callable, Mapping
from typing import Final

from workflows.domain.ids import Email
from workflows.domain.policy import Confidentiality, ListedPerson
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL
from workflows.policy.conditions.base import Explainable
from workflows.policy.parse_people import read_listed
from workflows.policy.reading import Reader
from workflows.policy.tree import Node

_KEYS: Final = {"to": "the addresses of who may read every confidential post"}
_KEYS_MORE: Final = {"when": "the condition; without it only authors make posts confidential"}

RESTRICTED: Final = shapes.fields(_KEYS, _KEYS_MORE, {"to": shapes.several(EMAIL), "when": shapes.CONDITION})
"""How it looks in the JSON Schema."""


def parse_restricted(
    node: Node | None,
    reader: Reader,
    people: Mapping[Email, ListedPerson],
    condition: Callable[[Node], Explainable | None],
) -> Confidentiality:
    """What is said under “restricted”; without it only authors restrict, and nobody else is named."""
    if node is None:
        return Confidentiality()
    fields = reader.fields(node, "“restricted”", _KEYS, _KEYS_MORE) or {}
    read = [read_listed(item, reader, people) for item in reader.scalars(fields.get("to"), _KEYS["to"])]
    return Confidentiality(
        when=condition(fields["when"]) if "when" in fields else None,
        to=frozenset(email for email in read if email is not None),
    )
