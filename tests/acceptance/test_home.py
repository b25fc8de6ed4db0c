"""Homes: what needs each person, what waits on others, what is going out, wherever it was decided."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company, Hands, understood
from tests.acceptance.people import Lines

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
HEAD = ["Copydesk", "Write a post and I'll ask the right people to look at it.", "[Propose a post]"]
"""What every Home begins with."""
SAYS_NO = {"code": "unsupported_claim", "why": "Says who?"}


async def test_before_there_is_anything(company: Company) -> None:
    """An empty Home teaches the next step, and its button opens the form."""
    ada = company.in_slack("ada")
    assert await ada.opens_home() == snapshot(
        [
            "Copydesk",
            "Write a post and I'll ask the right people to look at it.",
            "[Propose a post]",
            "Nothing needs you, nothing of yours waits for others, and nothing is going out. Propose a post: I find out who has to agree, ask them, and show here how it stands.",
        ]
    )
    await ada.clicks_at_home("Propose a post")
    await ada.fills(text="Tea is better in company.", channels=["linkedin"])
    assert _numbered(await company.numbers(), ada.home()) == snapshot(
        [
            "Nothing needs you just now.",
            "Waiting on others (1)",
            "“Tea is better in company.”",
            "Your post for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing). (No. <1>)",
            "[Open]",
        ]
    )


async def test_a_home_follows_what_changes_without_an_event(company: Company, hands: Hands) -> None:
    """Cleo is called differently by a new policy: Ada's Home says so at the next look, and one that shows it already is left."""
    ada = company.in_slack("ada")
    await ada.opens_home()
    await ada.proposes("Tea is better in company.")
    assert any("Waiting for Cleo Marsh (Marketing)" in line for line in ada.home())
    await company.product.reload(understood(example().replace("Cleo Marsh", "Cleo Marsh-Hall")))
    await hands.move(company, timedelta(minutes=2))
    assert any("Waiting for Cleo Marsh-Hall (Marketing)" in line for line in ada.home())
    published = sum(call.method == "views.publish" for call in company.slack.calls)
    await hands.move(company, timedelta(minutes=2))
    assert sum(call.method == "views.publish" for call in company.slack.calls) == published


async def test_three_homes_and_a_decision_in_teams(company: Company) -> None:
    """Ada, Ben and Cleo before and after Ben, who sits in Teams, approves there: each Home follows by itself."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_slack("ben")
    await company.bind_legal()
    for one in (ada, cleo, ben):
        await one.opens_home()
    await ada.proposes(CLAIM)
    numbers = await company.numbers()
    assert _numbered(numbers, ada.home()) == snapshot(
        [
            "Nothing needs you just now.",
            "Waiting on others (1)",
            "“Our new kettle is the fastest on the market.”",
            "Your post for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). (No. <1>)",
            "[Open]",
        ]
    )
    assert _numbered(numbers, cleo.home()) == snapshot(
        [
            "Needs you (1)",
            "“Our new kettle is the fastest on the market.”",
            "A post by Ada Park for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). (No. <1>)",
            "[Decide]",
        ]
    )
    assert _numbered(numbers, ben.home()) == snapshot(
        [
            "Needs you (1)",
            "“Our new kettle is the fastest on the market.”",
            "A post by Ada Park for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). (No. <1>)",
            "[Decide]",
        ]
    )

    await company.in_teams("ben").clicks("Approve", company.legal)
    assert _numbered(numbers, ada.home()) == snapshot(
        [
            "Nothing needs you just now.",
            "Waiting on others (1)",
            "“Our new kettle is the fastest on the market.”",
            "Your post for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing). (No. <1>)",
            "[Open]",
        ]
    )
    assert _numbered(numbers, cleo.home()) == snapshot(
        [
            "Needs you (1)",
            "“Our new kettle is the fastest on the market.”",
            "A post by Ada Park for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing). (No. <1>)",
            "[Decide]",
        ]
    )
    assert _numbered(numbers, ben.home()) == snapshot(
        [
            "Nothing needs you, nothing of yours waits for others, and nothing is going out. Propose a post: I find out who has to agree, ask them, and show here how it stands."
        ]
    )

    await cleo.clicks("Approve", MARKETING)
    assert _numbered(numbers, ada.home()) == snapshot(
        [
            "Nothing needs you just now.",
            "Going out (1)",
            "“Our new kettle is the fastest on the market.”",
            "Your post for LinkedIn, no time given. Approved by Ben Okafor and Cleo Marsh. Ready to go out. (No. <1>)",
            "[Open]",
        ]
    )
    assert _numbered(numbers, cleo.home()) == snapshot(
        [
            "Nothing needs you just now.",
            "Going out (1)",
            "“Our new kettle is the fastest on the market.”",
            "A post by Ada Park for LinkedIn, no time given. Approved by Ben Okafor and Cleo Marsh. Ready to go out. (No. <1>)",
            "[Open]",
        ]
    )


async def test_deciding_from_home(company: Company) -> None:
    """Cleo decides in the form that her Home opens; a no puts the post on Ada's list, and there she edits it."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.opens_home()
    await cleo.opens_home()
    await ada.proposes("Tea is better in company.")
    numbers = await company.numbers()
    assert _numbered(numbers, await cleo.clicks_at_home("Decide")) == snapshot(
        [
            "== Decide ==",
            "Marketing: a post by Ada Park",
            "In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Tea is better in company.",
            "Channels",
            "LinkedIn 25 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "Why Marketing: Every post speaks for the brand.",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "Your decision: ( ) Approve ( ) Request changes ( ) Reject for good",
            "Reason: ( ) Tone ( ) Unsupported claim ( ) Missing asset ( ) Timing ( ) Non-public information ( ) Other",
            "For the author (A no needs both: the reason, and what to change. Only the author reads it.): ____",
            "[Record] [Cancel]",
        ]
    )
    await cleo.fills(decision="request_changes", **SAYS_NO)
    assert _numbered(numbers, ada.home()) == snapshot(
        [
            "Needs you (1)",
            "“Tea is better in company.”",
            "Your post for LinkedIn, no time given. Cleo Marsh asked for changes. Edit the post to go on. (No. <1>)",
            "[Edit]",
        ]
    )
    await ada.clicks_at_home("Edit")
    await ada.fills(text="Tea is good in company.")
    assert any("Needs you (1)" in line for line in cleo.home())
    assert any("Waiting on others (1)" in line for line in ada.home())


