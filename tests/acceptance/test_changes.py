"""Words that change on the way: what is asked again, of whom, and what an old button can still do (nothing)."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
PLAIN = "Our new kettle boils a litre in 90 seconds."
MONEY = "Our new kettle is the fastest, and revenue doubled."
WHY = {"code": "unsupported_claim", "why": "Who says that it is the fastest?"}


async def test_changes_requested_then_edited_then_approved(company: Company) -> None:
    """Ben's no reaches Ada with its reason; her edit asks both desks again; both approve the new words."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await cleo.clicks("Approve", MARKETING)

    assert await ben.clicks("Request changes", company.legal) == snapshot(
        [
            "== Request changes ==",
            "Revision 1, as it will appear",
            "Our new kettle is the fastest on the market.",
            "Reason: ____",
            "For the author: ____",
            "A no needs both: the reason, and what to change. Only the author reads it.",
            "[Request changes]",
        ]
    )
    assert await ben.presses("Request changes", **WHY) == snapshot(
        ["(Recorded: you asked for changes. The author has your reason.)"]
    )
    assert ada.status() == snapshot("Ben Okafor asked for changes. Edit the post to go on.")
    assert ada.reads()[-6:] == snapshot(
        [
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "✗ Legal: Ben Okafor asked for changes (unsupported claim), revision 1",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "Ben Okafor writes",
            "Who says that it is the fastest?",
            "[Edit] [Withdraw]",
        ]
    )
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            [
                "@Ada Park",
                "Changes were asked for in your post (LinkedIn, revision 1). The reason is on your card; edit the post to go on.",
            ]
        ]
    )
    assert not any(WHY["why"] in line for line in cleo.reads(MARKETING) + await ben.reads(company.legal))

    await ada.clicks("Edit")
    assert await ada.fills(text=CLAIM + " Tests: example.com/kettle") == snapshot(
        ["== Copydesk ==", "Saved as a new revision. Whoever has to look at it is asked.", "[Close]"]
    )
    assert (await ben.reads(company.legal))[:-1] == snapshot(
        [
            "Legal: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market. Tests: example.com/kettle",
            "Channels: LinkedIn 70 of 3,000",
            "Wanted: no time given",
            "Revision: 2, by Ada Park",
            "Changed since revision 1, the last one decided on",
            "+ added “Tests: example.com/kettle”",
            "Why Legal: Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Marketing: waiting for Cleo Marsh again",
            "· Approved if marketing has read it. Cleo Marsh approved, revision 1: the text changed",
            "○ Legal: waiting for Ben Okafor again",
            "· Approved if legal has cleared claims, giveaways and other people's names. Ben Okafor asked for changes (unsupported claim), revision 1: the text changed",
            "[Approve] [Request changes] [Reject]",
        ]
    )
    await ben.clicks("Approve", company.legal)
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Ben Okafor and Cleo Marsh. Ready to go out.")
    assert len(cleo.notices(MARKETING)) == len(await ben.notices(company.legal)) == 2


async def test_a_button_drawn_for_older_words_records_nothing_in_slack(company: Company) -> None:
    """Cleo clicks Approve on a card she opened before Ada's edit: she is told, and asked again about the new words."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    old = cleo.card(MARKETING)
    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Hot!")

    await cleo.clicks("Approve", MARKETING, on=old)
    assert await cleo.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "The post has changed since this card was drawn: it is at revision 2 now. Nothing was recorded. Read it as it stands and decide again.",
        ]
    )
    assert await company.decided() == []
    assert PLAIN + " Hot!" in cleo.reads(MARKETING)
    await cleo.clicks("Approve", MARKETING)
    assert [one.revision for one in await company.decided()] == [2]


async def test_a_button_drawn_for_older_words_records_nothing_in_teams(company: Company) -> None:
    """Ben clicks Approve on the card he saw before Ada's edit: his card becomes the new one, and it asks again."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    old = await ben.card(company.legal)
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM + " Hot!")

    assert (await ben.clicks("Approve", company.legal, on=old))[:-1] == snapshot(
        [
            "The post has changed since this card was drawn: it is at revision 2 now. Nothing was recorded. Read it as it stands and decide again.",
            "Legal: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).",
            "The words, as they will appear",
            "Our new kettle is the fastest on the market. Hot!",
            "Channels: LinkedIn 49 of 3,000",
            "Wanted: no time given",
            "Revision: 2, by Ada Park",
            "Why Legal: Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Legal: waiting for Ben Okafor",
            "· Approved if legal has cleared claims, giveaways and other people's names.",
            "I'm Copydesk. I bring you the posts that need a yes from Legal.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
        ]
    )
    assert await company.decided() == []
    await ben.clicks("Approve", company.legal)
    assert [one.revision for one in await company.decided()] == [2]


