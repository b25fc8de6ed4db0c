"""Connections that keep us waiting: a request that does not arrive in time ends its connection, and there are only so many.

The web server waits for a request's head and body as long as its sender likes, and our file descriptors are few. So each
connection stands behind a door of ours, which watches what comes in and hands it on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, cast

from aiohttp import web

RECEIVE_SECONDS: Final = 6.0
"""How long a request may take to arrive: from connecting, or from its first byte, to the end of its body."""
MOST_CONNECTIONS: Final = 800
"""How many there may be at a time: well below the 1,024 files that a process may usually have open."""
BACKLOG: Final = 256
"""How many may wait to be let in."""
IDLE_SECONDS: Final = 75.0
"""How long a connection may stay open between two requests, as web servers in front of us like to keep theirs."""
LINGER_SECONDS: Final = 1.0
"""How long the rest of a body is read past that was answered before its end."""
SAY_EVERY: Final = 60.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log: Final = logging.getLogger(__name__)


class Connections:
    """All connections. `seconds` is how long a request may take to arrive; past `most` whoever kept us waiting longest goes."""

    def __init__(self, seconds: float = RECEIVE_SECONDS, most: int = MOST_CONNECTIONS) -> None:
        self.seconds = seconds
        self._most = most
        self._open: dict[asyncio.BaseProtocol, _Door] = {}
        self._ended = 0
        self._said: float | None = None

    async def listen(self, runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
        """Let connections come in to a web server that is set up. Raises OSError where nobody can listen."""
        server = cast("web.Server", runner.server)
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Door(self, server()), host, port, backlog=BACKLOG)

    def middleware(self) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
        """For the web server: tells when a head is whole, and when its request is answered."""

        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            door = self._open.get(request.protocol)
            if door is None:
                return await handler(request)
            door.begun(request)
            try:
                return await handler(request)
            finally:
                door.answered()

        return watch

    def opened(self, door: "_Door", behind: asyncio.BaseProtocol) -> None:
        """One more; where that is one too many, the one goes whose request has taken longest to arrive, else whoever has been
        idle longest, else the new one.
        """
        if len(self._open) >= self._most:
            spare = [one for one in self._open.values() if one.is_waiting]
            receiving = [one for one in spare if not one.is_idle]
            min(receiving or spare or [door], key=lambda one: one.since).end()
        if not door.is_closed:
            self._open[behind] = door

    def closed(self, behind: asyncio.BaseProtocol) -> None:
        """One less."""
        self._open.pop(behind, None)

    def ended(self) -> None:
        """We closed one. That is one log line a minute at most, however many they are."""
        self._ended += 1
        now = asyncio.get_running_loop().time()
        if self._said is None or now - self._said >= SAY_EVERY:
            log.warning("closed %d connections whose requests did not arrive in time", self._ended)
            self._ended, self._said = 0, now


class _Door(asyncio.Protocol):
    """One connection, in front of the web server's own protocol for it."""

    def __init__(self, connections: Connections, behind: asyncio.Protocol) -> None:
        self._connections = connections
        self._behind = behind
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._request: web.Request | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.is_idle = False
        """Whether nothing of a request has come since the last was answered."""
        self.since = 0.0
        """When we began to wait for a request."""

    @property
    def is_waiting(self) -> bool:
        """Whether no request of it is being worked on: none has arrived whole."""
        return self._request is None or not self._request.content.is_eof()

    @property
    def is_closed(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._transport is None or self._transport.is_closing()

    def begun(self, request: web.Request) -> None:
        """The head is whole; the body may be on its way."""
        self._request, self.is_idle = request, False
        if not self.is_waiting:
            self._stop()

    def answered(self) -> None:
        """Another request may follow, when it likes."""
        self._stop()
        self._request, self.is_idle, self.since = None, True, self._loop.time()

    def end(self) -> None:
        """Close it, whatever is still on its way."""
        self._stop()
        if self._transport is not None and not self.is_closed:
            self._connections.ended()
            self._transport.abort()
        self._connections.closed(self._behind)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._wait()
        self._behind.connection_made(transport)
        self._connections.opened(self, self._behind)

    def data_received(self, data: bytes) -> None:
        if self.is_idle:
            self.is_idle = False
            self._wait()
        self._behind.data_received(data)

    def eof_received(self) -> bool | None:
        return self._behind.eof_received()

    def pause_writing(self) -> None:
        self._behind.pause_writing()

    def resume_writing(self) -> None:
        self._behind.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self._connections.closed(self._behind)
        self._behind.connection_lost(exc)

    def _wait(self) -> None:
        self.since = self._loop.time()
        self._timer = self._loop.call_later(self._connections.seconds, self._late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        if self.is_waiting:
            self.end()
