"""Attacks with a card that was carried elsewhere: forwarded, copied, or clicked in a conversation that never held it."""

import pytest

from bot.playground.slack.shapes import Json
from bot.playground.teams import Chat
from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

GENERAL = "#general"
NOT_YOURS = "Editors is waiting for Ben Okafor, not for you"


def in_general(siege: Siege, who: str, value: object) -> Json:
    """A click as it would come from a copy of the card in a channel that everybody reads and nobody bound."""
    click = siege.clicking(who, value)
    place, stamp = siege.company.slack.conversation(GENERAL).id, "1795000000.000100"
    return click | {
        "channel": {"id": place, "name": "general"},
        "message": click["message"] | {"ts": stamp},
        "container": click["container"] | {"channel_id": place, "message_ts": stamp},
    }


def in_chat(siege: Siege, who: str, chat: Chat, value: object) -> Json:
    """The same from a copy in another Teams chat, as a reply to a message that is not ours."""
    action = {"type": "Action.Execute", "verb": "approve", "data": {"copydesk": value}}
    sent: Json = {"action": action, "trigger": "manual"}
    activity = siege.company.teams.person(who).activity("invoke", chat, name="adaptiveCard/action", value=sent)
    return activity | {"replyToId": "1795000000000"}


def written_in_general(siege: Siege) -> list[Json]:
    """Every call that was about the channel, other than for one person's eyes."""
    place = siege.company.slack.conversation(GENERAL).id
    calls = [one for one in siege.company.slack.calls if one.method in ("chat.postMessage", "chat.update")]
    return [dict(one.arguments) for one in calls if one.arguments.get("channel") == place]


async def test_a_card_carried_to_another_slack_channel(siege: Siege) -> None:
    """Attack 19: in a copy elsewhere, too, the person decides: Ivy and Ada are refused, Ben's approval counts once and shows on
    the real cards; the other channel learns nothing.
    """
    slack = siege.company.slack
    for who in ("ben", "ivy", "ada"):
        slack.conversation(GENERAL).members.add(slack.person(who).id)
    before = len(slack.conversation(GENERAL).messages)
    async with siege.denied(("ivy", "approve", "not_awaited"), ("ada", "approve", "own_words")):
        for who in ("ivy", "ada"):
            (sent,) = await slack.send(in_general(siege, who, siege.action("approve")))
            assert (sent.status, sent.text) == (200, "")
    async with siege.nothing_changes():
        for name in ("show", "copy_words", "edit", "open"):
            person = slack.person("ivy")
            await slack.send(in_general(siege, "ivy", siege.action(name)))
            await siege.company.calm()
            assert "kitchen" not in str([*person.messages(GENERAL), *person.direct_messages()])
            assert person.modal() is None or "kitchen" not in str(person.modal())
            slack.world.stack(person.id).clear()
    for _ in range(2):
        await slack.send(in_general(siege, "ben", siege.action("approve")))
    await siege.company.calm()
    (review,) = (await siege.stands()).reviews
    assert review.decision == "approve"
    assert "Approved by Ben Okafor" in siege.company.in_slack("cleo").status("#marketing-review")
    assert written_in_general(siege) == []
    assert len(slack.conversation(GENERAL).messages) == before


async def test_a_card_carried_to_another_teams_chat(siege: Siege) -> None:
    """Attack 19: the same in Teams: an onlooker's click in another chat shows no word of the post, a reviewer's counts once, and
    nothing is written in that chat.
    """
    teams = siege.company.teams
    lunch = teams.world.add_group_chat("All hands", ["ada", "ben", "ivy"])
    written = len(teams.log.calls)
    async with siege.denied(("ivy", "approve", "not_awaited"), ("ada", "approve", "own_words")):
        for who, says in (("ivy", NOT_YOURS), ("ada", "These are your own words")):
            said = await siege.invoked(in_chat(siege, who, lunch, siege.action("approve")))
            assert says in said
            assert "kitchen" not in said
    async with siege.nothing_changes():
        for name in ("show", "refresh", "open"):
            assert "kitchen" not in await siege.invoked(in_chat(siege, "ivy", lunch, siege.action(name)))
    for _ in range(2):
        await siege.invoked(in_chat(siege, "ben", lunch, siege.action("approve")))
    await siege.company.calm()
    (review,) = (await siege.stands()).reviews
    assert review.decision == "approve"
    assert "Approved by Ben Okafor" in await siege.company.in_teams("ben").status(siege.reviews)
    assert not [one for one in teams.log.calls[written:] if lunch.id in str(one) and "activities" in str(one)]
    assert lunch.messages == {}


async def test_a_conversation_that_is_not_there(siege: Siege) -> None:
    """Attack 19: a conversation that was made up, or that Copydesk is not in, opens nothing: the person is judged as ever, and
    what cannot be told there is not told.
    """
    slack, teams = siege.company.slack, siege.company.teams
    siege.company.expected |= {"channel_not_found", "user_not_in_channel", "not_in_channel"}
    async with siege.denied(("ivy", "approve", "not_awaited"), ("ada", "approve", "own_words")):
        click = in_general(siege, "ivy", siege.action("approve"))
        made_up = {"channel": {"id": "C0MADEUP"}}
        (sent,) = await slack.send(click | made_up | {"container": click["container"] | {"channel_id": "C0MADEUP"}})
        assert sent.status == 200
        activity = in_chat(siege, "ada", teams.world.group_chat("Lunch"), siege.action("approve"))
        activity["conversation"] |= {"id": "19:made-up@thread.v2"}
        assert "kitchen" not in await siege.invoked(activity)
