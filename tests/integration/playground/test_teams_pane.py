"""What the page is told of Teams, and what it has done there."""

import asyncio

import pytest

from bot.playground.page.teams_pane import TeamsPane
from bot.playground.teams import LocalTeams
from tests.integration.playground.standin import Json, StandIn, card, dialog, says, shows, words


def pane_on(teams: LocalTeams) -> TeamsPane:
    """A pane for an app that offers nothing but its cards."""
    return TeamsPane(teams, {}, {"bots": [], "extensions": []})


def go(step: int) -> Json:
    """One of several buttons with the same words."""
    return {"type": "Action.Execute", "title": "Go", "verb": "go", "data": {"step": step}}


async def test_of_two_buttons_with_the_same_words_the_clicked_one_is_pressed(teams: LocalTeams, bot: StandIn) -> None:
    """The page tells a button by its place, for its words may be on another one too."""
    pane, ben = pane_on(teams), teams.person("ben")
    await ben.install()
    posted = await bot.post(ben.chat.id, card(words("Twice"), actions=[go(1), go(2)]))
    bot.answers["adaptiveCard/action"] = says("Done.")
    shown = pane.seen("ben", "")["messages"][-1]["card"]
    asked: Json = {"as": "ben", "do": "press", "chat": ben.chat.id, "message": posted.body["id"], "card": shown}
    assert await pane.do(asked | {"button": 1}) == {"toast": "Done."}
    assert bot.received[-1]["value"]["action"]["data"] == {"step": 2}
    with pytest.raises(LookupError):
        await pane.do(asked | {"button": 2})


async def test_what_is_pressed_is_what_stood_on_the_screen(teams: LocalTeams, bot: StandIn) -> None:
    """A card that changes under the finger sends what its old drawing carried, as it does in Teams."""
    pane, ben = pane_on(teams), teams.person("ben")
    await ben.install()
    posted = await bot.post(ben.chat.id, card(words("Old"), actions=[go(1)]))
    shown = pane.seen("ben", "")["messages"][-1]["card"]
    bot.answers["adaptiveCard/action"] = shows(card(words("New"), actions=[go(2)]))
    asked: Json = {"as": "ben", "do": "press", "chat": ben.chat.id, "message": posted.body["id"], "card": shown}
    for _ in range(2):
        await pane.do(asked | {"button": 0})
        assert bot.received[-1]["value"]["action"]["data"] == {"step": 1}
    assert pane.seen("ben", "")["messages"][-1]["card"]["body"] == [words("New")]


async def test_a_dialog_is_open_for_one_person_until_it_is_closed(teams: LocalTeams, bot: StandIn) -> None:
    """What was typed is checked as the client does; nobody else sees the dialog, and a closed one takes nothing."""
    pane, ben = pane_on(teams), teams.person("ben")
    field: Json = {"type": "Input.Text", "id": "why", "label": "Why", "isRequired": True, "errorMessage": "Say why."}
    send: Json = {"type": "Action.Submit", "title": "Send", "data": {}}
    bot.answers["composeExtension/fetchTask"] = dialog("Reason", card(field, actions=[send]))
    await pane.do({"as": "ben", "do": "compose", "chat": ben.chat.id, "command": "propose"})
    opened = pane.seen("ben", "")["dialog"]
    assert opened["title"] == "Reason"
    assert pane.seen("cleo", "")["dialog"] is None
    asked: Json = {"as": "ben", "do": "submit", "dialog": opened["number"], "button": 0}
    assert await pane.do(asked | {"inputs": {"why": ""}}) == {"missing": {"why": "Say why."}}
    await pane.do({"as": "ben", "do": "close", "dialog": opened["number"]})
    assert pane.seen("ben", "")["dialog"] is None
    with pytest.raises(LookupError, match="not open any more"):
        await pane.do(asked | {"inputs": {"why": "Tone"}})


async def test_the_page_knows_which_cards_wait_for_a_view_of_ones_own(teams: LocalTeams, bot: StandIn) -> None:
    """Looking changes nothing; a card is named until the client has had it refreshed, also while that takes long."""
    pane, ben = pane_on(teams), teams.person("ben")
    await ben.install()
    refresh: Json = {"action": {"type": "Action.Execute", "verb": "refresh", "data": {}}}
    posted = await bot.post(ben.chat.id, card(words("Base"), refresh=refresh))
    bot.answers["adaptiveCard/action"] = shows(card(words("For Ben")))
    bot.hanging.add("adaptiveCard/action")
    assert pane.seen("ben", "")["refreshing"] == [posted.body["id"]]
    bot.arrived.clear()
    refreshing = asyncio.create_task(pane.do({"as": "ben", "do": "refresh", "chat": ben.chat.id}))
    await bot.arrived.wait()
    assert pane.seen("ben", "")["refreshing"] == [posted.body["id"]]
    assert pane.seen("ben", "")["messages"][-1]["card"]["body"] == [words("Base")]
    bot.silence.set()
    await refreshing
    assert pane.seen("ben", "")["refreshing"] == []
    assert pane.seen("ben", "")["messages"][-1]["card"]["body"] == [words("For Ben")]


async def test_a_mention_may_stand_anywhere_where_the_app_is(teams: LocalTeams, bot: StandIn) -> None:
    """`@Copydesk` typed in a channel calls the bot wherever it stands; where the app is not, it is only words."""
    pane = pane_on(teams)
    channel, lunch = teams.world.channel("Legal", "Reviews"), teams.world.group_chat("Lunch")
    await pane.do({"as": "ben", "do": "say", "chat": channel.id, "text": "please @Copydesk help"})
    assert bot.received[-1]["text"] == "please <at>Copydesk</at> help"
    await pane.do({"as": "ben", "do": "say", "chat": lunch.id, "text": "@Copydesk help"})
    assert len(bot.received) == 1
    assert pane.seen("ben", lunch.id)["messages"][-1]["text"] == "@Copydesk help"


async def test_what_cannot_be_done_is_told(teams: LocalTeams, bot: StandIn) -> None:
    """A chat or message that is gone is no crash; a page that remembers somebody unknown shows the first person."""
    pane = pane_on(teams)
    for asked in ({"do": "say", "chat": "gone", "text": "hi"}, {"do": "submit", "dialog": 7, "button": 0}):
        with pytest.raises(LookupError, match=r"not (there|open) any more"):
            await pane.do({"as": "ben", **asked})
    with pytest.raises(ValueError, match="nobody can fly"):
        await pane.do({"as": "ben", "do": "fly"})
    assert pane.seen("somebody else", "")["me"]["key"] == "ada"
    assert bot.received == []
