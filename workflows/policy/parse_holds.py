"""Who may stop posts without a verdict, and who may override reviews."""

from collections.abc import Mapping
from typing import Final

from workflows.domain.ids import Email
from workflows.domain.policy import Holders, ListedPerson
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL
from workflows.policy.parse_people import read_listed
from workflows.policy.reading import Reader
from workflows.policy.tree import Node

_HOLDS: Final = {
    "by": "the addresses of who may put any post on hold and release it",
    "everything": "the addresses of who may stop everything at once and let it go on",
}
HOLDS: Final = shapes.fields({}, _HOLDS, dict.fromkeys(_HOLDS, shapes.several(EMAIL)))
"""How it looks in the JSON Schema."""

_OVERRIDE: Final = {"by": "the addresses of who may, two together, let a post go out whatever its reviews"}

OVERRIDE: Final = shapes.fields(_OVERRIDE, {}, {"by": {**shapes.many(EMAIL), "minItems": 2, "uniqueItems": True}})
"""How it looks in the JSON Schema."""


def parse_holds(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> Holders:
    """Those whom the policy names; the comms leads where it names nobody."""
    if node is None:
        return Holders()
    fields = reader.fields(node, "“holds”", {}, _HOLDS) or {}
    return Holders(
        by=read_named(fields.get("by"), reader, people),
        everything=read_named(fields.get("everything"), reader, people),
    )


def parse_override(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> tuple[Email, ...]:
    """Those who may, two together; nobody where nothing is said."""
    if node is None:
        return ()
    fields = reader.fields(node, "“override”", _OVERRIDE, {}) or {}
    named = read_named(fields.get("by"), reader, people) or ()
    if len(named) == 1:
        reader.wrong(fields["by"], "expected at least two people: an override takes two")
    return named


def read_named(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> tuple[Email, ...] | None:
    """Addresses of listed people, each once; None where there is no list."""
    if node is None:
        return None
    read = (read_listed(item, reader, people) for item in reader.scalars(node, "the e-mail address of a listed person"))
    return tuple(dict.fromkeys(email for email in read if email is not None))
