"""Mistakes with what a policy file gives a name: what a post can be filed under, topics, conditions."""

import pytest

from adapters.policy_file.load import Loaded, load_text
from tests.unit.policy_file.test_errors import GOOD

MISTAKES: list[tuple[str, str, tuple[str, ...]]] = [
    # what a post can be filed under
    ("digest:\n", "markets: [de]\ndigest:\n", ("9:10: expected markets: a key, then the name that people read",)),
    ("digest:\n", "markets: {}\ndigest:\n", ("9:10: expected markets: a key, then the name that people read",)),
    (
        "digest:\n",
        "markets: {DE: Germany}\ndigest:\n",
        ("9:11: expected a key of at most 40 small letters, digits and hyphens, not “DE”",),
    ),
    (
        "digest:\n",
        "markets: {de: Germany, at: germany}\ndigest:\n",
        ("9:28: “germany” stands here twice; give each its own name",),
    ),
    ("digest:\n", "markets: {de: []}\ndigest:\n", ("9:15: expected the name that people read",)),
    # named conditions
    (
        "digest:\n",
        "conditions: []\ndigest:\n",
        ("9:13: expected conditions: a name such as financial, then the condition",),
    ),
    (
        "digest:\n",
        "conditions: {Financial: {link: present}}\ndigest:\n",
        ("9:14: expected a condition's name of at most 40 small letters, digits and hyphens, not “Financial”",),
    ),
    (
        "digest:\n",
        "conditions: {a: {is: b}, b: {not: {is: c}}, c: {is: b}}\ndigest:\n",
        ("9:53: “b” leads back to itself: b → c → b",),
    ),
    ("digest:\n", "conditions: {a: {is: a}}\ndigest:\n", ("9:22: “a” leads back to itself: a → a",)),
    (
        "digest:\n",
        "conditions: {money: {link: presnt}}\ndigest:\n",
        ("9:28: expected “present” or a mapping with “domain”, not “presnt”; did you mean “present”?",),
    ),
    (
        "desk: legal}\n",
        "desk: legal, when: {is: mony}}\nconditions: {money: {link: present}}\n",
        ("8:66: no condition is called “mony”; did you mean “money”?",),
    ),
    # topics that find themselves
    (
        "digest:\n",
        "topics: {a: {name: A, when: {topic: [a]}}}\ndigest:\n",
        ("9:38: “a” leads back to itself: a → a",),
    ),
    (
        "digest:\n",
        "topics: {a: {when: {link: present}}}\ndigest:\n",
        ("9:13: a topic needs “name”: the name that people read",),
    ),
    (
        "desk: legal}\n",
        "desk: legal, when: {market: [de]}}\n",
        ("8:71: expected a market; name it under “markets” at the top of the file first, for there is none",),
    ),
]


@pytest.mark.parametrize(("before", "after", "errors"), MISTAKES)
def test_a_mistake_with_a_name_is_told_with_its_place(before: str, after: str, errors: tuple[str, ...]):
    """The file, the line, the column, and what was expected there."""
    assert before in GOOD

    told = tuple(f"policy.yaml:{error}" for error in errors)
    assert load_text(GOOD.replace(before, after, 1), "policy.yaml") == told


def test_a_name_that_nothing_asks_for_is_a_warning():
    """A condition that no rule uses is allowed; one that a rule or a topic uses, through another even, is used."""
    named = "topics: {t: {name: T, when: {is: a}}}\nconditions: {a: {is: b}, b: {link: present}, c: {link: present}}\n"
    loaded = load_text(GOOD + named, "policy.yaml")

    assert isinstance(loaded, Loaded)
    assert loaded.warnings == ("policy.yaml:12:46: no rule asks for the condition “c”",)
