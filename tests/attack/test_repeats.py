"""Attacks by repetition: double clicks, retries, replays and automatic refreshes have one effect at most."""

import asyncio
from collections import Counter

import pytest

from bot.playground.slack.shapes import Json
from tests.attack.siege import ROOM, Siege
from workflows.domain.events import ReviewGiven

pytestmark = pytest.mark.attack


async def test_ten_copies_of_a_click_in_slack(siege_on_both: Siege) -> None:
    """Attack 24: ten copies at once and ten more later are one review; so are ten clicks of an impatient finger."""
    siege = siege_on_both
    slack = siege.company.slack
    click = siege.clicking("ben", siege.action("approve"))
    assert {one.status for one in await slack.send(click, times=10)} == {200}
    await siege.company.calm()
    once = await siege.events()
    assert _reviews(once) == 1
    await slack.send(click, times=10)
    fingers = [siege.clicking("ben", siege.action("approve")) for _ in range(10)]
    await asyncio.gather(*(slack.send(one) for one in fingers))
    await siege.company.calm()
    assert await siege.events() == once


async def test_ten_copies_of_a_click_in_teams(siege_on_both: Siege) -> None:
    """Attack 24: ten copies at once, as after a timeout, and later ones, are one review, and each copy gets a body."""
    siege = siege_on_both
    click = siege.executing("ben", siege.action("approve"))
    answers = await siege.company.teams.deliver(click, copies=10)
    assert all(one.status == 200 and one.body for one in answers)
    once = await siege.events()
    assert _reviews(once) == 1
    await siege.company.teams.deliver(click, copies=10)
    fingers = [siege.executing("ben", siege.action("approve")) for _ in range(10)]
    await asyncio.gather(*(siege.company.teams.deliver(one) for one in fingers))
    assert await siege.events() == once


async def test_a_click_in_both_chats_at_once(siege_on_both: Siege) -> None:
    """Attack 24: one person who approves in Slack and in Teams at once is one review."""
    siege = siege_on_both
    await asyncio.gather(
        siege.company.slack.send(siege.clicking("ben", siege.action("approve")), times=3),
        siege.company.teams.deliver(siege.executing("ben", siege.action("approve")), copies=3),
    )
    await siege.company.calm()
    assert _reviews(await siege.events()) == 1


async def test_ten_copies_of_a_form(siege: Siege) -> None:
    """Attack 24: a form sent ten times proposes once and edits once; the copies are told what the first was."""
    before = len(await siege.company.proposals())
    form = await siege.filling("ada", "propose|||0|0", {"text": "Sent often.", "channels": ("linkedin",)})
    answers = await siege.company.slack.send(form, times=10)
    assert len({one.text for one in answers}) == 1
    assert len(await siege.company.proposals()) == before + 1
    edit = siege.submitting("ada", siege.action("edit"), {"text": "Edited often.", "channels": ("linkedin",)})
    assert len({one.body for one in await siege.company.teams.deliver(edit, copies=10)}) == 1
    await siege.company.calm()
    assert (await siege.stands()).head.number == 2


async def test_a_retried_event(siege: Siege) -> None:
    """Attack 24: Slack's retries of an event, as its headers say, have no effect that the first did not have."""
    slack = siege.company.slack
    place = slack.world.direct(slack.person("ben").id)
    said: Json = {"type": "message", "channel_type": "im", "user": slack.person("ben").id, "text": "help"}
    event = slack.event(said | {"channel": place.id, "ts": "1.1"})
    async with siege.nothing_changes():
        for number in range(4):
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"} if number else {}
            assert (await slack.send(event, headers=retry))[0].status == 200


async def test_identical_bytes_a_hundred_times(siege: Siege) -> None:
    """Attack 29: a captured click and a captured form, replayed within the five minutes, have one effect."""
    slack = siege.company.slack
    click = siege.clicking("ben", siege.action("approve"))
    for _ in range(10):
        await slack.send(click, times=10)
    await siege.company.calm()
    once = await siege.events()
    assert _reviews(once) == 1
    form = await siege.filling("ada", siege.action("edit"), {"text": "Once only.", "channels": ("linkedin",)})
    for _ in range(10):
        await slack.send(form, times=10)
    await siege.company.calm()
    assert (await siege.stands()).head.number == 2


async def test_a_replay_after_things_have_moved_on(siege: Siege) -> None:
    """Attack 29: a captured approval, replayed after the reviewer changed their mind, approves nothing."""
    approval = siege.clicking("ben", siege.action("approve"))
    await siege.company.slack.send(approval)
    await siege.slack_form("ben", siege.action("request_changes"))
    async with siege.nothing_changes():
        await siege.company.slack.send(approval, times=10)
    assert "Ben Okafor asked for changes" in siege.company.in_slack("ada").status()


async def test_a_hundred_refreshes(siege: Siege) -> None:
    """Attack 34: automatic refreshes, even of a card that says “approve”, change nothing and post nothing."""
    slack, teams = siege.company.slack, siege.company.teams
    calls = len(slack.calls), Counter(call.endpoint for call in teams.log.calls)
    async with siege.nothing_changes():
        for trigger in ("automatic", "Automatic", None, 1):
            for name in ("refresh", "approve", "submit", "lift_block", "refresh"):
                click = siege.executing("ben", siege.action(name), trigger=trigger)
                for answer in await teams.deliver(click, copies=5):
                    assert answer.status == 200
                    assert b"went wrong" not in answer.body
    assert calls == (len(slack.calls), Counter(call.endpoint for call in teams.log.calls))
    assert len([one for one in siege.company.slack.person("cleo").messages(ROOM) if not one.thread_ts]) == 1


def _reviews(events: tuple[object, ...]) -> int:
    return sum(isinstance(one, ReviewGiven) for one in events)
