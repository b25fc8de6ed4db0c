"""What the app calls over HTTP: the Web API and the response URLs, with the trouble that a test ordered."""

import asyncio
import copy
import json
from collections.abc import Callable

from aiohttp import web

from bot.playground.exchange import FAULT
from bot.playground.slack import api, api_app, responses
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.delivery import JSON
from bot.playground.slack.faults import (
    DelayAnswer,
    DeliverTwice,
    FailAfterDoing,
    FailBeforeDoing,
    Fault,
    HoldAnswer,
    LoseAnswer,
    LoseRequest,
    RateLimit,
    RefuseWith,
)
from bot.playground.slack.oauth import OAuth
from bot.playground.slack.shapes import Json, as_object
from bot.playground.slack.world import World

LARGEST_BODY = 4 * 1024 * 1024
APP_METHODS = {"apps.connections.open": api_app.open_connection}
"""Methods that are called with the app's own token."""


class Edge:
    """The routes of the local Slack; every call is noted, refused or not."""

    def __init__(self, clouds: list[Cloud], oauth: OAuth) -> None:
        """Stand in front of these: one for each workspace."""
        self._clouds = clouds
        self._cloud = clouds[0]
        self._oauth = oauth
        self._changed = asyncio.Condition()
        self.watchers: list[Callable[[], None]] = []
        """Called after every call of the app."""

    def routes(self) -> list[web.RouteDef]:
        """What is listened to."""
        return [
            web.get("/api/{method}", self._api),
            web.post("/api/{method}", self._api),
            web.post("/response/{key}", self._response),
            web.get("/link", self._link),
        ]

    async def until(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until a condition holds, looked at after every call. Raises `TimeoutError` if it stays false."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            arguments = await _arguments(request)
        except ValueError:
            return _refusal(ApiError("invalid_json"))
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        token = bearer or str(arguments.pop("token", ""))

        def call(given: Json) -> web.Response:
            if method == "oauth.v2.access":
                client = request.headers.get("Authorization", "")
                return web.json_response({"ok": True, **self._oauth.access(client, Arguments(given))})
            if method in APP_METHODS:
                return web.json_response({"ok": True, **APP_METHODS[method](self._cloud, token)})
            world = self._world_of(token)
            scopes = ",".join(sorted(world.workspace.scopes or ()))
            answer = api.answer(world, method, token, Arguments(given))
            return web.json_response(answer, headers={"X-OAuth-Scopes": scopes})

        return await self._answered(request, method, arguments, call)

    def _world_of(self, token: str) -> World:
        """The world of the workspace that a token was given in; for one that was never given, the first."""
        given = (each.world for each in self._clouds if token in each.world.workspace.tokens)
        return next(given, None) or self._cloud.world

    async def _link(self, request: web.Request) -> web.StreamResponse:
        sockets = self._cloud.deliverer.sockets
        return web.Response(status=404) if sockets is None else await sockets.serve(request)

    async def _response(self, request: web.Request) -> web.Response:
        try:
            body = as_object(json.loads(await request.text()))
        except ValueError:
            return _refusal(ApiError("invalid_payload"), status=400)

        def respond(given: Json) -> web.Response:
            key = request.match_info["key"]
            worlds = [each.world for each in self._clouds]
            responses.respond(next((one for one in worlds if key in one.response_urls), worlds[0]), key, given)
            return web.Response(text="ok")

        return await self._answered(request, "response_url", body, respond)

    async def _answered(
        self, request: web.Request, method: str, arguments: Json, do: Callable[[Json], web.Response]
    ) -> web.Response:
        fault = self._cloud.faults.next_for(method, arguments)
        request[FAULT] = _name(fault)
        answer = _instead(fault)
        if answer is None:
            answer = self._done(method, arguments, do, fault)
        else:
            wait = answer.headers.get("Retry-After", "")
            self._cloud.journal.note(method, arguments, _code(fault), fault=_name(fault), retry_after=wait)
        for cloud in self._clouds:
            cloud.announce()
        async with self._changed:
            self._changed.notify_all()
        for each in self.watchers:
            each()
        return await _after(request, fault, answer)

    def _done(
        self, method: str, arguments: Json, do: Callable[[Json], web.Response], fault: Fault | None
    ) -> web.Response:
        # Doing gives names to nameless blocks; the record keeps what was asked.
        asked = copy.deepcopy(arguments)
        try:
            answer = do(arguments)
        except ApiError as error:
            self._cloud.journal.note(method, asked, error.error, explained=error.explained, fault=_name(fault))
            return _refusal(error, status=404 if method == "response_url" else 200)
        self._cloud.journal.note(method, asked, "ok", fault=_name(fault))
        return answer


def _name(fault: Fault | None) -> str:
    return type(fault).__name__ if fault else ""


def _code(fault: Fault | None) -> str:
    match fault:
        case RefuseWith(error=error):
            return error
        case LoseRequest() | FailBeforeDoing():
            return "not_done"
        case _:
            return "ratelimited"


def _instead(fault: Fault | None) -> web.Response | None:
    match fault:
        case RateLimit(seconds=seconds):
            refusal = _refusal(ApiError("ratelimited"), status=429)
            if seconds is not None:
                refusal.headers["Retry-After"] = str(seconds)
            return refusal
        case LoseRequest():
            return web.Response(status=500)
        case FailBeforeDoing(status=status):
            return web.Response(status=status, text="upstream connect error")
        case RefuseWith(error=error):
            return _refusal(ApiError(error))
        case LoseAnswer() | FailAfterDoing() | DelayAnswer() | HoldAnswer() | DeliverTwice() | None:
            return None


async def _after(request: web.Request, fault: Fault | None, answer: web.Response) -> web.Response:
    match fault:
        case LoseAnswer() | LoseRequest():
            if request.transport is not None:
                request.transport.abort()
        case FailAfterDoing():
            return web.Response(status=500, text="internal error")
        case DelayAnswer(seconds=seconds):
            await asyncio.sleep(seconds)
        case HoldAnswer(until=event):
            await event.wait()
        case FailBeforeDoing() | RateLimit() | RefuseWith() | DeliverTwice() | None:
            pass
    return answer


async def _arguments(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == JSON:
        return given | as_object(json.loads(await request.text()))
    return given | {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _refusal(error: ApiError, *, status: int = 200) -> web.Response:
    body: Json = {"ok": False, "error": error.error}
    if error.explained:
        body["response_metadata"] = {"messages": list(error.explained)}
    return web.json_response(body, status=status)
