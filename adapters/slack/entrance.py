"""Where Slack's payloads come in: signed requests to one address, or the app's sockets. What is done with them is the same."""

import asyncio
import logging
from http import HTTPStatus
from typing import Final, Protocol

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.response import BoltResponse

from adapters.slack import auth, limits
from adapters.slack.access import FixedToken
from adapters.slack.api import SlackApi
from adapters.slack.app import SlackApp
from adapters.slack.auth import Denied
from adapters.slack.cards import message_blocks, saying
from adapters.slack.config import SlackConfig
from adapters.slack.outbound import SlackChat
from adapters.slack.shapes import Json, at
from adapters.slack.sockets import Sockets
from workflows.cards import surfaces
from workflows.engine.requests import NewsDoor, Say
from workflows.engine.underway import Ended, note_refusal

PATH: Final = "/slack/events"

log = logging.getLogger(__name__)


class Reached(Protocol):
    """The other direction: knows through which installation a payload came."""

    @property
    def session(self) -> aiohttp.ClientSession:
        """What is spoken over."""
        ...

    @property
    def current(self) -> tuple[SlackChat, ...]:
        """The installations that there are now, as far as is known."""
        ...

    async def reached_by(self, payload: Json) -> SlackChat | Denied:
        """The installation, or that it is none of ours."""
        ...


class SlackEntrance:
    """Lets Slack in: by requests where there is a signing secret and no app token, else by sockets."""

    def __init__(
        self,
        config: SlackConfig,
        chats: Reached,
        door: NewsDoor,
        ended: Ended,
        *,
        answer_seconds: float = limits.ANSWER_SECONDS,
    ) -> None:
        """`ended` is told of what came over sockets. For `answer_seconds` see `SlackApp`."""
        self._config = config
        self._chats = chats
        self._door = door
        self._answer_seconds = answer_seconds
        self._apps: dict[SlackChat, SlackApp] = {}
        self._leaving = set[asyncio.Task[None]]()
        api = SlackApi(FixedToken(text=config.app_token), config.api_url, chats.session)
        self._sockets = Sockets(api, self._answer, ended) if config.app_token else None

    def routes(self) -> list[web.RouteDef]:
        """Where Slack sends commands, interactions and events; nowhere in Socket Mode."""
        return [] if self._sockets else [web.post(PATH, self._receive)]

    async def open(self) -> None:
        """Begin to take what comes over sockets."""
        if self._sockets:
            self._sockets.start()

    async def drain(self) -> None:
        """Wait for what is still being worked on, and for what was left to do after the answers."""
        if self._sockets:
            await self._sockets.drain()
        for app in tuple(self._apps.values()):
            await app.drain()
        await asyncio.gather(*self._leaving)

    async def _receive(self, request: web.Request) -> web.Response:
        body = await auth.read(request)
        if isinstance(body, Denied):
            return _refused(body)
        if auth.is_ssl_check(body):
            return web.Response()
        repeated = any(len(request.headers.getall(name, [])) > 1 for name in auth.SIGNED_BY)
        if repeated:
            return _refused(Denied(status=HTTPStatus.UNAUTHORIZED, cause="no signature"))
        signed = auth.check_signature(request.headers, body, self._config.signing_secret)
        if isinstance(signed, Denied):
            return _refused(signed)
        payload = auth.parse(body)
        if isinstance(payload, Denied):
            return _refused(payload)
        answer = await self._answer(payload)
        return _refused(answer) if isinstance(answer, Denied) else await to_aiohttp_response(answer)

    async def _answer(self, payload: Json) -> BoltResponse | Denied:
        if at(payload, "type") == "url_verification":
            # Asked of the address, by no workspace.
            return BoltResponse(status=HTTPStatus.OK, body={"challenge": at(payload, "challenge")})
        chat = await self._chats.reached_by(payload)
        answer = chat if isinstance(chat, Denied) else await self._app_of(chat).take(payload)
        if isinstance(answer, Denied) and "command" in payload and answer.cause == auth.ELSEWHERE:
            log.warning("Slack: a command from a workspace that is not ours")
            return _not_set_up()
        return answer

    def _app_of(self, chat: SlackChat) -> SlackApp:
        if chat not in self._apps:
            self._drop_old()
            self._apps[chat] = SlackApp(self._config.api_url, chat, self._door, answer_seconds=self._answer_seconds)
        return self._apps[chat]

    def _drop_old(self) -> None:
        """Let go of those whose installation was replaced or lost, once they are done."""
        for chat in self._apps.keys() - set(self._chats.current):
            leaving = asyncio.create_task(self._apps.pop(chat).drain())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)


def _refused(denied: Denied) -> web.Response:
    note_refusal(denied.cause)
    log.warning("Slack: refused a request with %d: %s", denied.status, denied.cause)
    return web.Response(status=denied.status)


def _not_set_up() -> BoltResponse:
    card = saying(Say(text=surfaces.not_set_up()))
    body = {"response_type": "ephemeral", "text": card.summary, "blocks": message_blocks(card)}
    return BoltResponse(status=HTTPStatus.OK, body=body)
