"""Who may use the page: a browser on this machine, from this page and no other site's."""

from collections.abc import Awaitable, Callable

from aiohttp import web

LOCAL = frozenset({"127.0.0.1", "localhost"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site makes a browser send: a foreign name that leads here, or a request from elsewhere."""
    if request.host.partition(":")[0].lower() not in LOCAL:
        return web.Response(status=403, text="The playground answers to 127.0.0.1 and localhost only.\n")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return web.Response(status=403, text="The playground answers to its own page only.\n")
    # A form of another site cannot send this type without asking first, and nobody answers that.
    if request.method == "POST" and request.content_type != "application/json":
        return web.Response(status=415, text="Send JSON.\n")
    try:
        answer = await handler(request)
    except web.HTTPException as refused:
        refused.headers.update(HEADERS)
        raise
    if not answer.prepared:
        answer.headers.update(HEADERS)
    return answer
