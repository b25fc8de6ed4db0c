"""Filling in the form: drafts, errors beside their fields, *Check*, times and their zones; no word is ever lost."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.playground.slack import LoseAnswer, RefuseWith
from tests.acceptance.office import MARKETING, QUIET, Company
from workflows.lifecycle.evaluate import stage_name

pytestmark = pytest.mark.conversation

PLAIN = "Our new kettle boils a litre in 90 seconds."
LONG = "tea " * 100
DAY = f"{QUIET + timedelta(days=30):%Y-%m-%d}"


async def test_a_draft_is_private_until_it_is_sent(company: Company) -> None:
    """Ada saves a draft: only she has a card; later she sends it from there and the desks are asked."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.client.command("/propose-post", PLAIN)
    assert await ada.presses("Save as draft") == snapshot(
        [
            "== Copydesk ==",
            "Saved as a draft that only you can see. Its card has buttons to edit it and to send it for review.",
            "[Close]",
        ]
    )
    assert ada.reads() == snapshot(
        [
            "Your post",
            "Draft. Only you can see it.",
            "The words, as they will appear",
            "Our new kettle boils a litre in 90 seconds.",
            "Channels",
            "none yet",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "[Send for review] [Edit] [Discard]",
        ]
    )
    assert cleo.cards(MARKETING) == []

    await ada.clicks("Send for review")
    assert await ada.hears() == snapshot(
        [
            "(only visible to you)",
            "No channel is ticked. Tick at least one. Press Edit to put that right; nothing was sent.",
        ]
    )
    await ada.clicks("Edit")
    assert await ada.fills(channels=["linkedin"]) == snapshot(
        [
            "== Copydesk ==",
            "Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.",
            "[Close]",
        ]
    )
    assert cleo.reads(MARKETING)[0] == "Marketing: a post by Ada Park"
    assert ada.status() == "In review. Waiting for Cleo Marsh (Marketing)."


async def test_a_draft_is_sent_from_its_card(company: Company) -> None:
    """A complete draft goes out for review with one click, in Teams as in Slack."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()
    await ada.says("propose")
    await ada.clicks("Propose a post", on=(await ada.sees())[-1])
    assert await ada.presses("Save as draft", text=PLAIN, channels=["linkedin"]) == snapshot(
        ["(Saved as a draft that only you can see. Its card has buttons to edit it and to send it for review.)"]
    )
    assert await ada.buttons() == ["[Send for review] [Edit] [Discard]"]
    assert cleo.cards(MARKETING) == []
    assert (await ada.clicks("Send for review"))[:3] == snapshot(
        [
            "Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.",
            "Your post for LinkedIn",
            "In review. Waiting for Cleo Marsh (Marketing).",
        ]
    )
    assert cleo.reads(MARKETING)[0] == "Marketing: a post by Ada Park"


async def test_every_mistake_is_told_at_once_beside_its_field_in_slack(company: Company) -> None:
    """Too long, a link that is none and a time without a day: three sentences, and once corrected it goes through."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.client.command("/propose-post", LONG)
    said = await ada.fills(channels=["x"], link="example", time="09:30")
    assert [line for line in said if line.startswith("  ! ")] == snapshot(
        [
            "  ! X allows 280; this is 408. Cut 128, or untick X.",
            "  ! The link must begin with https:// or http://.",
            "  ! Pick the day as well, or clear the time.",
        ]
    )
    assert any(LONG.strip() in line for line in said)

    assert await ada.fills(text=PLAIN, link="https://example.com", day=DAY) == snapshot(
        [
            "== Copydesk ==",
            "Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.",
            "[Close]",
        ]
    )
    assert len(cleo.cards(MARKETING)) == 1


async def test_every_mistake_is_told_at_once_beside_its_field_in_teams(company: Company) -> None:
    """The dialog comes back with everything typed and a sentence beside each field; corrected, it goes through."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()
    said = await ada.proposes(LONG, channels=["x"], link="example", time="09:30")
    assert said == snapshot(
        [
            "== Propose a post ==",
            "The post: tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea tea ",
            "Exactly as people will read it.",
            "⚠ X allows 280; this is 408. Cut 128, or untick X.",
            "Channels: X (280 characters)",
            "Link (optional): example",
            "It is added below the post.",
            "⚠ The link must begin with https:// or http://.",
            "Wanted on (optional): ____",
            "⚠ Pick the day as well, or clear the time.",
            "at (Europe/London time) (optional): 09:30",
            "Note for the reviewers (optional): ____",
            "Never published.",
            "Who may read it: Everybody whom it asks, and comms leads",
            "Named are its authors, the people of the desks it asks, and those whom the policy names.",
            "[Send for review] [Check] [Save as draft]",
        ]
    )
    assert await ada.presses("Send for review", text=PLAIN, link="https://example.com", day=DAY) == snapshot(
        ["(Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.)"]
    )
    assert len(cleo.cards(MARKETING)) == 1


async def test_check_shows_lengths_and_route_and_records_nothing(company: Company) -> None:
    """*Check* counts for each ticked channel and names the desks with their reasons, in both chats the same."""
    ada, there = company.in_slack("ada"), company.in_teams("ada")
    await there.client.install()
    words = PLAIN + " Win a kettle! 🫖"
    await ada.client.command("/propose-post", words)
    here = await ada.presses("Check", channels=["x", "linkedin", "bluesky"])
    found = here[here.index("Length") : -2]
    assert found == snapshot(
        [
            "Length",
            "✓ LinkedIn: 60 of 3,000 characters",
            "✓ X: 60 of 280 characters",
            "✓ Bluesky: 59 of 300 characters",
            "Who will be asked",
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “win a”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
        ]
    )

    await there.says("propose")
    await there.clicks("Propose a post", on=(await there.sees())[-1])
    said = await there.presses("Check", text=words, channels=["x", "linkedin", "bluesky"])
    assert said[said.index("Length") : -1] == found
    assert f"The post: {words}" in said
    assert await company.proposals() == []
    await there.presses("Send for review")
    assert len(await company.proposals()) == 1


async def test_the_wanted_time_is_shown_with_its_zone_on_every_card(company: Company) -> None:
    """Ada means half past nine in London, and that is what everyone reads."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.client.command("/propose-post", "Win a kettle!")
    assert "at (Europe/London time): ____" in ada.reads_form()
    await ada.fills(channels=["linkedin"], day=DAY, time="09:30")
    wanted = next(line for line in ada.reads() if "09:30" in line)
    assert wanted.endswith(", 09:30 (Europe/London)")
    assert wanted in cleo.reads(MARKETING)
    assert f"Wanted: {wanted}" in await ben.reads(company.legal)