async def test_a_reason_typed_for_older_words_is_kept_and_asked_about_again(company: Company) -> None:
    """Ben's dialog was open while Ada edited: it comes back with his words and the new revision; sending it again counts."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await ben.clicks("Request changes", company.legal)
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM + " Hot!")

    assert await ben.presses("Request changes", **WHY) == snapshot(
        [
            "== Request changes ==",
            "⚠ The post has changed since this card was drawn: it is at revision 2 now. Nothing was recorded. Read it as it stands and decide again.",
            "Revision 2, as it will appear",
            "Our new kettle is the fastest on the market. Hot!",
            "Reason: Unsupported claim",
            "For the author: Who says that it is the fastest?",
            "A no needs both: the reason, and what to change. Only the author reads it.",
            "[Request changes]",
        ]
    )
    assert await company.decided() == []
    assert await ben.presses("Request changes") == snapshot(
        ["(Recorded: you asked for changes. The author has your reason.)"]
    )
    assert [one.revision for one in await company.decided()] == [2]


async def test_an_edit_brings_a_new_desk(company: Company) -> None:
    """Once the words mention revenue, investor relations is asked too, and Ada reads why nobody is done yet."""
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ivy")
    await ada.proposes(PLAIN)
    assert ivy.cards() == []
    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Revenue doubled.")

    assert ivy.reads()[:-1] == snapshot(
        [
            "Investor relations: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Investor relations).",
            "The words, as they will appear",
            "Our new kettle boils a litre in 90 seconds. Revenue doubled.",
            "Channels",
            "LinkedIn 60 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "2, by Ada Park",
            "--------------------",
            "Why Investor relations: Mentions “revenue”. Financial news must reach every investor at the same time.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "○ Investor relations: waiting for Ivy Chen",
            "· Approved if investor relations has cleared anything financial.",
            "I'm Copydesk. I bring you the posts that need a yes from Investor relations.",
            "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            "[Approve] [Request changes] [Reject]",
        ]
    )
    assert (
        ada.status()
        == cleo.status(MARKETING)
        == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Investor relations).")
    )


async def test_an_edit_drops_a_desk(company: Company) -> None:
    """Without the revenue, investor relations is no longer asked: their card says so and shows it no more."""
    ada, ivy = company.in_slack("ada"), company.in_slack("ivy")
    await company.bind_legal()
    await ada.proposes(MONEY)
    old = ivy.card()
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM)

    assert ada.status() == snapshot("In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal).")
    assert ivy.reads()[-5:] == snapshot(
        ["Investor relations is no longer asked about this post, so it is no longer yours to read."]
    )
    assert ivy.buttons() == []
    await ivy.clicks("Approve", on=old)
    assert await ivy.hears() == snapshot(
        [
            "(only visible to you)",
            "This post no longer needs Investor relations. There is nothing left to decide here.",
        ]
    )
    assert await company.decided() == []


async def test_changing_ones_mind_before_it_is_final(company: Company) -> None:
    """Cleo approved, then asks for changes after all; Ada reads the second decision and that the approval is gone."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Cleo Marsh. Ready to go out.")

    assert await cleo.clicks("Change my decision", MARKETING) == snapshot(
        [
            "== Change my decision ==",
            "Revision 1, as it will appear",
            "Our new kettle boils a litre in 90 seconds.",
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "Your decision: (o) Approve ( ) Request changes ( ) Reject for good",
            "Reason: ( ) Tone ( ) Unsupported claim ( ) Missing asset ( ) Timing ( ) Non-public information ( ) Other",
            "For the author (A no needs both: the reason, and what to change. Only the author reads it.): ____",
            "[Record] [Cancel]",
        ]
    )
    assert await cleo.fills(decision="request_changes", code="tone", why="Less steam, please.") == snapshot(
        ["== Copydesk ==", "Recorded: you asked for changes. The author has your reason.", "[Close]"]
    )
    assert ada.status() == snapshot("Cleo Marsh asked for changes. Edit the post to go on.")
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [
            ["@Ada Park", "Your post (LinkedIn, revision 1) is approved. Your card has the words to copy."],
            [
                "@Ada Park",
                "Changes were asked for in your post (LinkedIn, revision 1). The reason is on your card; edit the post to go on.",
            ],
        ]
    )

    await cleo.clicks("Change my decision", MARKETING)
    await cleo.fills(decision="approve")
    assert ada.status() == "Approved by Cleo Marsh. Ready to go out."


async def test_an_editor_who_was_overtaken_loses_nothing(company: Company) -> None:
    """Ada edits in two windows: the second one shows what stands now beside what she typed there, and then goes through."""
    ada = company.in_slack("ada")
    await ada.proposes(PLAIN)
    await ada.clicks("Edit")
    window = ada.form
    company.slack.world.stack(ada.client.id).clear()
    await ada.clicks("Edit")
    await ada.fills(text="Tea, first.")
    company.slack.world.stack(ada.client.id).append(window)
    assert await ada.fills(text="Tea, second.") == snapshot(
        [
            "== Edit the post ==",
            "⚠ Somebody else saved revision 2 while you were editing; it is shown below the fields. Nothing of yours is lost: take over what you need and save again.",
            "Saving new words asks every desk that judges them again; what it has approved so far lapses. A note asks nobody.",
            "The post (Exactly as people will read it.): Tea, second.",
            "Channels: [x] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
            "Link (It is added below the post.): ____",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "Who may read it (Named are its authors, the people of the desks it asks, and those whom the policy names.): (o) Everybody whom it asks, and comms leads ( ) Only the people named: it is confidential",
            "Revision 2, as it stands now",
            "Tea, first.",
            "[Check]",
            "[Save] [Cancel]",
        ]
    )
    await ada.fills()
    assert ada.reads()[3] == "Tea, second."
