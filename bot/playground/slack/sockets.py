"""Socket Mode as the platform does it: tickets, at most ten sockets, envelopes that must be acknowledged where they came.

Sources: docs.slack.dev/apis/events-api/using-socket-mode, docs.slack.dev/reference/methods/apps.connections.open. What is
not documented is played strictly: an acknowledgement counts only on the envelope's own socket; an event whose socket went
away unacknowledged goes to another one, an interaction does not.
"""

import asyncio
import json
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from bot.playground.slack import limits
from bot.playground.slack.journal import Journal
from bot.playground.slack.shapes import Json, as_object

Reason = Literal["warning", "refresh_requested", "link_disabled"]


@dataclass(frozen=True, kw_only=True)
class Acknowledged:
    """What came back for an envelope; `trouble` says why nothing did."""

    payload: Json | None = None
    trouble: str = ""


@dataclass(eq=False, kw_only=True)
class Line:
    """One socket, and the envelopes on it that wait for their acknowledgement."""

    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Acknowledged]] = field(default_factory=dict[str, "asyncio.Future[Acknowledged]"])
    taking_words: set[str] = field(default_factory=set[str])


@dataclass(kw_only=True)
class Sockets:
    """The sockets of one app. `hellos` counts those that were ever opened."""

    app_id: str
    journal: Journal
    seed: int = 0
    lines: list[Line] = field(default_factory=list[Line])
    hellos: int = 0
    _tickets: set[str] = field(default_factory=set[str])
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Start the sequence of the seed, by which envelopes find their socket."""
        self._random = random.Random(self.seed)  # noqa: S311 - repeatable choice, not a secret

    def ticket(self) -> str:
        """The right to open one socket."""
        made = secrets.token_urlsafe(18)
        self._tickets.add(made)
        return made

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """A socket, for as long as both sides keep it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self.lines) >= limits.SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        line = Line(socket=socket, request=request)
        await self._join(line)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(line, message.data)
        finally:
            await self._leave(line)
        return socket

    async def deliver(self, payload: Json, *, seconds: float, attempt: int = 0) -> Acknowledged:
        """Send an envelope over one of the sockets and wait so long for its acknowledgement."""
        if not self.lines:
            return Acknowledged(trouble="dispatch_failed")
        line = self._random.choice(self.lines)
        envelope = _envelope(payload, attempt)
        waiting: asyncio.Future[Acknowledged] = asyncio.get_running_loop().create_future()
        line.waiting[str(envelope["envelope_id"])] = waiting
        if envelope["accepts_response_payload"]:
            line.taking_words.add(str(envelope["envelope_id"]))
        try:
            async with asyncio.timeout(seconds):
                await line.socket.send_json(envelope)
                return await waiting
        except TimeoutError:
            return Acknowledged(trouble="operation_timeout")
        except ConnectionError:
            await self._leave(line)
            return Acknowledged(trouble="connection_closed")
        finally:
            line.waiting.pop(str(envelope["envelope_id"]), None)

    async def deliver_event(self, payload: Json, *, seconds: float) -> Acknowledged:
        """Send an event, again over another socket whenever its socket goes away, as long as that takes less than a minute."""
        attempt = 0
        async with asyncio.timeout(limits.SOCKET_EVENT_SECONDS):
            while True:
                await self.until(lambda: bool(self.lines))
                came = await self.deliver(payload, seconds=seconds, attempt=attempt)
                if came.trouble not in {"connection_closed", "dispatch_failed"}:
                    return came
                attempt += 1

    async def disconnect(self, reason: Reason, *, notice: Awaitable[object] | None = None) -> None:
        """Ask the app to leave every open socket, and close them once the `notice` is over, at once if there is none."""
        lines = list(self.lines)
        for line in lines:
            await line.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
        if notice is not None:
            await notice
        for line in lines:
            await line.socket.close()
            await self._leave(line)

    def drop(self) -> None:
        """Cut every open socket without a word."""
        for line in list(self.lines):
            if line.request.transport is not None:
                line.request.transport.abort()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition on the sockets holds; looked at whenever one comes or goes. Raises `TimeoutError` after a
        minute.
        """
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(condition)

    async def _join(self, line: Line) -> None:
        hello: Json = {
            "type": "hello",
            "num_connections": len(self.lines) + 1,
            "connection_info": {"app_id": self.app_id},
            "debug_info": {"host": "local", "approximate_connection_time": 18060},
        }
        await line.socket.send_json(hello)
        async with self._changed:
            self.hellos += 1
            self.lines.append(line)
            self._changed.notify_all()

    async def _leave(self, line: Line) -> None:
        async with self._changed:
            if line in self.lines:
                self.lines.remove(line)
            for waiting in line.waiting.values():
                if not waiting.done():
                    waiting.set_result(Acknowledged(trouble="connection_closed"))
            self._changed.notify_all()

    def _acknowledge(self, line: Line, said: str) -> None:
        try:
            answer = as_object(json.loads(said))
        except ValueError:
            answer = {}
        waiting = line.waiting.get(str(answer.get("envelope_id")))
        if waiting is None or waiting.done():
            # Too late, or never sent over this socket.
            self.journal.note("socket acknowledgement", {"envelope_id": answer.get("envelope_id")}, "unknown_envelope")
            return
        payload = answer.get("payload")
        if payload is not None and answer.get("envelope_id") not in line.taking_words:
            self.journal.note("socket acknowledgement", {"payload": payload}, "payload_not_accepted")
        waiting.set_result(Acknowledged(payload=as_object(payload) if payload is not None else None))


def _envelope(payload: Json, attempt: int) -> Json:
    kind = "interactive"
    if payload.get("type") == "event_callback":
        kind = "events_api"
    elif "command" in payload:
        kind = "slash_commands"
    envelope: Json = {
        "envelope_id": f"{secrets.token_hex(16)}",
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind == "slash_commands" or payload.get("type") == "view_submission",
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
    return envelope
