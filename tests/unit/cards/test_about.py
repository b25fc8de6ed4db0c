"""What a post is said to be: asked for by the policy's names, held against them, and said in them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.world import FACTS, PLAIN
from workflows.cards import about
from workflows.cards.actions import Action
from workflows.cards.forms import ChoiceField, Values
from workflows.cards.proposing import propose_form
from workflows.domain.policy import Vocabulary

KNOWN = Vocabulary(
    pillars={"craft": "Made by hand", "care": "We care"},
    topics={"tea": "Tea", "cups": "Cups"},
    markets={"de": "Germany", "at": "Austria"},
    languages={"de": "German"},
    relationships={"partner": "Partner"},
)
FILED = replace(
    PLAIN, pillar="craft", topics=("tea",), markets=("de", "at"), language="de", relationship="partner", campaign="gone"
)


def asked(known: Vocabulary, values: Values) -> list[ChoiceField]:
    """The fields of the form that stand there for the policy's sake."""
    form = propose_form(Action(name="propose"), values, "UTC", replace(FACTS.policy, vocabulary=known), draft=True)
    names = {one.name for one in about.ASKED}
    return [item for item in form.items if isinstance(item, ChoiceField) and item.name in names]


def test_the_form_asks_for_what_the_policy_names_and_for_nothing_else() -> None:
    """No names, no field; and nobody must choose."""
    assert asked(Vocabulary(), about.values_of(FILED)) == []
    shown = asked(KNOWN, about.values_of(FILED))
    assert [(one.label, one.chosen) for one in shown] == [
        ("Pillar", ("craft",)),
        ("Topics", ("tea",)),
        ("Markets", ("de", "at")),
        ("Language", ("de",)),
        ("What you are to the company", ("partner",)),
    ]
    assert all(one.optional for one in shown)
    assert [one.name for one in shown if one.many] == ["topics", "markets"]


def test_a_post_says_it_in_the_names_that_people_know() -> None:
    """Whom it is for in one line; what the policy names no more stands by its key."""
    assert about.said(FILED, KNOWN) == (
        ("Pillar", "Made by hand"),
        ("Campaign", "gone"),
        ("Topics", "Tea"),
        ("For", "Germany and Austria, in German"),
        ("Written as", "Partner"),
    )
    assert about.said(PLAIN, KNOWN) == ()
    assert about.said(replace(PLAIN, language="de"), KNOWN) == (("For", "in German"),)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"pillar": "made-up"}, {"pillar": "“made-up” can't be chosen here, or can't any more. Choose again."}),
        ({"campaign": "spring"}, {"campaign": "“spring” can't be chosen here, or can't any more. Choose again."}),
        ({"topics": ("tea", "x")}, {"topics": "“x” can't be chosen here, or can't any more. Choose again."}),
        ({"pillar": ("craft", "care")}, {"pillar": "Only one can be chosen here. Choose again."}),
    ],
)
def test_what_the_policy_does_not_know_is_told_beside_its_field(typed: Values, says: Values) -> None:
    """A key that a client made up, or that the policy lost meanwhile, is never kept."""
    kept, problems = about.read(typed, KNOWN)
    assert problems == says
    assert "made-up" not in kept["pillar"]
    assert kept["topics"] in ((), ("tea",))


@given(
    st.sampled_from(["", *KNOWN.pillars]),
    st.sets(st.sampled_from(sorted(KNOWN.topics))),
    st.sets(st.sampled_from(sorted(KNOWN.markets))),
)
def test_what_a_form_shows_is_what_it_brings_back(pillar: str, topics: set[str], markets: set[str]) -> None:
    """A post's form, sent as it is, says the same of it."""
    content = replace(PLAIN, pillar=pillar, topics=tuple(sorted(topics)), markets=tuple(sorted(markets)))
    kept, problems = about.read(about.values_of(content), KNOWN)
    assert problems == {}
    assert (kept["pillar"], set(kept["topics"]), set(kept["markets"])) == (
        (pillar,) if pillar else (),
        topics,
        markets,
    )
