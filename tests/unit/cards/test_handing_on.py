"""Whom the form of handing on offers, and as what it names them."""

import pytest

from workflows.cards.handing_on import Title, offered
from workflows.domain.ids import PersonId

ADA, BEN, CLEO, DEE = map(PersonId, ("ada", "ben", "cleo", "dee"))
NAMES = {ADA: "Ada Park", BEN: "Ben Okafor", CLEO: "Cleo Marsh", DEE: "Dee Wu"}


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ({}, ["Ada Park", "Ben Okafor", "Cleo Marsh", "Dee Wu"]),
        ({DEE: "lead"}, ["Dee Wu (the desk's lead)", "Ada Park", "Ben Okafor", "Cleo Marsh"]),
        (
            {DEE: "lead", CLEO: "deputy"},
            ["Dee Wu (the desk's lead)", "Cleo Marsh (the desk's deputy)", "Ada Park", "Ben Okafor"],
        ),
        ({CLEO: "deputy"}, ["Cleo Marsh (the desk's deputy)", "Ada Park", "Ben Okafor", "Dee Wu"]),
    ],
)
def test_who_leads_a_desk_is_offered_first_and_named_rightly(titles: dict[PersonId, Title], said: list[str]) -> None:
    """The lead, then the deputy, who does not become the lead where there is none any more; then the others by name."""
    assert [label for _, label in offered((DEE, BEN, CLEO, ADA), NAMES, titles)] == said
