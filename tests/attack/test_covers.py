"""Attacks by way of covers: a right that was never given, that ended, that one gives oneself, or that goes round the author."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.attack.siege import Siege
from tests.unit.lifecycle.spec import away, given, happened
from tests.unit.lifecycle.world import (
    CLEO,
    DEE,
    FACTS,
    INVESTORS,
    IVY,
    MARKETING,
    MAX,
    NOW,
    PLAIN,
    REVENUE,
    STRANGER,
    approve,
    edit,
    propose,
    world,
)
from workflows.cards.actions import Action, encode
from workflows.domain.covers import Cover
from workflows.domain.ids import Email
from workflows.domain.refusals import NotAwaited
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of
from workflows.engine.store import Loaded
from workflows.lifecycle.facts import Facts

pytestmark = pytest.mark.attack

AWAY = encode(Action(name="away", zone="Europe/London"))
WAITS = NotAwaited(desk=INVESTORS, awaited=(IVY,))


def later(siege: Siege) -> str:
    """A day in a month."""
    return f"{siege.company.product.clock() + timedelta(days=30):%Y-%m-%d}"


async def test_a_made_up_behalf(siege: Siege) -> None:
    """Attack 10: Ivy covers for nobody; a Ben beside her click's data, or behind its value, is not believed."""
    (ben,) = await siege.company.people("ben@example.com")
    async with siege.denied(("ivy", "approve", "not_awaited")):
        assert "not for you" in str(await siege.teams_button("ivy", siege.action("approve"), behalf=ben.id))
        assert "don't know that button" in await siege.slack_button("ivy", f"{siege.action('approve')}|{ben.id}")


async def test_a_right_that_one_gives_oneself(siege_on_both: Siege) -> None:
    """Attack 10: Ben names himself, or in a forged form himself, nobody's id or an employee whom the policy does not list."""
    siege = siege_on_both
    (ben,) = await siege.company.people("ben@example.com")
    await siege.company.in_slack("ivy").asks("help")
    (known,) = await siege.company.people("ivy@example.com")
    filled = {"day": later(siege), "time": "", "from_day": "", "from_time": ""}
    async with siege.denied(("ben", "away", "no_cover")):
        await siege.company.in_slack("ben").client.command("/copydesk", f"away until {later(siege)} cover Ben Okafor")
        assert "Somebody else has to cover for you" in "\n".join(siege.company.in_slack("ben").reads_form())
        for by in (ben.id, known.id, "made-up"):
            assert "Nothing was recorded" in await siege.slack_form("ben", AWAY, {**filled, "cover": by})
    assert "not for you" in await siege.slack_button("ivy", siege.action("approve"))
    assert await siege.company.decided() == []


async def test_the_author_covers(siege: Siege) -> None:
    """Attack 10: Ben names Ada, whose post it is: in neither chat does she approve it for him."""
    said = await siege.company.in_slack("ben").asks(f"away until {later(siege)} cover Ada")
    assert "I ask Ada Park for you" in "\n".join(said)
    async with siege.denied(("ada", "approve", "own_words"), ("ada", "approve", "own_words")):
        assert "your own words" in await siege.slack_button("ada", siege.action("approve"))
        assert "your own words" in str(await siege.teams_button("ada", siege.action("approve")))


async def test_whom_to_ask_is_not_the_authors_choice(siege: Siege) -> None:
    """Attack 10: neither Ada, whose post it is, nor Ivy, whom nobody asks, hands the desk's question to somebody they picked."""
    (ben,) = await siege.company.people("ben@example.com")
    picked = {"to": ben.id, "own": "handed_over", "why": ""}
    async with siege.denied(
        ("ada", "hand_on", "own_words"), ("ada", "hand_on", "own_words"), ("ivy", "hand_on", "not_awaited")
    ):
        assert "your own words" in await siege.slack_form("ada", siege.action("hand_on"), picked)
        assert "your own words" in await siege.teams_form("ada", siege.action("hand_on"), picked)
        assert "not for you" in await siege.slack_form("ivy", siege.action("hand_on"), picked)


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (timedelta(seconds=-9), timedelta(seconds=1), True),
        (timedelta(seconds=-9), timedelta(0), False),
        (timedelta(seconds=-9), timedelta(seconds=-1), False),
        (timedelta(0), timedelta(seconds=9), True),
        (timedelta(seconds=1), timedelta(seconds=9), False),
    ],
)
def test_a_cover_that_is_over_or_not_begun(begins: timedelta, ends: timedelta, *, counts: bool) -> None:
    """Attack 10: to the second, nobody decides for somebody before they are away or once they are back."""
    cover = Cover(person=IVY, by=STRANGER, since=NOW + begins, until=NOW + ends, zone="Europe/Zurich")
    held = {cover.person: cover} if cover.holds(NOW) else {}
    facts = Facts(now=NOW, policy=world().policy, people=FACTS.people, link="confirmed", covers=held)
    asked = given(happened(propose(REVENUE)), facts=facts).when(approve(STRANGER, INVESTORS))
    if counts:
        assert asked.status(INVESTORS) == "met"
    else:
        asked.then_refused(WAITS)


def test_a_cover_of_a_cover() -> None:
    """Attack 10: Sam covers for Ivy and names Max: two steps away nobody decides, and a ring of covers gives nobody more."""
    history = happened(propose(REVENUE))
    given(history, facts=away(FACTS, ivy=STRANGER, sam=MAX)).when(approve(MAX, INVESTORS)).then_refused(WAITS)
    ring = away(FACTS, ivy=STRANGER, sam=MAX, max=IVY)
    given(history, facts=ring).when(approve(MAX, INVESTORS)).then_refused(WAITS)


def test_a_cover_of_who_edited_the_words() -> None:
    """Attack 10: Cleo edited the post, goes away and has Sam approve it for her: he may not, as she may not."""
    edited = happened(propose(REVENUE), edit(PLAIN, by=CLEO))
    asked = given(edited, facts=away(FACTS, cleo=STRANGER)).when(approve(STRANGER, MARKETING, revision=2))
    asked.then_refused(NotAwaited(desk=MARKETING, awaited=(DEE,)))


@pytest.mark.parametrize(("email", "covers"), [("sam@example.com", True), ("sam@agency.example", False)])
def test_a_cover_whom_the_policy_no_longer_knows(email: str, *, covers: bool) -> None:
    """Attack 10: Sam was listed when he was named. Since then he is not: under the company's domain he covers on, as an employee;
    under another he decides nothing and sees nothing, and Ivy is asked herself.
    """
    rules = world().policy
    people = {**FACTS.people, STRANGER: replace(FACTS.people[STRANGER], email=Email(email))}
    cover = Cover(person=IVY, by=STRANGER, since=NOW, until=NOW + timedelta(days=9), zone="Europe/Zurich")
    loaded = Loaded(proposal=None, people=people, accounts={}, posts=(), bound={}, resolved={}, covers=(cover,))
    facts = replace(facts_of(None, loaded, Policies(rules), NOW), link="confirmed")
    asked = given(happened(propose(REVENUE)), facts=facts).when(approve(STRANGER, INVESTORS))
    if covers:
        assert asked.status(INVESTORS) == "met"
    else:
        asked.then_refused(WAITS)
