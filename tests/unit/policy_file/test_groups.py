"""Desks whose people a chat knows: how the file says so, and what can't be told from it."""

import json

import pytest
from jsonschema import Draft202012Validator

from adapters.policy_file.load import Loaded, load_text
from workflows.domain.ids import DeskId, Email, GroupKey, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Desk, Group
from workflows.policy.schema import schema

FILE = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
desks:
  legal: {name: Legal, DESK}
rules:
  - {name: legal has read it, why: Every post speaks for the brand., desk: legal}
"""
SLACK = Group(chat="slack", name="@legal")
TEAMS = Group(chat="teams", name="legal")


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ('groups: {slack: "@legal"}', (SLACK,)),
        ('groups: {slack: "@Legal"}', (SLACK,)),
        ("groups: {slack: S0123456789}", (Group(chat="slack", name="S0123456789"),)),
        ("groups: {teams: bound}", (TEAMS,)),
        ('members: [cleo@example.com], groups: {slack: "@legal", teams: bound}', (SLACK, TEAMS)),
        ("members: [cleo@example.com]", ()),
    ],
)
def test_a_desk_may_have_groups(said: str, groups: tuple[Group, ...]) -> None:
    """A user group by its handle, whose capitals say nothing, or by its id; the bound place; both; or neither."""
    assert _desk(said).groups == groups


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            "quorum: 1",
            "6:10: a desk needs “members” or “groups”: who sits on it",
        ),
        ("groups: {}", "6:32: “groups” needs “slack” or “teams”: where to read who sits on the desk"),
        ('groups: "@legal"', "6:32: expected “groups” with slack and teams"),
        (
            "groups: {slack: legal}",
            "6:40: expected a Slack user group (“@handle” in quotes, or its id such as S0123456789), not “legal”",
        ),
        (
            'groups: {slack: "#legal"}',
            "6:40: expected a Slack user group (“@handle” in quotes, or its id such as S0123456789), not “#legal”",
        ),
        (
            "groups: {teams: Legal}",
            "6:40: expected bound (the people of the place bound with “@Copydesk bind DESK”), not “Legal”",
        ),
        ("groups: {slak: legal}", "6:33: “groups” has no key “slak”; did you mean “slack”?"),
        (
            'groups: {teams: bound}, rota: {turns: [dan@example.com], every: week, at: "09:00", starts: 2026-01-05}',
            "6:63: “dan@example.com” is not listed under “people”; did you mean “cleo@example.com”?",
        ),
    ],
)
def test_a_mistake_in_a_group_is_told_with_its_place(said: str, error: str) -> None:
    """The place, and what was expected there."""
    told = load_text(FILE.replace("DESK", said), "policy.yaml")
    assert isinstance(told, tuple)
    assert f"policy.yaml:{error}" in told


@pytest.mark.parametrize("quorum", ["1", "7", "majority", "all"])
def test_a_quorum_is_not_held_against_people_whom_nobody_knows_yet(quorum: str) -> None:
    """How many are in a group only its chat knows: the file may ask for any number of them, at a desk and in a rule."""
    policy = FILE.replace("desk: legal}", f"desk: legal, quorum: {quorum}}}")
    loaded = load_text(policy.replace("DESK", f"groups: {{teams: bound}}, quorum: {quorum}"))
    assert isinstance(loaded, Loaded), loaded


@pytest.mark.parametrize(("said", "good"), [("groups", True), ("members", True), ("quorum", False)])
def test_an_editor_knows_that_a_desk_needs_one_of_both(said: str, good: bool) -> None:  # noqa: FBT001  # a table's column
    """The schema wants `members` or `groups`, and takes both."""
    values = {"groups": {"slack": "@legal"}, "members": ["cleo@example.com"], "quorum": 1}
    desks = json.loads(json.dumps(schema()))["properties"]["desks"]
    assert Draft202012Validator(desks).is_valid({"legal": {"name": "Legal", said: values[said]}}) is good


@pytest.mark.parametrize(
    ("email", "role", "groups", "seated"),
    [
        ("cleo@example.com", "lead", (), True),
        ("dan@example.com", "employee", (), False),
        ("dan@example.com", "employee", ("slack @legal",), True),
        ("dan@example.com", "employee", ("teams legal",), True),
        ("dan@example.com", "employee", ("slack @press", "teams press"), False),
        ("gus@lind.example", "guest", ("slack @legal", "teams legal"), False),
    ],
)
def test_who_sits_on_a_desk(email: str, role: str, groups: tuple[str, ...], seated: bool) -> None:  # noqa: FBT001  # a table's column
    """Members by their address, others by any group of the desk; a guest by none."""
    person = Person(
        id=PersonId("p"),
        name="Somebody",
        email=Email(email),
        role=role,  # pyright: ignore[reportArgumentType]  # words of a literal
        groups=frozenset(map(GroupKey, groups)),
    )
    assert _desk('members: [cleo@example.com], groups: {slack: "@legal", teams: bound}').seats(person) is seated


def _desk(said: str) -> Desk:
    loaded = load_text(FILE.replace("DESK", said))
    assert isinstance(loaded, Loaded), loaded
    return loaded.policy.desks[DeskId("legal")]
