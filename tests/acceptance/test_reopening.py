"""An edit asks again whoever judges what it touched, and nobody else: what each of them then reads, in both chats."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

PARTS = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}
desks:
  marketing: {name: Marketing, members: [cleo@example.com], reach: {slack: "#marketing-review"}}
  legal: {name: Legal, members: [ben@example.com], reach: {teams: bound}}
  investor-relations: {name: Investor relations, members: [ivy@example.com], reach: {slack: direct}}
rules:
  - name: it sounds like us and comes at a good time
    why: Every post speaks for the brand.
    desk: marketing
    judges: [text, time]
  - name: the page behind the link is cleared
    why: A link is a promise.
    desk: legal
    judges: [link]
  - name: anything financial is cleared
    why: Investors hear it together.
    desk: investor-relations
    when: {words: {phrases: [revenue]}}
"""
PLAIN = "Our new kettle boils a litre in 90 seconds."
WHEN = {"day": "2026-12-02", "time": "18:00"}
LINK = "https://example.com/kettle"


@pytest.fixture
def policy() -> str:
    """One desk judges the words and the time, one the link, and one everything, where money is mentioned."""
    return PARTS


def standings(card: list[str]) -> list[str]:
    """How each desk stands on a card, and what may be done there."""
    return [line for line in card if line.startswith(("✓", "○", "✗", "·", "["))]


async def test_an_edit_asks_again_only_who_judges_what_it_touched(company: Company) -> None:
    """The link asks Ben again, the time Cleo, new words Cleo and for the first time Ivy; everybody else's approval stands."""
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ivy")
    ben = company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(PLAIN, link=LINK, **WHEN)
    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")
    called = len(cleo.notices(MARKETING))

    await ada.clicks("Edit")
    await ada.fills(link=LINK + "-2")
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
    assert standings(await ben.reads(company.legal)) == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "○ Legal: waiting for Ben Okafor again",
            "· Approved if the page behind the link is cleared. Ben Okafor approved, revision 1: the link changed",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )
    assert standings(cleo.reads(MARKETING)) == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "○ Legal: waiting for Ben Okafor again",
            "· Approved if the page behind the link is cleared. Ben Okafor approved, revision 1: the link changed",
            "[Change my decision]",
            "[Hold]",
        ]
    )
    assert len(cleo.notices(MARKETING)) == called, "nobody calls Cleo"
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")
    called = len(await ben.notices(company.legal))

    await ada.clicks("Edit")
    await ada.fills(time="19:00")
    assert standings(cleo.reads(MARKETING)) == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if it sounds like us and comes at a good time. Cleo Marsh approved, revision 1: the time changed",
            "✓ Legal: Ben Okafor approved, revision 2",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert standings(await ben.reads(company.legal)) == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if it sounds like us and comes at a good time. Cleo Marsh approved, revision 1: the time changed",
            "✓ Legal: Ben Okafor approved, revision 2",
            "[Change my decision]",
        ]
    )
    assert len(await ben.notices(company.legal)) == called, "nobody calls Ben"
    await cleo.clicks("Approve", MARKETING)
    assert ivy.cards() == []

    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Revenue doubled.")
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Investor relations).")
    assert standings(ivy.reads()) == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if it sounds like us and comes at a good time. Cleo Marsh approved, revision 2: the text changed",
            "✓ Legal: Ben Okafor approved, revision 2",
            "○ Investor relations: waiting for Ivy Chen",
            "· Approved if anything financial is cleared.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )
    assert standings(cleo.reads(MARKETING)) == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if it sounds like us and comes at a good time. Cleo Marsh approved, revision 2: the text changed",
            "✓ Legal: Ben Okafor approved, revision 2",
            "○ Investor relations: waiting for Ivy Chen",
            "· Approved if anything financial is cleared.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert standings(await ben.reads(company.legal)) == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if it sounds like us and comes at a good time. Cleo Marsh approved, revision 2: the text changed",
            "✓ Legal: Ben Okafor approved, revision 2",
            "○ Investor relations: waiting for Ivy Chen",
            "· Approved if anything financial is cleared.",
            "[Change my decision]",
        ]
    )
    assert len(await ben.notices(company.legal)) == called, "nobody calls Ben"
    await ivy.clicks("Approve")
    await cleo.clicks("Approve", MARKETING)
    assert standings(ada.reads()) == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 3",
            "✓ Legal: Ben Okafor approved, revision 2",
            "✓ Investor relations: Ivy Chen approved, revision 3",
            "[Copy the words] [Edit] [Withdraw]",
        ]
    )
    assert (await ada.asks("why"))[3:] == snapshot(
        [
            "Marketing (Cleo Marsh): approved if it sounds like us and comes at a good time. Every post speaks for the brand.",
            "✓ Marketing: Cleo Marsh approved, revision 3",
            "Legal (Ben Okafor): approved if the page behind the link is cleared. A link is a promise.",
            "✓ Legal: Ben Okafor approved, revision 2",
            "Investor relations (Ivy Chen): approved if anything financial is cleared. Mentions “revenue”. Investors hear it together.",
            "✓ Investor relations: Ivy Chen approved, revision 3",
        ]
    )
