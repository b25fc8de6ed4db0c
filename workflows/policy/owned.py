"""What entries of several kinds have in common: the name that people read, whose they are, and until when they hold."""

from collections.abc import Mapping
from typing import Final

from workflows.domain.brand import Owner
from workflows.domain.ids import Email
from workflows.domain.policy import ListedPerson
from workflows.policy.addresses import EMAIL, read_email, slip_of
from workflows.policy.days import DAY_SHAPE
from workflows.policy.reading import Reader
from workflows.policy.shapes import TEXT
from workflows.policy.tree import Node

NAMED: Final = {"name": "the name that people read"}
OWNED: Final = {"owner": "the address of whose it is"}
_ADD: Final = f"add {OWNED['owner']}"
REVIEWED: Final = {**OWNED, "review": "the day until which it holds"}
SHAPES: Final = {"name": TEXT, "owner": EMAIL, "review": DAY_SHAPE}
"""How they look in the JSON Schema."""


def warn_unowned(node: Node, what: str, fields: Mapping[str, Node], reader: Reader, add: str = _ADD) -> None:
    """Warn where findings of `what` would name nobody to ask."""
    if "owner" not in fields:
        reader.warn(node, f"{what} has no “owner”, so its findings name nobody to ask; {add}")


def read_owner(node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson]) -> Owner | None:
    """Whom to ask: an address, which need not be a listed person's; one that is nearly so is warned of."""
    email = read_email(node, reader)
    if node is None or email is None:
        return None
    slip_of(email, people, reader, node)
    return Owner(email=email, name=people[email].name if email in people else email)
