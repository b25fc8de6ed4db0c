"""Attacks through Slack's own surfaces: forged buttons, tampered forms, replays, borrowed voices, pings in drafts."""

import json
import time

import pytest

from tests.integration.slack import samples
from tests.integration.slack.running import running
from tests.integration.slack.test_asking import event, message
from workflows.cards.actions import Action
from workflows.domain.ids import ProposalId
from workflows.engine.requests import OpenForm, Pressed, Sent

pytestmark = pytest.mark.attack

SECRET_WORDS = "the quarter was wonderful"


async def test_another_app_speaks_as_the_approver() -> None:
    """Attack 12: a message that an app wrote, even with a person's token, is never heard; a person's is only words."""
    async with running() as world:
        for mark in (
            {"bot_id": "B0OTHER"},
            {"app_id": "A0OTHER"},
            {"subtype": "bot_message"},
            {"bot_profile": {"id": "B"}},
        ):
            for kind in ("message", "app_mention"):
                said = message(world, "approve") | {"type": kind} | mark
                await world.slack.send(event(world, said, f"{mark}{kind}"[:40]))
        assert not world.door.heard
        await world.slack.send(
            event(world, {"type": "reaction_added", "reaction": "approve", "user": world.ada.id}, "r")
        )
        await world.slack.send(event(world, message(world, "approve"), "p"))
        assert not any(isinstance(one, Pressed | Sent) for one in world.door.heard)


@pytest.mark.parametrize(
    "value",
    [
        *("", "approve", "approve|p2|legal|1", "nuke|p1|legal|1|1", "approve|p1|legal|-1|0", "approve|p1|legal|1|1\n"),
        *("approve|p1|legal|٢|1", "approve|p1'--|legal|1|1", "x" * 65536),
        *(["approve|p1|legal|2|1"], {"a": 1}, None, 5),
    ],
)
async def test_a_forged_button_is_no_button(value: object) -> None:
    """Attack 15: a value that no button of ours has reaches nobody and is answered with a private sentence."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        payload = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        payload["actions"][0]["value"] = value
        (answer,) = await world.slack.send(payload)
        await world.app.drain()
        assert answer.status == 200
        assert not world.door.heard
        assert "I don't know that button" in world.ada.read(world.seen_by_ada()[-1])[1]


async def test_a_well_forged_button_is_only_what_it_says() -> None:
    """Attack 15: a value that could be ours is heard as a question about that proposal, from the one who sent it."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        payload = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        payload["actions"][0]["value"] = "approve|other|legal|9|9"
        payload["actions"][0]["user"] = payload["message"]["user"] = "U0CLEO"
        await world.slack.send(payload)
        assert isinstance(world.door.only, Pressed)
        assert world.door.only.action.proposal == ProposalId("other")
        assert world.door.only.origin.account.user == world.ada.id


@pytest.mark.parametrize(
    "about", ["", "{}", "approve|p1|legal|2", "approve|p1|legal|2|1|more", "x" * 3000, None, ["a"]]
)
async def test_a_tampered_form_gives_the_words_back(about: object) -> None:
    """Attack 16: a form whose private metadata is not ours reaches nobody, and what was typed comes back."""
    async with running(OpenForm(form=samples.form())) as world:
        await world.ada.command("/propose-post")
        world.door.heard.clear()
        world.form.typed["text", "value"] = {"type": "plain_text_input", "value": SECRET_WORDS}
        payload = world.ada.submitting(world.form)
        payload["view"]["private_metadata"] = about
        (answer,) = await world.slack.send(payload)
        assert not world.door.heard
        assert json.loads(answer.text)["response_action"] == "update"
        assert SECRET_WORDS in answer.text


async def test_a_swapped_form_is_only_what_it_says() -> None:
    """Attack 16: metadata of another proposal is heard as that, from the account that Slack signed for."""
    async with running(OpenForm(form=samples.form(samples.APPROVE))) as world:
        await world.ada.command("/propose-post")
        world.door.heard.clear()
        payload = world.ada.submitting(world.form)
        payload["view"]["private_metadata"] = "edit|p2||7|0"
        await world.slack.send(payload)
        assert isinstance(world.door.only, Sent)
        assert world.door.only.action == Action(name="edit", proposal=ProposalId("p2"), revision=7)
        assert world.door.only.origin.account.user == world.ada.id


async def test_duplicates_and_replays_keep_their_key() -> None:
    """Attacks 24 and 29: the same bytes, however often and at once, carry one key; another click another."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        click = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        for payload in (click, world.ada.commanding("/propose-post", "hi"), event(world, message(world, "help"), "9")):
            world.door.heard.clear()
            answers = await world.slack.send(payload, times=10)
            assert {one.status for one in answers} == {200}
            assert len({one.origin.key for one in world.door.heard}) == 1
        world.door.heard.clear()
        await world.slack.send(world.ada.clicking(world.seen_by_ada()[0], "Approve"))
        assert world.door.only.origin.key.split(":")[-2] != click["trigger_id"]


async def test_a_replay_after_five_minutes_is_refused() -> None:
    """Attack 29: a captured request is worth nothing once its time has passed."""
    async with running() as world:
        payload = world.ada.commanding("/propose-post", "hi")
        (late,) = await world.slack.send(payload, timestamp=str(int(time.time()) - 302))
        assert late.status == 401
        assert not world.door.heard


@pytest.mark.parametrize(
    "words", ["<!channel>", "<!here>", "<!everyone>", "<!subteam^S012ABC>", "<@U0ADA>", "<https://a.b|c>"]
)
async def test_drafts_ping_nobody(words: str) -> None:
    """Attack 36: pings in a draft, a heading, a note and a name appear literally, escaped in what is posted."""
    async with running() as world:
        await world.chat.show(samples.in_room(world.place), samples.card(words, heading=words), ())
        (posted,) = world.seen_by_ada()
        assert not posted.pings
        assert world.ada.read(posted)[:3] == [words, "The words", words]
        call = next(call for call in world.slack.calls if call.method == "chat.postMessage")
        assert words not in json.dumps(call.arguments)
        assert "&lt;" in json.dumps(call.arguments["blocks"])
