"""What passes over the wire between a local chat and the app, told to whoever listens: each request, then its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

Way = Literal["to the chat", "to the app"]

FAULT = web.RequestKey("fault", str)
"""Under this key a request bears the name of the fault that it meets."""


@dataclass(kw_only=True, eq=False)
class Exchange:
    """One request and its answer. `over` once it was answered or nobody waits any more; `status` stays None where no answer
    came. `fault` names what was made to go wrong, if anything.
    """

    way: Way
    what: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    over: bool = False
    status: int | None = None
    answer_headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    answer: bytes = field(default=b"", repr=False)
    fault: str = ""


class Exchanges:
    """One chat's end of the wire. Each listener hears of every exchange twice: when it begins and when it is over."""

    def __init__(self) -> None:
        """Nobody listens yet, and nothing is kept here."""
        self.listeners: list[Callable[[Exchange], None]] = []

    def begin(self, way: Way, what: str, headers: Mapping[str, str], body: bytes) -> Exchange:
        """A request goes out."""
        exchange = Exchange(way=way, what=what, headers=headers, body=body)
        self._tell(exchange)
        return exchange

    def end(self, exchange: Exchange, status: int | None, headers: Mapping[str, str], answer: bytes) -> None:
        """Its answer came; or none did, with None."""
        exchange.over, exchange.status = True, status
        exchange.answer_headers, exchange.answer = headers, answer
        self._tell(exchange)

    def middleware(self) -> Middleware:
        """For the chat's own server: listens to what the app asks."""

        @web.middleware
        async def listen(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self.listeners or "Upgrade" in request.headers:
                return await handler(request)
            body = await request.read()
            exchange = self.begin("to the chat", f"{request.method} {request.path_qs}", dict(request.headers), body)
            status, headers, answer = None, dict[str, str](), b""
            try:
                response = await handler(request)
                # What was cut off got no answer, whatever the handler then returned.
                if request.transport is not None and not request.transport.is_closing():
                    status, headers = response.status, dict(response.headers)
                    answer = _bytes(response)
            except web.HTTPException as refused:
                status, answer = refused.status, (refused.text or "").encode()
                raise
            else:
                return response
            finally:
                exchange.fault = request.get(FAULT, "")
                self.end(exchange, status, headers, answer)

        return listen

    def _tell(self, exchange: Exchange) -> None:
        for listener in self.listeners:
            listener(exchange)


def _bytes(response: web.StreamResponse) -> bytes:
    return response.body if isinstance(response, web.Response) and isinstance(response.body, bytes) else b""
