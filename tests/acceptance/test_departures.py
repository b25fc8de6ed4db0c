"""People who leave: nobody waits for them, what they decided counts, their drafts are finished by others, the lead knows."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.demo import DECIDERS, Known
from bot.playground.slack import Message
from tests.acceptance.office import MARKETING, Company, Hands, understood
from tests.acceptance.people import InSlack, Lines

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
BENS = TWO.replace(
    "rules:", '    rota: {turns: [ben@example.com], every: week, at: "09:00", starts: 2026-01-05}\nrules:'
)
"""The same, where it is always Ben's turn to be asked."""
IVYS = BENS.replace("turns: [ben", "turns: [ivy")
"""The same, where it is Ivy's."""


@pytest.fixture
def known() -> Known:
    """Who decides was never seen in Teams: whose account in Slack is deactivated has left."""
    return {"slack": DECIDERS["slack"]}


@pytest.mark.parametrize("policy", [BENS])
async def test_an_open_slot_is_freed_and_the_desks_lead_is_told(company: Company) -> None:
    """Ben, who was asked, is deactivated: Ivy is asked in his place, and Cleo reads what that means."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await company.in_slack("ben").clicks("Approve", MARKETING, on=await _proposed(company))
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Marketing).")
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


ALL = TWO.replace("    lead: cleo@example.com\n", "    lead: cleo@example.com\n    quorum: all\n")
"""Both of them must approve."""


async def _leaves(company: Company, who: str, told: int) -> None:
    """Slack tells that somebody's account is deactivated, and Cleo has got so many messages about it."""
    cleo = company.in_slack("cleo")
    company.expected |= {"user_disabled", "users_not_found"}
    company.slack.change_person(who, deleted=True)
    await company.slack.until(lambda: len(cleo.client.direct_messages()) >= told)
    await company.calm()


@pytest.mark.parametrize("policy", [ALL])
async def test_all_of_a_desk_are_those_who_are_there(company: Company) -> None:
    """Ben leaves a desk of which all were asked: the post waits for Ivy alone, the card says why, and Cleo is told."""
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ivy")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await ada.proposes(PLAIN)
    await company.in_slack("ben").client.command("/copydesk", "help")
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor and Ivy Lund (Marketing).")
    await _leaves(company, "ben", told=2)
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")
    assert [line for line in ivy.reads(MARKETING) if line.startswith("Why")] == snapshot(
        ["Why Marketing: Every post speaks for the brand. Somebody left the desk, so 1 must approve instead of 2."]
    )
    assert _numbered(await company.numbers(), _about_fewer(cleo)) == snapshot(
        [
            "Marketing: a post asks fewer people now",
            "The policy asks all of Marketing, or most, and somebody left it. So that nothing waits for them for ever, No. <1> asks only those who are there. The cards and the ledger say so.",
            "To have more people decide, add them to Marketing in the policy file, run “copydesk policy reload”, and edit the post: an edit asks the desk anew.",
        ]
    )
    await ivy.clicks("Approve", MARKETING)
    assert ada.status() == snapshot("Approved by Ivy Lund. Ready to go out.")


@pytest.mark.parametrize("policy", [ALL])
async def test_a_post_that_only_waited_for_who_left_is_approved(company: Company) -> None:
    """Ivy has approved and Ben leaves: nobody is owed any more. Ada and Cleo are told that this approved it."""
    ada, cleo, ivy = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ivy")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await ada.proposes(PLAIN)
    await company.in_slack("ben").client.command("/copydesk", "help")
    await ivy.clicks("Approve", MARKETING)
    await _leaves(company, "ben", told=2)
    assert ada.status() == snapshot("Approved by Ivy Lund. Ready to go out.")
    assert [ada.client.read(one) for one in ada.notices()] == snapshot(
        [["@Ada Park", "Your post (LinkedIn, revision 1) is approved. Your card has the words to copy."]]
    )
    assert _numbered(await company.numbers(), _about_fewer(cleo)) == snapshot(
        [
            "Marketing: a post asks fewer people now",
            "The policy asks all of Marketing, or most, and somebody left it. So that nothing waits for them for ever, No. <1> asks only those who are there. The cards and the ledger say so.",
            "It is approved by that: everyone else had agreed.",
            "To have more people decide, add them to Marketing in the policy file, run “copydesk policy reload”, and edit the post: an edit asks the desk anew.",
        ]
    )


