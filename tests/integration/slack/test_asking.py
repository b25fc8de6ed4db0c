"""What people do in Slack, as the engine hears it."""

import json
from urllib.parse import urlencode

import pytest

from bot.playground.slack.shapes import Json
from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from workflows.domain.people import AccountId
from workflows.engine.requests import Asked, Met, OpenForm, Pressed, Say, Sent, Typed


def account(world: Running) -> AccountId:
    """Ada's."""
    return AccountId(chat="slack", installation=world.slack.workspace.team_id, user=world.ada.id)


async def test_proposing_by_command() -> None:
    """`/propose-post` asks for the form, with the words as they were typed."""
    async with running() as world:
        await world.ada.command("/propose-post", "Ben & Jerry <3 https://example.com :rocket:", conversation=world.room)
        match world.door.only:
            case Asked(origin=origin, text=text):
                assert text == "Ben & Jerry <3 https://example.com 🚀"
                assert origin.account == account(world)
                assert origin.conversation == world.place
                assert origin.key.startswith(f"slack:{world.slack.workspace.team_id}:command:")
            case other:
                pytest.fail(f"heard {other}")


async def test_the_word_payload_is_a_word() -> None:
    """A command whose text holds the word `payload` arrives whole; Bolt's own parser would lose it."""
    async with running() as world:
        await world.ada.command("/propose-post", "Our payload=5 tonnes, {really}")
        assert isinstance(world.door.only, Asked)
        assert world.door.only.text == "Our payload=5 tonnes, {really}"


async def test_talking_to_copydesk() -> None:
    """A command, a direct message and a mention are told apart, and the mention itself is no word."""
    async with running() as world:
        await world.ada.command("/copydesk", "help me")
        await world.ada.say(world.slack.world.direct(world.ada.id), "propose something")
        await world.ada.say(world.room, "@Copydesk bind legal")
        await world.slack.settled()
        heard = {one.to: one.text for one in world.door.heard if isinstance(one, Typed)}
        assert heard == {"command": "help me", "direct": "propose something", "mention": "bind legal"}


