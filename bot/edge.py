"""The edge: what every request from a chat passes. It gets its number, is timed and counted; while we stop, none is begun, and
only so many large ones are at a time.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.metrics import Metrics
from workflows.domain.ids import Chat
from workflows.engine.requests import Answer, GroupTold, NewsDoor, PlaceTold, Request
from workflows.engine.underway import UNDERWAY, Underway, note_kind

LAST_REQUESTS: Final = 10
"""Seconds that requests which have begun may take to end, once we are stopping."""
SMALL_BODY: Final = 65_536
"""Bytes that hardly a request of either chat goes beyond. All connections together hold 52 MB of such at most."""
LARGE_AT_ONCE: Final = 16
"""How many larger ones are read at a time, a megabyte each at most: whoever sends many does not use up the memory, nor keep
the small ones waiting.
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log: Final = logging.getLogger(__name__)


def new_number() -> str:
    """A request's number: short enough to be read out, and in a day's log hardly ever there twice."""
    return secrets.token_hex(4)


class Edge:
    """Watches over the requests of the chats, whose addresses are `chats`."""

    def __init__(self, chats: Mapping[str, Chat], metrics: Metrics) -> None:
        self._chats = chats
        self._metrics = metrics
        self._running = 0
        self._large = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.closed = False
        """Whether no further request is begun."""

    async def finish(self, drains: Iterable[Callable[[], Awaitable[None]]]) -> None:
        """Begin no further request: each is told 503, and nothing of it was done. Those that have begun end, and then what
        the `drains` wait for: what is left to be told after the answers.
        """
        self.closed = True
        try:
            async with asyncio.timeout(LAST_REQUESTS):
                await self._idle.wait()
                for drain in drains:
                    await drain()
        except TimeoutError:
            # What was committed is on record; who asked may not have heard of it, and asks again.
            log.error("gave up waiting for %d requests and what follows them", self._running)  # noqa: TRY400 - a trace says nothing

    def middleware(self) -> Callable[[web.Request, Handler], Awaitable[web.StreamResponse]]:
        """For the web server. What is no chat's passes untouched."""

        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            chat = self._chats.get(request.path)
            return await handler(request) if chat is None else await self._watched(chat, request, handler)

        return watch

    async def _watched(self, chat: Chat, request: web.Request, handler: Handler) -> web.StreamResponse:
        began = time.perf_counter()
        large = _is_large(request)
        if self.closed or (large and self._large >= LARGE_AT_ONCE):
            self._metrics.turned_away(chat, "stopping" if self.closed else "too many large ones")
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"})
        underway = Underway(number=new_number())
        before = UNDERWAY.set(underway)
        self._running += 1
        self._large += large
        self._idle.clear()
        try:
            response = await handler(request)
        finally:
            # The connection lives on, and what comes over it next is another matter.
            UNDERWAY.reset(before)
            self._running -= 1
            self._large -= large
            if not self._running:
                self._idle.set()
        self._metrics.ended(chat, underway, time.perf_counter() - began)
        return response


class WatchedDoor:
    """The engine's door, noting what each request asks for."""

    def __init__(self, door: NewsDoor) -> None:
        self._door = door

    async def handle(self, request: Request) -> Answer:
        """As the door behind does."""
        kind = _noted(request)
        answer = await self._door.handle(request)
        chat = request.origin.account.chat
        log.debug("answered", extra={"chat": chat, "kind": kind, "answer": type(answer).__name__})
        return answer

    async def told(self, news: PlaceTold | GroupTold) -> Answer:
        """As the door behind does."""
        kind = _noted(news)
        answer = await self._door.told(news)
        chat, fate = (
            (news.chat, "changed") if isinstance(news, GroupTold) else (news.conversation.chat, news.fate or "renamed")
        )
        log.debug("told", extra={"chat": chat, "kind": kind, "fate": fate})
        return answer


def _is_large(request: web.Request) -> bool:
    """Whether the body is large, or could be: one in chunks does not say."""
    size = request.content_length
    return request.can_read_body and (size is None or size > SMALL_BODY)


def _noted(asked: Request | PlaceTold | GroupTold) -> str:
    kind = type(asked).__name__.lower()
    note_kind(kind)
    return kind
