"""The web server: the chats' routes and two for whoever watches over the process."""

from collections.abc import Awaitable, Callable

from aiohttp import web

MOST_BYTES = 1_000_000
"""The largest body that is read; both chats stay far below."""


def health_routes(
    ping: Callable[[], Awaitable[bool]], unbound: Callable[[], Awaitable[tuple[str, ...]]]
) -> tuple[web.RouteDef, ...]:
    """`/healthz`: the process answers. `/readyz`: it can record decisions, and which desks have no place yet."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        if not await ping():
            return web.json_response({"status": "no database"}, status=503)
        return web.json_response({"status": "ready", "desks_without_a_place": list(await unbound())})

    return web.get("/healthz", healthz), web.get("/readyz", readyz)


def application(routes: tuple[web.RouteDef, ...]) -> web.Application:
    """All routes behind one limit on the size of a body."""
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes(routes)
    return app
