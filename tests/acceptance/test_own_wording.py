"""A desk that has somebody else approve than whoever suggested the text: what each of them reads, and what is told of a no."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
CALM = "Our new kettle is among the fastest on the market."
TURNS = 'rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05}'
LEGAL = "    desk: legal\n"
STEAM = """
  - name: marketing has weighed the steam
    why: We have said too much of it.
    desk: marketing
    own_suggestions: bar
    when: {words: {phrases: [steam]}}
"""
"""Marketing bars its own wording only where a post speaks of steam."""


@pytest.fixture
def policy() -> str:
    """Ben and Ivy sit on legal, Ben first; neither approves there what they suggested themselves."""
    barring = (
        example().replace(LEGAL, f"{LEGAL}    own_suggestions: bar\n", 1).replace("rules:\n", f"rules:\n{STEAM}", 1)
    )
    return barring.replace("members: [ben@example.com]", f"members: [ben@example.com, ivy@example.com]\n    {TURNS}", 1)


async def test_who_asked_for_changes_is_told_once_that_theirs_were_taken(company: Company) -> None:
    """Cleo asks for changes, and says which: once Ada takes them, one notice says so and asks her to decide."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes("Our new kettle is here.")
    await cleo.clicks("Request changes", MARKETING)
    await cleo.fills(code="tone", why="Warmer.")
    await cleo.clicks("Suggest wording", MARKETING)
    await cleo.fills(text="Our new kettle is here!")
    told = len(cleo.notices(MARKETING))
    await ada.clicks("Accept")
    await ada.fills()
    assert [cleo.client.read(one) for one in cleo.notices(MARKETING)[told:]] == snapshot(
        [
            [
                "@Cleo Marsh",
                "The wording that you suggested for a post by Ada Park (LinkedIn, revision 2) was taken. Please decide on the card.",
            ]
        ]
    )


async def test_why_it_was_declined_is_read_where_the_text_had_changed(company: Company) -> None:
    """Ada edits by hand what Cleo suggested wording for, and declines that: Cleo reads why."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes("Our new kettle is here.")
    await cleo.clicks("Suggest wording", MARKETING)
    await cleo.fills(text="Our new kettle is here!")
    await ada.clicks("Edit")
    await ada.fills(text="Our new kettle has come.")
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
    assert ada.reads()[-5:] == snapshot(
        [
            "· Approved if marketing has read it.",
            "Cleo Marsh (Marketing) suggested other wording for revision 1; that text has changed since, so it can't be taken",
            "~ “.” became “!”",
            "[Decline]",
            "[Edit] [Withdraw]",
        ]
    )
    await ada.clicks("Decline")
    await ada.fills(why="It came yesterday.")
    assert cleo.reads(MARKETING)[-6:] == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "Ada Park declined the wording of Cleo Marsh",
            "It came yesterday.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert cleo.client.read(cleo.notices(MARKETING)[-1]) == snapshot(
        [
            "@Cleo Marsh",
            "The wording that you suggested for a post by Ada Park (LinkedIn, revision 2) was declined. The card says why. Please decide on the card.",
        ]
    )


async def test_an_answer_calls_nobody_who_has_nothing_to_decide(company: Company) -> None:
    """Cleo approves the post as it is after all; when Ada declines her wording, she is told just that."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(CLAIM)
    await cleo.clicks("Suggest wording", MARKETING)
    await cleo.fills(text=CALM)
    await cleo.clicks("Approve", MARKETING)
    await ada.clicks("Decline")
    await ada.fills(why="It is the fastest.")
    assert cleo.client.read(cleo.notices(MARKETING)[-1]) == snapshot(
        [
            "@Cleo Marsh",
            "The wording that you suggested for a post by Ada Park (LinkedIn, revision 1) was declined. The card says why.",
        ]
    )
