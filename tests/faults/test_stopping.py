"""The real process when it is asked to stop: what was begun is finished and answered, and nothing more is begun."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from bot.demo import introduce, open_local_chats
from bot.edge import Edge
from bot.metrics import Metrics
from bot.playground.slack import LocalSlack
from bot.web import application
from tests.attack.siege import POLICY, ROOM
from tests.integration.bot.typed import environment
from tests.support.databases import copy

pytestmark = pytest.mark.faults

PATIENCE = 60


@dataclass
class Served:
    """Copydesk in a process of its own, before a local Slack."""

    process: asyncio.subprocess.Process
    url: str
    slack: LocalSlack
    database: str

    async def ready(self) -> tuple[int, str]:
        """What /readyz says."""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"{self.url}/readyz") as answer:
            return answer.status, (await answer.json())["status"]

    async def stopping(self, wanted: signal.Signals) -> None:
        """Ask the process to stop, and wait until it says that it does."""
        self.process.send_signal(wanted)
        async with asyncio.timeout(PATIENCE):
            while await self.ready() != (503, "stopping"):
                pass

    async def begin_click(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bytes]:
        """Send a click of Cleo's but for its end, which is given."""
        cleo = self.slack.person("cleo")
        payload = cleo.clicking(cleo.messages(ROOM)[0], "Approve")
        body = urlencode({"payload": json.dumps(payload)}).encode()
        host = URL(self.url)
        reader, writer = await asyncio.open_connection(host.host, host.port)
        headers = {
            **self.slack.sign(body),
            "Host": "copydesk",
            "Expect": "100-continue",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        lines = ["POST /slack/events HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body[:100])
        async with asyncio.timeout(PATIENCE):
            # It has begun: the server asks for the body.
            assert await reader.readline() == b"HTTP/1.1 100 Continue\r\n"
            await reader.readline()
        return reader, writer, body[100:]


@asynccontextmanager
async def served(sqlite_file: Path, folder: Path) -> AsyncGenerator[Served]:
    """Start it, with a post of Ada's on the desk."""
    policy, database = folder / "policy.yaml", copy(sqlite_file)
    policy.write_text(POLICY, encoding="utf-8")
    async with open_local_chats() as (slack, teams):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            "run",
            env=environment(
                COPYDESK_POLICY=str(policy),
                COPYDESK_DATABASE_URL=database,
                COPYDESK_PORT="0",
                COPYDESK_SLACK_BOT_TOKEN=slack.workspace.bot_token,
                COPYDESK_SLACK_SIGNING_SECRET=slack.workspace.signing_secret,
                COPYDESK_SLACK_API_URL=slack.api_url,
                PYTHONPATH=os.pathsep.join(sys.path),
            ),
            cwd=folder,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            assert process.stderr is not None
            async with asyncio.timeout(PATIENCE):
                line = b""
                while b'"serving"' not in line:
                    line = await process.stderr.readline()
            slack.copydesk_url = json.loads(line)["url"]
            opened = connect(database)
            await introduce(SqlStore(opened), slack, teams, {"slack": ["cleo"]}, datetime.now(UTC))
            await opened.close()
            ada = slack.person("ada")
            await ada.command("/propose-post", "We moved to a bigger kitchen.")
            form = ada.modal()
            assert form is not None
            await ada.submit(form, {"Channels": ["LinkedIn (3,000 characters)"]})
            await slack.until(lambda: bool(slack.person("cleo").messages(ROOM)))
            yield Served(process=process, url=slack.copydesk_url, slack=slack, database=database)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def test_a_click_in_flight_is_committed_and_answered(sqlite_file: Path, tmp_path: Path) -> None:
    """SIGTERM in the middle of a click: /readyz says so, a new click is told 503, the first is answered and on record."""
    async with served(sqlite_file, tmp_path) as running:
        reader, writer, rest = await running.begin_click()
        await running.stopping(signal.SIGTERM)
        cleo = running.slack.person("cleo")
        (new,) = await running.slack.send(cleo.clicking(cleo.messages(ROOM)[0], "Approve"))
        assert new.status == 503
        writer.write(rest)
        async with asyncio.timeout(PATIENCE):
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            writer.close()
            assert await running.process.wait() == 0
        database = connect(running.database)
        (loaded,) = await SqlStore(database).queue(("in_review", "approved"))
        assert loaded.proposal is not None
        assert [review.decision for review in loaded.proposal.reviews] == ["approve"]
        await database.close()


async def test_a_second_request_stops_at_once(sqlite_file: Path, tmp_path: Path) -> None:
    """Ctrl-C waits for a click that does not end; a second one does not."""
    async with served(sqlite_file, tmp_path) as running:
        opened = await running.begin_click()
        await running.stopping(signal.SIGINT)
        running.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            assert await running.process.wait() == -signal.SIGINT
        opened[1].close()


async def test_a_request_whose_end_does_not_come_is_closed(sqlite_file: Path, tmp_path: Path) -> None:
    """A click of which only the beginning came does not hold up the stop: its connection is closed, with a line in the log."""
    async with served(sqlite_file, tmp_path) as running:
        opened = await running.begin_click()
        await running.stopping(signal.SIGTERM)
        assert running.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            said = (await running.process.stderr.read()).decode()
            assert await running.process.wait() == 0
        opened[1].close()
        assert "closed 1 connections whose requests did not arrive in time" in said
        assert "gave up waiting" not in said
        assert "Traceback" not in said


async def test_work_that_never_ends_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """After its time a request that is still being worked on is given up, with an error in the log."""
    edge = Edge({"/slack/events": "slack"}, Metrics(["slack"]))
    begun = asyncio.Event()

    async def endless(_: web.Request) -> web.StreamResponse:
        begun.set()
        return await asyncio.Future()

    site = application((web.post("/slack/events", endless),), (edge.middleware(),))
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with asyncio.timeout(PATIENCE):
        _, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        await begun.wait()
        await edge.finish([])
        await runner.cleanup()
    writer.close()
    assert "gave up waiting for 1 requests" in caplog.text
