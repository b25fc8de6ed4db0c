"""The door from Teams: POST /api/messages, from the token to the answer."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal, assert_never

from aiohttp import web

from adapters.teams import answers, events, inbound, limits, streams, wire
from adapters.teams.auth import Denied, Gate
from adapters.teams.bugs import logged
from adapters.teams.config import TeamsConfig
from adapters.teams.dispatch import Dispatcher, Reply
from adapters.teams.inbound import Ignored, Inbound, Nameless, News, Read, Surface, Undecodable, Unknown
from adapters.teams.keys import KeyCache
from adapters.teams.outbound import TeamsChat
from adapters.teams.wire import Json, MalformedError
from workflows.cards import surfaces
from workflows.engine.requests import Answer, NewsDoor, Nothing, Say
from workflows.engine.underway import note_refusal
from workflows.engine.working import Broken, Late, Working

PATH: Final = "/api/messages"

_log: Final = logging.getLogger(__name__)


class TeamsApp:
    """Takes activities in, brings them to the engine's door and its answers back to where they are waited for."""

    def __init__(
        self, config: TeamsConfig, chat: TeamsChat, door: NewsDoor, *, answer_seconds: float = limits.ANSWER_SECONDS
    ) -> None:
        """Serve one app. `chat` writes the answers that nobody waits for; after `answer_seconds` an invoke is told
        that it takes longer, while the work goes on.
        """
        self._gate = Gate(config, KeyCache(config.openid_url, chat.session))
        self._dispatcher = Dispatcher(config.app_id)
        self._chat = chat
        self._door = door
        self._working = Working(answer_seconds, logged)
        self.untriggered: Literal["viewed", "pressed"] = "pressed" if config.auth == "off" else "viewed"
        """Microsoft's local test client never says who clicked, and refreshes no card by itself."""

    def routes(self) -> list[web.RouteDef]:
        """The routes to be served."""
        return [web.post(PATH, self._receive)]

    async def drain(self) -> None:
        """Wait for what is still being worked on; for shutting down."""
        await self._working.drain()

    async def _receive(self, request: web.Request) -> web.Response:
        caller = await self._gate.admit(request.headers.get("Authorization", ""))
        if isinstance(caller, Denied):
            return _refuse(caller.status, caller.cause)
        if request.content_type != "application/json":
            return _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no JSON")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return _refuse(HTTPStatus.BAD_REQUEST, "compressed")
        try:
            raw = await streams.read(request.content, limits.BODY_BYTES)
        except streams.TooLongError:
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
        except (web.RequestPayloadError, ConnectionError):
            return _refuse(HTTPStatus.BAD_REQUEST, "broken off")
        body: Json = {}
        try:
            body = wire.parse(raw)
            denied = self._gate.check(caller, body)
            if denied is not None:
                return _refuse(denied.status, denied.cause)
            reply = await self._dispatcher.dispatch(body, _Turn(self, body))
        except MalformedError as malformed:
            return _refuse(HTTPStatus.BAD_REQUEST, str(malformed))
        except Exception as bug:  # noqa: BLE001  # the last line before the web server would answer 500
            # A bug in reading or drawing. It is told like one behind the door; an error status would only be sent again.
            reply = _sorry(body, Broken(trouble=logged(bug)))
        if reply is None:
            return web.Response()
        return web.Response(status=reply.status, body=wire.dump(reply.body), content_type="application/json")

    async def answer(self, read: Read) -> Answer | None:
        """Bring a request to the door; None if there is nothing to say. A bug of ours becomes a sentence and a log line."""
        match read:
            case Inbound(request=request):
                if request.origin.conversation is not None:
                    self._chat.remember(request.origin.conversation)
                return _told(await self._working.wait_for(self._door.handle(request)))
            case News(told=told):
                self._chat.remember(told.conversation)
                return _told(await self._working.wait_for(self._door.told(told)))
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


@dataclass(frozen=True, slots=True)
class _Turn:
    """One activity: read when its kind is known, answered in its own way."""

    app: TeamsApp
    body: Json

    async def message(self) -> None:
        await self.app.write(inbound.said(self.body), self.body)

    async def meeting(self) -> None:
        await self.app.write(events.told(self.body), self.body)

    async def invoke(self) -> Reply:
        surface: Surface = inbound.surface(self.body)
        try:
            read = inbound.invoked(self.body, untriggered=self.app.untriggered)
        except MalformedError:
            return Reply(HTTPStatus.BAD_REQUEST, answers.refusal(surface, HTTPStatus.BAD_REQUEST, "BadRequest"))
        if isinstance(read, Unknown):
            status = HTTPStatus.NOT_IMPLEMENTED
            return Reply(status, answers.refusal(surface, status, "NotImplemented"))
        answer = await self.app.answer(read)
        viewer = wire.text(self.body, "from", "id")
        return Reply(HTTPStatus.OK, answers.body(answer or Nothing(), surface, viewer))


def _told(came: Answer | Late | Broken) -> Answer:
    match came:
        case Late():
            return Say(text=surfaces.still_checking())
        case Broken(trouble=trouble):
            return Say(text=surfaces.something_broke(trouble))
        case answer:
            return answer


def _sorry(body: Json, broken: Broken) -> Reply | None:
    """Tell whoever waits; nobody waits for the answer to a message."""
    if wire.text(body, "type") != "invoke":
        return None
    return Reply(HTTPStatus.OK, answers.body(_told(broken), inbound.surface(body), ""))


def _refuse(status: int, cause: str) -> web.Response:
    """Say no in one log line: no body, no token, nothing that the caller wrote."""
    note_refusal(cause)
    _log.warning("a request to the Teams endpoint was refused: %d, %s", status, cause)
    return web.Response(status=status)