@pytest.mark.parametrize(
    "policy", [TWO.replace("    lead: cleo@example.com\n", "    lead: cleo@example.com\n    quorum: 2\n")]
)
async def test_a_number_that_the_policy_names_stays(company: Company) -> None:
    """Two must approve, whoever is there: the card says that it can't be, and Cleo is told what to do."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    await ada.proposes(PLAIN)
    await company.in_slack("ben").client.command("/copydesk", "help")
    await _leaves(company, "ben", told=1)
    assert ada.reads()[1:2] + [line for line in ada.reads() if line.startswith("!")] == snapshot(
        [
            "In review. Marketing: 2 must approve, and only Ivy Lund may.",
            "! Marketing: 2 must approve, and only Ivy Lund may. Ask Cleo Marsh to add someone to Marketing.",
        ]
    )
    assert cleo.reads() == snapshot(
        [
            "Ben Okafor is no longer here",
            "Their account was deactivated. What they decided before still counts.",
            "Marketing waits for them no longer.",
            "Marketing has fewer people now than must approve. Name somebody in the policy file and run “copydesk policy reload”.",
        ]
    )


@pytest.mark.parametrize("policy", [ALL])
async def test_whom_the_policy_takes_from_a_desk_is_not_waited_for_either(company: Company, hands: Hands) -> None:
    """Ben is taken off the desk by a new policy: the next look at what changed without an event frees his place."""
    ada = company.in_slack("ada")
    await ada.proposes(PLAIN)
    await company.product.reload(understood(ALL.replace("[ben@example.com, ivy@example.com]", "[ivy@example.com]")))
    await hands.move(company, timedelta(minutes=2))
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")


@pytest.mark.parametrize("policy", [BENS])
async def test_drafts_of_who_left_stand_on_the_leads_lists(company: Company) -> None:
    """Ada leaves two drafts: Cleo's Home, and `status` in Teams, offer to take them over or to discard them."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await cleo.opens_home()
    for words, day in (("Our first kettle.", "2026-12-20"), ("Our second kettle.", "2026-12-21")):
        await ada.client.command("/propose-post", words)
        await ada.presses("Save as draft", channels=("linkedin",), day=day, time="10:00")
    assert not any("kettle" in line for line in cleo.home())
    await _leaves(company, "ada", told=1)
    await company.slack.until(lambda: any("kettle" in line for line in cleo.home()))
    numbers = await company.numbers()
    assert _numbered(numbers, cleo.home()) == snapshot(
        [
            "Copydesk",
            "Write a post and I'll ask the right people to look at it.",
            "[Propose a post]",
            "Needs you (2)",
            "“Our first kettle.”",
            "A post by Ada Park for LinkedIn, wanted Sun 20 Dec 2026, 10:00 (Europe/London). A draft whose author is no longer here: take it over to send it for review, or discard it. (No. <1>)",
            "[Take over] [Discard]",
            "“Our second kettle.”",
            "A post by Ada Park for LinkedIn, wanted Mon 21 Dec 2026, 10:00 (Europe/London). A draft whose author is no longer here: take it over to send it for review, or discard it. (No. <2>)",
            "[Take over] [Discard]",
        ]
    )
    await cleo.clicks_at_home("Discard", near="second")
    await cleo.fills()
    assert not any("second" in line for line in cleo.home())
    there = company.in_teams("cleo")
    await there.client.install()
    assert _numbered(numbers, await there.says("status")) == snapshot(
        [
            "Needs you (1)",
            "“Our first kettle.”",
            "A post by Ada Park for LinkedIn, wanted Sun 20 Dec 2026, 10:00 (Europe/London). A draft whose author is no longer here: take it over to send it for review, or discard it. (No. <1>)",
            "[Take over] [Discard]",
        ]
    )
    await cleo.clicks_at_home("Take over", near="first")
    await cleo.fills(channels=("linkedin",))
    assert not any("first" in line and "Take over" in line for line in cleo.home())
    assert company.in_slack("cleo").reads(MARKETING)[1] == snapshot("In review. Waiting for Ben Okafor (Marketing).")


