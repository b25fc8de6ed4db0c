"""What is listened at: every chat's routes, and those for whoever watches over the process, behind the same edge."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.chats import Entrance
from bot.connections import IDLE_SECONDS, LINGER_SECONDS, Connections
from bot.edge import Edge
from bot.metrics import Metrics
from bot.settings import Settings, secret
from bot.watching import Watching
from bot.web import application, health_routes, metrics_route
from workflows.domain.ids import Chat
from workflows.domain.value import value

LAST_BYTES = 1.0
"""Seconds that a connection gets to take its answer, once we are stopping."""


@value
class Served:
    """Where it is served, and all that is, each as its method and path. `finish` begins no further request and waits for those
    that have begun.
    """

    url: str
    routes: frozenset[str]
    finish: Callable[[], Awaitable[None]]


class CannotListenError(Exception):
    """The address is taken or not ours."""


@asynccontextmanager
async def serving(
    settings: Settings, entrances: Mapping[Chat, Entrance], watching: Watching, metrics: Metrics
) -> AsyncGenerator[Served]:
    """Listen at `settings.host` and `settings.port` until the block ends. Raises `CannotListenError` where nobody can."""
    routes = [route for entrance in entrances.values() for route in entrance.routes]
    edge = Edge({route.path: chat for chat, entrance in entrances.items() for route in entrance.routes}, metrics)
    connections = Connections()
    site = application(
        (
            *routes,
            *health_routes(watching.unbound, lambda: edge.closed),
            metrics_route(watching.figures, secret(settings.metrics_token)),
        ),
        (connections.middleware(), edge.middleware()),
    )

    async def finish() -> None:
        await edge.finish(entrance.drain for entrance in entrances.values())

    async with _listening(settings, site, connections) as url:
        yield Served(url=url, routes=_served(site), finish=finish)


@asynccontextmanager
async def _listening(settings: Settings, site: web.Application, connections: Connections) -> AsyncGenerator[str]:
    # Neither chat compresses what it sends; unpacked before it is authenticated, a small body could become a huge one.
    runner = web.AppRunner(
        site,
        access_log=None,
        auto_decompress=False,
        shutdown_timeout=LAST_BYTES,
        keepalive_timeout=IDLE_SECONDS,
        lingering_time=LINGER_SECONDS,
    )
    await runner.setup()
    try:
        try:
            listening = await connections.listen(runner, settings.host, settings.port)
        except OSError as error:
            raise CannotListenError(f"Can't listen at {settings.host}:{settings.port}: {error.strerror}.") from error
        try:
            port = listening.sockets[0].getsockname()[1]
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            yield f"http://{host}:{port}"
        finally:
            listening.close()
    finally:
        await runner.cleanup()


def _served(site: web.Application) -> frozenset[str]:
    return frozenset(
        f"{route.method} {route.resource.canonical}"
        for route in site.router.routes()
        if route.resource and route.method != "HEAD"
    )
