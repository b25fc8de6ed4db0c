"""Two people watch a post without being asked: Ivy by a rule, in Slack, and Ben because Ada lets him, in Teams."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from bot.demo import Known
from bot.playground.teams.render import message as teams_message
from tests.acceptance.office import MARKETING, Company, understood

pytestmark = pytest.mark.conversation

PLAIN = "Our new kettle boils a litre in 90 seconds."
RULE = """
watchers:
  - why: The stock exchange asks her about new products.
    people: [ivy@example.com]
    when: {words: {phrases: [kettle]}}
"""


@pytest.fixture
def known() -> Known:
    """Ivy was only ever seen in Slack, Ben in Teams."""
    return {"slack": ("ada", "cleo", "ivy"), "teams": ("ben", "cleo")}


@pytest.fixture
def policy() -> str:
    """The example's, in which somebody watches by a rule."""
    return example() + RULE


async def test_two_people_watch_across_chats(company: Company) -> None:
    """Each gets a card where they are, which follows the post and asks them nothing; they are told what comes of it, and of
    no edit. Their clicks are answered with who decides. Whoever has enough of it stops.
    """
    ada, cleo, ivy, ben = (
        company.in_slack("ada"),
        company.in_slack("cleo"),
        company.in_slack("ivy"),
        company.in_teams("ben"),
    )
    await ben.client.install()
    await ada.proposes(PLAIN)
    (number,) = await company.numbers()
    assert ivy.reads() == snapshot(
        [
            "A post that you watch",
            "By Ada Park. In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Our new kettle boils a litre in 90 seconds.",
            "Channels",
            "LinkedIn 43 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "1, by Ada Park",
            "--------------------",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "You see it by the policy. Mentions “kettle”. The stock exchange asks her about new products. Others decide: nothing is asked of you.",
            "[Stop watching]",
        ]
    )
    assert await ada.asks("watch") == snapshot(
        [
            "(only visible to you)",
            "Which post? Write “watch” and its number, which stands in your status list: you see it from then on. With a name behind the number of your own post, that person does.",
        ]
    )
    assert [line.replace(number, "<1>") for line in await ada.asks(f"watch {number} Nobody")] == snapshot(
        [
            "(only visible to you)",
            "I know nobody called “Nobody”. Nothing was recorded; write their e-mail address. Colleagues whom the policy doesn't list are known once they have written to me.",
        ]
    )
    assert await ada.asks(f"watch {number} Ben") == snapshot(
        [
            "(only visible to you)",
            "Recorded: Ben Okafor watches this post from now on, and is told what comes of it. Nothing waits for them.",
        ]
    )
    await company.calm()
    assert await ben.reads() == snapshot(
        [
            "A post that you watch",
            "By Ada Park. In review. Waiting for Cleo Marsh (Marketing).",
            "The words, as they will appear",
            "Our new kettle boils a litre in 90 seconds.",
            "Channels: LinkedIn 43 of 3,000",
            "Wanted: no time given",
            "Revision: 1, by Ada Park",
            "○ Marketing: waiting for Cleo Marsh",
            "· Approved if marketing has read it.",
            "Ada Park named you to watch it. Others decide: nothing is asked of you.",
            "[Stop watching]",
        ]
    )
    assert ada.reads()[-4:] == snapshot(
        [
            "Watching, without being asked:",
            "· Ben Okafor: named by Ada Park",
            "· Ivy Chen: Mentions “kettle”. The stock exchange asks her about new products.",
            "[Edit] [Withdraw]",
        ]
    )
    assert (await ada.asks("why"))[-4:] == snapshot(
        [
            "○ Marketing: waiting for Cleo Marsh",
            "Watching, without being asked:",
            "· Ben Okafor: named by Ada Park",
            "· Ivy Chen: Mentions “kettle”. The stock exchange asks her about new products.",
        ]
    )

    assert await ben.says(f"watch {number} Ivy Chen") == snapshot(
        ["Only Ada Park can do that. Ask them, or propose a post of your own."]
    )
    old = cleo.card(MARKETING)
    await ada.clicks("Edit")
    await ada.fills(text=f"{PLAIN} Come and see.", channels=("linkedin",))
    assert (ivy.notices(), await ben.notices()) == ([], [])
    assert "Our new kettle boils a litre in 90 seconds. Come and see." in await ben.reads()
    await ivy.clicks("Approve", MARKETING, on=old)
    assert await ivy.hears(MARKETING) == snapshot(
        ["(only visible to you)", "Marketing is waiting for Cleo Marsh, not for you."]
    )

    await cleo.clicks("Approve", MARKETING)
    assert [ivy.client.read(one) for one in ivy.notices()] == snapshot(
        [["@Ivy Chen", "The post by Ada Park (LinkedIn, revision 2), which you watch, is approved."]]
    )
    assert [teams_message(one)[1:] for one in await ben.notices()] == snapshot(
        [["  @Ben Okafor", "  The post by Ada Park (LinkedIn, revision 2), which you watch, is approved."]]
    )
    await ben.clicks("Stop watching")
    assert teams_message((await ben.sees())[1])[1:] == ["  You don't watch this post any more."]
    assert await ben.says(f"why {number}") == snapshot(
        [
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well."
        ]
    )
    await ada.clicks("Withdraw")
    await ada.fills()
    assert [ivy.client.read(one) for one in ivy.notices()][1:] == snapshot(
        [["@Ivy Chen", "The post by Ada Park (LinkedIn, revision 2), which you watch, was withdrawn."]]
    )
    assert ivy.reads() == snapshot(
        [
            "A post that you watch",
            "By Ada Park. Withdrawn by Ada Park at Tue 1 Dec 2026, 07:00 (Europe/London).",
            "The words, as they will appear",
            "Our new kettle boils a litre in 90 seconds. Come and see.",
            "Channels",
            "LinkedIn 57 of 3,000",
            "Wanted",
            "no time given",
            "Revision",
            "2, by Ada Park",
            "--------------------",
            "✓ Marketing: Cleo Marsh approved, revision 2",
            "You see it by the policy. Mentions “kettle”. The stock exchange asks her about new products. Others decide: nothing is asked of you.",
        ]
    )


