"""What the page is told of one person's Slack, and what it can do there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.page.slack_pane import SlackPane
from bot.playground.slack import LocalSlack
from tests.integration.playground.slack_standin import (
    StandIn,
    acme,
    button,
    field_of,
    modal,
    option,
    section,
    text_field,
)

MENU = {"commands": [{"name": "/propose-post"}], "shortcuts": [{"callback": "propose_post", "type": "global"}]}


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack()) as standing:
        yield standing


@pytest.fixture
def pane(app: StandIn) -> SlackPane:
    return SlackPane(app.slack, {"ada": "Proposes"}, MENU)


def places(screen: dict[str, Any]) -> list[str]:
    """What the places in somebody's list are called."""
    return [place["name"] for place in screen["places"]]


async def test_each_sees_what_is_theirs(app: StandIn, pane: SlackPane) -> None:
    """Members see the channels, a guest and an outsider only where they are; an outsider has nothing of the app's."""
    app.slack.add_person("gus", is_restricted=True)
    app.slack.add_person("olga", is_stranger=True, team_id="T0OTHER")
    app.slack.add_conversation("shared", members=["gus", "olga"], is_ext_shared=True)
    app.slack.add_conversation("secret", members=["cleo"], private=True)
    assert places(pane.seen("ada")) == ["Copydesk", "marketing-review", "random", "shared"]
    assert places(pane.seen("cleo")) == ["Copydesk", "marketing-review", "random", "secret", "shared"]
    assert places(pane.seen("gus")) == ["Copydesk", "shared"]
    outsider = pane.seen("olga")
    assert places(outsider) == ["shared"]
    assert outsider["menu"] == {"commands": [], "shortcuts": []}
    assert "C0SECRET" not in pane.seen("ada")["names"]
    assert [place["writable"] for place in pane.seen("ada")["places"]] == [True, False, True, False]


async def test_an_unknown_person_is_the_first_one(app: StandIn, pane: SlackPane) -> None:
    """A page that was never used begins as the first person of the cast; bots are nobody to be."""
    app.slack.add_person("robot", is_bot=True)
    screen = pane.seen("")
    assert screen["me"]["key"] == "ada"
    assert screen["people"][0] == {"key": "ada", "name": "Ada", "about": "Proposes"}
    assert [each["key"] for each in screen["people"]] == ["ada", "ben", "cleo"]


async def test_pictures_are_told_by_name(pane: SlackPane) -> None:
    """The page has no list of pictures of its own: it is told those that stand somewhere on the screen."""
    await pane.do({"as": "ada", "do": "say", "place": "random", "text": "🚀 and :no_such_picture:"})
    assert pane.seen("ada")["pictures"] == {":rocket:": "🚀"}


async def test_what_is_used_is_in_exactly_its_place(app: StandIn, pane: SlackPane) -> None:
    """Of two buttons that say the same, the one in that block is pressed; one that is gone is refused."""
    rows = [{**section(f"Post {n}"), "block_id": f"row{n}", "accessory": button("Open", value=str(n))} for n in (1, 2)]
    channel = app.slack.conversation("marketing-review")
    await app.client.chat_postMessage(channel=channel.id, text="A", blocks=rows)
    [message] = pane.seen("cleo")["places"][1]["messages"]
    action = message["blocks"][1]["accessory"]["action_id"]
    told = {"as": "cleo", "do": "use", "place": channel.id, "ts": message["ts"], "action": action}
    await pane.do({**told, "block": "row2"})
    assert app.received[-1]["actions"][0]["value"] == "2"
    with pytest.raises(LookupError, match="drawn anew"):
        await pane.do({**told, "block": "row3"})


async def test_a_choice_in_a_form_is_told_and_kept(app: StandIn, pane: SlackPane) -> None:
    """A menu outside a field tells the app at once what was chosen, with what was typed; both are the form's state."""
    offered = [option("X"), option("LinkedIn")]
    menu = {"type": "static_select", "action_id": "pick", "options": offered}
    row = {"type": "actions", "block_id": "row", "elements": [menu]}
    app.open_on("command", modal(text_field("Text"), field_of("Day", "datepicker"), row))
    await pane.do({"as": "ada", "do": "command", "place": "random", "name": "/propose-post"})
    [view] = pane.seen("ada")["modals"]
    used = {
        "as": "ada",
        "do": "use in view",
        "view": view["id"],
        "block": "row",
        "action": "pick",
        "filled": "linkedin",
    }
    await pane.do({**used, "values": {"text": "Tea", "day": "2026-12-01"}})
    payload = app.received[-1]
    assert payload["actions"][0]["selected_option"] == option("LinkedIn")
    state = payload["view"]["state"]["values"]
    assert state["row"]["pick"]["selected_option"] == option("LinkedIn")
    assert (state["text"]["it"]["value"], state["day"]["it"]["selected_date"]) == ("Tea", "2026-12-01")
    [kept] = pane.seen("ada")["modals"]
    assert kept["values"]["row"]["pick"]["selected_option"] == option("LinkedIn")
