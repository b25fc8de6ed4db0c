"""The desks: who sits on them, how many must approve, where they are asked."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Desk, ListedPerson, Reach
from workflows.policy import shapes
from workflows.policy.addresses import EMAIL, read_zone
from workflows.policy.parse_groups import GROUPS, parse_groups
from workflows.policy.parse_people import read_listed
from workflows.policy.parse_rota import ROTA, parse_rota
from workflows.policy.quorums import QUORUM, read_quorum
from workflows.policy.reading import Reader, near, quoted
from workflows.policy.tree import Mapping as Tree
from workflows.policy.tree import Node, Scalar

_DESK: Final = {"name": "the desk's name"}
_SEATS: Final = {
    "members": "the e-mail addresses of who sits on it",
    "groups": "a Slack user group, or a Teams team, whose people sit on it",
}
_DESK_MORE: Final = {
    **_SEATS,
    "lead": "the address of who may lift its members' blocks",
    "deputy": "the address of who may do so too",
    "quorum": "how many must approve",
    "reach": "where it is asked",
    "zone": "the time zone it works in; else the company's",
    "rota": "who is asked when",
}
_REACH: Final = {"slack": "a conversation or direct", "teams": "bound or direct"}
_CONVERSATION: Final = r"#[^\s#,@]{1,80}|[CGD][A-Z0-9]{6,20}"
"""A name behind `#`, or an id; https://docs.slack.dev/reference/objects/conversation-object (read 2026-11-22)."""
_DIRECT: Final = "direct"
_BOUND: Final = "bound"
_SHAPE: Final = shapes.fields(
    _DESK,
    _DESK_MORE,
    {
        "name": shapes.TEXT,
        "members": shapes.several(EMAIL),
        "groups": GROUPS,
        **dict.fromkeys(("lead", "deputy"), EMAIL),
        "quorum": QUORUM,
        "reach": shapes.fields(
            {}, _REACH, {"slack": shapes.like(f"{_DIRECT}|{_CONVERSATION}"), "teams": shapes.one_of((_BOUND, _DIRECT))}
        ),
        "zone": shapes.TEXT,
        "rota": ROTA,
    },
)
DESKS: Final = shapes.keyed(shapes.with_its(shapes.with_any(_SHAPE, _SEATS), "deputy", "lead"))
"""How they look in the JSON Schema."""
_MOST_NAME: Final = 80


def parse_desks(
    node: Node | None, reader: Reader, people: Mapping[Email, ListedPerson], company_zone: str
) -> Mapping[DeskId, Desk]:
    """The desks by key, in order. What is noted in a desk stands in as something harmless."""
    if node is None:
        return {}
    if not isinstance(node, Tree) or not node.entries:
        reader.wrong(node, "expected desks: a key such as legal, then its name and members or groups")
        return {}
    desks: dict[DeskId, Desk] = {}
    names: set[str] = set()
    for entry in reader.entries(node):
        if not re.fullmatch(shapes.KEY, entry.key.text, re.ASCII):
            expected = "expected a desk's key of at most 40 small letters, digits and hyphens, such as legal"
            reader.wrong(entry.key, f"{expected}, not {quoted(entry.key.text)}")
        desk = _desk(entry.key, entry.node, reader, people, company_zone)
        if desk.name.casefold() in names:
            reader.wrong(entry.key, f"another desk is called {quoted(desk.name)}; give each its own name")
        names.add(desk.name.casefold())
        desks[desk.id] = desk
    return desks


def _desk(key: Scalar, node: Node, reader: Reader, people: Mapping[Email, ListedPerson], company_zone: str) -> Desk:
    fields = reader.fields(node, "a desk", _DESK, _DESK_MORE) or {}
    read = [
        read_listed(item, reader, people)
        for item in reader.scalars(fields.get("members"), "the e-mail address of a listed person")
    ]
    members = tuple(dict.fromkeys(member for member in read if member is not None))
    if fields and not _SEATS.keys() & fields.keys():
        reader.wrong(node, "a desk needs “members” or “groups”: who sits on it")
    desk = DeskId(key.text)
    groups = parse_groups(fields.get("groups"), reader, desk)
    quorum = read_quorum(fields.get("quorum"), reader, None if groups else len(read))
    return Desk(
        id=desk,
        name=reader.text(fields.get("name"), _DESK["name"], _MOST_NAME) or key.text,
        members=members,
        lead=read_listed(fields.get("lead"), reader, people),
        quorum=1 if quorum is None else quorum,
        reach=_reach(fields.get("reach"), reader),
        deputy=_deputy(fields, reader, people),
        zone=read_zone(fields.get("zone"), reader) or company_zone,
        rota=parse_rota(fields.get("rota"), reader, people, people if groups else members),
        groups=groups,
    )


def _deputy(fields: Mapping[str, Node], reader: Reader, people: Mapping[Email, ListedPerson]) -> Email | None:
    deputy = read_listed(fields.get("deputy"), reader, people)
    if "deputy" in fields and "lead" not in fields:
        reader.wrong(fields["deputy"], "a deputy stands in for a lead, and this desk has none; make them its “lead”")
    return deputy


def _reach(node: Node | None, reader: Reader) -> Reach:
    """Where the desk is asked; by direct message in either chat where nothing is said."""
    fields = {} if node is None else reader.fields(node, "“reach”", {}, _REACH) or {}
    slack, teams = _slack(fields.get("slack"), reader), _teams(fields.get("teams"), reader)
    return Reach(slack=slack, teams=teams) if slack or teams else Reach(slack=_DIRECT, teams=_DIRECT)


def _slack(node: Node | None, reader: Reader) -> str | None:
    expected = "a Slack conversation (“#name” in quotes, or its id such as C0123456789) or direct"
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    if text != _DIRECT and not re.fullmatch(_CONVERSATION, text):
        reader.wrong(node, f"expected {expected}, not {quoted(text)}{near(text, (_DIRECT,))}")
        return None
    return text


def _teams(node: Node | None, reader: Reader) -> Literal["bound", "direct"] | None:
    expected = "bound (a place bound with “@Copydesk bind DESK”) or direct"
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    if text == _BOUND:
        return "bound"
    if text == _DIRECT:
        return "direct"
    reader.wrong(node, f"expected {expected}, not {quoted(text)}{near(text, (_BOUND, _DIRECT))}")
    return None
