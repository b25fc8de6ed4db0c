"""`/copydesk help`, `status` and `why`: private answers, in either chat."""

import pytest
from inline_snapshot import snapshot

from bot.playground.slack.api_chat import permalink
from bot.playground.slack.arguments import Arguments
from tests.acceptance.office import MARKETING, Company
from tests.acceptance.people import Lines

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."


async def test_help(company: Company) -> None:
    """Help is short; a word that is not known does nothing and says so."""
    ada = company.in_slack("ada")
    assert await ada.asks("help") == snapshot(
        [
            "(only visible to you)",
            "Type /propose-post, or use the shortcuts Propose a post and, in a message's menu, Propose as post. I find out who has to agree, ask them where they are, and keep every card up to date.",
            "“/copydesk status” lists what needs you and what waits on others. “/copydesk why” says who is asked about your newest post, and why; “/copydesk why” with a post's number says it of that one.",
            "“/copydesk watch” with a post's number lets you follow it without being asked, “/copydesk unwatch” ends that.",
            "“/copydesk away” names who decides for you until you are back, “/copydesk back” ends that early.",
            "Those whom the policy names stop a post with “/copydesk hold”, its number and a reason, and let it go on with “/copydesk release” and its number; “/copydesk stop” with a reason stops everything at once, “/copydesk resume” lets it go on. With “/copydesk override”, its number and a reason, two of them let a post go out whatever its reviews.",
            "“/copydesk me” says who you are here, and through which accounts.",
            "Deciding happens on the cards: a message that says yes never counts.",
        ]
    )
    assert await ada.asks("") == await ada.asks("help")
    assert await ada.asks("aprove everything") == snapshot(
        [
            "(only visible to you)",
            "I don't know “aprove”, so I did nothing.",
            "Type /propose-post, or use the shortcuts Propose a post and, in a message's menu, Propose as post. I find out who has to agree, ask them where they are, and keep every card up to date.",
            "“/copydesk status” lists what needs you and what waits on others. “/copydesk why” says who is asked about your newest post, and why; “/copydesk why” with a post's number says it of that one.",
            "“/copydesk watch” with a post's number lets you follow it without being asked, “/copydesk unwatch” ends that.",
            "“/copydesk away” names who decides for you until you are back, “/copydesk back” ends that early.",
            "Those whom the policy names stop a post with “/copydesk hold”, its number and a reason, and let it go on with “/copydesk release” and its number; “/copydesk stop” with a reason stops everything at once, “/copydesk resume” lets it go on. With “/copydesk override”, its number and a reason, two of them let a post go out whatever its reviews.",
            "“/copydesk me” says who you are here, and through which accounts.",
            "Deciding happens on the cards: a message that says yes never counts.",
        ]
    )
    in_teams = company.in_teams("ada")
    await in_teams.client.install()
    assert await in_teams.says("help") == snapshot(
        [
            "Write “propose” to me, or pick Propose a post in the compose box. I find out who has to agree, ask them where they are, and keep every card up to date.",
            "“status” lists what needs you and what waits on others. “why” says who is asked about your newest post, and why; “why” with a post's number says it of that one.",
            "“watch” with a post's number lets you follow it without being asked, “unwatch” ends that.",
            "“away” names who decides for you until you are back, “back” ends that early.",
            "Those whom the policy names stop a post with “hold”, its number and a reason, and let it go on with “release” and its number; “stop” with a reason stops everything at once, “resume” lets it go on. With “override”, its number and a reason, two of them let a post go out whatever its reviews.",
            "“me” says who you are here, and through which accounts.",
            "Deciding happens on the cards: a message that says yes never counts.",
        ]
    )


