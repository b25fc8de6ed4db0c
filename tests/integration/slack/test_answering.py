"""What people in Slack see of the engine's answers."""

import asyncio

import pytest

from bot.playground.slack import FailAfterDoing, RefuseWith
from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from workflows.cards.actions import Action
from workflows.cards.card import Button, Paragraph, Words
from workflows.cards.forms import Form, Info
from workflows.engine.requests import CloseForm, FormErrors, Nothing, OpenForm, Say, Sent, ShowCard

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


async def opened(world: Running) -> None:
    """Ada has the form open."""
    await world.ada.command("/propose-post")
    world.door.heard.clear()


FILLED = {"The post": "Words :) <b>", "Channels": ["X"], "Wanted on": "2026-12-01"}


async def test_errors_stand_beside_their_fields_and_a_correction_goes_through() -> None:
    """Errors come back all at once beside their fields with what was typed; the corrected form closes."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        world.door.answer = FormErrors(form=errors(samples.form(text="Words"), text="Too long.", channels="Not X."))
        sent = await world.ada.submit(world.form, FILLED)
        assert sent.errors == {"The post": "Too long.", "Channels": "Not X."}
        assert "The post: Words :) <b>" in world.ada.read(world.form)
        world.door.answer = CloseForm(say="")
        await world.ada.submit(world.form, {"The post": "Short."})
        assert world.ada.modal() is None
        assert not world.slack.refused


async def test_an_error_of_no_field_stands_on_top() -> None:
    """An error that belongs to no field is shown on top, with every value kept."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        world.door.answer = FormErrors(form=errors(samples.form(text="Words :) <b>"), form=ODD))
        await world.ada.submit(world.form, FILLED)
        lines = world.ada.read(world.form)
        assert lines[1] == f"⚠ {ODD}"
        assert "The post: Words :) <b>" in lines
        assert not world.slack.refused


async def test_a_form_that_moved_on_is_drawn_anew() -> None:
    """Errors of a form that is about something newer now replace the whole form, so that a second send decides on that."""
    async with running(OpenForm(form=samples.form(samples.APPROVE))) as world:
        await opened(world)
        newer = Action(name="approve", proposal=samples.APPROVE.proposal, desk=samples.APPROVE.desk, revision=3)
        world.door.answer = FormErrors(form=errors(samples.form(newer), text="It changed."))
        await world.ada.submit(world.form, FILLED)
        assert world.form.content["private_metadata"] == "approve|p1|legal|3|0"
        assert any("It changed." in line for line in world.ada.read(world.form))


async def test_checking_keeps_what_was_typed() -> None:
    """*Check* draws the form again with what it found, and every typed value survives; it is no submission."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)

        def check(request: object) -> FormErrors:
            assert isinstance(request, Sent)
            found = Info(elements=(Paragraph(text="X: 12 of 280"),))
            form = samples.form(text=str(request.values["text"]))
            return FormErrors(form=errors(with_item(form, found), text="A claim needs a source."))

        world.door.answer = check
        for label, intent in (("Check", "check"), ("Save as draft", "save")):
            await world.ada.click_in_view(world.form, label, FILLED)
            await world.app.drain()
            heard = world.door.heard[-1]
            assert isinstance(heard, Sent)
            assert (heard.intent, heard.values["text"]) == (intent, FILLED["The post"])
            lines = world.ada.read(world.form)
            assert "X: 12 of 280" in lines
            assert "⚠ A claim needs a source." in lines
            assert "The post: Words :) <b>" in lines
            assert "Wanted on: 2026-12-01" in lines
        assert not world.slack.refused


async def test_a_checked_form_shows_only_new_errors() -> None:
    """Errors that *Check* left under a field do not outlive the next answer."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        world.door.answer = FormErrors(form=errors(samples.form(), text="Too long."))
        await world.ada.click_in_view(world.form, "Check", FILLED)
        await world.app.drain()
        world.door.answer = FormErrors(form=errors(samples.form(), day="In the past."))
        await world.ada.submit(world.form, {"The post": "Short."})
        lines = world.ada.read(world.form)
        assert "⚠ In the past." in lines
        assert "⚠ Too long." not in lines
        assert "The post: Short." in lines


