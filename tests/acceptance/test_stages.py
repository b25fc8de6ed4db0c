"""A desk of a later stage waits for those before it, in whichever chat they are asked; an edit goes back to the first."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

PLAIN = "Our new kettle boils a litre in 90 seconds."
LAST = """
  - name: legal has cleared the final words
    why: It reads what goes out, and nothing else.
    desk: legal
    stage: 2

digest:"""


@pytest.fixture
def policy() -> str:
    """Legal reads every post once marketing has approved it."""
    return example().replace("\ndigest:", LAST)


async def test_the_second_stage_is_called_when_its_turn_comes(company: Company) -> None:
    """Ben sees the post in Teams at once and is not called; Cleo's yes in Slack calls him; Ada's edit goes back to Cleo."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing). Then: Legal.")
    assert (await ben.reads(company.legal))[-6:] == snapshot(
        [
            "Revision: 1, by Ada Park",
            "Why Legal: It reads what goes out, and nothing else.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waits for Marketing first",
            "· Approved if legal has cleared the final words.",
        ]
    )
    assert await ben.notices(company.legal) == []

    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
    assert [teams_message(one)[1:] for one in await ben.notices(company.legal)] == snapshot(
        [
            [
                "  @Ben Okafor",
                "  Legal is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
            ]
        ]
    )
    assert (await ben.reads(company.legal))[-7:] == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared the final words.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )

    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Hot!")
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing). Then: Legal.")
    assert (await ben.reads(company.legal))[-6:] == snapshot(
        [
            "Revision: 2, by Ada Park",
            "Why Legal: It reads what goes out, and nothing else.",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "○ Legal: waits for Marketing first",
            "· Approved if legal has cleared the final words.",
        ]
    )
    assert cleo.reads(MARKETING)[-6:] == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "○ Legal: waits for Marketing first",
            "· Approved if legal has cleared the final words.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    called = len(await ben.notices(company.legal))

    await cleo.clicks("Approve", MARKETING)
    assert len(await ben.notices(company.legal)) == called + 1
    await ben.clicks("Approve", company.legal)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")
    assert [(one.desk, one.revision) for one in await company.decided()] == snapshot(
        [("marketing", 1), ("marketing", 2), ("legal", 2)]
    )
