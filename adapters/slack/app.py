"""What Slack brings from one installation: the guard's last questions, then Bolt for the dispatch, then the engine's door.

Bolt gets what the guard has parsed, not the bytes: its own parser loses every slash command whose text holds the word
`payload`, answers 500 to what it cannot read, and logs the bodies it rejects.
"""
# Bolt leaves the types of its decorators open.
# pyright: reportUnknownMemberType=false

import re
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack import auth, inbound, limits
from adapters.slack.afterwards import Afterwards
from adapters.slack.answers import NOTHING, Acknowledgement, Answers, Draw
from adapters.slack.api import silent
from adapters.slack.auth import Denied
from adapters.slack.bugs import logged
from adapters.slack.errors import Failure
from adapters.slack.outbound import SlackChat
from adapters.slack.people import Identity
from adapters.slack.private import Whisperer
from adapters.slack.shapes import Json
from workflows.cards import surfaces
from workflows.engine.requests import Answer, Changed, Met, NewsDoor, Say
from workflows.engine.working import Broken, Late, Working

_ANY: Final = re.compile("")


class SlackApp:
    """Answers Slack's payloads with what `door` says to them. `chat` is the same installation's other direction."""

    def __init__(
        self, api_url: str, chat: SlackChat, door: NewsDoor, *, answer_seconds: float = limits.ANSWER_SECONDS
    ) -> None:
        """Serve one installation. After `answer_seconds` people are told that it takes longer, while the work goes on."""
        self._chat = chat
        self._api = chat.api
        self._door = door
        self._after = Afterwards()
        self._working = Working(answer_seconds, logged)
        self._answers = Answers(chat.api, Whisperer(chat.api, api_url), self._after)
        self._bolt = self._listeners()

    async def drain(self) -> None:
        """Wait for what is still being worked on, and for what was left to do after the answers."""
        await self._working.drain()
        await self._after.drain()

    async def take(self, payload: Json) -> BoltResponse | Denied:
        """Answer a payload that is known to come from Slack, if it is for our app and installation."""
        home = await self._api.identity()
        if isinstance(home, Failure):
            # Not an answer that says anything was done: Slack tries events again, people click again.
            return Denied(status=HTTPStatus.SERVICE_UNAVAILABLE, cause="our own identity is unknown")
        ours = auth.check_home(payload, home)
        if isinstance(ours, Denied):
            return ours
        if "command" not in payload and payload.get("type") not in inbound.KINDS:
            return BoltResponse(status=HTTPStatus.OK, body="")
        for_bolt = _for_bolt(payload)
        return for_bolt if isinstance(for_bolt, Denied) else await self._bolt.async_dispatch(for_bolt)

    async def _home(self) -> Identity:
        home = await self._api.identity()
        if isinstance(home, Failure):
            raise TypeError("the guard lets nothing through before the identity is known")
        return home

    def _listeners(self) -> AsyncApp:
        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            # Bolt's own way asks Slack on every request.
            home = await self._home()
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=home.bot_user,
                bot_id=home.bot,
            )

        app = AsyncApp(
            name="copydesk",
            logger=silent(),
            client=self._api.client,
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        for name in inbound.COMMANDS:
            app.command(name)(self._on_command)
        app.shortcut(_ANY)(self._on_shortcut)
        app.action(_ANY)(self._on_action)
        app.view(_ANY)(self._on_view)
        app.event(_ANY)(self._on_event)
        app.error(_failed)
        return app

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await self._in_time(body, self._command(body), self._answers.to_command))

    async def _on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await self._in_time(body, self._shortcut(body), self._answers.to_shortcut))

    async def _on_action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        draw = self._answers.for_button(body)
        await ack(**await self._in_time(body, self._action(body, draw), draw))

    async def _on_view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(**await self._in_time(body, self._view(body), self._answers.to_submission))

    async def _on_event(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
        match await self._working.wait_for(self._event(body)):
            case Broken():
                # Nobody waits for an event's answer, and Slack sends it again: the same event has the same key.
                return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR, body="")
            case Late():
                return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, body="")
            case None:
                await ack()
            case answer:
                await ack(**await self._answers.to_event(body, answer))
        return None

    async def _in_time(self, payload: Json, work: Coroutine[Any, Any, Acknowledgement], draw: Draw) -> Acknowledgement:
        """The acknowledgement that `work` comes to; if it breaks or takes too long, a sentence drawn where it was asked."""
        match await self._working.wait_for(work):
            case Broken(trouble=trouble):
                return await draw(payload, Say(text=surfaces.something_broke(trouble)))
            case Late():
                return await draw(payload, Say(text=surfaces.still_checking()))
            case done:
                return done

    async def _command(self, payload: Json) -> Acknowledgement:
        request = inbound.command(payload, await self._home())
        return NOTHING if request is None else await self._answers.to_command(payload, await self._door.handle(request))

    async def _shortcut(self, payload: Json) -> Acknowledgement:
        request = inbound.shortcut(payload, await self._home())
        return (
            NOTHING if request is None else await self._answers.to_shortcut(payload, await self._door.handle(request))
        )

    async def _action(self, payload: Json, draw: Draw) -> Acknowledgement:
        request = inbound.pressed(payload, await self._home())
        if request is None:
            return NOTHING
        if isinstance(request, inbound.Unreadable):
            return await self._answers.to_unreadable(payload)
        return await draw(payload, await self._door.handle(request))

    async def _view(self, payload: Json) -> Acknowledgement:
        request = inbound.sent(payload, await self._home())
        if isinstance(request, inbound.Unreadable):
            return await self._answers.to_unreadable(payload)
        return await self._answers.to_submission(payload, await self._door.handle(request))

    async def _event(self, payload: Json) -> Answer | None:
        if told := inbound.sharing(payload):
            channel, shared = told
            self._chat.remember(channel, shared=shared)
        if inbound.is_farewell(payload):
            # Told late or twice, it may be of a token that was replaced: Slack is asked how it is now.
            await self._api.test()
            return None
        if news := inbound.group_told(payload, await self._home()):
            await self._door.told(news)
            return None
        request = inbound.event(payload, await self._home())
        if request is None:
            return None
        answer = await self._door.handle(request)
        # Whoever brought the bot somewhere, or left, asked nothing.
        return None if isinstance(request, Met | Changed) else answer


async def _failed(error: Exception) -> BoltResponse:
    """A bug that even the sentence about it could not be drawn for, or in Bolt."""
    logged(error)
    return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR, body="")


def _for_bolt(payload: Json) -> AsyncBoltRequest | Denied:
    try:
        # `socket_mode` is Bolt's word for a payload that was verified and parsed before.
        return AsyncBoltRequest(body=dict(payload), mode="socket_mode")
    except (TypeError, AttributeError, LookupError, ValueError):
        # Bolt looks into parts that we never use, and trips where they are odd.
        return Denied(status=HTTPStatus.BAD_REQUEST, cause="malformed")