async def test_a_confidential_post_is_watched_by_nobody_new(company: Company) -> None:
    """Neither the rule nor its author lets somebody read what is not theirs to read."""
    ada, ivy, cleo = company.in_slack("ada"), company.in_slack("ivy"), company.in_slack("cleo")
    await ada.proposes(PLAIN, readers="named")
    (number,) = await company.numbers()
    assert ivy.cards() == []
    assert await ada.asks(f"watch {number} ivy@example.com") == snapshot(
        [
            "(only visible to you)",
            "This post is confidential, and Ivy Chen is not among those who may read it: watching opens nothing to anybody. Nothing was recorded. “Open to everybody asked” on its card would end that.",
        ]
    )
    assert await ivy.asks(f"watch {number}") == snapshot(
        [
            "(only visible to you)",
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well.",
        ]
    )
    assert await cleo.asks(f"watch {number}") == snapshot(
        [
            "(only visible to you)",
            "Recorded: you watch this post from now on, and are told what comes of it. Nothing waits for you.",
        ]
    )


async def test_a_colleague_whom_no_policy_lists_watches_and_hears_nothing_of_their_own_deeds(company: Company) -> None:
    """Dan once wrote to Copydesk, so Ada can name him. Cleo watches, too: that she approved is told to Dan, not to her."""
    dan = company.slack.add_person("dan", real_name="Dan Roe")
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    (number,) = await company.numbers()
    assert (await ada.asks(f"watch {number} Dan"))[1].startswith("I know nobody called “Dan”.")
    await company.in_slack("dan").asks("status")
    assert await ada.asks(f"watch {number} Dan") == snapshot(
        [
            "(only visible to you)",
            "Recorded: Dan Roe watches this post from now on, and is told what comes of it. Nothing waits for them.",
        ]
    )
    assert await cleo.asks(f"watch {number}") == snapshot(
        [
            "(only visible to you)",
            "Recorded: you watch this post from now on, and are told what comes of it. Nothing waits for you.",
        ]
    )
    await company.calm()
    assert company.in_slack("dan").reads()[0] == "A post that you watch"
    await cleo.clicks("Approve", MARKETING)
    assert [dan.read(one) for one in company.in_slack("dan").notices()] == snapshot(
        [["@Dan Roe", "The post by Ada Park (LinkedIn, revision 1), which you watch, is approved."]]
    )
    assert (cleo.reads()[0], cleo.notices()) == ("A post that you watch", [])
    assert await ada.asks(f"unwatch {number} Dan") == snapshot(
        ["(only visible to you)", "Recorded: Dan Roe doesn't watch this post any more."]
    )


