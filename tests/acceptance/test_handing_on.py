"""“Not mine”: a reviewer names a colleague in one chat, who is asked in the other; a lead does the same."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import Company

pytestmark = pytest.mark.conversation

POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}
desks:
  legal:
    name: Legal
    members: [ben@example.com, ivy@example.com]
    lead: ben@example.com
    reach: {slack: direct, teams: bound}
    rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05}
rules:
  - {name: legal has read it, why: Every post binds the company., desk: legal}
"""
PLAIN = "Our new kettle boils a litre in 90 seconds."


@pytest.fixture
def policy() -> str:
    """One desk that is asked in both chats, where it is always Ben's turn."""
    return POLICY


async def test_not_mine_ask_ivy(company: Company) -> None:
    """Ben says so in Teams, with a reason; Ivy is called in Slack and approves; Ben could have decided all the same."""
    ada, ivy, ben = company.in_slack("ada"), company.in_slack("ivy"), company.in_teams("ben")
    await company.bind_legal()
    await ivy.asks("help")
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
    assert await ben.buttons(company.legal) == snapshot(
        ["[Approve] [Request changes] [Reject] [Ask somebody else]", "[Suggest wording]"]
    )

    assert await ben.clicks("Ask somebody else", company.legal) == snapshot(
        [
            "== Ask somebody else ==",
            "They are asked for Legal. Whoever may decide there still may.",
            "Ask: ____",
            "And you: It is not mine: do not ask me about this post",
            "Why (optional): ____",
            "For them; it stands on the desk's card.",
            "[Ask them]",
        ]
    )
    assert await ben.presses("Ask them") == snapshot(
        [
            "== Ask somebody else ==",
            "They are asked for Legal. Whoever may decide there still may.",
            "Ask: ____",
            "⚠ Pick whom to ask.",
            "And you: It is not mine: do not ask me about this post",
            "Why (optional): ____",
            "For them; it stands on the desk's card.",
            "[Ask them]",
        ]
    )
    people = await company.people("ivy@example.com")
    assert await ben.presses("Ask them", to=people[0].id, why="You know the kettle.") == snapshot(
        ["(Recorded. They are asked now, and the card says so.)"]
    )

    assert ada.status() == snapshot("In review. Waiting for Ivy Chen (Legal).")
    assert ivy.reads()[-8:] == snapshot(
        [
            "○ Legal: waiting for Ivy Chen; Ben Okafor: not mine, asked Ivy Chen",
            "· Approved if legal has read it.",
            "Ben Okafor to Ivy Chen",
            "You know the kettle.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject] [Ask somebody else]",
            "[Suggest wording]",
        ]
    )
    # The card is new to her, and a new message is heard: nothing is said beside it.
    assert not ivy.notices()
    assert (await ben.reads(company.legal))[-5:] == snapshot(
        [
            "You know the kettle.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject] [Ask somebody else]",
            "[Suggest wording]",
        ]
    )
    await ivy.clicks("Approve")
    assert ada.status() == snapshot("Approved by Ivy Chen. Ready to go out.")


@pytest.mark.parametrize("policy", [POLICY.replace("turns: [ben@", "turns: [ivy@")])
async def test_a_lead_asks_somebody_by_name(company: Company) -> None:
    """Cleo, a comms lead on no desk, has Ben asked instead of Ivy, whose turn it is; it stays so when Ada writes new words."""
    ada, ivy, ben, cleo = *(company.in_slack(name) for name in ("ada", "ivy", "ben")), company.in_teams("cleo")
    await company.bind_legal()
    await ivy.asks("help")
    await ben.asks("help")
    await ada.proposes(PLAIN)
    (person,) = await company.people("ben@example.com")
    assert await cleo.clicks("Ask somebody else", company.legal) == snapshot(
        [
            "== Ask somebody else ==",
            "They are asked for Legal. Whoever may decide there still may.",
            "Ask: ____",
            "Why (optional): ____",
            "For them; it stands on the desk's card.",
            "[Ask them]",
        ]
    )
    assert await cleo.presses("Ask them", to=person.id) == snapshot(
        ["(Recorded. They are asked now, and the card says so.)"]
    )
    assert ada.reads()[-3:] == snapshot(
        [
            "○ Legal: waiting for Ben Okafor; Cleo Marsh asked Ben Okafor; Ivy Chen (on duty) may too",
            "· Approved if legal has read it.",
            "[Edit] [Withdraw]",
        ]
    )
    assert ivy.buttons() == snapshot(["[Approve] [Request changes] [Reject] [Ask somebody else]", "[Suggest wording]"])
    assert ben.buttons() == snapshot(["[Approve] [Request changes] [Reject] [Ask somebody else]", "[Suggest wording]"])

    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Hot!")
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")