async def test_the_end_of_a_form_says_what_happened() -> None:
    """A form that is done says so in its place, whether its main button or another ended it."""
    async with running(OpenForm(form=samples.form())) as world:
        for ending in ("submit", "save"):
            world.door.answer = OpenForm(form=samples.form())
            await opened(world)
            world.door.answer = CloseForm(say="Sent to Legal & Marketing.")
            if ending == "submit":
                await world.ada.submit(world.form, FILLED)
            else:
                await world.ada.click_in_view(world.form, "Save as draft", FILLED)
                await world.app.drain()
            assert world.ada.read(world.form) == ["== Copydesk ==", "Sent to Legal & Marketing.", "[Close]"]
        assert not world.slack.refused


async def test_a_refusal_keeps_the_form_open() -> None:
    """A sentence in answer to a form stands on top of it, and no word is lost; a second one replaces it."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        for say in ("I couldn't look you up.", "Still not."):
            world.door.answer = Say(text=say)
            await world.ada.submit(world.form, FILLED)
            lines = world.ada.read(world.form)
            assert lines[1] == say
            assert "The post: Words :) <b>" in lines
        assert "I couldn't look you up." not in lines
        world.door.answer = Say(text="From a button.")
        await world.ada.click_in_view(world.form, "Check")
        await world.app.drain()
        assert world.ada.read(world.form)[1] == "From a button."
        assert not world.slack.refused


async def test_words_too_long_for_a_form_are_never_cut() -> None:
    """A form whose words are longer than a field can hold is shown to be read, and cannot be sent."""
    long = "word " * 700
    async with running(OpenForm(form=samples.form(text=long))) as world:
        await opened(world)
        lines = world.ada.read(world.form)
        assert "longer than a form can hold" in lines[1]
        assert long.strip() in " ".join(line.strip() for line in lines)
        assert "[Close]" in lines
        assert not world.slack.refused


async def test_a_form_that_is_only_read() -> None:
    """A form without a main button shows its words and a way out."""
    words = Info(elements=(Words(label="For X", text=samples.SPECIAL),))
    async with running(OpenForm(form=Form(title="Copy", action=Action(name="copy_words"), items=(words,)))) as world:
        await opened(world)
        assert world.ada.read(world.form) == ["== Copy ==", "For X", samples.SPECIAL, "[Close]"]


async def test_nothing_closes_without_a_word() -> None:
    """An answer that is nothing acknowledges and shows nothing."""
    async with running(Nothing()) as world:
        delivery = await world.ada.command("/copydesk", conversation=world.room)
        await pressed(world)
        assert delivery.attempts[-1].text == ""
        assert len(world.seen_by_ada()) == 1


async def test_a_bug_is_told_as_one() -> None:
    """When the engine raises, Slack gets a 500, so that it retries events and tells people; the form keeps its words."""

    def broken(_request: object) -> Nothing:
        raise RuntimeError("draft words")

    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        world.door.answer = broken
        sent = await world.ada.submit(world.form, FILLED)
        assert sent.delivery is not None
        assert sent.delivery.status == 500
        assert "The post: Words :) <b>" in world.ada.read(world.form)


async def test_answers_do_not_wait_for_slack() -> None:
    """What follows an acknowledgement does not hold it up: many clicks at once are all answered."""
    async with running(Say(text="Recorded.")) as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        message = world.seen_by_ada()[0]
        done = await asyncio.gather(*(world.ada.click(message, "Approve") for _ in range(10)))
        assert {one.status for one in done} == {200}
        await world.app.drain()
        assert len({one.origin.key for one in world.door.heard}) == 10


def errors(form: Form, /, **said: str) -> Form:
    """The form with errors."""
    return Form(
        title=form.title, action=form.action, items=form.items, submit=form.submit, buttons=form.buttons, errors=said
    )


def with_item(form: Form, item: Info) -> Form:
    """The form with one more thing to read."""
    return Form(
        title=form.title, action=form.action, items=(*form.items, item), submit=form.submit, buttons=form.buttons
    )
