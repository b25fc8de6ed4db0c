"""Copydesk in a process of its own: killed and back, dead by itself, by a clock that is moved, and gone with whoever started it."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from adapters.policy_file.texts import example
from bot.backstage import next_digest
from bot.compose import utc_now
from bot.demo import open_local_chats, settings_for
from bot.killable import DidNotStartError, Killable, MovedClock, killable
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams
from bot.settings import Settings
from tests.acceptance.office import understood
from tests.support.databases import copy

pytestmark = pytest.mark.faults

ORPHAN = """
import asyncio, pathlib, sys, tempfile
from bot.demo import open_playground, open_local_chats, settings_for
from bot.killable import MovedClock, killable
from adapters.policy_file.texts import example

async def main():
    clock = MovedClock()
    with tempfile.TemporaryDirectory() as folder:
        async with open_local_chats(clock=clock.now) as (slack, teams):
            settings = settings_for(slack, teams, more={"database_url": f"sqlite:///{folder}/orphan.db"})
            async with killable(settings, example(), clock) as product:
                print(product.url, flush=True)
                await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


class Machine:
    """The product in its process, both chats, and all that it needs to be started."""

    def __init__(self, slack: LocalSlack, teams: LocalTeams, settings: Settings, clock: MovedClock) -> None:
        self.slack, self.teams, self.settings, self.clock = slack, teams, settings, clock
        self.stack = AsyncExitStack()

    async def begin(self) -> Killable:
        """Start it."""
        product = await self.stack.enter_async_context(killable(self.settings, example(), self.clock))
        self.slack.copydesk_url = self.teams.copydesk_url = product.url
        return product


@pytest.fixture
async def machine(sqlite_file: Path) -> AsyncIterator[Machine]:
    """Nothing runs yet."""
    clock = MovedClock()
    async with open_local_chats(clock=clock.now) as (slack, teams):
        settings = settings_for(slack, teams, more={"database_url": copy(sqlite_file)})
        made = Machine(slack, teams, settings, clock)
        async with made.stack:
            yield made


async def healthy(url: str) -> bool:
    """Whether somebody answers there."""
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(f"{url}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


async def test_killed_it_is_gone_and_started_again_it_is_back_where_it_was(machine: Machine) -> None:
    """At the same address, as often as one likes; who watches hears every change."""
    product = await machine.begin()
    heard: list[str] = []
    product.watch(lambda: heard.append(product.condition))
    url = product.url
    assert await healthy(url)
    for _ in range(2):
        await product.kill()
        assert product.condition == "stopped"
        assert not await healthy(url)
        await product.start()
        assert (product.condition, product.url) == ("running", url)
        assert await healthy(url)
    await product.start()
    assert heard == ["stopped", "starting", "running"] * 2


async def test_what_dies_by_itself_is_told_and_can_be_started_again(machine: Machine) -> None:
    """It is no less dead than one that was killed here, but somebody has to say so."""
    product = await machine.begin()
    changed = asyncio.Event()
    product.watch(changed.set)
    (child,) = multiprocessing.active_children()
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    await changed.wait()
    assert product.condition == "died"
    assert "ended by itself" in product.why
    await product.move(60)
    await product.start()
    assert (product.condition, product.why) == ("running", "")


async def test_what_does_not_start_says_why(machine: Machine) -> None:
    """In a sentence: here somebody else listens at its port."""
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    machine.settings = machine.settings.model_copy(update={"port": port})
    with pytest.raises(DidNotStartError, match=f"Can't listen at 127.0.0.1:{port}"):
        await machine.begin()
    taken.close()
    await taken.wait_closed()


async def test_the_process_and_both_chats_go_by_the_moved_clock(machine: Machine) -> None:
    """Cleo has her next digest, stamped then; what is signed by the machine's clock is still believed a day later."""
    product = await machine.begin()
    policy = understood(example()).policy
    due = next_digest(policy.digests[0], policy, product.now())
    assert due is not None
    ahead = due.at - product.now() + timedelta(seconds=1)
    await product.move(ahead.total_seconds())
    cleo, ben = machine.slack.person("cleo"), machine.teams.person("ben")
    await machine.slack.until(lambda: bool(cleo.direct_messages()))
    (digest,) = cleo.direct_messages()
    assert float(digest.ts) > due.at.timestamp()
    assert product.now() > utc_now() + ahead - timedelta(minutes=5)
    await product.move(timedelta(days=1).total_seconds())
    await cleo.command("/copydesk", "help")
    assert cleo.troubles == []
    await ben.install()
    await ben.say("help")
    assert {delivery.status for delivery in machine.slack.deliveries} == {200}
    assert {delivery.status for delivery in machine.teams.log.deliveries} == {200}
    assert machine.teams.log.refusals == []


async def test_the_clock_never_goes_back(machine: Machine) -> None:
    """What was due stays due."""
    with pytest.raises(ValueError, match="forward only"):
        machine.clock.move(-1)
    with pytest.raises(ValueError, match="forward only"):
        machine.clock.move(float("nan"))


async def test_it_dies_with_whoever_started_it(tmp_path: Path) -> None:
    """Even where that one is killed: nobody is left behind who listens at a port."""
    program = tmp_path / "orphan.py"
    program.write_text(ORPHAN, encoding="utf-8")
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        str(program),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert parent.stdout is not None
    url = (await parent.stdout.readline()).decode().strip()
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    parent.kill()
    await parent.wait()
    # Whoever held the other end is gone once it is closed.
    assert await reader.read() == b""
    writer.close()
    await parent.stdout.read()
    assert not await healthy(url)
