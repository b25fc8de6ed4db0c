"""The JSON Schema for editors: it takes every policy in the project, and marks what is no policy."""

from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from adapters.policy_file.load import Loaded, load_text
from adapters.policy_file.texts import EXAMPLES, example, starter
from adapters.policy_file.yaml_tree import read_tree
from tests.unit.policy_file.test_brand import MISTAKES as OF_THE_BRAND
from tests.unit.policy_file.test_errors import GOOD, MISTAKES
from tests.unit.policy_file.test_errors_of_names import MISTAKES as OF_NAMES
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.reading import Problem
from workflows.policy.schema import schema

VALIDATOR: Final = Draft202012Validator(dict(schema()))


class _Editor(yaml.SafeLoader):
    """YAML as editors read it: a day is a text there, because JSON has none."""


_Editor.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mistakes(text: str) -> list[str]:
    """Where the schema is broken, as a path each."""
    data: Any = yaml.load(text, _Editor)  # noqa: S506  # a SafeLoader
    return ["/".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data)]


def shapeless(shape: Any, path: str = "") -> list[str]:
    """The places of a schema where anything may stand, as a path each."""
    inside = [
        *shape.get("properties", {}).items(),
        *((f"{number}", one) for number, one in enumerate(shape.get("anyOf", ())) if set(one) != {"required"}),
        *((key, shape[key]) for key in ("items", "additionalProperties") if shape.get(key)),
    ]
    if not inside:
        return [] if shape.keys() & {"enum", "pattern", "$ref"} or shape.get("type") == "integer" else [path]
    return [place for key, one in inside for place in shapeless(one, f"{path}/{key}")]


def test_it_is_a_schema():
    """The schema itself is what JSON Schema asks for."""
    Draft202012Validator.check_schema(dict(schema()))


@pytest.mark.parametrize("text", [starter(), *map(example, EXAMPLES), GOOD], ids=["starter", *EXAMPLES, "smallest"])
def test_a_policy_is_taken(text: str):
    """Every policy that we write is one for an editor, too."""
    assert mistakes(text) == []


def test_every_place_has_a_shape():
    """No part of the file is let through unread, down to the last word."""
    whole: Any = schema()
    assert shapeless(whole) + shapeless(whole["$defs"]["condition"]) == []


ONLY_THE_READER = (
    "of at most 80 characters",  # spaces in a row count once
    "such as Europe/London, not",  # zones are many
    "expected a regular expression",
    "is not listed under “people”",
    "is listed twice",
    "whose role is lead",
    "another desk is called",
    "another rule is called",
    "expected a desk, not",
    "can never approve",
    "not among the desk's “members”",
    "“weekdays” is for “every: day”",
    "already gets a digest",
    "stands here twice",
    "leads back to itself",
    "no condition is called",
    "for there is none",
    "not invisible characters",
    "no menu is longer",
)
"""Mistakes that an editor can't see: what takes two places of a file, a list of the world, or more than a form to know."""
ROWS = [
    *((GOOD.replace(before, after, 1), errors) for before, after, errors in (*MISTAKES, *OF_NAMES)),
    *((GOOD.replace("digest:\n", added, 1), errors) for added, errors in OF_THE_BRAND),
]


@pytest.mark.parametrize(("text", "errors"), [row for row in ROWS if not isinstance(read_tree(row[0]), Problem)])
def test_an_editor_marks_what_the_reader_refuses(text: str, errors: tuple[str, ...]):
    """Every mistake that the reader tells of, but for those that only it can know."""
    seen = [error for error in errors if not any(says in error for says in ONLY_THE_READER)]

    assert mistakes(text) or not seen


def test_all_that_only_the_reader_knows_is_seen_of_it():
    """The list has nothing that no mistake shows."""
    told = " ".join(error for _, errors in ROWS for error in errors)

    assert [says for says in ONLY_THE_READER if says not in told] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("desk: legal}", 'desk: legal, quorum: "1"}'),
        ("desk: legal}", "desk: legal, quorum: 1}"),
        ("desk: legal}", 'desk: legal, stage: "2"}'),
        ("desk: legal}", "desk: legal, stage: 2}"),
        ("digest:\n", "claims: {need_source: 'true'}\ndigest:\n"),
        ("digest:\n", "claims: {need_source: true}\ndigest:\n"),
        ("[ben@example.com]}", "[BEN@Example.com], quorum: majority, reach: {slack: '#legal', teams: bound}}"),
        ("[ben@example.com]}", "[ben@example.com], reach: {slack: direct, teams: direct}}"),
        ("role: lead", "role: lead, attributes: []"),
        ("role: lead", "role: lead, attributes: [agency, 2026]"),
        ("digest:\n", "pillars: {craft: {name: Craft, review: 2027-01-31}}\ndigest:\n"),
    ],
)
def test_an_editor_takes_what_the_reader_takes(before: str, after: str):
    """Numbers and truths with quotation marks or without, addresses in capitals, a list of nothing where that is said."""
    text = GOOD.replace(before, after, 1)

    assert isinstance(load_text(text, "policy.yaml"), Loaded)
    assert mistakes(text) == []


