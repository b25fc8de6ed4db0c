"""Ben is away and Ivy decides for him: said in one chat, asked in the other, and over by itself."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.demo import Known
from tests.acceptance.office import MARKETING, Company, Hands

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
PLAIN = "Our new kettle boils a litre in 90 seconds."
APART: Known = {"slack": ("cleo", "ivy"), "teams": ("ben", "cleo")}
"""Ben was only ever seen in Teams."""


@pytest.mark.parametrize("known", [APART])
async def test_a_cover_across_both_chats(company: Company, hands: Hands) -> None:
    """Ben says in Teams that he is away; Ivy is asked in Slack and decides for him; he reads it; it ends by itself."""
    ada, ivy, ben = company.in_slack("ada"), company.in_slack("ivy"), company.in_teams("ben")
    await company.bind_legal()
    await ben.client.install()
    await ivy.asks("help")

    assert await ben.says("away until 2026-12-03 09:00 cover Ivy") == snapshot(
        [
            "You are away until Thu 3 Dec 2026, 09:00 (Europe/London). Meanwhile I ask Ivy Chen for you, and tell you what they decide.",
            "[I'm back]",
        ]
    )
    assert ivy.reads() == snapshot(
        [
            "Ben Okafor asked you to cover",
            "Ben Okafor is away from Tue 1 Dec 2026, 07:00 (Europe/London) until Thu 3 Dec 2026, 09:00 (Europe/London). What waits for them at Legal comes to you in that time, and what you decide is recorded as decided for them. If you can't, tell them: they can name somebody else.",
        ]
    )

    await ada.proposes(CLAIM)
    assert ada.status() == snapshot(
        "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen for Ben Okafor (Legal)."
    )
    assert ivy.reads() == snapshot(
        [
            "Legal: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen for Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market.",
            "Channels",
            "LinkedIn 44 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "Why Legal: Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ivy Chen for Ben Okafor; Ben Okafor is away until Thu 3 Dec 2026, 09:00 (Europe/London)",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "You cover for Ben Okafor: what you decide here is recorded as “Ivy Chen for Ben Okafor”.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )
    assert await ben.notices(company.legal) == snapshot([])
    assert await ben.buttons(company.legal) == snapshot(["[Approve] [Request changes] [Reject]", "[Suggest wording]"])

    await ivy.clicks("Approve")
    assert ada.reads()[-4:] == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "✓ Legal: Ivy Chen for Ben Okafor approved, revision 1",
            "[Edit] [Withdraw]",
        ]
    )
    assert await ben.reads() == snapshot(
        [
            "Ivy Chen decided for you",
            "Legal: Ivy Chen approved for you, on a post by Ada Park (revision 1). You can still decide yourself: your own word goes before theirs.",
            "[Open]",
        ]
    )

    await hands.move(company, timedelta(days=2, hours=2))
    await ada.proposes(CLAIM)
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).")
    assert ivy.reads() == snapshot(
        ["You neither sit on Legal nor cover for anybody there, so this post is no longer yours to read."]
    )


@pytest.mark.parametrize("known", [{"slack": ("cleo", "ben"), "teams": ("cleo",)}])
async def test_who_is_known_in_the_other_chat_alone_is_asked_there(company: Company) -> None:
    """Legal is asked in a Teams channel, and Ben was only ever seen in Slack: his card comes to him there, once."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    assert len(ben.cards()) == 1
    await ben.clicks("Request changes")
    await ben.fills(code="tone", why="Calmer, please.")
    await ada.clicks("Edit")
    await ada.fills(text=f"{CLAIM} Really.")
    assert len(ben.cards()) == 1
    assert [ben.client.read(one) for one in ben.notices()] == snapshot(
        [
            [
                "@Ben Okafor",
                "Legal is asked again: the post by Ada Park (LinkedIn, revision 2) has changed. Please decide on the card.",
            ]
        ]
    )
    await ben.clicks("Approve")
    assert [(one.reviewer, one.decision) for one in await company.decided()][-1] == (
        (await company.people("ben@example.com"))[0].id,
        "approve",
    )


