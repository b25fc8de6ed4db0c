"""The web server: the chats' routes and two for whoever watches over the process."""

from collections.abc import Awaitable, Callable

from aiohttp import web

MOST_BYTES = 1_000_000
"""The largest body that is read; both chats stay far below."""


def health_routes(unbound: Callable[[], Awaitable[tuple[str, ...] | None]]) -> tuple[web.RouteDef, ...]:
    """`/healthz`: the process answers. `/readyz`: it can record decisions, and which desks have no place yet.

    `unbound` gives these desks, or None while the database does not answer.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        desks = await unbound()
        if desks is None:
            return web.json_response({"status": "no database"}, status=503)
        return web.json_response({"status": "ready", "desks_without_a_place": list(desks)})

    return web.get("/healthz", healthz), web.get("/readyz", readyz)


def application(routes: tuple[web.RouteDef, ...]) -> web.Application:
    """All routes behind one limit on the size of a body."""
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes(routes)
    return app
