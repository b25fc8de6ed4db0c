"""Suggested wording across both chats: given in Teams, taken or declined in Slack, and the approval that waited for it."""

import pytest
from inline_snapshot import snapshot

from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
CALM = "Our new kettle is among the fastest on the market."
LONG = "x" * 301


async def test_suggested_in_teams_and_taken_in_slack(company: Company) -> None:
    """Ben approves on condition of his wording; Ada reads it word by word on her card and takes it: his approval counts at once,
    she and he are named, and he is told. Marketing is asked again.
    """
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM, ("linkedin", "bluesky"))
    await cleo.clicks("Approve", MARKETING)
    assert (await ben.buttons(company.legal)) == snapshot(["[Approve] [Request changes] [Reject]", "[Suggest wording]"])
    assert await ben.clicks("Suggest wording", company.legal) == snapshot(
        [
            "== Suggest wording ==",
            "Change the text as you would have it. Its author takes it, which makes it a new revision, or says why not.",
            "The post: Our new kettle is the fastest on the market.",
            "Why (optional): ____",
            "For the author.",
            "Do you approve the post with this wording?: Not yet: it is a suggestion",
            "[Suggest] [Check]",
        ]
    )
    assert await ben.presses("Suggest", text=LONG, why="Nobody has measured it.", approves="as_it_stands") == snapshot(
        [
            "== Suggest wording ==",
            "Change the text as you would have it. Its author takes it, which makes it a new revision, or says why not.",
            "The post: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "⚠ Bluesky allows 300; this is 301. Cut 1, or untick Bluesky.",
            "Why (optional): Nobody has measured it.",
            "For the author.",
            "Do you approve the post with this wording?: Yes, as soon as the author takes it as it stands",
            "[Suggest] [Check]",
        ]
    )
    assert await ben.presses("Check", text=CALM) == snapshot(
        [
            "== Suggest wording ==",
            "Change the text as you would have it. Its author takes it, which makes it a new revision, or says why not.",
            "The post: Our new kettle is among the fastest on the market.",
            "Why (optional): Nobody has measured it.",
            "For the author.",
            "Do you approve the post with this wording?: Yes, as soon as the author takes it as it stands",
            "Length",
            "✓ LinkedIn: 50 of 3,000 characters",
            "✓ Bluesky: 50 of 300 characters",
            "Who will be asked",
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "[Suggest] [Check]",
        ]
    )
    assert await ben.presses("Suggest", text=CALM, why="Nobody has measured it.", approves="as_it_stands") == snapshot(
        ["(Recorded: the author has your wording, and you approve as soon as it is taken as it stands.)"]
    )
    assert (await ben.reads(company.legal))[-5:] == snapshot(
        [
            "✎ Ben Okafor suggests other wording, and approves on that condition; Ada Park has not answered",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )
    assert ada.status() == snapshot(
        "In review. Waiting for Ben Okafor (Legal). Ben Okafor suggests other wording: accept or decline it on your card."
    )
    assert ada.reads()[-9:] == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "Ben Okafor (Legal) suggests other wording, and approves if you take it as it stands",
            "+ added “among”",
            "Ben Okafor writes",
            "Nobody has measured it.",
            "[Accept] [Decline]",
            "[Edit] [Withdraw]",
        ]
    )
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            [
                "@Ada Park",
                "Other wording is suggested for your post (LinkedIn and Bluesky, revision 1). Your card has it: accept or decline it there.",
            ]
        ]
    )
    assert await ada.clicks("Accept") == snapshot(
        [
            "== Take this wording ==",
            "The words of Ben Okafor, as they would appear",
            "Our new kettle is among the fastest on the market.",
            "What it changes",
            "+ added “among”",
            "Ben Okafor writes",
            "Nobody has measured it.",
            "It becomes revision 2, saved by you in the wording of Ben Okafor. Every desk that judges the text is asked again; what it has approved so far lapses. Ben Okafor approves it so, which counts at once.",
            "[Accept] [Cancel]",
        ]
    )
    assert await ada.fills() == snapshot(
        [
            "== Copydesk ==",
            "Recorded: it is the text now, in a new revision of yours, and every card says whose wording it is. Their approval on that condition counts.",
            "[Close]",
        ]
    )
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
    assert ada.reads()[2:] == snapshot(
        [
            "The words, as they will appear",
            "Our new kettle is among the fastest on the market.",
            "Channels",
            "LinkedIn 50 of 3,000 and Bluesky 50 of 300",
            "Wanted",
            "no time given",
            "Revision",
            "2, by Ada Park, in the wording of Ben Okafor",
            "--------------------",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "✓ Legal: Ben Okafor approved on condition of their own wording, revision 2",
            "[Edit] [Withdraw]",
        ]
    )
    assert cleo.reads(MARKETING)[-8:] == snapshot(
        [
            "Changed since revision 1, the last one decided on",
            "+ added “among”",
            "Why Marketing: Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "✓ Legal: Ben Okafor approved on condition of their own wording, revision 2",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert teams_message((await ben.notices(company.legal))[-1])[1:] == snapshot(
        [
            "  @Ben Okafor",
            "  The wording that you suggested for a post by Ada Park (LinkedIn and Bluesky, revision 2) was taken, and your approval on that condition is recorded.",
        ]
    )
    (number,) = await company.numbers()
    assert [line.replace(number, "<1>") for line in await ada.asks("why")] == snapshot(
        [
            "(only visible to you)",
            "Who is asked, and why",
            "No. <1>, revision 2, by Ada Park, in the wording of Ben Okafor. In review. Waiting for Cleo Marsh (Marketing).",
            "Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Cleo Marsh approved, revision 1: the text changed",
            "Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "✓ Legal: Ben Okafor approved on condition of their own wording, revision 2",
        ]
    )
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")


async def test_declined_with_a_word_why(company: Company) -> None:
    """Cleo suggests wording in Slack; Ada declines it, and must say why; Cleo is told, reads it on the card and decides."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(CLAIM)
    await cleo.clicks("Suggest wording", MARKETING)
    assert await cleo.fills(text=CALM) == snapshot(
        ["== Copydesk ==", "Recorded: the author has your wording. You still decide on the text as it is.", "[Close]"]
    )
    assert await ada.clicks("Decline") == snapshot(
        [
            "== Decline the wording ==",
            "+ added “among”",
            "The text stays as it is, and every review of it stands.",
            "Why not? (Cleo Marsh and the desk read it.): ____",
            "[Decline] [Cancel]",
        ]
    )
    assert await ada.fills(why=" ") == snapshot(
        [
            "== Decline the wording ==",
            "+ added “among”",
            "The text stays as it is, and every review of it stands.",
            "Why not? (Cleo Marsh and the desk read it.):  ",
            "  ! Say in a few words why: whoever suggested it reads this.",
            "[Decline] [Cancel]",
        ]
    )
    assert await ada.fills(why="We have measured it: example.com/kettle") == snapshot(
        ["== Copydesk ==", "Recorded: the text stays as it is, and they are told why.", "[Close]"]
    )
    assert ada.reads()[-4:] == snapshot(
        [
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "[Edit] [Withdraw]",
        ]
    )
    assert cleo.reads(MARKETING)[-6:] == snapshot(
        [
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "Ada Park declined the wording of Cleo Marsh",
            "We have measured it: example.com/kettle",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )
    assert [cleo.client.read(one) for one in cleo.notices(MARKETING)] == snapshot(
        [
            [
                "@Cleo Marsh",
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
                "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
                "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            ],
            [
                "@Cleo Marsh",
                "The wording that you suggested for a post by Ada Park (LinkedIn, revision 1) was declined. The card says why. Please decide on the card.",
            ],
        ]
    )
