"""What a post is about, whom it is for and who writes it: asked in either form where the policy has names for it."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

NAMED = """
pillars: {craft: Made by hand, care: We care}
topics: {tea: Tea, cups: Cups}
markets: {de: Germany, at: Austria}
languages: {de: German, en: English}
relationships: {employee: Employee, partner: Partner}
"""
WORDS = "Our new kettle boils a litre in 90 seconds."


@pytest.fixture
def policy() -> str:
    """The example's policy, with names for what a post can be."""
    return example() + NAMED


async def test_what_is_chosen_in_slack_stands_on_the_card_and_an_edit_names_it(company: Company) -> None:
    """Ada says what her post is; Cleo reads it in those names, and after an edit what became of them."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    said = await ada.proposes(
        WORDS, pillar="craft", topics=["tea"], markets=["de", "at"], language="de", relationship="partner"
    )
    assert said[0] == "== Copydesk =="
    card = cleo.reads(MARKETING)
    assert card[card.index("Channels") : card.index("Wanted")] == snapshot(
        [
            "Channels",
            "LinkedIn 43 of 3,000",
            "Pillar",
            "Made by hand",
            "Topics",
            "Tea",
            "For",
            "Germany and Austria, in German",
            "Written as",
            "Partner",
        ]
    )

    await cleo.clicks("Approve", MARKETING)
    await ada.clicks("Edit")
    await ada.fills(pillar="care", topics=["tea", "cups"])
    card = cleo.reads(MARKETING)
    assert [line for line in card if "became" in line] == snapshot(
        ["~ pillar: “Made by hand” became “We care”", "~ topics: “Tea” became “Tea and Cups”"]
    )


async def test_what_is_chosen_in_teams_stays_through_a_mistake(company: Company) -> None:
    """The dialog keeps what was chosen when it comes back with an error."""
    ada = company.in_teams("ada")
    await ada.client.install()
    said = await ada.proposes(WORDS, channels=[], pillar="craft", markets=["de"], language="de")
    assert [
        line for line in said if line.startswith(("Pillar", "Topics", "Markets", "Language", "What", "⚠"))
    ] == snapshot(
        [
            "⚠ No channel is ticked. Tick at least one.",
            "Pillar (optional): Made by hand",
            "Topics (optional): ____",
            "Markets (optional): Germany",
            "Language (optional): German",
            "What you are to the company (optional): ____",
        ]
    )
    await ada.presses("Send for review", channels=["linkedin"])
    assert [line for line in await ada.reads() if "Germany" in line or "Made by hand" in line] == snapshot(
        ["Pillar: Made by hand", "For: Germany, in German"]
    )
