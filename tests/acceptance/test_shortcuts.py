"""Proposing where no slash command runs: from a thread, and from a message of somebody else's."""

import pytest
from inline_snapshot import snapshot

from adapters.slack.inbound import MESSAGE_SHORTCUT, PROPOSE_SHORTCUT
from bot.playground.slack import RefuseWith
from bot.playground.slack.api_chat import permalink
from bot.playground.slack.arguments import Arguments
from tests.acceptance.office import MARKETING, Company
from tests.acceptance.people import Lines

pytestmark = pytest.mark.conversation

GENERAL = "#general"


async def test_from_a_thread(company: Company) -> None:
    """In a thread Ada takes the lightning menu; the form opens there as it does for the command, and is sent."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    asked = await cleo.client.say(GENERAL, "Who has a line about the new kettle?")
    await ada.client.say(GENERAL, "I do, wait", thread=asked)
    await ada.client.global_shortcut(PROPOSE_SHORTCUT)
    assert ada.reads_form()[:3] == snapshot(
        [
            "== Propose a post ==",
            "The post (Exactly as people will read it.): ____",
            "Channels: [ ] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
        ]
    )
    assert await ada.fills(text="The new kettle is here.", channels=["linkedin"]) == snapshot(
        [
            "== Copydesk ==",
            "Sent to Marketing. I'll keep your card up to date and tell you when somebody needs you.",
            "[Close]",
        ]
    )
    assert cleo.reads(MARKETING)[3] == "The new kettle is here."


async def test_from_a_message(company: Company) -> None:
    """Ada makes a post of a reply of Cleo's: its words come as they are read, and reviewers see where they come from."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    asked = await cleo.client.say(GENERAL, "What shall we say?")
    said = await cleo.client.say(GENERAL, "Tea & biscuits 🚀 at https://example.com/tea", thread=asked)
    told = Arguments({"channel": said.conversation, "message_ts": said.ts})
    source = str(permalink(company.slack.world, told)["permalink"])
    await ada.client.message_shortcut(said, MESSAGE_SHORTCUT)
    assert _named(source, ada.reads_form()) == snapshot(
        [
            "== Propose a post ==",
            "The post (Exactly as people will read it.): Tea & biscuits 🚀 at https://example.com/tea",
            "Channels: [ ] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
            "Link (It is added below the post.): ____",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "Who may read it (Named are its authors, the people of the desks it asks, and those whom the policy names.): (o) Everybody whom it asks, and comms leads ( ) Only the people named: it is confidential",
            "Made from (Reviewers see this address beside the post; it is never published. Clear it to leave it out.): (its address)",
            "[Check] [Save as draft]",
            "[Send for review] [Cancel]",
        ]
    )
    await ada.fills(channels=["linkedin"])
    assert _named(source, cleo.reads(MARKETING)) == snapshot(
        [
            "Marketing: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Tea & biscuits 🚀 at https://example.com/tea",
            "Channels",
            "LinkedIn 44 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "Made from",
            "(its address) (for reviewers only)",
            "--------------------",
            "Why Marketing: Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "[Approve] [Request changes] [Reject]",
            "[Suggest wording] [Hold]",
        ]
    )

    await cleo.clicks("Approve", MARKETING)
    assert await ada.clicks("Copy the words") == snapshot(
        ["== The words to publish ==", "LinkedIn", "Tea & biscuits 🚀 at https://example.com/tea", "[Close]"]
    )


async def test_a_mention_is_not_published(company: Company) -> None:
    """Slack hands over a mention without a name: the form says so beside the words, and nothing is sent."""
    ada = company.in_slack("ada")
    said = await ada.client.say(GENERAL, "Ask @Cleo Marsh for tea.")
    await ada.client.message_shortcut(said, MESSAGE_SHORTCUT)
    form = await ada.fills(channels=["linkedin"])
    assert [line for line in form if "!" in line] == snapshot(
        ["  ! Only people in this chat can see <@U0CLEO>. Replace it with words or an emoji that everybody has."]
    )
    assert await company.proposals() == []


async def test_where_it_comes_from_can_be_left_out(company: Company) -> None:
    """The address is shown before it is sent: Ada clears it, or is told what is wrong with another; an edit keeps it."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    said = await cleo.client.say(GENERAL, "Tea is better in company.")
    await ada.client.message_shortcut(said, MESSAGE_SHORTCUT)
    assert await ada.fills(channels=["linkedin"], source="javascript:alert(1)") == snapshot(
        [
            "== Propose a post ==",
            "The post (Exactly as people will read it.): Tea is better in company.",
            "Channels: [x] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
            "Link (It is added below the post.): ____",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "Who may read it (Named are its authors, the people of the desks it asks, and those whom the policy names.): (o) Everybody whom it asks, and comms leads ( ) Only the people named: it is confidential",
            "Made from (Reviewers see this address beside the post; it is never published. Clear it to leave it out.): javascript:alert(1)",
            "  ! The link must begin with https:// or http://.",
            "[Check] [Save as draft]",
            "[Send for review] [Cancel]",
        ]
    )
    await ada.fills(source="")
    assert not any("Made from" in line for line in cleo.reads(MARKETING))

    await ada.client.message_shortcut(said, MESSAGE_SHORTCUT)
    await ada.fills(channels=["linkedin"])
    await ada.clicks("Edit")
    assert not any("Made from" in line for line in ada.reads_form())
    await ada.fills(text="Tea is best in company.")
    assert any(line.startswith("https://acme.slack.com/archives/") for line in cleo.reads(MARKETING))


async def test_when_the_form_does_not_open(company: Company) -> None:
    """If Slack opens no form, the words come back to Ada alone, where she was."""
    ada = company.in_slack("ada")
    said = await ada.client.say(GENERAL, "Tea is better in company.")
    company.expected.add("trigger_expired")
    company.slack.faults.once("views.open", RefuseWith("trigger_expired"))
    await ada.client.message_shortcut(said, MESSAGE_SHORTCUT)
    assert await ada.hears(GENERAL) == snapshot(
        [
            "(only visible to you)",
            "The form would not open, sorry. Try again; here is what you typed:",
            "Tea is better in company.",
        ]
    )


def _named(source: str, lines: Lines) -> Lines:
    """The lines with the address of a message, which differs each time, called by a name."""
    return [line.replace(source, "(its address)") for line in lines]
