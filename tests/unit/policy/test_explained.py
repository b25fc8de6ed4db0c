"""The tree that a condition comes to: what holds, what does not, what nobody knows."""

import pytest

from tests.unit.policy.posts import SLOW, SLOWED, post
from tests.unit.policy.trees import Plain, condition
from workflows.domain.explained import Explained, State
from workflows.domain.policy import Subject
from workflows.policy.conditions.base import TOO_SLOW

YES: Plain = {"channel": ["x"]}
NO: Plain = {"channel": ["linkedin"]}
UNKNOWN: Plain = {"words": {"patterns": [SLOW]}}


def test_a_tree_says_what_holds_and_what_does_not():
    """Each part says what was found or what it looks for; the whole has the reasons of those that made it hold."""
    when: Plain = {"all": [{"any": [YES, {"link": "present"}]}, {"not": NO}]}

    assert condition(when).explain(post()) == Explained(
        says="meets all of these 2",
        state="holds",
        because="is for X and is not one that is for LinkedIn",
        parts=(
            Explained(
                says="meets at least one of these 2",
                state="holds",
                because="is for X",
                parts=(
                    Explained(says="is for X", state="holds", because="is for X"),
                    Explained(says="has a link", state="fails"),
                ),
            ),
            Explained(
                says="does not meet this",
                state="holds",
                because="is not one that is for LinkedIn",
                parts=(Explained(says="is for LinkedIn", state="fails"),),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ({"any": [YES, UNKNOWN]}, "holds"),
        ({"any": [UNKNOWN, NO]}, "unknown"),
        ({"any": [NO, NO]}, "fails"),
        ({"all": [UNKNOWN, NO]}, "fails"),
        ({"all": [YES, UNKNOWN]}, "unknown"),
        ({"all": [YES, YES]}, "holds"),
        ({"not": YES}, "fails"),
        ({"not": NO}, "holds"),
        ({"not": UNKNOWN}, "unknown"),
        ({"words": {"phrases": ["xx"], "patterns": [SLOW]}}, "unknown"),
        ({"words": {"phrases": ["!"], "patterns": [SLOW]}}, "holds"),
    ],
)
def test_what_nobody_knows_matters_only_where_the_rest_does_not_settle_it(when: Plain, state: State):
    """A pattern that ran away leaves the whole unknown, unless another part decides it either way."""
    assert condition(when).explain(SLOWED).state == state
    assert condition(when).state(SLOWED) == state


def test_what_nobody_knows_says_so():
    """The reason is that the pattern could not be tried, alone or beside what was found."""
    assert condition({"not": UNKNOWN}).explain(SLOWED).because == TOO_SLOW
    assert condition({"all": [YES, UNKNOWN]}).explain(SLOWED).because == f"is for X and {TOO_SLOW}"


@pytest.mark.parametrize("subject", [post(), SLOWED])
def test_what_fails_gives_no_reason(subject: Subject):
    """Only what made a condition hold is a reason."""
    assert condition({"all": [NO, UNKNOWN, YES]}).explain(subject).because == ""
