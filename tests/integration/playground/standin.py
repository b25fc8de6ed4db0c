"""A tiny bot where Copydesk will be: it checks nothing, answers what a test tells it, and can call the connector."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from aiohttp import web

from bot.playground.teams import LocalTeams

Json = dict[str, Any]
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
APPROVE: Json = {"type": "Action.Execute", "title": "Approve", "verb": "approve", "id": "a1", "data": {"revision": 1}}


@dataclass(frozen=True, kw_only=True)
class Got:
    """What the bot's REST call was answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The connector's error code."""
        return self.body["error"]["code"]


@dataclass(kw_only=True, eq=False)
class StandIn:
    """Runs on loopback; `answers` maps an invoke's name to the body to answer, or to a function of the activity."""

    teams: LocalTeams
    answers: dict[str, Json | Callable[[Json], Json] | None] = field(default_factory=dict[str, Any])
    received: list[Json] = field(default_factory=list[Json])
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by the first activity."""
    tokens: list[str] = field(default_factory=list[str])
    silence: asyncio.Event = field(default_factory=asyncio.Event)
    """While clear, activities named in `hanging` are not answered."""
    hanging: set[str] = field(default_factory=set[str])
    bearer: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes([web.post("/api/messages", self._messages)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.session = aiohttp.ClientSession()
        self.teams.copydesk_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.silence.set()
        await self.session.close()
        await self._runner.cleanup()

    async def _messages(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        activity: Json = await request.json()
        self.received.append(activity)
        self.arrived.set()
        name: str = activity.get("name", activity["type"])
        if name in self.hanging:
            await self.silence.wait()
        answer = self.answers.get(name)
        if answer is None:
            return web.Response()
        return web.json_response(answer(activity) if callable(answer) else answer)

    async def sign_in(self, **changes: str) -> Got:
        """Ask for a token as the app does; `changes` replace form fields, `tenant` the directory."""
        tenant = changes.pop("tenant", self.teams.tenant_id)
        form = {
            "grant_type": "client_credentials",
            "client_id": self.teams.app_id,
            "client_secret": self.teams.app_password,
            "scope": "https://api.botframework.com/.default",
        }
        url = f"{self.teams.login_url}/{tenant}/oauth2/v2.0/token"
        async with self.session.post(url, data=form | changes) as response:
            got = Got(status=response.status, body=await response.json(), headers=dict(response.headers))
        self.bearer = got.body.get("access_token", "")
        return got

    async def call(self, method: str, path: str, body: Json | None = None) -> Got:
        """Call the connector below its service URL."""
        headers = {"Authorization": f"Bearer {self.bearer}"}
        url = self.teams.service_url + path
        async with self.session.request(method, url, json=body, headers=headers) as response:
            return Got(status=response.status, body=await response.json(), headers=dict(response.headers))

    async def post(self, chat_id: str, shown: Json) -> Got:
        """Post a card."""
        return await self.call("POST", f"v3/conversations/{quote(chat_id, safe='')}/activities", card_message(shown))


def card(*body: Json, actions: list[Json] | None = None, **extra: Any) -> Json:
    """Write a card."""
    whole: Json = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **extra}
    return whole if actions is None else whole | {"actions": actions}


def words(text: str) -> Json:
    """Write a text block."""
    return {"type": "TextBlock", "text": text, "wrap": True}


def card_message(shown: Json, **extra: Any) -> Json:
    """Write a message with one card."""
    attachment = {"contentType": CARD_TYPE, "content": shown}
    return {"type": "message", "summary": "A card", "attachments": [attachment], **extra}


def shows(shown: Json) -> Json:
    """Answer an Action.Execute with a card."""
    return {"statusCode": 200, "type": CARD_TYPE, "value": shown}


def says(text: str) -> Json:
    """Answer an Action.Execute with a sentence."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


def dialog(title: str, shown: Json) -> Json:
    """Answer with a dialog."""
    value = {"title": title, "height": "medium", "width": "medium"}
    return {"task": {"type": "continue", "value": value | {"card": {"contentType": CARD_TYPE, "content": shown}}}}
