"""Forms in Slack: how they are filled in, checked, refused, corrected and ended, and that no word in them is lost."""

from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from workflows.cards.actions import Action
from workflows.cards.card import Paragraph, Words
from workflows.cards.forms import Form, Info
from workflows.engine.requests import CloseForm, FormErrors, OpenForm, Say, Sent

ODD = "No, *really* & <!here> it isn't"


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


async def test_a_strange_button_in_a_form_keeps_the_form() -> None:
    """A button that we did not make, inside a form, is told on top of it; every typed word stays."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        payload = world.ada.clicking_in_view(world.form, "Check")
        payload["actions"][0] |= {"action_id": "approve:1", "value": "nonsense"}
        payload["view"]["state"]["values"]["text"]["value"]["value"] = "kept"
        await world.slack.send(payload)
        await world.app.drain()
        assert not world.door.heard
        lines = world.ada.read(world.form)
        assert "I don't know that button" in lines[1]
        assert "The post: kept" in lines