async def test_whoever_watched_a_post_that_became_confidential_can_stop(company: Company) -> None:
    """Ivy by a rule and Dan by hand watch it until its author closes it: each may go, and is called back by nothing."""
    company.slack.add_person("dan", real_name="Dan Roe")
    ada, ivy, dan = company.in_slack("ada"), company.in_slack("ivy"), company.in_slack("dan")
    await dan.asks("status")
    await ada.proposes(PLAIN)
    (number,) = await company.numbers()
    await ada.asks(f"watch {number} dan@example.com")
    await company.calm()
    await ada.clicks("Edit")
    await ada.fills(text=PLAIN, channels=("linkedin",), readers="named")
    assert (
        dan.reads()
        == ivy.reads()
        == snapshot(["🔒 This post is confidential, and you are not among those who may read it."])
    )
    assert await dan.asks(f"watch {number}") == snapshot(
        [
            "(only visible to you)",
            "I don't know that post, or it isn't yours to see. Its number stands in your status list; a link to its card will do as well.",
        ]
    )
    for one in (dan, ivy):
        assert await one.asks(f"unwatch {number}") == snapshot(
            ["(only visible to you)", "Recorded: you don't watch this post any more."]
        )
        await company.calm()
        assert one.reads() == ["You don't watch this post any more."]
    await ada.clicks("Open to everybody asked")
    await ada.fills()
    assert dan.reads() == ivy.reads() == ["You don't watch this post any more."]


DIRECT = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ivy Chen, email: ivy@example.com, role: reviewer}
desks:
  press: {name: Press, members: [ivy@example.com], reach: {slack: direct}}
rules:
  - {name: the press desk has read it, why: Journalists read every post., desk: press}
"""


@pytest.mark.parametrize("policy", [DIRECT])
async def test_whoever_sat_on_the_desk_and_watches_now_has_a_watchers_card(company: Company) -> None:
    """Ivy was asked, with a note for reviewers. Then she is taken off the desk, and Ada lets her watch: the card that she has
    becomes one for who watches, without the note.
    """
    ada, ivy = company.in_slack("ada"), company.in_slack("ivy")
    await ada.proposes(PLAIN, note="The price is not public yet.")
    (number,) = await company.numbers()
    assert "The price is not public yet." in ivy.reads()
    await company.product.reload(understood(DIRECT.replace("[ivy@example.com]", "[cleo@example.com]")))
    await ada.asks(f"watch {number} Ivy")
    await company.calm()
    assert (ivy.reads()[0], ivy.reads()[-1]) == ("A post that you watch", "[Stop watching]")
    assert PLAIN in ivy.reads()
    assert "The price is not public yet." not in ivy.reads()
    await ivy.clicks("Stop watching")
    assert ivy.reads() == snapshot(
        ["You neither sit on Press nor cover for anybody there, so this post is no longer yours to read."]
    )