@pytest.mark.parametrize("condition", [text for kind in KINDS.values() for text, _ in kind.examples])
def test_an_example_of_a_condition_is_taken(condition: str):
    """Every example of the reference has the shape of its kind."""
    assert mistakes(GOOD.replace("desk: legal}", f"desk: legal, when: {{{condition}}}}}")) == []


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("digest:", "digets:", ""),
        ("name: Example, ", "", "company"),
        ("role: lead", "role: boss", "people/0/role"),
        ("desk: legal}", "desk: legal, stage: 0}", "rules/0/stage"),
        ("desk: legal}", "desk: legal, judges: [txet]}", "rules/0/judges"),
        ("desk: legal}", "desk: legal, when: {chanel: [x]}}", "rules/0/when"),
        ("desk: legal}", "desk: legal, when: {channel: [q]}}", "rules/0/when/channel"),
        ("desk: legal}", "desk: legal, when: {link: present, channel: [x]}}", "rules/0/when"),
        ("desk: legal}", "desk: legal, when: {any: []}}", "rules/0/when/any"),
        ("desk: legal}", "desk: legal, when: {author: {role: [guest], desk: [legal]}}}", "rules/0/when/author"),
        ("digest:\n", "conditions: {a: {length: {over: many}}}\ndigest:\n", "conditions/a/length/over"),
        ('at: "08:30"', 'at: "8.30"', "digest/0/at"),
        ("digest:\n", "markets: {de: [Germany]}\ndigest:\n", "markets/de"),
        ("digest:\n", "pillars: {a: {name: A, review: soon}}\ndigest:\n", "pillars/a"),
        ("digest:\n", "relationships: {a: {name: A, where: last}}\ndigest:\n", "relationships/a"),
        ("digest:\n", "channels: {twitter: {purpose: A}}\ndigest:\n", "channels"),
        ("digest:\n", "channels: {x: {purpose: A, voice: [a, b, c, d]}}\ndigest:\n", "channels/x/voice"),
        ("digest:\n", "claims: {need_source: perhaps}\ndigest:\n", "claims/need_source"),
        ("digest:\n", "alt_text: note\ndigest:\n", "alt_text"),
        ("digest:\n", "alt_text: {owner: c@example.com}\ndigest:\n", "alt_text"),
        (
            "digest:\n",
            "wordlists: [{name: A, why: B, owner: c@example.com, effect: stop, entries: [{stem: d}]}]\ndigest:\n",
            "wordlists/0/effect",
        ),
        ("digest:\n", "override: {by: [a@example.com]}\ndigest:\n", "override/by"),
        ("digest:\n", "restricted: {to: [a@example.com], when: {chanel: [x]}}\ndigest:\n", "restricted/when"),
        ("digest:\n", "holds: {by: []}\ndigest:\n", "holds/by"),
        ("[ben@example.com]}", "[ben@example.com], quorum: most}", "desks/legal/quorum"),
        ("[ben@example.com]}", "[ben@example.com], quorum: 0}", "desks/legal/quorum"),
        ("[ben@example.com]}", "[ben@example.com], reach: {teams: Legal team}}", "desks/legal/reach/teams"),
        ("[ben@example.com]}", "[ben@example.com], lead: ben}", "desks/legal/lead"),
        ("[ben@example.com]}", "[ben@example.com], deputy: ben@example.com}", "desks/legal"),
        ("members: [ben@example.com]", "groups: {slack: legal}", "desks/legal/groups/slack"),
        ("  legal: {", "  Legal Desk: {", "desks"),
        ("role: lead", "role: lead, attributes: [{}]", "people/0/attributes"),
        ("name: it is read", "name: ' '", "rules/0/name"),
        (
            "digest:\n",
            "wordlists: [{name: A, why: B, owner: c@example.com, effect: note, entries: [{phrase: d, stem: e}]}]\ndigest:\n",
            "wordlists/0/entries/0",
        ),
    ],
)
def test_a_mistake_of_shape_is_marked(before: str, after: str, where: str):
    """An editor marks it where it stands."""
    assert before in GOOD
    assert mistakes(GOOD.replace(before, after, 1)) == [where]
