"""One post, two chats: whoever writes and whoever decides, everyone reads the same."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import DECIDE, MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
MONEY = "Revenue doubled, and our new kettle is the fastest."


async def test_written_in_slack_and_decided_in_both(company: Company) -> None:
    """Ada proposes in Slack; Cleo in Slack and Ben in Teams decide; all three read that it is ready."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()

    assert await ada.proposes(CLAIM) == snapshot(
        [
            "== Copydesk ==",
            "Sent to Marketing and Legal. I'll keep your card up to date and tell you when somebody needs you.",
            "[Close]",
        ]
    )
    assert ada.reads() == snapshot(
        [
            "Your post for LinkedIn",
            "In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market.",
            "Channels",
            "LinkedIn 44 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "[Edit] [Withdraw]",
        ]
    )
    assert cleo.reads(MARKETING)[0] == snapshot("Marketing: a post by Ada Park")
    assert await ben.reads(company.legal) == snapshot(
        [
            "Legal: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market.",
            "Channels: LinkedIn 44 of 3,000",
            "Wanted: no time given",
            "Revision: 1, by Ada Park",
            "Why Legal: Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording]",
        ]
    )

    await cleo.clicks("Approve", MARKETING)
    assert await ben.status(company.legal) == snapshot("In review. Waiting for Ben Okafor (Legal).")
    assert cleo.buttons(MARKETING) == snapshot(["[Change my decision]", "[Hold]"])

    await ben.clicks("Approve", company.legal)
    for status in (ada.status(), cleo.status(MARKETING), await ben.status(company.legal)):
        assert status == "Approved by Ben Okafor and Cleo Marsh. Ready to go out."
    assert ada.buttons() == ["[Copy the words] [Edit] [Withdraw]"]
    assert cleo.buttons(MARKETING) == ["[Change my decision] [Copy the words]", "[Hold]"]
    assert await ben.buttons(company.legal) == ["[Change my decision]"]


async def test_everyone_who_is_asked_hears_it_once(company: Company) -> None:
    """Beside each desk's card stands one notice that calls only those awaited; beside the author's, the outcome."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()

    await ada.proposes(CLAIM)
    (notice,) = cleo.notices(MARKETING)
    assert cleo.client.read(notice) == snapshot(
        [
            "@Cleo Marsh",
            "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
            "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
        ]
    )
    assert notice.pings == {cleo.client.id}
    (called,) = await ben.notices(company.legal)
    assert called.notification == snapshot(
        "Legal is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card."
    )
    assert called.pings == ("ben",)
    assert ada.notices() == []

    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Approve", company.legal)
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [["@Ada Park", "Your post (LinkedIn, revision 1) is approved. Your card has the words to copy."]]
    )
    assert len(cleo.notices(MARKETING)) == len(await ben.notices(company.legal)) == 1


async def test_written_in_teams_and_decided_in_slack(company: Company) -> None:
    """Ada proposes from the compose box of a chat where Copydesk is not installed; Cleo decides in Slack."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()
    lunch = company.teams.world.group_chat("Lunch")

    assert await ada.proposes("Tea is better in company.", chat=lunch) == snapshot(
        ["(Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.)"]
    )
    assert await ada.reads() == snapshot(
        [
            "Your post for LinkedIn",
            "In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Tea is better in company.",
            "Channels: LinkedIn 25 of 3,000",
            "Wanted: no time given",
            "Revision: 1, by Ada Park",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "[Edit] [Withdraw]",
        ]
    )
    assert len(lunch.messages) == 0

    await cleo.clicks("Approve", MARKETING)
    assert await ada.status() == cleo.status(MARKETING) == snapshot("Approved by Cleo Marsh. Ready to go out.")
    assert [one.notification for one in await ada.notices()] == snapshot(
        ["Your post (LinkedIn, revision 1) is approved. Your card has the words to copy."]
    )


@pytest.mark.conversation
async def test_the_command_propose_answers_with_a_card_that_opens_the_dialog(company: Company) -> None:
    """Who types `propose` to Copydesk in Teams gets a button, and from there it is the same dialog."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()

    assert await ada.says("propose") == snapshot(
        ["Write a post and I'll ask the right people to look at it.", "[Propose a post]"]
    )
    answer = (await ada.sees())[-1]
    assert await ada.clicks("Propose a post", on=answer) == snapshot(
        [
            "== Propose a post ==",
            "The post: ____",
            "Exactly as people will read it.",
            "Channels: ____",
            "Link (optional): ____",
            "It is added below the post.",
            "Wanted on (optional): ____",
            "at (Europe/London time) (optional): ____",
            "Note for the reviewers (optional): ____",
            "Never published.",
            "Who may read it: Everybody whom it asks, and comms leads",
            "Named are its authors, the people of the desks it asks, and those whom the policy names.",
            "[Send for review] [Check] [Save as draft]",
        ]
    )
    await ada.presses("Send for review", text="Tea is better in company.", channels=["linkedin"])
    assert cleo.reads(MARKETING)[0] == "Marketing: a post by Ada Park"


async def test_three_desks_in_two_chats(company: Company) -> None:
    """Marketing in Slack, legal in Teams and Ivy by direct message all decide; it is ready only after the third."""
    ada, cleo, ben, ivy = (
        company.in_slack("ada"),
        company.in_slack("cleo"),
        company.in_teams("ben"),
        company.in_slack("ivy"),
    )
    await company.bind_legal()
    await ada.proposes(MONEY)
    assert ada.status() == snapshot(
        "In review. Waiting for Cleo Marsh (Marketing), Ben Okafor (Legal) and Ivy Chen (Investor relations)."
    )

    await ivy.clicks("Approve")
    await ben.clicks("Approve", company.legal)
    assert ada.status() == "In review. Waiting for Cleo Marsh (Marketing)."
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == ivy.status() == snapshot("Approved by Ben Okafor, Cleo Marsh and Ivy Chen. Ready to go out.")


@pytest.mark.conversation
async def test_a_desk_reached_in_both_chats_decides_in_one_and_the_other_follows(company: Company) -> None:
    """Ivy is asked in Slack and in Teams; what she decides in Teams, her card in Slack shows."""
    ada, there, here = company.in_slack("ada"), company.in_teams("ivy"), company.in_slack("ivy")
    await there.client.install()
    await there.says("help")
    await company.introduce({"teams": ["ivy"]})
    await ada.proposes(MONEY)
    assert here.buttons() == await there.buttons() == DECIDE

    await there.clicks("Approve")
    assert here.reads()[-4:] == snapshot(
        [
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "✓ Investor relations: Ivy Chen approved, revision 1",
            "[Change my decision]",
        ]
    )
    assert here.buttons() == await there.buttons() == ["[Change my decision]"]
    assert {one.id for one in await company.people("ivy@example.com")} == {(await company.decided())[0].reviewer}
