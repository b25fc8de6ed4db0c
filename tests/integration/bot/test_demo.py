"""`copydesk demo`: what is said while it starts, and who is in the chats that it brings."""

import asyncio
import socket
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from bot.demo import open_local_chats, serve_page
from bot.playground.company import CAST, passers_by

pytestmark = pytest.mark.conversation


async def test_it_says_where_it_is_and_how_to_stop_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The demo says that it starts, has a browser open the page, says where that is and how to stop it, and listens on this
    machine alone.
    """
    opened: list[str] = []

    def opens(url: str) -> bool:
        opened.append(url)
        return True

    async def stay() -> None:
        port = urlsplit(opened[0]).port
        # Who listens at every address of the machine also listens at this one.
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", port)

    assert await serve_page(0, stay, opens) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "Starting a local Slack, a local Teams, and Copydesk between them…",
        f"The playground is open in your browser: {opened[0]}",
        "Everything in it is on this machine, and gone when it stops. Ctrl-C stops it.",
    ]
    assert opened[0].startswith("http://127.0.0.1:")


async def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the page can't be, the demo says so in a sentence, with the next step."""

    async def stay() -> None:
        raise AssertionError("it went on")

    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert await serve_page(port, stay, None) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Can't listen at 127.0.0.1:{port}: ")
    assert said.endswith(". Try copydesk demo --port 0, which picks a free port.\n")
    assert said.count("\n") == 1


async def test_the_same_people_are_in_both_chats() -> None:
    """Everyone of the cast has an account in both chats, and nobody else has; in each there is something to make a post of."""
    async with open_local_chats() as (slack, teams):
        await passers_by(slack, teams)
        assert [person.name for person in slack.world.people.values()] == list(CAST)
        assert list(teams.world.people) == list(CAST)
        assert any(place.messages for place in slack.world.conversations.values())
        assert any(chat.messages for chat in teams.world.chats.values())
