"""Who is asked: one of a desk, not all of it; who has their turn; and whom a lead's deputy helps."""

from datetime import UTC, datetime, timedelta

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import MARKETING, Company, Hands
from tests.acceptance.people import InSlack, Lines

pytestmark = pytest.mark.conversation

DESK = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}
desks:
  marketing:
    name: Marketing
    members: [ben@example.com, ivy@example.com, cleo@example.com]
    lead: cleo@example.com
    deputy: ivy@example.com
    reach: {slack: "#marketing-review"}
    rota: {turns: [ben@example.com, ivy@example.com], every: day, at: "09:00", starts: 2026-11-30}
rules:
  - {name: marketing has read it, why: Every post speaks for the brand., desk: marketing}
"""
"""Three people on one desk; Ben and Ivy take turns, and Ivy stands in for Cleo."""
DIRECT = DESK.replace('"#marketing-review"', "direct")
BEFORE = datetime(2027, 3, 28, 7, 59, tzinfo=UTC)
"""A minute before nine in London, on the day on which the clocks were put forward; Ivy's turn has one minute more."""
FIRST, SECOND = "Our first kettle.", "Our second kettle."


def works_at_marketing(company: Company, *names: str) -> None:
    """They can read marketing's channel."""
    company.slack.conversation(MARKETING).members |= {company.slack.person(name).id for name in names}


def called(who: InSlack, place: str = "") -> list[Lines]:
    """What stands beside the newest card, line by line."""
    return [who.client.read(one) for one in who.notices(place)]


def numbered(numbers: list[str], lines: Lines) -> Lines:
    """Numbers of posts by their order, as they are random."""
    for order, number in enumerate(numbers, start=1):
        lines = [line.replace(number, f"<{order}>") for line in lines]
    return lines


@pytest.mark.parametrize("policy", [DESK])
async def test_a_hand_over_where_the_clocks_change(company: Company, hands: Hands) -> None:
    """At nine by the desk's clock, which is an hour earlier than the day before: the first post stays with Ivy, the second is
    Ben's. The card of the first says whose turn it is now.
    """
    works_at_marketing(company, "ben", "ivy")
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    await hands.move(company, BEFORE - hands.now)
    await ada.proposes(FIRST)
    assert called(ben, MARKETING) == snapshot(
        [
            [
                "@Ivy Chen",
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
                "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
                "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            ]
        ]
    )
    assert ben.status(MARKETING) == snapshot("In review. Waiting for Ivy Chen (Marketing).")
    await hands.move(company, timedelta(minutes=1))
    await hands.move(company, timedelta(minutes=2))
    assert [line for line in ben.reads(MARKETING) if line.startswith("○")] == snapshot(
        ["○ Marketing: waiting for Ivy Chen; Ben Okafor (on duty) and Cleo Marsh may too"]
    )
    assert len(ben.notices(MARKETING)) == 1
    await ada.proposes(SECOND)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Marketing).")
    assert called(ben, MARKETING) == snapshot(
        [
            [
                "@Ben Okafor",
                "Marketing is asked about a post by Ada Park (LinkedIn, revision 1). Please decide on the card.",
                "I'm Copydesk. I bring you the posts that need a yes from Marketing.",
                "Your decision holds for exactly these words. Request changes sends the post back to its author, Reject ends it.",
            ]
        ]
    )


@pytest.mark.parametrize("policy", [DESK])
async def test_whoever_is_not_asked_may_decide_too(company: Company) -> None:
    """Ben is asked and Cleo decides; the post waits for nobody any more."""
    works_at_marketing(company, "ben", "ivy")
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(FIRST)
    (number,) = numbers = await company.numbers()
    assert numbered(numbers, await cleo.asks(f"why {number}")) == snapshot(
        [
            "(only visible to you)",
            "Who is asked, and why",
            "No. <1>, revision 1, by Ada Park. In review. Waiting for Ben Okafor (Marketing).",
            "Marketing (Ben Okafor, Cleo Marsh or Ivy Chen): approved if marketing has read it. Every post speaks for the brand.",
            "○ Marketing: waiting for Ben Okafor; Cleo Marsh and Ivy Chen may too",
        ]
    )
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Cleo Marsh. Ready to go out.")


@pytest.mark.parametrize("policy", [DIRECT])
async def test_a_desk_that_is_written_to_is_not_all_written_to(company: Company) -> None:
    """Ben gets the card; the others find the post on their lists, and may decide from there."""
    ada, ben, cleo = company.in_slack("ada"), company.in_slack("ben"), company.in_slack("cleo")
    await ada.proposes(FIRST)
    assert [line for line in ben.reads() if line.startswith("○")] == snapshot(
        ["○ Marketing: waiting for Ben Okafor; Cleo Marsh and Ivy Chen may too"]
    )
    assert cleo.client.direct_messages() == []
    assert numbered(await company.numbers(), await cleo.opens_home()) == snapshot(
        [
            "Copydesk",
            "Write a post and I'll ask the right people to look at it.",
            "[Propose a post]",
            "Needs you (1)",
            "“Our first kettle.”",
            "A post by Ada Park for LinkedIn, no time given. In review. Waiting for Ben Okafor (Marketing). (No. <1>)",
            "[Decide]",
        ]
    )
    await cleo.clicks_at_home("Decide")
    assert cleo.reads_form()[:2] == snapshot(["== Decide ==", "Marketing: a post by Ada Park"])


@pytest.mark.parametrize("policy", [DESK])
async def test_a_deputy_lifts_a_block(company: Company) -> None:
    """Ben asked for changes; Ivy, who stands in for Cleo, ends it. Then another is asked beside Ben."""
    works_at_marketing(company, "ben", "ivy")
    ada, ben, ivy = company.in_slack("ada"), company.in_slack("ben"), company.in_slack("ivy")
    await ada.proposes(FIRST)
    await ben.clicks("Request changes", MARKETING)
    await ben.fills(code="tone", why="Too loud.")
    assert ada.status() == snapshot("Ben Okafor asked for changes. Edit the post to go on.")
    assert await ben.clicks("Lift the block", MARKETING) == []
    assert await ben.hears(MARKETING) == snapshot(
        ["(only visible to you)", "Only Cleo Marsh or Ivy Chen can do that. Ask them."]
    )
    await ivy.clicks("Lift the block", MARKETING)
    assert ben.status(MARKETING) in (
        "In review. Waiting for Ben Okafor or Cleo Marsh (Marketing).",
        "In review. Waiting for Ben Okafor or Ivy Chen (Marketing).",
    )
