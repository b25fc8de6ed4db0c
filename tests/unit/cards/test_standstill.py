"""What is said once everything goes on: which posts missed their time, and of confidential ones only that they did."""

import pytest

from workflows.cards.card import Card, Paragraph
from workflows.cards.standstill import EverythingResumed, resumed, resumed_card
from workflows.domain.ids import ProposalId


def paragraphs(card: Card) -> list[str]:
    """What it says, without its heading and its buttons."""
    return [one.text for one in card.elements if isinstance(one, Paragraph)]


@pytest.mark.parametrize(
    ("total", "says", "them"),
    [
        (1, "A confidential post missed its time meanwhile. It does not go out", "it"),
        (2, "2 posts missed their time meanwhile. They do not go out", "them"),
    ],
)
def test_where_only_confidential_posts_missed_their_time_nothing_is_listed(total: int, says: str, them: str) -> None:
    """No list is promised that does not follow."""
    assert resumed([], total) == f"Everything goes on. {says} before an edit gives a new time; the digest lists {them}."


def test_what_may_be_named_is_listed_and_the_others_are_counted() -> None:
    """One of two is confidential."""
    assert resumed(["No. 1"], 2).splitlines()[1:] == ["No. 1", "and 1 more, which the digest lists."]


def test_the_leads_are_told_the_same() -> None:
    """Their message names no confidential post either."""
    alone = EverythingResumed(name="Cleo", missed=(), more=1)
    assert paragraphs(resumed_card(alone))[1].startswith("A confidential post missed its time")
    assert paragraphs(resumed_card(EverythingResumed(name="Cleo", missed=(ProposalId("p"),), more=0)))[1].startswith(
        "One post"
    )