async def test_an_author_elsewhere_means_their_own_zone(company: Company) -> None:
    """Tom in New York types 09:30; the form says in which zone, and the reviewers in London read it too."""
    company.slack.add_person("tom", real_name="Tom Reed", tz="America/New_York")
    tom, cleo = company.in_slack("tom"), company.in_slack("cleo")
    await tom.client.command("/propose-post", PLAIN)
    assert "at (America/New_York time): ____" in tom.reads_form()
    await tom.fills(channels=["linkedin"], day=DAY, time="09:30")
    assert any(line.endswith(", 09:30 (America/New_York)") for line in cleo.reads(MARKETING))


async def test_words_come_back_when_the_form_would_not_open(company: Company) -> None:
    """Slack fails to open the form: Ada gets what she typed back, and is told to try again."""
    ada = company.in_slack("ada")
    company.slack.faults.once("views.open", RefuseWith("internal_error"))
    await ada.client.command("/propose-post", PLAIN)
    (said,) = [one for one in ada.client.direct_messages() if one.seen_by]
    assert ada.client.read(said) == snapshot(
        [
            "(only visible to you)",
            "The form would not open, sorry. Try again; here is what you typed:",
            "Our new kettle boils a litre in 90 seconds.",
        ]
    )
    assert ada.client.modal() is None


async def test_an_answer_that_slack_never_got_does_not_propose_twice(company: Company) -> None:
    """The acknowledgement of Ada's form was lost; she sends it again, and there is one post."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.client.command("/propose-post", PLAIN)
    company.slack.faults.once("view_submission", LoseAnswer())
    await ada.fills(channels=["linkedin"])
    await ada.fills()
    assert len(await company.proposals()) == 1
    assert len(cleo.cards(MARKETING)) == 1


async def test_another_time_leaves_what_was_approved_approved(company: Company) -> None:
    """Ada only moves her approved post to another day: it stays approved, and nobody is called."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    await cleo.clicks("Approve", MARKETING)
    await ada.clicks("Edit")
    assert await ada.fills(day=DAY, time="09:30") == snapshot(
        ["== Copydesk ==", "Saved. Nobody has to look again.", "[Close]"]
    )
    assert ada.status() == "Approved by Cleo Marsh. Ready to go out."
    assert len(cleo.notices(MARKETING)) == 1


async def test_a_message_in_teams_becomes_a_post(company: Company) -> None:
    """Ada picks “Propose a post” in the menu of somebody's message: its words, marks and all, are in the form."""
    ada, ben = company.in_teams("ada"), company.in_teams("ben")
    await ada.client.install()
    lunch = company.teams.world.group_chat("Lunch")
    said = await ben.client.say("Tea is <hot> & *good*!\nAnd free.", lunch)
    ada.dialog = await ada.opens(lunch, on=said)
    assert (await ada.presses("Check", channels=["linkedin"]))[1:3] == snapshot(
        [
            """\
The post: Tea is <hot> & *good*!
And free.\
""",
            "Exactly as people will read it.",
        ]
    )


async def test_words_typed_after_propose_are_kept(company: Company) -> None:
    """`propose` with words in Teams, where a message can't open a form: they are a draft, with a button to go on."""
    ada = company.in_teams("ada")
    await ada.client.install()
    answers = await ada.says("propose Our best kettle")
    # Her card is the courier's, and may come before the answer or after it.
    at = answers.index("[Go on writing]")
    assert answers[at - 1 : at + 1] == snapshot(
        [
            "Your words are kept as a draft that only you can see. Pick the channels and send it when it is ready.",
            "[Go on writing]",
        ]
    )
    (draft,) = await company.proposals()
    assert draft.head.content.text == "Our best kettle"
    assert stage_name(draft) == "draft"
