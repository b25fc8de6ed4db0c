"""The Slack adapter as it runs: before it the local Slack over real HTTP, behind it a door that tells what it was asked."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from adapters.slack.access import FixedToken
from adapters.slack.api import SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.entrance import SlackEntrance
from adapters.slack.outbound import SlackChat
from bot.playground.slack import Conversation, LocalSlack, Message, PersonClient, View
from workflows.engine.chat import Conversation as Place
from workflows.engine.requests import Answer, GroupTold, Nothing, PlaceTold, Request
from workflows.engine.underway import Underway


@dataclass
class ListeningDoor:
    """Keeps every request and gives the answer that the test laid out, once it is `free` to."""

    answer: Answer | Callable[[Request], Answer] = field(default_factory=Nothing)
    heard: list[Request] = field(default_factory=list[Request])
    news: list[PlaceTold | GroupTold] = field(default_factory=list[PlaceTold | GroupTold])
    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: Request) -> Answer:
        """Keep it and answer."""
        self.heard.append(request)
        await self.free.wait()
        return self.answer(request) if callable(self.answer) else self.answer

    async def told(self, news: PlaceTold | GroupTold) -> Answer:
        """Keep it."""
        self.news.append(news)
        return Nothing()

    @property
    def only(self) -> Request:
        """The one request that came."""
        assert len(self.heard) == 1
        return self.heard[0]


@dataclass
class Running:
    """Everything a test may look at."""

    slack: LocalSlack
    door: ListeningDoor
    chat: SlackChat
    app: SlackEntrance
    config: SlackConfig
    ada: PersonClient
    room: Conversation

    @property
    def place(self) -> Place:
        """The room as the engine knows it."""
        return Place(chat="slack", installation=self.slack.workspace.team_id, id=self.room.id, kind="channel")

    def seen_by_ada(self) -> list[Message]:
        """What stands in the room for Ada, ephemeral answers too."""
        return self.ada.messages(self.room)

    @property
    def form(self) -> View:
        """The form that Ada has open."""
        opened = self.ada.modal()
        assert opened is not None
        return opened


def unheard(_underway: Underway, _seconds: float) -> None:
    """Nobody counts here."""


@asynccontextmanager
async def running(
    answer: Answer | Callable[[Request], Answer] | None = None,
    *,
    answer_seconds: float = 2.5,
    ack_seconds: float = 3.0,
    socket_mode: bool = False,
) -> AsyncGenerator[Running]:
    """Start everything on loopback; at the end nothing may be left to do. Slack waits `ack_seconds` for an acknowledgement. With
    `socket_mode` nothing comes by request.
    """
    door = ListeningDoor(answer or Nothing())
    door.free.set()
    local = LocalSlack(ack_seconds=ack_seconds, event_retry_seconds=(), socket_mode=socket_mode)
    async with local as slack, aiohttp.ClientSession() as session:
        config = SlackConfig(
            bot_token=slack.workspace.bot_token,
            signing_secret="" if socket_mode else slack.workspace.signing_secret,
            app_token=slack.workspace.app_token if socket_mode else "",
            api_url=slack.api_url,
        )
        slack.workspace.subscriptions = frozenset({"app_mention", "message.im", "member_joined_channel"})
        chat = SlackChat(SlackApi(FixedToken(text=config.bot_token), config.api_url, session))
        app = SlackEntrance(config, chat, door, unheard, answer_seconds=answer_seconds)
        served = web.Application()
        served.router.add_routes(app.routes())
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.copydesk_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ada = slack.add_person("ada")
        room = slack.add_conversation("#marketing-review", members=["ada"])
        await app.open()
        try:
            if socket_mode:
                await slack.sockets.until(lambda: bool(slack.sockets.lines))
            yield Running(slack=slack, door=door, chat=chat, app=app, config=config, ada=ada, room=room)
        finally:
            await app.drain()
            await runner.cleanup()
