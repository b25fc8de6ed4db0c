"""The door from Teams: POST /api/messages, from the token to the answer."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, assert_never

from aiohttp import web

from adapters.teams import answers, inbound, limits, streams, wire
from adapters.teams.auth import Denied, Gate
from adapters.teams.config import TeamsConfig
from adapters.teams.dispatch import Dispatcher, Reply
from adapters.teams.inbound import Ignored, Inbound, Nameless, Read, Surface, Undecodable, Unknown
from adapters.teams.keys import KeyCache
from adapters.teams.outbound import TeamsChat
from adapters.teams.wire import Json, MalformedError
from workflows.cards import surfaces
from workflows.engine.requests import Answer, Door, Nothing, Say

_log: Final = logging.getLogger(__name__)


class TeamsApp:
    """Takes activities in, brings them to the engine's door and its answers back to where they are waited for."""

    def __init__(
        self, config: TeamsConfig, chat: TeamsChat, door: Door, *, answer_seconds: float = limits.ANSWER_SECONDS
    ) -> None:
        """Serve one app. `chat` writes the answers that nobody waits for; after `answer_seconds` an invoke is told
        that it takes longer, while the work goes on.
        """
        self._gate = Gate(config, KeyCache(config.openid_url, chat.session))
        self._dispatcher = Dispatcher(config.app_id)
        self._chat = chat
        self._door = door
        self._answer_seconds = answer_seconds
        self._working: set[asyncio.Task[Answer]] = set()

    def routes(self) -> list[web.RouteDef]:
        """The routes to be served."""
        return [web.post("/api/messages", self._receive)]

    async def drain(self) -> None:
        """Wait for what is still being worked on; for shutting down."""
        if self._working:
            await asyncio.wait(self._working)

    async def _receive(self, request: web.Request) -> web.Response:
        caller = await self._gate.admit(request.headers.get("Authorization", ""))
        if isinstance(caller, Denied):
            return _refuse(caller.status, caller.cause)
        if request.content_type != "application/json":
            return _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no JSON")
        body: Json = {}
        try:
            body = wire.parse(await streams.read(request.content, limits.BODY_BYTES))
            denied = self._gate.check(caller, body)
            if denied is not None:
                return _refuse(denied.status, denied.cause)
            reply = await self._dispatcher.dispatch(body, _Turn(self, body))
        except streams.TooLongError:
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
        except MalformedError as malformed:
            return _refuse(HTTPStatus.BAD_REQUEST, str(malformed))
        except Exception:  # noqa: BLE001  # the last line before the web server would answer 500
            # A bug in reading or drawing. It is told like one behind the door; an error status would only be sent again.
            trouble = _new_trouble()
            _log.exception("an activity from Teams could not be dealt with [%s]", trouble)
            reply = _sorry(body, trouble)
        if reply is None:
            return web.Response()
        return web.Response(status=reply.status, body=wire.dump(reply.body), content_type="application/json")

    async def answer(self, read: Read) -> Answer | None:
        """Bring a request to the door; None if there is nothing to say. A bug of ours becomes a sentence and a log line."""
        match read:
            case Inbound(request=request):
                if request.origin.conversation is not None:
                    self._chat.remember(request.origin.conversation)
                return await self._in_time(asyncio.create_task(self._door.handle(request), name=_new_trouble()))
            case Nameless():
                return Say(text=surfaces.no_account())
            case Undecodable():
                return Say(text=surfaces.unknown_button())
            case Ignored() | Unknown():
                return None
            case _:
                assert_never(read)

    async def write(self, read: Read, body: Json) -> None:
        """Answer what nobody waits for by a message in the same conversation, and in the same thread."""
        answer = await self.answer(read)
        if answer is None:
            return
        place = inbound.place(body)
        card = answers.posted(answer, place.kind)
        if card is not None:
            await self._chat.reply(place, inbound.thread(body), card)

    async def _in_time(self, work: asyncio.Task[Answer]) -> Answer:
        """The work's answer if it comes in time. It is never cancelled: it may be about to commit."""
        self._working.add(work)
        work.add_done_callback(self._finished)
        await asyncio.wait({work}, timeout=self._answer_seconds)
        if not work.done():
            return Say(text=surfaces.still_checking())
        if work.exception() is None:
            return work.result()
        return Say(text=surfaces.something_broke(_trouble(work)))

    def _finished(self, work: asyncio.Task[Answer]) -> None:
        self._working.discard(work)
        if not work.cancelled() and (broken := work.exception()) is not None:
            _log.error("a request from Teams failed [%s]", _trouble(work), exc_info=broken)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One activity: read when its kind is known, answered in its own way."""

    app: TeamsApp
    body: Json

    async def message(self) -> None:
        await self.app.write(inbound.said(self.body), self.body)

    async def meeting(self) -> None:
        await self.app.write(inbound.met(self.body), self.body)

    async def invoke(self) -> Reply:
        surface: Surface = inbound.surface(self.body)
        try:
            read = inbound.invoked(self.body)
        except MalformedError:
            return Reply(HTTPStatus.BAD_REQUEST, answers.refusal(surface, HTTPStatus.BAD_REQUEST, "BadRequest"))
        if isinstance(read, Unknown):
            status = HTTPStatus.NOT_IMPLEMENTED
            return Reply(status, answers.refusal(surface, status, "NotImplemented"))
        answer = await self.app.answer(read)
        viewer = wire.text(self.body, "from", "id")
        return Reply(HTTPStatus.OK, answers.body(answer or Nothing(), surface, viewer))


def _sorry(body: Json, trouble: str) -> Reply | None:
    """Tell whoever waits; nobody waits for the answer to a message."""
    if wire.text(body, "type") != "invoke":
        return None
    say = Say(text=surfaces.something_broke(trouble))
    return Reply(HTTPStatus.OK, answers.body(say, inbound.surface(body), ""))


def _new_trouble() -> str:
    return secrets.token_hex(4)


def _trouble(work: asyncio.Task[Answer]) -> str:
    """The id under which a failure is logged and told: the same for the same piece of work."""
    return work.get_name()


def _refuse(status: int, cause: str) -> web.Response:
    """Say no in one log line: no body, no token, nothing that the caller wrote."""
    _log.warning("a request to the Teams endpoint was refused: %d, %s", status, cause)
    return web.Response(status=status)
