"""The local Teams as a running server: login, key set and connector over real HTTP, and the people who use it.

Long because every door of Microsoft's clouds, with what can go wrong there, is in one place.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, assert_never
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from bot.playground.exchange import FAULT, Exchanges

from .client import PersonClient
from .connector import Connector
from .delivery import PATIENCE, Answer, Courier
from .example import example_world
from .faults import Delay, Endpoint, Fail, FailAfter, Faults, Hold, LoseAnswer, LoseRequest, Throttle
from .identity import CONNECTOR_ISSUER, Issuer, Login, LoginError, TokenForm
from .log import Call, Log, Refusal
from .pacing import Pacing
from .posting import Reply, refused
from .shapes import Json, is_object
from .world import World

APP_PASSWORD = "local-teams-password"  # noqa: S105 - opens nothing but this local server
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[Mapping[str, str], Json, Mapping[str, str]], Reply]


def machine_time() -> datetime:
    """Give the machine's time, aware."""
    return datetime.now(UTC)


class LocalTeams:
    """Microsoft's clouds and the Teams client in one process: `async with LocalTeams(copydesk_url=...) as teams`."""

    def __init__(
        self,
        *,
        copydesk_url: str = "",
        world: World | None = None,
        port: int = 0,
        now: Callable[[], datetime] = machine_time,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        """Set up a world (the example's unless given) to be served on loopback.

        `now` stamps messages (aware), `clock` measures rate limits in seconds, `patience` is how long the client
        waits for an invoke's answer. Tokens read the machine's clock.
        """
        self.world = world or example_world()
        self.app_id = self.world.app_id
        self.app_password = APP_PASSWORD
        self.tenant_id = self.world.home_tenant
        self.issuer = Issuer(app_id=self.app_id)
        self.login = Login(
            app_id=self.app_id, app_password=APP_PASSWORD, home_tenant=self.tenant_id, tenants=self.world.tenants
        )
        self.faults = Faults()
        self.wire = Exchanges()
        self.log = Log()
        self.pacing = Pacing(clock)
        self.now = now
        self._connector = Connector(self.world, self.log, self.pacing, now)
        self._copydesk_url = copydesk_url
        self._port = port
        self._patience = patience
        self._runner: web.AppRunner | None = None
        self._courier: Courier | None = None
        self._changed = asyncio.Condition()
        self._watchers: list[Callable[[], None]] = []

    async def __aenter__(self) -> Self:
        """Start serving on loopback."""
        self._runner = web.AppRunner(self._application(), access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self._courier = Courier(
            session=aiohttp.ClientSession(),
            issuer=self.issuer,
            faults=self.faults,
            log=self.log,
            wire=self.wire,
            copydesk_url=self._copydesk_url,
            patience=self._patience,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        await self.courier.session.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The server's base address."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def openid_url(self) -> str:
        """Where the OpenID document of the Bot Connector's tokens is."""
        return f"{self.url}/v1/.well-known/openidconfiguration"

    @property
    def login_url(self) -> str:
        """The base of the token endpoint `{login_url}/{tenant}/oauth2/v2.0/token`."""
        return f"{self.url}/login"

    @property
    def service_url(self) -> str:
        """The Bot Connector's address as activities name it, with its trailing slash."""
        return f"{self.url}/connector/"

    @property
    def courier(self) -> Courier:
        """The way to Copydesk, while serving."""
        if self._courier is None:
            raise RuntimeError("the local Teams is not running")
        return self._courier

    @property
    def copydesk_url(self) -> str:
        """Where Copydesk listens; may be set at any time."""
        return self._copydesk_url if self._courier is None else self._courier.copydesk_url

    @copydesk_url.setter
    def copydesk_url(self, url: str) -> None:
        self._copydesk_url = url
        if self._courier is not None:
            self._courier.copydesk_url = url

    def person(self, key: str) -> PersonClient:
        """Give the client in front of which this person sits; raises KeyError for somebody unknown."""
        return PersonClient(
            person=self.world.people[key],
            world=self.world,
            courier=self.courier,
            log=self.log,
            service_url=self.service_url,
            now=self.now,
        )

    def deactivate(self, name: str) -> None:
        """Switch an account off; Teams tells the bot nothing."""
        self.world.people[name] = replace(self.world.people[name], active=False)

    async def deliver(
        self,
        activity: Json,
        *,
        form: TokenForm | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        copies: int = 1,
    ) -> list[Answer]:
        """Send any activity as anyone, all copies at once, without the client's second tries; see `Courier.send`."""
        return await asyncio.gather(
            *(self.courier.send(activity, form=form, token=token, headers=headers, raw=raw) for _ in range(copies))
        )

    async def until(self, condition: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """Wait until a condition holds, looking again after every call of Copydesk; else raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    def watch(self, look: Callable[[], None]) -> None:
        """Have `look` called after every call of Copydesk."""
        self._watchers.append(look)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=4 * 1024 * 1024, middlewares=[self.wire.middleware()])
        conversation = "/connector/v3/conversations/{conversation}"
        activity = conversation + "/activities/{activity}"
        app.add_routes(
            [
                web.get("/v1/.well-known/openidconfiguration", self._route("openid", self._openid)),
                web.get("/v1/.well-known/keys", self._route("keys", self._keys)),
                web.post("/login/{tenant}/oauth2/v2.0/token", self._route("token", self._token)),
                web.post("/connector/v3/conversations", self._rest("create")),
                web.post(conversation + "/activities", self._rest("send")),
                web.post(activity, self._rest("reply")),
                web.put(activity, self._rest("update")),
                web.delete(activity, self._rest("delete")),
                web.get(conversation + "/members", self._rest("members")),
                web.get(conversation + "/members/{member}", self._rest("member")),
                web.get(conversation + "/pagedmembers", self._rest("pagedmembers")),
                web.get("/connector/v3/teams/{team}", self._rest("team")),
            ]
        )
        return app

    def _openid(self, _ids: Mapping[str, str], _body: Json, _query: Mapping[str, str]) -> Reply:
        document = {
            "issuer": CONNECTOR_ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.url}/v1/.well-known/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return Reply(status=200, body=document)

    def _keys(self, _ids: Mapping[str, str], _body: Json, _query: Mapping[str, str]) -> Reply:
        return Reply(status=200, body=self.issuer.key_set())

    def _token(self, ids: Mapping[str, str], body: Json, _query: Mapping[str, str]) -> Reply:
        granted = self.login.grant(ids["tenant"], {name: str(value) for name, value in body.items()})
        if isinstance(granted, LoginError):
            return Reply(status=granted.status, body=granted.body(), code=f"AADSTS{granted.number}")
        return Reply(status=200, body=granted)

    def _rest(self, endpoint: Endpoint) -> Handler:
        def act(ids: Mapping[str, str], body: Json, query: Mapping[str, str]) -> Reply:
            return self._connector.answer(endpoint, ids, body, query)

        return self._route(endpoint, act, bearer=True)

    def _route(self, endpoint: Endpoint, act: Act, *, bearer: bool = False) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            if bearer and not self.login.accepts(request.headers.get("Authorization", "")):
                reply = refused(401, "Unauthorized", "Authorization has been denied for this request.")
                return await self._finish(endpoint, request, {}, reply, done=False)
            body = await _body(request)
            if body is None:
                return await self._finish(endpoint, request, {}, refused(400, "BadSyntax", "Bad JSON."), done=False)
            ids = {name: unquote(value) for name, value in request.match_info.items()}
            return await self._suffer(endpoint, request, body, lambda: act(ids, body, request.query))

        return serve

    async def _suffer(
        self, endpoint: Endpoint, request: web.Request, body: Json, act: Callable[[], Reply]
    ) -> web.StreamResponse:
        fault = self.faults.take(endpoint, body)
        request[FAULT] = type(fault).__name__ if fault else ""
        match fault:
            case None:
                return await self._finish(endpoint, request, body, act(), done=True)
            case Throttle(retry_after=seconds):
                reply = refused(429, "TooManyRequests", "API calls quota exceeded.", retry_after=seconds)
                return await self._finish(endpoint, request, body, reply, done=False, injected=True)
            case Fail(status=status, code=code, retry_after=seconds):
                reply = refused(status, code, "The service failed.", retry_after=seconds)
                return await self._finish(endpoint, request, body, reply, done=False, injected=True)
            case FailAfter(status=status):
                done = not act().code
                reply = refused(status, "ServiceError", "The service failed.")
                return await self._finish(endpoint, request, body, reply, done=done, injected=True)
            case LoseAnswer() | LoseRequest():
                done = isinstance(fault, LoseAnswer) and not act().code
                await self._note(endpoint, request, body, None, done=done)
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case Delay(seconds=seconds):
                reply = act()
                await asyncio.sleep(seconds)
                return await self._finish(endpoint, request, body, reply, done=True)
            case Hold(until=event):
                await event.wait()
                return await self._finish(endpoint, request, body, act(), done=True)
            case _:
                assert_never(fault)

    async def _finish(
        self, endpoint: Endpoint, request: web.Request, body: Json, reply: Reply, *, done: bool, injected: bool = False
    ) -> web.Response:
        if reply.code and not injected:
            self.log.refusals.append(Refusal(where=endpoint, code=reply.code, detail=json.dumps(reply.body)))
        done = done and (injected or not reply.code)
        await self._note(endpoint, request, body, reply.status, done=done, retry_after=reply.retry_after)
        headers = {} if reply.retry_after is None else {"Retry-After": reply.retry_after}
        return web.json_response(reply.body, status=reply.status, headers=headers)

    async def _note(
        self,
        endpoint: Endpoint,
        request: web.Request,
        body: Json,
        status: int | None,
        *,
        done: bool,
        retry_after: str | None = None,
    ) -> None:
        call = Call(
            endpoint=endpoint,
            method=request.method,
            path=request.path,
            body={} if endpoint == "token" else body,
            status=status,
            done=done,
            retry_after=retry_after,
            at=self.now(),
        )
        async with self._changed:
            self.log.calls.append(call)
            self._changed.notify_all()
        for each in self._watchers:
            each()


async def _body(request: web.Request) -> Json | None:
    """Read a form or a JSON object; None if it is neither. No body reads as an empty object."""
    if request.content_type == "application/x-www-form-urlencoded":
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    raw = await request.read()
    if not raw:
        return {}
    try:
        body: object = json.loads(raw)
    except ValueError:
        return None
    return body if is_object(body) else None
