"""Socket Mode: Slack's payloads over websockets that we open, instead of requests to an address of ours.

The SDK's own client closes a socket before it opens the next one and acknowledges over whichever is newest, so what is in
flight at a change is lost. Here the next one is open before the old one goes, every envelope is acknowledged over the
socket it came on, and only after its work was committed; what is never acknowledged, Slack sends again or tells the
person, and the same input has one effect. Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import aiohttp
from slack_bolt.response import BoltResponse
from yarl import URL

from adapters.slack import limits
from adapters.slack.api import SlackApi
from adapters.slack.auth import Denied, Envelope, envelope
from adapters.slack.errors import Failure, wait
from adapters.slack.shapes import Json, at
from workflows.engine.underway import UNDERWAY, Ended, Underway

Take = Callable[[Json], Awaitable[BoltResponse | Denied]]
"""What is done with a payload; only a 200 is an acknowledgement."""

FIRST_WAIT: Final = 0.1
LONGEST_WAIT: Final = 30.0
SHORT_LIVED: Final = 1.0
SOON: Final = 0.2
"""Seconds: a socket that lived so short a time makes the next one wait, but no longer than this."""
HEARTBEAT: Final = 10.0
LEAVING: Final = 30.0
"""How long a socket that Slack asked us to leave is still read, if Slack does not close it."""
TURNED_OFF: Final = 60.0
CLOSING: Final = 2.0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

log = logging.getLogger(__name__)


def longest_wait(failed: int, brief: int) -> float:
    """How long the next socket may have to wait, in seconds: full jitter over a limit that doubles, after so many tries in a
    row without a socket and so many sockets that did not live. Those were there, and do not make a failed try wait longer.
    """
    waits = ((failed, LONGEST_WAIT), (brief, SOON))
    return max(min(longest, FIRST_WAIT * 2 ** min(times, 10)) if times else 0.0 for times, longest in waits)


@dataclass(eq=False)
class _Line:
    """One socket. `leaving` once it is not to be relied on any longer, and why."""

    socket: aiohttp.ClientWebSocketResponse
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    why: str = ""
    answering: set[asyncio.Task[None]] = field(default_factory=set["asyncio.Task[None]"])

    def leave(self, why: str) -> None:
        """Another socket is needed; the first reason stays."""
        self.why = self.why or why
        self.leaving.set()


class Sockets:
    """Keeps one socket open, two while Slack replaces it. `api` speaks with the app's own token, `ended` is told of each envelope
    that was acknowledged or refused.
    """

    def __init__(self, api: SlackApi, take: Take, ended: Ended) -> None:
        self._api = api
        self._take = take
        self._ended = ended
        self._reading: dict[asyncio.Task[None], _Line] = {}
        self._keeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; connecting goes on in the background for as long as it takes."""
        self._keeping = asyncio.create_task(self._keep(), name="slack sockets")

    async def drain(self) -> None:
        """Take nothing new, finish and acknowledge what was taken, and close."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        reading = dict(self._reading)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    async def _keep(self) -> None:
        failed = brief = 0
        while True:
            await asyncio.sleep(longest_wait(failed, brief) * secrets.randbelow(1000) / 1000)
            line = await self._connect()
            if isinstance(line, Failure):
                failed += 1
                log.error("Slack: no socket: %s", line.code or line.detail)
                if line.retry_after:
                    await asyncio.sleep(wait(line.retry_after).total_seconds())
                continue
            began = asyncio.get_running_loop().time()
            await line.leaving.wait()
            lived = asyncio.get_running_loop().time() - began
            failed, brief = 0, (brief + 1 if lived < SHORT_LIVED else 0)
            log.info("Slack: changing sockets: %s", line.why)
            if line.why in {"link_disabled", "too_many_websockets"}:
                log.error("Slack: no socket: %s", line.why)
                await asyncio.sleep(TURNED_OFF)

    async def _connect(self) -> _Line | Failure:
        """A socket that has said hello and is being read."""
        opened = await self._api.call("apps.connections.open")
        if isinstance(opened, Failure):
            return opened
        url = URL(at(opened, "url"))
        if url.scheme != "wss" and not (url.scheme == "ws" and url.host in LOOPBACK):
            return Failure(detail="Slack named an address that is not encrypted")
        try:
            async with asyncio.timeout(limits.CALL_SECONDS):
                socket = await self._api.session.ws_connect(url, heartbeat=HEARTBEAT, max_msg_size=limits.BODY_BYTES)
                hello = await socket.receive_str()
        except (aiohttp.ClientError, OSError, TypeError) as error:
            return Failure(detail=type(error).__name__)
        line = _Line(socket)
        self._hear(line, hello)
        task = asyncio.create_task(self._read(line), name="slack socket")
        self._reading[task] = line
        task.add_done_callback(lambda done: self._reading.pop(done, None))
        return line

    async def _read(self, line: _Line) -> None:
        """Take what comes until the socket is closed, or was left behind long enough; then see every answer out."""
        reader = asyncio.create_task(self._listen(line))
        left = asyncio.create_task(self._left_behind(line))
        try:
            await asyncio.wait({reader, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            line.leave("closed")
            for task in (reader, left):
                task.cancel()
            await asyncio.gather(reader, left, return_exceptions=True)
            while line.answering:
                await asyncio.wait(set(line.answering))
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await line.socket.close()

    async def _left_behind(self, line: _Line) -> None:
        await line.leaving.wait()
        await asyncio.sleep(LEAVING)

    async def _listen(self, line: _Line) -> None:
        async for message in line.socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._hear(line, message.data)

    def _hear(self, line: _Line, said: str) -> None:
        found = envelope(said)
        if isinstance(found, Denied):
            log.warning("Slack: refused an envelope: %s", found.cause)
        elif found.kind == "hello":
            log.info("Slack: a socket is open, %s in all", found.sockets or "?")
        elif found.kind == "disconnect":
            line.leave(found.reason or "asked to leave")
        elif found.id:
            task = asyncio.create_task(self._answer(line, found))
            line.answering.add(task)
            task.add_done_callback(line.answering.discard)

    async def _answer(self, line: _Line, found: Envelope) -> None:
        began = time.perf_counter()
        underway = Underway(number=secrets.token_hex(4))
        UNDERWAY.set(underway)
        came = await self._take(found.payload)
        if isinstance(came, Denied):
            underway.refused = came.cause
            self._ended(underway, time.perf_counter() - began)
            log.warning("Slack: refused an envelope with %d: %s", came.status, came.cause)
            return
        if came.status != HTTPStatus.OK:
            return
        answer: dict[str, object] = {"envelope_id": found.id}
        if came.body and found.takes_words:
            answer["payload"] = json.loads(came.body)
        try:
            await line.socket.send_json(answer)
        except (ConnectionError, aiohttp.ClientError):
            log.info("Slack: a socket went before its acknowledgement")
            return
        self._ended(underway, time.perf_counter() - began)