def _about_fewer(cleo: InSlack) -> Lines:
    """What Cleo reads of a desk that asks fewer people now."""
    return next(lines for one in cleo.cards() if "fewer" in (lines := cleo.client.read(one))[0])


def _numbered(numbers: list[str], lines: Lines) -> Lines:
    """Numbers of posts by their order, as they are random."""
    return [_by_order(numbers, line) for line in lines]


def _by_order(numbers: list[str], line: str) -> str:
    for order, number in enumerate(numbers, start=1):
        line = line.replace(number, f"<{order}>")
    return line


@pytest.mark.parametrize("policy", [BENS])
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
            "Channels: [x] LinkedIn (3,000 characters) [ ] X (280 characters) [ ] Bluesky (300 characters and 3,000 bytes) [ ] Threads (500 characters) [ ] Facebook (63,206 characters) [ ] Instagram (2,200 characters) [ ] TikTok (2,200 characters) [ ] YouTube (5,000 bytes)",
            "Link (It is added below the post.): ____",
            "Wanted on: ____",
            "at (Europe/London time): ____",
            "Note for the reviewers (Never published.): ____",
            "Who may read it (Named are its authors, the people of the desks it asks, and those whom the policy names.): (o) Everybody whom it asks, and comms leads ( ) Only the people named: it is confidential",
            "[Check] [Save as draft]",
            "[Send for review] [Cancel]",
        ]
    )
    await cleo.fills(channels=("linkedin",))
    assert company.in_slack("cleo").reads(MARKETING)[:2] == snapshot(
        ["Marketing: a post by Ada Park", "In review. Waiting for Ben Okafor (Marketing)."]
    )


@pytest.mark.parametrize("policy", [IVYS])
async def test_whoever_comes_back_is_here_again(company: Company) -> None:
    """Ben's account is restored: with his next click he is awaited again, and once he has said that it is him, he decides."""
    ada, ben = company.in_slack("ada"), company.in_slack("ben")
    company.slack.conversation(MARKETING).members |= {company.slack.person(who).id for who in ("ben", "ivy")}
    card = await _proposed(company)
    await ben.client.command("/copydesk", "help")
    await company.calm()
    company.slack.change_person("ben", deleted=True)
    await company.slack.until(lambda: bool(company.in_slack("cleo").client.direct_messages()))
    company.slack.change_person("ben", deleted=False)
    await ben.clicks("Approve", MARKETING, on=card)
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")
    await ben.answers("Yes, that's me", MARKETING)
    await ben.clicks("Approve", MARKETING, on=card)
    assert ada.status() == snapshot("Approved by Ben Okafor. Ready to go out.")


@pytest.mark.parametrize("known", [{"teams": ["ben"]}])
@pytest.mark.parametrize("policy", [BENS.replace('slack: "#marketing-review"', "teams: bound")])
async def test_a_chat_that_tells_nothing_is_asked_once_a_day(company: Company, hands: Hands) -> None:
    """Teams sends no word when Ben leaves: the directory is asked the next day, and the card waits for Ivy alone."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await ben.client.install()
    await ben.says("help")
    await ada.proposes(PLAIN)
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Marketing).")
    company.expected.add("MemberNotFoundInConversation")
    company.teams.deactivate("ben")
    await hands.move(company, timedelta(hours=25))
    assert ada.status() == snapshot("In review. Waiting for Ivy Lund (Marketing).")