async def test_a_draft_waits_for_its_author_alone(company: Company) -> None:
    """A draft stands on its author's Home and on nobody else's; once it has ended, on none."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.opens_home()
    empty = await cleo.opens_home()
    await ada.client.command("/propose-post", "Half a thought")
    await ada.presses("Save as draft")
    assert _numbered(await company.numbers(), ada.home()) == snapshot(
        [
            "Needs you (1)",
            "“Half a thought”",
            "Your post, no time given. Draft. Only you can see it. (No. <1>)",
            "[Go on writing]",
        ]
    )
    assert cleo.home() == empty
    await ada.clicks("Discard")
    await ada.fills()
    assert not any("Half a thought" in line for line in ada.home())


async def test_a_long_list_ends_somewhere(company: Company) -> None:
    """A Home lists the first posts of a section, soonest wanted first, and counts the others."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    for number in range(12):
        await ada.proposes(f"Tea number {number}.")
    home = await cleo.opens_home()
    assert "Needs you (12)" in home
    assert sum(line == "[Decide]" for line in home) == 10
    assert home[-1] == "and 2 more."
    told = await cleo.asks("status")
    assert sum(line == "[Decide]" for line in told) == 5
    assert told[-1] == "and 7 more."


async def test_strangers_and_guests(company: Company) -> None:
    """Whoever may not take part reads on their Home why, and whom to ask."""
    company.slack.add_person("gus", real_name="Gus", is_restricted=True)
    company.slack.add_person("eve", real_name="Eve", email="eve@elsewhere.example")
    assert await company.in_slack("gus").opens_home() == snapshot(
        ["Copydesk", "Guests can't use Copydesk unless the policy lists them. Ask Cleo Marsh to add you."]
    )
    assert await company.in_slack("eve").opens_home() == snapshot(
        [
            "Copydesk",
            "I don't know you: I go by the e-mail address of your account here, and it is not one of Example's. Ask Cleo Marsh to link this account to you, or to add your address to the policy.",
        ]
    )


def _numbered(numbers: Iterable[str], lines: Lines) -> Lines:
    """The lines with the numbers of posts, which are random, in the order in which they were proposed; without those that every
    Home begins with.
    """
    told = "\n".join(lines[len(HEAD) :] if lines[: len(HEAD)] == HEAD else lines)
    for place, number in enumerate(numbers, start=1):
        told = told.replace(number, f"<{place}>")
    return told.split("\n")
