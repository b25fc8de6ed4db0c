"""Where Copydesk will be: a small app that checks signatures as the SDK does and answers as a test tells it."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.playground.slack import LocalSlack

Json = dict[str, Any]
Answer = Callable[[Json], Awaitable[Json | None]]


@dataclass
class StandIn:
    """What arrived, unpacked, with its headers; and what to answer, by kind of payload."""

    slack: LocalSlack
    client: AsyncWebClient
    received: list[Json] = field(default_factory=list[Json])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    statuses: list[int] = field(default_factory=list[int])
    hang: asyncio.Event | None = None

    def answer(self, kind: str, body: Json | None) -> None:
        """Answer this kind of payload with this body, None for an empty 200."""

        async def fixed(_payload: Json) -> Json | None:
            return body

        self.answers[kind] = fixed

    def open_on(self, kind: str, view: Json) -> None:
        """Open this modal with the trigger of this kind of payload."""

        async def opening(payload: Json) -> Json | None:
            await self.client.views_open(trigger_id=payload["trigger_id"], view=view)
            return None

        self.answers[kind] = opening

    async def receive(self, request: web.Request) -> web.Response:
        """Take one signed request."""
        body = await request.read()
        verifier = SignatureVerifier(self.slack.workspace.signing_secret)
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        self.headers.append(dict(request.headers))
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        payload: Json = json.loads(body) if request.content_type == "application/json" else fields
        if "payload" in fields:
            payload = json.loads(fields["payload"])
        self.received.append(payload)
        if self.hang is not None:
            await self.hang.wait()
            return web.Response()
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        answering = self.answers.get(str(payload.get("type", "command")))
        answer = await answering(payload) if answering else None
        return web.Response() if answer is None else web.json_response(answer)

    async def told(self, call: Awaitable[AsyncSlackResponse]) -> Json:
        """What Slack answers to a call that it takes."""
        answer = await call
        # The SDK leaves the type of an answer's inside open.
        return cast("Json", answer.data)  # pyright: ignore[reportUnknownMemberType]

    async def code(self, call: Awaitable[object]) -> str:
        """The error code with which Slack refuses a call."""
        try:
            await call
        except SlackApiError as error:
            # The SDK leaves the type of an error's answer open.
            return str(error.response["error"])  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        return "ok"


@asynccontextmanager
async def acme(slack: LocalSlack) -> AsyncGenerator[StandIn]:
    """Acme's Slack with Ada, Ben and Cleo, `#marketing-review` (Cleo and the app) and `#random` (no app), and the app."""
    for name in ("ada", "ben", "cleo"):
        slack.add_person(name)
    slack.add_conversation("marketing-review", members=["cleo"])
    slack.add_conversation("random", members=["ada"], with_bot=False)
    async with slack:
        client = AsyncWebClient(token=slack.workspace.bot_token, base_url=slack.api_url, retry_handlers=[])
        app = StandIn(slack=slack, client=client)
        server = web.Application()
        server.router.add_post("/slack/events", app.receive)
        runner = web.AppRunner(server, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.copydesk_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield app
        finally:
            if app.hang is not None:
                app.hang.set()
            await runner.cleanup()


def section(text: str) -> Json:
    """A section of marked-up text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, *, value: str = "p1:1:legal") -> Json:
    """A button whose action id is its label in lower case."""
    words = {"type": "plain_text", "text": label}
    return {"type": "button", "text": words, "action_id": label.lower(), "value": value}


def actions(*labels: str) -> Json:
    """A row of buttons."""
    return {"type": "actions", "block_id": "decide", "elements": [button(label) for label in labels]}


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def option(label: str) -> Json:
    """An option whose value is its label in lower case."""
    return {"text": plain(label), "value": label.lower()}


def text_field(label: str, **element: object) -> Json:
    """A field for text; its block id is its label in lower case."""
    typed = {"type": "plain_text_input", "action_id": "it", **element}
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": typed}


def field_of(label: str, kind: str, *, optional: bool = True, **element: object) -> Json:
    """A field of another kind, by default one that may stay empty."""
    used = {"type": kind, "action_id": "it", **element}
    name = label.lower()
    return {"type": "input", "block_id": name, "label": plain(label), "element": used, "optional": optional}


def modal(*blocks: Json, title: str = "Propose a post", **rest: object) -> Json:
    """A form with a submit button."""
    return {
        "type": "modal",
        "callback_id": "propose",
        "title": plain(title),
        "submit": plain("Submit"),
        "close": plain("Cancel"),
        "blocks": list(blocks),
        **rest,
    }
