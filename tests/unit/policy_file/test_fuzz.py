"""Whatever stands in a policy file, it is a policy, or every error has its place in it."""

import re
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from adapters.policy_file.load import Loaded, load_bytes, load_text
from adapters.policy_file.yaml_tree import read_tree
from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.policy_file.test_load import FULL
from workflows.policy.conditions.kinds import KINDS
from workflows.policy.reading import Problem


def in_file(errors: object, text: str) -> bool:
    """Whether these are errors, and each has a line and a column that are there in `text`, or where one could go on writing it."""
    lines = LINE_END.split(text)
    assert isinstance(errors, tuple)
    places = [PLACE.match(error) for error in cast("tuple[str, ...]", errors)]
    return bool(places) and all(
        place is not None
        and 1 <= int(place[1]) <= len(lines)
        and 1 <= int(place[2]) <= len(lines[int(place[1]) - 1]) + 1
        for place in places
    )


LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""As PyYAML has it."""
PLACE = re.compile(r"policy\.yaml:(\d+):(\d+): .")


@PROPERTY
@given(st.text(st.characters(codec=None)))
def test_no_text_breaks_the_reader(text: str):
    """Any text at all is a policy or errors that each have a place in it."""
    found = load_text(text, "policy.yaml")

    assert isinstance(found, Loaded) or in_file(found, text)


@PROPERTY
@given(st.binary())
def test_no_bytes_break_the_reader(data: bytes):
    """Any bytes at all are a policy, or errors that each have a place in them."""
    found = load_bytes(data, "policy.yaml")

    assert isinstance(found, Loaded) or in_file(found, data.decode(errors="replace"))


PIECES = st.sampled_from(
    [
        *FULL.split("\n"),
        *"{}[]:,-&*!|>'\"%@`#?\t\n",
        "when:",
        "any:",
        "words:",
        "patterns: [a]",
        "conditions: {a: {is: b}, b: {is: a}}",
        "topics: {a: {name: A, when: {topic: [a]}}}",
        *(f"{key}: {example}" for key, kind in KINDS.items() for example in (*dict(kind.examples), key)),
        "  ",
        "\n  - ",
        "<<: ",
        "~",
    ]
)


@PROPERTY
@given(st.lists(PIECES, max_size=30).map("\n".join), st.lists(PIECES, max_size=12).map("".join))
def test_no_yaml_breaks_the_reader(lines: str, tail: str):
    """Whatever is made of the pieces of a policy, there is a policy or every error has its place in it."""
    found = load_text(lines + tail, "policy.yaml")
    tree = read_tree(lines + tail)

    assert isinstance(found, Loaded) or in_file(found, lines + tail)
    assert tree.line >= 1
    assert tree.column >= 1
    assert not isinstance(tree, Problem) or tree.says


@PROPERTY
@given(st.data())
def test_no_mutation_of_a_good_policy_breaks_the_reader(data: st.DataObject):
    """A good file with a piece cut out or put in still gives a policy, or errors that each have a place in it."""
    text = mutated(FULL, data, PIECES)
    found = load_text(text, "policy.yaml")

    assert isinstance(found, Loaded) or in_file(found, text)


def mutated(text: str, data: st.DataObject, pieces: st.SearchStrategy[str]) -> str:
    """`text` with as little as nothing cut out, and a piece put in."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    return text[:start] + data.draw(pieces) + text[end:]
