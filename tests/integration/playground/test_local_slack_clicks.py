"""Commands and clicks in the local Slack, honest and forged, and the ways to answer them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.slack import DeliverTwice, LocalSlack, LoseAnswer, NotThereError, PersonClient, Workspace
from tests.integration.playground.slack_standin import (
    StandIn,
    acme,
    actions,
    button,
    modal,
    option,
    section,
    text_field,
)


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack()) as standing:
        yield standing


@pytest.fixture
def ada(app: StandIn) -> PersonClient:
    return app.slack.person("ada")


@pytest.fixture
def cleo(app: StandIn) -> PersonClient:
    return app.slack.person("cleo")


async def test_a_command_arrives_signed_with_slacks_form_fields(app: StandIn, ada: PersonClient) -> None:
    """All fields are there, the text escaped and its pictures named, and the app's words are shown to nobody else."""
    app.answer("command", {"text": "Got it <@U0ADA>"})
    await ada.command("/propose-post", "Q&A <now> 🚀", conversation="#random")
    [fields] = app.received
    assert fields["text"] == "Q&amp;A &lt;now&gt; :rocket:"
    assert (fields["channel_name"], fields["user_id"], fields["team_id"]) == ("random", "U0ADA", "T0ACME")
    assert set(fields) >= {"token", "team_domain", "api_app_id", "is_enterprise_install", "response_url", "trigger_id"}
    [answer] = ada.messages("#random")
    assert ada.read(answer) == ["(only visible to you)", "Got it @Ada"]


async def test_an_unknown_command_never_leaves_slack() -> None:
    """Only the commands of the app's manifest reach it."""
    slack = LocalSlack(workspace=Workspace(commands=frozenset({"/propose-post"})))
    async with acme(slack) as app:
        with pytest.raises(NotThereError):
            await slack.person("ada").command("/approve")
        assert app.received == []


async def test_a_click_in_a_message_has_slacks_shape(app: StandIn, cleo: PersonClient) -> None:
    """It names the person, the place, the message and the element; an unknown label is not there to click."""
    channel = app.slack.conversation("marketing-review").id
    blocks = [section("Words"), actions("Approve", "Reject")]
    ts = str((await app.client.chat_postMessage(channel=channel, text="A card", blocks=blocks))["ts"])
    [card] = cleo.messages("#marketing-review")
    await cleo.click(card, "Approve")
    payload = app.received[-1]
    assert payload["type"] == "block_actions"
    assert payload["user"] == {"id": "U0CLEO", "username": "cleo", "name": "cleo", "team_id": "T0ACME"}
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    [action] = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("approve", "decide", "p1:1:legal")
    with pytest.raises(NotThereError, match="Approve, Reject"):
        await cleo.click(card, "Publish")


async def test_an_old_screen_clicks_what_it_showed(app: StandIn, cleo: PersonClient) -> None:
    """A message that was read before an update still carries its old button."""
    channel = app.slack.conversation("marketing-review").id
    old = [{"type": "actions", "elements": [button("Approve", value="revision-1")]}]
    new = [{"type": "actions", "elements": [button("Approve", value="revision-2")]}]
    ts = str((await app.client.chat_postMessage(channel=channel, text="A", blocks=old))["ts"])
    [before] = cleo.messages("#marketing-review")
    await app.client.chat_update(channel=channel, ts=ts, text="A", blocks=new)
    await cleo.click(before, "Approve")
    [after] = cleo.messages("#marketing-review")
    await cleo.click(after, "Approve")
    values = [payload["actions"][0]["value"] for payload in app.received]
    assert values == ["revision-1", "revision-2"]


async def test_an_option_of_a_menu_is_clicked_by_its_label(app: StandIn, cleo: PersonClient) -> None:
    """Two rows with the same button are told apart by the words near them."""
    menu = {"type": "overflow", "action_id": "more", "options": [option("Withdraw"), option("Edit")]}
    rows = [
        section("First") | {"accessory": button("Open", value="1")},
        section("Second") | {"accessory": button("Open", value="2")},
        section("Third") | {"accessory": menu},
    ]
    channel = app.slack.conversation("marketing-review").id
    await app.client.chat_postMessage(channel=channel, text="A list", blocks=rows)
    [message] = cleo.messages("#marketing-review")
    await cleo.click(message, "Withdraw")
    assert app.received[-1]["actions"][0]["selected_option"] == option("Withdraw")
    await cleo.click(message, "Open", near="Second")
    assert app.received[-1]["actions"][0]["value"] == "2"
    with pytest.raises(NotThereError, match="2 things"):
        await cleo.click(message, "Open")


async def test_a_response_url_answers_five_times(app: StandIn, ada: PersonClient) -> None:
    """It works where the app is no member: privately, to all, and a sixth time not at all."""
    await ada.command("/propose-post", conversation="#random")
    url = app.received[-1]["response_url"]
    async with aiohttp.ClientSession() as session:

        async def respond(body: dict[str, Any]) -> int:
            async with session.post(url, json=body) as answer:
                return answer.status

        assert await respond({"text": "private"}) == 200
        assert await respond({"text": "public", "response_type": "in_channel"}) == 200
        assert [await respond({"text": "more"}) for _ in range(4)] == [200, 200, 200, 404]
    assert [each.text for each in ada.messages("#random")][:2] == ["private", "public"]
    public = [each.text for each in app.slack.conversation("random").messages.values()]
    assert public == ["public"]
    assert [call.outcome for call in app.slack.refused] == ["used_url"]


