"""What people in Slack see of the engine's answers."""

import asyncio

import pytest

from bot.playground.slack import FailAfterDoing, RefuseWith
from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from workflows.cards.card import Button
from workflows.engine.requests import Nothing, OpenForm, Say, ShowCard

ODD = "No, *really* & <!here> it isn't"


async def pressed(world: Running, label: str = "Approve") -> None:
    """Ada clicks a button on a card in the room."""
    await world.chat.show(samples.in_room(world.place), samples.card(), ())
    delivery = await world.ada.click(world.seen_by_ada()[0], label)
    assert (delivery.status, delivery.attempts[-1].text) == (200, "")
    await world.app.drain()


async def test_a_command_is_answered_privately() -> None:
    """A sentence in answer to a command stands literally in the acknowledgement, for its sender alone."""
    async with running(Say(text=ODD)) as world:
        delivery = await world.ada.command("/copydesk", "help", conversation=world.room)
        assert delivery.answer["response_type"] == "ephemeral"
        (seen,) = world.seen_by_ada()
        assert world.ada.read(seen) == ["(only visible to you)", ODD]
        assert not seen.pings


async def test_a_command_opens_its_form() -> None:
    """A form opens before the acknowledgement, which is empty."""
    async with running(OpenForm(form=samples.form(text="Hello"))) as world:
        delivery = await world.ada.command("/propose-post", "Hello")
        assert (delivery.status, delivery.attempts[-1].text) == (200, "")
        assert world.form.title == "Propose a post"
        assert "The post: Hello" in world.ada.read(world.form)


@pytest.mark.parametrize("trouble", [RefuseWith(error="expired_trigger_id"), FailAfterDoing()])
async def test_words_come_back_when_the_form_does_not_open(trouble: RefuseWith | FailAfterDoing) -> None:
    """If the form does not open, what was typed stands in the acknowledgement, to be copied."""
    async with running(OpenForm(form=samples.form())) as world:
        world.slack.faults.once("views.open", trouble)
        await world.ada.command("/propose-post", "Two *lines* & more", conversation=world.room)
        seen = "\n".join(world.ada.read(world.seen_by_ada()[0]))
        assert "Two *lines* & more" in seen
        assert "would not open" in seen


async def test_a_button_is_answered_privately() -> None:
    """A click is acknowledged with nothing; the sentence follows by the click's response URL, in its place."""
    async with running(ShowCard(card=samples.card(), say=ODD)) as world:
        await pressed(world)
        assert world.ada.read(world.seen_by_ada()[-1]) == ["(only visible to you)", ODD]
        assert [call.method for call in world.slack.calls][-1] == "response_url"


async def test_a_private_sentence_finds_another_way() -> None:
    """Without a response URL it is an ephemeral message; where that fails, a direct one."""
    async with running(Say(text=ODD)) as world:
        world.slack.faults.once("response_url", RefuseWith(error="expired_url"))
        await pressed(world)
        assert world.ada.read(world.seen_by_ada()[-1]) == ["(only visible to you)", ODD]
        world.slack.faults.once("response_url", RefuseWith(error="expired_url"))
        world.slack.faults.once("chat.postEphemeral", RefuseWith(error="user_not_in_channel"))
        await world.ada.click(world.seen_by_ada()[0], "Approve")
        await world.app.drain()
        (direct,) = world.ada.direct_messages()
        assert world.ada.read(direct) == [ODD]


async def test_no_token_leaves_for_a_strange_response_url() -> None:
    """A response URL on another host is not followed."""
    async with running(Say(text=ODD)) as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        payload = world.ada.clicking(world.seen_by_ada()[0], "Approve")
        payload["response_url"] = payload["response_url"].replace("127.0.0.1", "localhost")
        await world.slack.send(payload)
        await world.app.drain()
        assert world.slack.calls[-1].method == "chat.postEphemeral"


async def test_a_button_opens_its_form() -> None:
    """A click on a button that opens a form opens it, prefilled."""
    async with running(OpenForm(form=samples.form(samples.APPROVE, "as it stands"))) as world:
        await pressed(world)
        assert world.form.content["private_metadata"] == "approve|p1|legal|2|1"
        assert "The post: as it stands" in world.ada.read(world.form)


async def test_a_message_is_answered_privately_with_a_way_to_the_form() -> None:
    """A direct message has no trigger, so a form is offered as a button; in a channel only the asker sees it."""
    start = Button(label="Propose a post", action=samples.PROPOSE)
    async with running(Say(text="Write a post.", buttons=(start,))) as world:
        await world.ada.say(world.slack.world.direct(world.ada.id), "propose")
        await world.ada.say(world.room, "@Copydesk propose")
        await world.slack.settled()
        await world.app.drain()
        assert world.ada.read(world.ada.direct_messages()[-1]) == ["Write a post.", "[Propose a post]"]
        assert world.seen_by_ada()[-1].seen_by == world.ada.id
        world.door.answer = OpenForm(form=samples.form())
        await world.ada.say(world.slack.world.direct(world.ada.id), "propose")
        await world.slack.settled()
        await world.app.drain()
        await world.ada.click(world.ada.direct_messages()[-1], "Propose a post")
        assert world.form.title == "Propose a post"


async def test_nothing_closes_without_a_word() -> None:
    """An answer that is nothing acknowledges and shows nothing."""
    async with running(Nothing()) as world:
        delivery = await world.ada.command("/copydesk", conversation=world.room)
        await pressed(world)
        assert delivery.attempts[-1].text == ""
        assert len(world.seen_by_ada()) == 1


async def test_answers_do_not_wait_for_slack() -> None:
    """What follows an acknowledgement does not hold it up: many clicks at once are all answered."""
    async with running(Say(text="Recorded.")) as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        message = world.seen_by_ada()[0]
        done = await asyncio.gather(*(world.ada.click(message, "Approve") for _ in range(10)))
        assert {one.status for one in done} == {200}
        await world.app.drain()
        assert len({one.origin.key for one in world.door.heard}) == 10
