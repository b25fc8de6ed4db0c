"""The web server: the chats' routes and three for whoever watches over the process."""

import hmac
from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Final

from aiohttp import web

from bot.metrics import CONTENT_TYPE

MOST_BYTES: Final = 1_000_000
"""The largest body that is read; both chats stay far below."""

PASSED_ON: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
"""What web servers add to a request that they pass on: such a one is not from this machine, whoever hands it over."""

Unbound = Callable[[], Awaitable[tuple[str, ...] | None]]
Page = Callable[[], Awaitable[bytes | None]]


def health_routes(unbound: Unbound, stopping: Callable[[], bool]) -> tuple[web.RouteDef, ...]:
    """`/healthz`: the process answers. `/readyz`: it can record decisions, and which desks have no place yet.

    `unbound` gives these desks, or None while the database does not answer.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        if stopping():
            return web.json_response({"status": "stopping"}, status=503)
        desks = await unbound()
        if desks is None:
            return web.json_response({"status": "no database"}, status=503)
        return web.json_response({"status": "ready", "desks_without_a_place": list(desks)})

    return web.get("/healthz", healthz), web.get("/readyz", readyz)


def metrics_route(page: Page, token: str) -> web.RouteDef:
    """`/metrics`: for whoever has the token; without one configured (empty), for this machine alone, and 404 for all others.

    `page` gives the figures, or None while the database does not answer.
    """

    async def metrics(request: web.Request) -> web.Response:
        if token and not _has(request, token):
            return web.Response(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
        if not token and not _is_local(request):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        figures = await page()
        if figures is None:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=figures, headers={"Content-Type": CONTENT_TYPE})

    return web.get("/metrics", metrics)


def _has(request: web.Request, token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _is_local(request: web.Request) -> bool:
    """Whether it was made on this machine, and not passed on by a web server that runs on it."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


def application(routes: tuple[web.RouteDef, ...], middlewares: Collection[Any] = ()) -> web.Application:
    """All routes behind one limit on the size of a body."""
    app = web.Application(client_max_size=MOST_BYTES, middlewares=tuple(middlewares))
    app.add_routes(routes)
    return app