async def test_a_response_url_replaces_and_deletes_what_was_clicked(app: StandIn, cleo: PersonClient) -> None:
    """Even an ephemeral message, which no method can update."""
    channel = app.slack.conversation("marketing-review").id
    await app.client.chat_postEphemeral(channel=channel, user=cleo.id, text="Sure?", blocks=[actions("Yes")])
    [asked] = cleo.messages("#marketing-review")
    await cleo.click(asked, "Yes")
    payload = app.received[-1]
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    async with aiohttp.ClientSession() as session:
        await session.post(payload["response_url"], json={"replace_original": True, "text": "Done"})
        assert [each.text for each in cleo.messages("#marketing-review")] == ["Done"]
        await session.post(payload["response_url"], json={"delete_original": True})
    assert cleo.messages("#marketing-review") == []


async def test_who_does_not_answer_in_time_shows_slacks_own_error() -> None:
    """A command that hangs is told by Slackbot."""
    async with acme(LocalSlack(ack_seconds=0.05)) as app:
        ada = app.slack.person("ada")
        app.hang = asyncio.Event()
        await ada.command("/propose-post", conversation="#random")
        assert [each.text for each in ada.messages("#random")] == [
            '/propose-post failed with the error "operation_timeout"',
        ]


async def test_who_answers_with_an_error_shows_slacks_own(app: StandIn, ada: PersonClient) -> None:
    """A command that fails is told by Slackbot."""
    app.statuses = [500]
    await ada.command("/propose-post", conversation="#random")
    assert [each.text for each in ada.messages("#random")] == [
        '/propose-post failed with the error "dispatch_failed"',
    ]


async def test_an_attacker_signs_forges_and_repeats(app: StandIn, cleo: PersonClient) -> None:
    """A forged payload arrives signed, as often as wanted; a wrong secret or an old time does not get in."""
    channel = app.slack.conversation("marketing-review").id
    await app.client.chat_postMessage(channel=channel, text="A", blocks=[actions("Approve")])
    payload = cleo.clicking(cleo.messages("#marketing-review")[0], "Approve")
    payload["actions"][0]["value"] = "p2:9:legal"
    assert [sent.status for sent in await app.slack.send(payload, times=3)] == [200, 200, 200]
    assert [each["actions"][0]["value"] for each in app.received] == ["p2:9:legal"] * 3
    [wrong] = await app.slack.send(payload, secret="another")
    [old] = await app.slack.send(payload, timestamp="1000000000")
    [unsigned] = await app.slack.send(b"{}", headers={"X-Slack-Signature": "v0=00"})
    assert (wrong.status, old.status, unsigned.status) == (401, 401, 401)


async def test_a_delivery_can_come_twice_or_lose_its_answer(app: StandIn, cleo: PersonClient) -> None:
    """On order the same bytes arrive twice; or the answer is lost and the person sees an error."""
    channel = app.slack.conversation("marketing-review").id
    await app.client.chat_postMessage(channel=channel, text="A", blocks=[actions("Approve")])
    [card] = cleo.messages("#marketing-review")
    app.slack.faults.once("block_actions", DeliverTwice())
    await cleo.click(card, "Approve")
    assert len(app.received) == 2
    assert app.received[0] == app.received[1]
    app.slack.faults.once("block_actions", LoseAnswer())
    await cleo.click(card, "Approve")
    assert len(app.received) == 3
    assert cleo.troubles == ["operation_timeout"]


async def test_a_click_in_home_opens_a_form(app: StandIn, ada: PersonClient) -> None:
    """It comes from a view, without a channel or a response URL, and its trigger opens a modal."""
    rows = [section(f"Post {n}") | {"accessory": button("Open", value=str(n))} for n in (1, 2)]
    await app.client.views_publish(user_id=ada.id, view={"type": "home", "blocks": rows})
    app.open_on("block_actions", modal(text_field("Text")))
    home = ada.home()
    assert home is not None
    await ada.click_in_view(home, "Open", near="Post 2")
    payload = app.received[-1]
    assert (payload["view"]["type"], payload["actions"][0]["value"]) == ("home", "2")
    assert not {"channel", "response_url", "message"} & set(payload)
    assert ada.modal() is not None


async def test_an_event_can_be_made_up(app: StandIn) -> None:
    """Another app's words arrive signed, as an event that no person of this workspace caused."""
    words = {"type": "message", "channel": "C0MARKETINGREVIEW", "bot_id": "B0OTHER", "text": "approve", "ts": "1.0"}
    [sent] = await app.slack.send(app.slack.event(words))
    assert (sent.status, app.received[-1]["event"]) == (200, words)
