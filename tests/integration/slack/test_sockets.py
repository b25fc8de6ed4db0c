"""Socket Mode: the same answers over sockets, acknowledged where and when they should be, and what is refused there."""

import asyncio
import logging

import pytest

from tests.integration.slack import samples
from tests.integration.slack.running import ListeningDoor, running
from tests.integration.slack.test_asking import event, message
from workflows.engine.requests import Answer, OpenForm, Request, Say, Typed


async def test_the_same_answers_as_by_request() -> None:
    """A command is answered in its acknowledgement, opens a form, and the form's errors come back beside its fields."""
    async with running(Say(text="Hello."), socket_mode=True) as world:
        await world.ada.command("/copydesk", conversation=world.room)
        assert "Hello." in world.ada.read(world.seen_by_ada()[-1])
        world.door.answer = OpenForm(form=samples.form())
        await world.ada.command("/propose-post")
        assert world.form.title == "Propose a post"
        assert world.slack.refused == []


async def test_nothing_is_acknowledged_before_it_is_done() -> None:
    """While the work goes on, Slack has no acknowledgement."""
    async with running(Say(text="Done."), socket_mode=True) as world:
        world.door.free.clear()
        command = asyncio.create_task(world.ada.command("/copydesk"))
        (line,) = world.slack.sockets.lines
        await _until(world.door, 1)
        assert line.waiting
        world.door.free.set()
        assert (await command).status == 200


async def test_work_in_flight_is_finished_and_acknowledged_before_the_end() -> None:
    """Stopping waits for what was taken, and acknowledges it over the socket it came on."""
    async with running(Say(text="Done."), socket_mode=True) as world:
        world.door.free.clear()
        command = asyncio.create_task(world.ada.command("/copydesk"))
        await _until(world.door, 1)
        stopping = asyncio.create_task(world.app.drain())
        world.door.free.set()
        assert (await command).status == 200
        await stopping
        assert world.slack.sockets.lines == []


async def test_after_a_warning_the_next_socket_is_open_before_the_old_one_goes() -> None:
    """What is in flight on the old socket is acknowledged there, while the new one is open already."""
    async with running(Say(text="Done."), socket_mode=True) as world:
        sockets = world.slack.sockets
        world.door.free.clear()
        command = asyncio.create_task(world.ada.command("/copydesk"))
        await _until(world.door, 1)
        acknowledged = asyncio.Event()
        leaving = asyncio.create_task(sockets.disconnect("warning", notice=acknowledged.wait()))
        await sockets.until(lambda: len(sockets.lines) == 2)
        world.door.free.set()
        assert (await command).status == 200
        acknowledged.set()
        await leaving


async def test_an_event_whose_socket_went_comes_again_with_the_same_key() -> None:
    """An event that was taken but not acknowledged is delivered again, and can be recognised by its key."""
    async with running(Say(text="Done."), socket_mode=True) as world:
        world.door.free.clear()
        await world.ada.say(world.room, "@Copydesk help")
        await _until(world.door, 1)
        world.slack.sockets.drop()
        await _until(world.door, 2)
        world.door.free.set()
        await world.slack.settled()
        first, second = world.door.heard
        assert isinstance(first, Typed)
        assert first == second


async def test_a_bug_leaves_an_event_unacknowledged() -> None:
    """An event that broke us is not acknowledged, as by request it would get a 500: Slack may send it again."""

    def broken(_: Request) -> Answer:
        raise ZeroDivisionError

    async with running(broken, ack_seconds=0.5, socket_mode=True) as world:
        (sent,) = await world.slack.send(event(world, message(world, "hi"), "1"))
        assert sent.trouble == "operation_timeout"


async def test_no_words_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG, neither the words nor the ticket of a socket is logged."""
    caplog.set_level(logging.DEBUG)
    async with running(Say(text="Done."), socket_mode=True) as world:
        await world.ada.command("/copydesk", "the quarter was wonderful")
        assert "wonderful" not in caplog.text
        assert "ticket" not in caplog.text


async def _until(door: ListeningDoor, heard: int) -> None:
    async with asyncio.timeout(60):
        while len(door.heard) < heard:  # noqa: ASYNC110  # the door rings no bell
            await asyncio.sleep(0.01)