async def test_a_button_names_what_it_was_drawn_for() -> None:
    """A click carries the action, the clicked message and who clicked; its key is the trigger and the button."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        (message,) = world.seen_by_ada()
        payload = world.ada.clicking(message, "Approve")
        await world.slack.send(payload)
        match world.door.only:
            case Pressed(origin=origin, action=action, on=on):
                assert action == samples.APPROVE
                assert on == message.ts
                assert origin.account == account(world)
                assert payload["trigger_id"] in origin.key
                assert payload["actions"][0]["action_id"] in origin.key
            case other:
                pytest.fail(f"heard {other}")


async def test_what_was_typed_arrives() -> None:
    """A form brings its fields by name: words with emoji as emoji, days, times and choices."""
    async with running(OpenForm(form=samples.form(samples.APPROVE))) as world:
        await world.ada.command("/propose-post")
        world.door.heard.clear()
        await world.ada.submit(
            world.form,
            {
                "The post": "We're live🚀\n<b>&amp;",
                "Channels": ["X", "LinkedIn"],
                "Wanted on": "2026-12-01",
                "time": "09:30",
            },
        )
        match world.door.only:
            case Sent(values=values, action=action, intent=intent, problems=problems):
                assert dict(values) == {
                    "text": "We're live🚀\n<b>&amp;",
                    "channels": ("x", "linkedin"),
                    "day": "2026-12-01",
                    "time": "09:30",
                }
                assert (action, intent, dict(problems)) == (samples.APPROVE, "send", {})
            case other:
                pytest.fail(f"heard {other}")


async def test_only_this_chats_emoji_are_a_problem() -> None:
    """An emoji of this workspace alone, or a mention, is a problem of its field, named there."""
    async with running(OpenForm(form=samples.form())) as world:
        await world.ada.command("/propose-post")
        world.door.heard.clear()
        await world.ada.submit(world.form, {"The post": "hi :partyparrot: and <@U012ABC>", "Channels": ["X"]})
        assert isinstance(world.door.only, Sent)
        problem = world.door.only.problems["text"]
        assert ":partyparrot:" in problem
        assert "<@U012ABC>" in problem


async def test_the_same_words_are_the_same_input() -> None:
    """A form sent twice as it stands has one key; a corrected one has another."""
    async with running(OpenForm(form=samples.form())) as world:
        await world.ada.command("/propose-post")
        world.door.heard.clear()
        world.door.answer = Say(text="Not yet.")
        filled = {"The post": "One", "Channels": ["X"]}
        first = world.form
        await world.ada.submit(first, filled)
        await world.ada.submit(world.form, filled)
        await world.ada.submit(world.form, {**filled, "The post": "Two"})
        keys = [one.origin.key for one in world.door.heard]
        assert keys[0] == keys[1] != keys[2]


async def test_the_bot_is_brought_somewhere() -> None:
    """When the bot joins a conversation the engine meets whoever brought it; others coming and going are nothing."""
    async with running() as world:
        joined: Json = {
            "type": "member_joined_channel",
            "channel": world.room.id,
            "team": world.slack.workspace.team_id,
        }
        for user in (world.slack.workspace.bot_user_id, "U0SOMEONE"):
            await world.slack.send(event(world, {**joined, "user": user, "inviter": world.ada.id}, user))
        assert isinstance(world.door.only, Met)
        assert world.door.only.origin.account == account(world)
        assert world.door.only.origin.conversation == world.place


async def test_a_retried_event_keeps_its_key() -> None:
    """Slack's retries of an event are the same request, whatever their headers say."""
    async with running() as world:
        said = event(world, message(world, "help"), "1")
        await world.slack.send(said)
        await world.slack.send(said, headers={"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
        first, second = world.door.heard
        assert first.origin.key == second.origin.key


async def test_a_foreigner_in_a_shared_conversation() -> None:
    """Someone from a connected workspace is heard as an account of their own installation, for the engine to refuse."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        payload = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        payload["user"]["team_id"] = "T0PARTNER"
        await world.slack.send(payload)
        said = message(world, "approve") | {"user_team": "T0PARTNER"}
        await world.slack.send(event(world, said, "2"))
        assert [one.origin.account.installation for one in world.door.heard] == ["T0PARTNER", "T0PARTNER"]


async def test_the_certificate_check_does_nothing() -> None:
    """`ssl_check=1` is answered 200 without a signature, and is inert with one."""
    async with running() as world:
        body = urlencode({"ssl_check": "1", "token": "x", "command": "/propose-post"}).encode()
        bare = await world.slack.send(body, secret="wrong", content_type="application/x-www-form-urlencoded")
        signed = await world.slack.send(body, content_type="application/x-www-form-urlencoded")
        assert [one.status for one in (*bare, *signed)] == [200, 200]
        assert not world.door.heard


async def test_the_address_is_verified() -> None:
    """Slack's question whether this address is ours is answered with its challenge, once it is signed."""
    async with running() as world:
        asked: Json = {"type": "url_verification", "challenge": "abc123", "token": "x"}
        (answer,) = await world.slack.send(asked)
        assert answer.status == 200
        assert json.loads(answer.text) == {"challenge": "abc123"}


async def test_what_we_did_not_ask_for() -> None:
    """Events and interactions that nobody listens to are acknowledged and do nothing."""
    async with running() as world:
        app = world.slack.workspace.api_app_id
        await_nothing: list[Json] = [
            event(world, {"type": "reaction_added", "user": world.ada.id}, "1"),
            event(world, message(world, "hi") | {"subtype": "message_changed"}, "2"),
            {"type": "view_closed", "api_app_id": app, "team": {"id": world.slack.workspace.team_id}},
        ]
        for payload in await_nothing:
            (answer,) = await world.slack.send(payload)
            assert answer.status == 200
        assert not world.door.heard


def message(world: Running, text: str) -> Json:
    """A direct message of Ada's."""
    return {
        "type": "message",
        "channel_type": "im",
        "channel": "D0ADA",
        "user": world.ada.id,
        "text": text,
        "ts": "1.1",
    }


def event(world: Running, inner: Json, number: str) -> Json:
    """An event in its envelope."""
    workspace = world.slack.workspace
    return {
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "api_app_id": workspace.api_app_id,
        "team_id": workspace.team_id,
        "event": inner,
        "authorizations": [{"team_id": workspace.team_id, "enterprise_id": None, "is_bot": True}],
    }
