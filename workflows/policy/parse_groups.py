"""A desk's groups: where the chats say who sits on it."""

import re
from typing import Final

from workflows.domain.ids import DeskId
from workflows.domain.policy import Group
from workflows.policy import shapes
from workflows.policy.reading import Reader, near, quoted
from workflows.policy.tree import Node

_FIELDS: Final = {"slack": "a user group", "teams": "bound"}
_BOUND: Final = "bound"
_USER_GROUP: Final = r"@[^\s@#,:]{1,80}|S[A-Z0-9]{6,20}"
"""A handle behind `@`, or an id; https://docs.slack.dev/reference/objects/usergroup-object (read 2026-11-26)."""
GROUPS: Final = shapes.fields(
    {}, _FIELDS, {"slack": shapes.like(_USER_GROUP), "teams": shapes.one_of((_BOUND,))}, least=1
)
"""How they look in the JSON Schema."""


def parse_groups(node: Node | None, reader: Reader, desk: DeskId) -> tuple[Group, ...]:
    """The groups of a desk; none where there is no node, or (with a note) a wrong one. A handle is compared in small letters."""
    if node is None:
        return ()
    fields = reader.fields(node, "“groups”", {}, _FIELDS)
    if fields is None:
        return ()
    if not fields:
        reader.wrong(node, "“groups” needs “slack” or “teams”: where to read who sits on the desk")
    found: list[Group] = []
    expected = "a Slack user group (“@handle” in quotes, or its id such as S0123456789)"
    name = reader.text(fields.get("slack"), expected)
    if name is not None and not re.fullmatch(_USER_GROUP, name):
        reader.wrong(fields["slack"], f"expected {expected}, not {quoted(name)}")
    elif name is not None:
        found.append(Group(chat="slack", name=name.lower() if name.startswith("@") else name))
    expected = "bound (the people of the place bound with “@Copydesk bind DESK”)"
    bound = reader.text(fields.get("teams"), expected)
    if bound is not None and bound != _BOUND:
        reader.wrong(fields["teams"], f"expected {expected}, not {quoted(bound)}{near(bound, (_BOUND,))}")
    elif bound is not None:
        found.append(Group(chat="teams", name=desk))
    return tuple(found)
