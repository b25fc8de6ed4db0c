"""The JSON Schema for editors: it takes every policy in the project, and marks what is no policy."""

from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from adapters.policy_file.texts import EXAMPLES, example, starter
from tests.unit.policy_file.test_errors import GOOD
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.schema import schema

VALIDATOR: Final = Draft202012Validator(dict(schema()))


def mistakes(text: str) -> list[str]:
    """Where the schema is broken, as a path each."""
    data: Any = yaml.safe_load(text)
    return ["/".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data)]


def test_it_is_a_schema():
    """The schema itself is what JSON Schema asks for."""
    Draft202012Validator.check_schema(dict(schema()))


@pytest.mark.parametrize("text", [starter(), *map(example, EXAMPLES), GOOD], ids=["starter", *EXAMPLES, "smallest"])
def test_a_policy_is_taken(text: str):
    """Every policy that we write is one for an editor, too."""
    assert mistakes(text) == []


def test_every_key_at_the_top_has_a_shape():
    """No part of the file is let through unread."""
    properties: Any = schema()["properties"]
    assert [key for key, shape in properties.items() if set(shape) == {"description"}] == []


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
        (
            "digest:\n",
            "wordlists: [{name: A, why: B, owner: c, effect: stop, entries: [{stem: d}]}]\ndigest:\n",
            "wordlists/0/effect",
        ),
        ("digest:\n", "override: {by: [a@example.com]}\ndigest:\n", "override/by"),
        ("digest:\n", "restricted: {to: [a@example.com], when: {chanel: [x]}}\ndigest:\n", "restricted/when"),
        ("digest:\n", "holds: {by: []}\ndigest:\n", "holds/by"),
    ],
)
def test_a_mistake_of_shape_is_marked(before: str, after: str, where: str):
    """An editor marks it where it stands."""
    assert before in GOOD
    assert mistakes(GOOD.replace(before, after, 1)) == [where]
