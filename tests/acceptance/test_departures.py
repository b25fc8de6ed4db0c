"""People who leave: nobody waits for them, what they decided counts, their drafts are finished by others, the lead knows."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.playground.slack import Message
from tests.acceptance.office import MARKETING, Company, Hands

pytestmark = pytest.mark.conversation

PLAIN = "We moved to a bigger kitchen."
TWO = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ivy Lund, email: ivy@example.com, role: reviewer}
desks:
  marketing:
    name: Marketing
    members: [ben@example.com, ivy@example.com]
    lead: cleo@example.com
    reach: {slack: "#marketing-review"}
rules:
  - {name: marketing has read it, why: Every post speaks for the brand., desk: marketing}
"""
"""Two people sit on one desk in Slack, and Cleo leads it."""


@pytest.mark.parametrize("policy", [TWO])
async def test_an_open_slot_is_freed_and_the_desks_lead_is_told(company: Company) -> None:
    """Ben's account is deactivated: the card waits for Ivy alone, and Cleo reads what that means."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await company.in_slack("ben").clicks("Approve", MARKETING, on=await _proposed(company))
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor or Ivy Lund (Marketing).")
    company.slack.change_person("ben", deleted=True)
    await company.slack.until(lambda: bool(cleo.client.direct_messages()))
    await company.calm()
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")
    assert cleo.reads() == snapshot(
        [
            "Ben Okafor is no longer here",
            "Their account was deactivated. What they decided before still counts.",
            "Marketing waits for them no longer.",
        ]
    )


async def _proposed(company: Company) -> Message:
    await company.in_slack("ada").proposes("Our first kettle.")
    return company.in_slack("cleo").card(MARKETING)


@pytest.mark.parametrize("policy", [TWO])
async def test_drafts_are_finished_by_a_comms_lead(company: Company) -> None:
    """Ada leaves with a draft that only she could see: Cleo opens it from the message she gets, and sends it for review."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.client.command("/propose-post", PLAIN)
    await ada.presses("Save as draft", channels=("linkedin",))
    company.expected |= {"user_disabled", "users_not_found"}
    company.slack.change_person("ada", deleted=True)
    await company.slack.until(lambda: bool(cleo.client.direct_messages()))
    await company.calm()
    assert cleo.reads() == snapshot(
        [
            "Ada Park is no longer here",
            "Their account was deactivated. What they decided before still counts.",
            "One draft of theirs is open to comms leads now, to send for review or to discard.",
            "[Open draft 1] [Discard draft 1]",
        ]
    )
    assert await cleo.clicks("Open draft 1") == snapshot(
        [
            "== Edit the post ==",
            "The post (Exactly as people will read it.): We moved to a bigger kitchen.",
            "Channels: [x] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters)",
            "Link (It is added below the post.): ____",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "[Check] [Save as draft]",
            "[Send for review] [Cancel]",
        ]
    )
    await cleo.fills(channels=("linkedin",))
    assert company.in_slack("cleo").reads(MARKETING)[:2] == snapshot(
        ["Marketing: a post by Ada Park", "In review. Waiting for Ben Okafor or Ivy Lund (Marketing)."]
    )


@pytest.mark.parametrize("policy", [TWO])
async def test_whoever_comes_back_is_here_again(company: Company) -> None:
    """Ben's account is restored: with his next click he is awaited again, and decides."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    card = await _proposed(company)
    await ben.client.command("/copydesk", "help")
    await company.calm()
    company.slack.change_person("ben", deleted=True)
    await company.slack.until(lambda: bool(company.in_slack("cleo").client.direct_messages()))
    company.slack.change_person("ben", deleted=False)
    await ben.clicks("Approve", MARKETING, on=card)
    assert ada.status() == snapshot("Approved by Ben Okafor. Ready to go out.")


@pytest.mark.parametrize("policy", [TWO.replace('slack: "#marketing-review"', "teams: bound")])
async def test_a_chat_that_tells_nothing_is_asked_once_a_day(company: Company, hands: Hands) -> None:
    """Teams sends no word when Ben leaves: the directory is asked the next day, and the card waits for Ivy alone."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await ben.client.install()
    await ben.says("help")
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor or Ivy Lund (Marketing).")
    company.expected.add("MemberNotFoundInConversation")
    company.teams.deactivate("ben")
    await hands.move(company, timedelta(hours=25))
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")
