"""What a button carries through a chat, and what it takes of what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from workflows.cards.actions import CARRIED, Action, decode_button, encode, encode_button

AWAY = Action(name="away", zone="Europe/London")


@PROPERTY
@given(st.dictionaries(st.text(max_size=9), st.text(max_size=40), max_size=4))
def test_what_was_typed_comes_back(filled: dict[str, str]) -> None:
    """Whatever it is: the same action and the same words, in what a button of either chat can carry."""
    carried = encode_button(AWAY, tuple(filled.items()))
    assert len(carried) <= CARRIED
    assert decode_button(carried) == (AWAY, filled)


def test_more_than_a_button_can_carry_stays_behind() -> None:
    """The form still opens, empty; the words stand where they were typed."""
    assert decode_button(encode_button(AWAY, (("why", "x" * CARRIED),))) == (AWAY, {})


@pytest.mark.parametrize(
    "behind",
    ["\n", "\n[]", "\n{", '\n{"why": 3}', '\n{"why": ["a"]}', "\n" + "[" * 1500, "|x", "\n" + " " * CARRIED],
)
def test_what_no_button_of_ours_has_is_nothing(behind: str) -> None:
    """Made-up data behind an action is not read at all."""
    assert decode_button(f"{encode(AWAY)}{behind}") is None