async def test_status(company: Company) -> None:
    """What awaits whom, with buttons to act; nobody else sees it, so it is not said in a channel."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    assert await ada.asks("status") == snapshot(
        [
            "(only visible to you)",
            "Nothing needs you, nothing of yours waits for others, and nothing is going out. Propose a post: I find out who has to agree, ask them, and show here how it stands.",
        ]
    )
    await company.bind_legal()
    await ben.client.install()
    await ada.proposes(CLAIM)
    assert await _numbered(company, await ada.asks("status")) == snapshot(
        [
            "(only visible to you)",
            "Nothing needs you just now.",
            "Waiting on others (1)",
            "“Our new kettle is the fastest on the market.”",
            "Your post for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). (No. <1>)",
            "[Open]",
        ]
    )
    assert await _numbered(company, await ben.says("status")) == snapshot(
        [
            "Needs you (1)",
            "“Our new kettle is the fastest on the market.”",
            "A post by Ada Park for LinkedIn, no time given. In review. Waiting for Cleo Marsh (Marketing) and Ben Okafor (Legal). (No. <1>)",
            "[Decide]",
        ]
    )
    assert await ben.says("status", company.legal) == snapshot(
        ["Others read here, so I don't show that. Open it from the post's newest card, or ask me in our own chat."]
    )
    await cleo.clicks("Approve", MARKETING)
    assert await _numbered(company, await cleo.asks("status")) == snapshot(
        [
            "(only visible to you)",
            "Nothing needs you, nothing of yours waits for others, and nothing is going out. Propose a post: I find out who has to agree, ask them, and show here how it stands.",
        ]
    )


async def test_why(company: Company) -> None:
    """The route of one's newest post, of one by its number, or by a link to its card: who, why, what is met."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    assert await ada.asks("why") == snapshot(
        [
            "(only visible to you)",
            "You have not proposed anything yet. Ask about another post by its number, from your status list.",
        ]
    )
    await ada.proposes(CLAIM)
    await cleo.clicks("Approve", MARKETING)
    (number,) = await company.numbers()
    assert await _numbered(company, await ada.asks("why")) == snapshot(
        [
            "(only visible to you)",
            "Who is asked, and why",
            "No. <1>, revision 1, by Ada Park. In review. Waiting for Ben Okafor (Legal).",
            "Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "✓ Marketing: Cleo Marsh approved, revision 1",
            "Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
            "○ Legal: waiting for Ben Okafor",
        ]
    )

    card = cleo.card(MARKETING)
    where = Arguments({"channel": card.conversation, "message_ts": card.ts})
    link = str(permalink(company.slack.world, where)["permalink"])
    by_link, by_number = await cleo.asks(f"why {link}"), await cleo.asks(f"why No. {number}")
    assert by_link == by_number == await ada.asks("why")
    assert await company.in_slack("ivy").asks(f"why {number}") == snapshot(
        [
            "(only visible to you)",
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well.",
        ]
    )
    assert await cleo.asks("why abcdef12") == await company.in_slack("ivy").asks(f"why {number}")


async def test_why_of_a_draft(company: Company) -> None:
    """Of a draft it says whom the policy would ask; only its author is told."""
    ada = company.in_slack("ada")
    await ada.client.command("/propose-post", CLAIM)
    await ada.presses("Save as draft", channels=("linkedin",))
    assert await _numbered(company, await ada.asks("why")) == snapshot(
        [
            "(only visible to you)",
            "Who is asked, and why",
            "No. <1>, revision 1, by Ada Park. Draft. Only you can see it.",
            "If you sent it now, these would be asked:",
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Legal (Ben Okafor): approved if legal has cleared claims, giveaways and other people's names. Mentions “fastest”. A claim must be provable, a giveaway needs terms, and a name needs its owner's consent.",
        ]
    )
    (number,) = await company.numbers()
    assert await company.in_slack("cleo").asks(f"why {number}") == snapshot(
        [
            "(only visible to you)",
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well.",
        ]
    )


async def _numbered(company: Company, lines: Lines) -> Lines:
    told = "\n".join(lines)
    for place, number in enumerate(await company.numbers(), start=1):
        told = told.replace(number, f"<{place}>")
    return told.split("\n")
