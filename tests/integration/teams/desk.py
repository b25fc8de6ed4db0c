"""A Copydesk that serves Teams' endpoint over real HTTP, with a door that notes what comes and answers as told."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from adapters.teams.app import TeamsApp
from adapters.teams.config import TeamsConfig
from adapters.teams.outbound import TeamsChat
from bot.playground.teams.server import LocalTeams
from workflows.engine.requests import Answer, GroupTold, Nothing, PlaceTold, Request

Reaction = Callable[[Request], Awaitable[Answer]]


@dataclass(eq=False)
class NotingDoor:
    """Notes every request; answers with `answer`, or by what `react` makes of the request."""

    answer: Answer = field(default_factory=Nothing)
    react: Reaction | None = None
    requests: list[Request] = field(default_factory=list[Request])
    news: list[PlaceTold] = field(default_factory=list[PlaceTold])

    async def handle(self, request: Request) -> Answer:
        """Note it and answer."""
        self.requests.append(request)
        return self.answer if self.react is None else await self.react(request)

    async def told(self, news: PlaceTold | GroupTold) -> Answer:
        """Note it and answer."""
        assert isinstance(news, PlaceTold), "Teams tells of places"
        self.news.append(news)
        return self.answer

    @property
    def only(self) -> Request:
        """The one request that came."""
        (request,) = self.requests
        return request


@dataclass(frozen=True)
class Desk:
    """The running pieces."""

    teams: LocalTeams
    door: NotingDoor
    chat: TeamsChat
    app: TeamsApp
    url: str


def config_for(teams: LocalTeams) -> TeamsConfig:
    """The settings that reach the local Teams."""
    return TeamsConfig(
        app_id=teams.app_id,
        app_password=teams.app_password,
        tenant_id=teams.tenant_id,
        openid_url=teams.openid_url,
        login_url=teams.login_url,
        service_urls=(teams.service_url,),
    )


@asynccontextmanager
async def serving(
    teams: LocalTeams, *, answer_seconds: float = 4.0, config: TeamsConfig | None = None
) -> AsyncGenerator[Desk, None]:
    """Serve on loopback and tell the local Teams where."""
    settings = config or config_for(teams)
    async with aiohttp.ClientSession() as session:
        door = NotingDoor()
        chat = TeamsChat(settings, session)
        app = TeamsApp(settings, chat, door, answer_seconds=answer_seconds)
        site = web.Application()
        site.add_routes(app.routes())
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.copydesk_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield Desk(teams, door, chat, app, teams.copydesk_url)
        finally:
            await runner.cleanup()
            await app.drain()
