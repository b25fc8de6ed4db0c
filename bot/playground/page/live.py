"""Telling every open page what has changed, as server-sent events: only what, never the words; the page then looks."""

import asyncio
import json

from aiohttp import web

from bot.playground.page.guard import HEADERS

BREATH = 0.03
"""Seconds in which several changes become one event."""
HEARTBEAT = 15.0
"""Seconds after which a silent line gets a comment, so that a page that went away is noticed."""


class Live:
    """Every open page, and what each has not been told yet."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._listeners: list[_Listener] = []

    def changed(self, what: str) -> None:
        """Something changed: `slack`, `teams`, `controls` or `wire`."""
        for each in self._listeners:
            each.hear(what)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One page's line, until it goes away or the server stops."""
        line = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await line.prepare(request)
        listener = _Listener()
        self._listeners.append(listener)
        try:
            await line.write(b"retry: 500\n\n")
            while True:
                news = await listener.news()
                await line.write(f"data: {json.dumps(news)}\n\n".encode() if news else b": still here\n\n")
        except ConnectionError:
            return line
        finally:
            self._listeners.remove(listener)


class _Listener:
    def __init__(self) -> None:
        self._news: set[str] = set()
        self._woken = asyncio.Event()

    def hear(self, what: str) -> None:
        self._news.add(what)
        self._woken.set()

    async def news(self) -> list[str]:
        """What changed since the last time; nothing if nothing did for a while."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self._woken.wait()
        except TimeoutError:
            return []
        await asyncio.sleep(BREATH)
        self._woken.clear()
        told, self._news = sorted(self._news), set()
        return told