async def test_what_waits_already_is_asked_of_the_cover(company: Company, hands: Hands) -> None:
    """A post waits for Ben when he goes away: Ivy gets it within a minute, rejects it for him, and Ada reads who did."""
    ada, ivy, ben = company.in_slack("ada"), company.in_slack("ivy"), company.in_teams("ben")
    await company.bind_legal()
    await ivy.asks("help")
    await ada.proposes(CLAIM)
    assert (await ben.says("away until 2026-12-24, covered by ivy@example.com", company.legal))[0] == snapshot(
        "You are away until Thu 24 Dec 2026, 00:00 (Europe/London). Meanwhile I ask Ivy Chen for you, and tell you what they decide."
    )
    assert ada.status() == snapshot(
        "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen for Ben Okafor (Legal)."
    )
    await hands.move(company, timedelta(minutes=2))

    await ivy.clicks("Reject")
    await ivy.fills(code="unsupported_claim", why="Who says so?")
    assert ada.reads()[1:2] + ada.reads()[-4:] == snapshot(
        [
            "Rejected by Ivy Chen for Ben Okafor (Legal) at Tue 1 Dec 2026, 07:02 (Europe/London): unsupported claim.",
            "✗ Legal: Ivy Chen for Ben Okafor rejected it (unsupported claim), revision 1",
            "Ivy Chen writes",
            "Who says so?",
            "[Propose again]",
        ]
    )
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            [
                "@Ada Park",
                "Your post (LinkedIn, revision 1): rejected by Ivy Chen for Ben Okafor (Legal) at Tue 1 Dec 2026, 07:02 (Europe/London): unsupported claim. The reason is on your card; you can propose it again.",
            ]
        ]
    )


async def test_away_by_form_and_back_early(company: Company) -> None:
    """Cleo picks Ben in the form; she looks in all the same and decides; then she is back, and Ben is asked no more."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ben")
    await ben.asks("help")
    await cleo.client.command("/copydesk", "away")
    assert cleo.reads_form() == snapshot(
        [
            "== Be away ==",
            "Away until: ____",
            "at (Europe/London time) (Empty: as the day begins.): ____",
            "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Ben Okafor ( ) Ivy Chen",
            "Away from (Leave both empty to begin now.): ____",
            "from (Europe/London time): ____",
            "[Be away] [Cancel]",
        ]
    )
    assert await cleo.fills(cover="") == snapshot(
        [
            "== Be away ==",
            "Away until: ____",
            "  ! Please complete this required field.",
            "at (Europe/London time) (Empty: as the day begins.): ____",
            "Who decides for you (They are asked in your place, and you are told what they decide.): ( ) Ben Okafor ( ) Ivy Chen",
            "  ! Please complete this required field.",
            "Away from (Leave both empty to begin now.): ____",
            "from (Europe/London time): ____",
            "[Be away] [Cancel]",
        ]
    )
    people = await company.people("ben@example.com")
    assert await cleo.fills(day="2026-12-24", time="09:00", cover=people[0].id, from_day="2027-01-02") == snapshot(
        [
            "== Be away ==",
            "Away until: 2026-12-24",
            "  ! This is before you are away. Pick a later day.",
            "at (Europe/London time) (Empty: as the day begins.): 09:00",
            "Who decides for you (They are asked in your place, and you are told what they decide.): (o) Ben Okafor ( ) Ivy Chen",
            "Away from (Leave both empty to begin now.): 2027-01-02",
            "from (Europe/London time): ____",
            "[Be away] [Cancel]",
        ]
    )
    assert await cleo.fills(from_day="") == snapshot(
        [
            "== Copydesk ==",
            "You are away until Thu 24 Dec 2026, 09:00 (Europe/London). Meanwhile I ask Ben Okafor for you, and tell you what they decide.",
            "[Close]",
        ]
    )
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor for Cleo Marsh (Marketing).")
    assert ben.buttons() == snapshot(["[Approve] [Request changes] [Reject]", "[Suggest wording]"])
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Cleo Marsh. Ready to go out.")

    assert await cleo.asks("back") == snapshot(
        ["(only visible to you)", "Welcome back. Ben Okafor no longer decides for you; I ask you again."]
    )
    await company.calm()
    assert ben.reads() == snapshot(
        [
            "You no longer cover for Cleo Marsh",
            "Nothing waits for you in their place any more. What you decided for them counts on.",
        ]
    )
    assert await cleo.asks("back") == snapshot(
        ["(only visible to you)", "You are not away, so everything is asked of you as it was."]
    )
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
