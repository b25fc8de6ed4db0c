"""Where Slack's payloads come in: signed requests to one address, or the app's sockets. What is done with them is the same."""

import logging
from http import HTTPStatus
from typing import Final

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
from adapters.slack.shapes import Json
from adapters.slack.sockets import Sockets
from workflows.cards import surfaces
from workflows.engine.requests import Door, Say
from workflows.engine.underway import Ended, note_refusal

PATH: Final = "/slack/events"

log = logging.getLogger(__name__)


class SlackEntrance:
    """Lets Slack in: by requests where there is a signing secret and no app token, else by sockets."""

    def __init__(
        self,
        config: SlackConfig,
        chat: SlackChat,
        door: Door,
        ended: Ended,
        *,
        answer_seconds: float = limits.ANSWER_SECONDS,
    ) -> None:
        """`chat` is the installation's other direction; `ended` is told of what came over sockets. For `answer_seconds` see
        `SlackApp`.
        """
        self._config = config
        self._app = SlackApp(config.api_url, chat, door, answer_seconds=answer_seconds)
        api = SlackApi(FixedToken(text=config.app_token), config.api_url, chat.api.session)
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
        await self._app.drain()

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
        answer = await self._app.take(payload)
        if isinstance(answer, Denied) and "command" in payload and answer.cause == auth.ELSEWHERE:
            log.warning("Slack: a command from a workspace that is not ours")
            return _not_set_up()
        return answer


def _refused(denied: Denied) -> web.Response:
    note_refusal(denied.cause)
    log.warning("Slack: refused a request with %d: %s", denied.status, denied.cause)
    return web.Response(status=denied.status)


def _not_set_up() -> BoltResponse:
    card = saying(Say(text=surfaces.not_set_up()))
    body = {"response_type": "ephemeral", "text": card.summary, "blocks": message_blocks(card)}
    return BoltResponse(status=HTTPStatus.OK, body=body)
