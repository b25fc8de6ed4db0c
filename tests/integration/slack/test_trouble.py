"""When something of ours breaks or takes too long, the person hears of it in time, and the log keeps a draft's words out."""

import logging
import re

import pytest

from adapters.slack import forms
from tests.integration.slack import samples
from tests.integration.slack.running import Running, running
from tests.integration.slack.test_asking import event, message
from workflows.cards.card import Button
from workflows.engine.requests import Answer, CloseForm, OpenForm, Request, Say

DRAFT = "Secret words of a draft"
CHECKING = "I'm checking"
FILLED = {"The post": DRAFT, "Channels": ["X"], "Wanted on": "2026-12-01", "at (Europe/London time)": "09:00"}


def broken(request: Request) -> Answer:
    """A bug whose message quotes what was being written, as those of databases and parsers do."""
    raise ZeroDivisionError(DRAFT, request)


def number(lines: list[str]) -> str:
    """The number under which the person was told that a bug was logged."""
    found = re.search(r"this number: ([0-9a-f]+)", "\n".join(lines))
    assert found, lines
    return found[1]


def logged(caplog: pytest.LogCaptureFixture, trouble: str) -> str:
    """The one line of the log about it."""
    (line,) = [record.getMessage() for record in caplog.records if trouble in record.getMessage()]
    return line


async def opened(world: Running) -> None:
    """Ada opens a form, and from then on everything breaks."""
    await world.ada.command("/propose-post")
    world.door.answer = broken


async def test_a_bug_behind_a_command_is_told_in_the_acknowledgement(caplog: pytest.LogCaptureFixture) -> None:
    """The sender alone reads the number; the log has it too, with kind and place, without the exception's own words."""
    caplog.set_level(logging.DEBUG)
    async with running(broken) as world:
        delivery = await world.ada.command("/propose-post", DRAFT, conversation=world.room)
        assert delivery.status == 200
        line = logged(caplog, number(world.ada.read(world.seen_by_ada()[-1])))
        assert "ZeroDivisionError" in line
        assert "line " in line
    assert DRAFT not in caplog.text


async def test_a_bug_behind_a_button_is_told_privately(caplog: pytest.LogCaptureFixture) -> None:
    """The click is acknowledged and the number follows, for the person alone."""
    async with running(broken) as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        delivery = await world.ada.click(world.seen_by_ada()[0], "Approve")
        await world.app.drain()
        assert (delivery.status, delivery.attempts[-1].text) == (200, "")
        told = world.ada.read(world.seen_by_ada()[-1])
        assert told[0] == "(only visible to you)"
        assert "ZeroDivisionError" in logged(caplog, number(told))


async def test_a_bug_behind_a_form_leaves_the_words(caplog: pytest.LogCaptureFixture) -> None:
    """Sent or checked, the form stays open with everything typed and the number on top."""
    async with running(OpenForm(form=samples.form())) as world:
        await opened(world)
        await world.ada.submit(world.form, FILLED)
        assert "ZeroDivisionError" in logged(caplog, number(world.ada.read(world.form)))
        assert f"The post: {DRAFT}" in world.ada.read(world.form)
        await world.ada.click_in_view(world.form, "Check")
        await world.app.drain()
        assert "ZeroDivisionError" in logged(caplog, number(world.ada.read(world.form)))
        assert f"The post: {DRAFT}" in world.ada.read(world.form)
    assert DRAFT not in caplog.text


async def test_a_bug_in_drawing_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    """What the engine answered and we could not draw is a bug like any other."""
    caplog.set_level(logging.DEBUG)
    wrong = Button(label=DRAFT, action=None)  # pyright: ignore[reportArgumentType] - the bug
    async with running(Say(text=DRAFT, buttons=(wrong,))) as world:
        delivery = await world.ada.command("/propose-post", conversation=world.room)
        assert delivery.status == 200
        assert "AttributeError" in logged(caplog, number(world.ada.read(world.seen_by_ada()[-1])))
    assert DRAFT not in caplog.text


async def test_a_bug_behind_an_event_makes_slack_send_it_again(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for the answer to a message, so Slack gets a 500 and repeats it; the log keeps the words out."""
    caplog.set_level(logging.DEBUG)
    async with running(broken) as world:
        payload = event(world, message(world, DRAFT), "1")
        (answer,) = await world.slack.send(payload)
        assert (answer.status, answer.text) == (500, "")
        assert "ZeroDivisionError" in caplog.text
    assert DRAFT not in caplog.text


async def test_a_late_answer_says_so_and_the_work_goes_on() -> None:
    """Before Slack gives up, a click is acknowledged; what was begun is finished, and its sentence still comes."""
    async with running(Say(text="Recorded."), answer_seconds=0.05) as world:
        await world.chat.show(samples.in_room(world.place), samples.card(), ())
        world.door.free.clear()
        delivery = await world.ada.click(world.seen_by_ada()[0], "Approve")
        assert (delivery.status, delivery.attempts[-1].text) == (200, "")
        world.door.free.set()
        await world.app.drain()
        told = "\n".join(line for message in world.seen_by_ada()[1:] for line in world.ada.read(message))
        assert CHECKING in told
        assert "Recorded." in told


async def test_a_late_command_and_a_late_form_say_so() -> None:
    """A command's sender reads it at once; a form stays open with everything typed."""
    async with running(CloseForm(say="Sent."), answer_seconds=0.05) as world:
        trigger = world.ada.commanding("/propose-post")["trigger_id"]
        await world.chat.api.call("views.open", trigger_id=trigger, view=forms.view(samples.form()))
        world.door.free.clear()
        await world.ada.submit(world.form, FILLED)
        assert CHECKING in "\n".join(world.ada.read(world.form))
        assert f"The post: {DRAFT}" in world.ada.read(world.form)
        await world.ada.command("/copydesk", "help", conversation=world.room)
        assert CHECKING in "\n".join(world.ada.read(world.seen_by_ada()[-1]))
        world.door.free.set()


async def test_a_late_event_is_asked_for_again() -> None:
    """An event that is not dealt with in time is not acknowledged: Slack repeats it and gets the same answer."""
    async with running(Say(text="Here."), answer_seconds=1.0) as world:
        world.door.free.clear()
        payload = event(world, message(world, DRAFT), "1")
        (late,) = await world.slack.send(payload)
        assert late.status == 503
        world.door.free.set()
        (again,) = await world.slack.send(payload)
        assert again.status == 200
        assert len({request.origin.key for request in world.door.heard}) == 1
