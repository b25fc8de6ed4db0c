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


async def test_whose_wording_it_is_does_not_approve_it(company: Company) -> None:
    """Ada takes the wording of Ben, whose turn it is: he is told that somebody else approves it, and has nothing to decide
    with; `why` says that it is his wording.
    """
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Suggest wording", company.legal)
    assert (await ben.presses("Check", text=CALM))[-7:] == snapshot(
        [
            "Whoever suggests the text doesn't approve it here: somebody else of the desk does.",
            "Length",
            "✓ LinkedIn: 50 of 3,000 characters",
            "Who will be asked",
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Legal (Ivy Chen): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "[Suggest] [Check]",
        ]
    )
    assert await ben.presses("Suggest", text=CALM) == snapshot(
        ["(Recorded: the author has your wording. You still decide on the text as it is.)"]
    )
    told = len(await ben.notices(company.legal))
    assert (await ada.clicks("Accept"))[-2:] == snapshot(
        [
            "It becomes revision 2, saved by you in the wording of Ben Okafor. Every desk that judges the text is asked again; what it has approved so far lapses.",
            "[Accept] [Cancel]",
        ]
    )
    await ada.fills()
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Legal).")
    assert [teams_message(one)[1:] for one in (await ben.notices(company.legal))[told:]] == snapshot(
        [
            [
                "  @Ben Okafor",
                "  The wording that you suggested for a post by Ada Park (LinkedIn, revision 2) was taken. Legal has somebody else approve it.",
            ]
        ]
    )
    assert (await ben.reads(company.legal))[-4:] == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "○ Legal: waiting for Ivy Chen",
            "· Approved if legal has cleared claims, giveaways and other people's names. Ben Okafor: it is their own wording",
        ]
    )
    (number,) = await company.numbers()
    assert [line.replace(number, "<1>") for line in await ada.asks("why")] == snapshot(
        [
            "(only visible to you)",
            "Who is asked, and why",
            "No. <1>, revision 2, by Ada Park, in the wording of Ben Okafor. In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Legal).",
            "Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Cleo Marsh approved, revision 1: the text changed",
            "Legal (Ivy Chen): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Legal: waiting for Ivy Chen",
            "· Ben Okafor: it is their own wording",
        ]
    )


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


async def test_no_approval_is_promised_that_would_not_count(company: Company) -> None:
    """Cleo would approve on condition of words by which marketing bars her: she is told so, and Ada not that she does, before or
    after she takes them.
    """
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes("Our new kettle is here.")
    await cleo.clicks("Suggest wording", MARKETING)
    assert await cleo.fills(text="Our new kettle: all steam.", approves="as_it_stands") == snapshot(
        [
            "== Copydesk ==",
            "Recorded: the author has your wording. With these words Marketing has somebody else approve what you suggest, so no approval of yours waits for it.",
            "[Close]",
        ]
    )
    assert "Cleo Marsh (Marketing) suggests other wording" in ada.reads()
    assert (await ada.clicks("Accept"))[-2:] == snapshot(
        [
            "It becomes revision 2, saved by you in the wording of Cleo Marsh. Every desk that judges the text is asked again; what it has approved so far lapses.",
            "[Accept] [Cancel]",
        ]
    )
    assert await ada.fills() == snapshot(
        [
            "== Copydesk ==",
            "Recorded: it is the text now, in a new revision of yours, and every card says whose wording it is. It can't be approved yet. Marketing: nobody there may decide on these words. Ask Cleo Marsh to add someone to Marketing, or let the text be another than was suggested.",
            "[Close]",
        ]
    )
    assert ada.reads()[-5:] == snapshot(
        [
            "2, by Ada Park, in the wording of Cleo Marsh",
            "--------------------",
            "! Marketing: nobody there may decide on these words. Ask Cleo Marsh to add someone to Marketing, or let the text be another than was suggested.",
            "· Approved if marketing has weighed the steam and marketing has read it. Cleo Marsh: it is their own wording",
            "[Edit] [Withdraw]",
        ]
    )
