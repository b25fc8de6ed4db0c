"""A chat that says yes: it takes whatever the baselines call and answers at once, so that they wait for nobody."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

_LENGTH: Final = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_YES: Final = json.dumps(
    {
        "ok": True, "id": "1", "channel": "C0", "ts": "1.0", "url": "http://127.0.0.1/", "team": "Acme", "user": "copydesk",
        "team_id": "T0ACME", "user_id": "U0COPYDESK", "bot_id": "B0COPYDESK",
    }
).encode()  # fmt: skip
_ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
    len(_YES),
    _YES,
)


@asynccontextmanager
async def saying_yes() -> AsyncGenerator[str]:
    """Its address, with a slash at the end."""
    server = await asyncio.get_running_loop().create_server(_Yes, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


class _Yes(asyncio.Protocol):
    """One connection. Whole requests are answered in the order in which they came; chunked ones are not sent by the SDKs."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # what TCP connections have
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._got, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._got) < whole or self._transport is None:
                return
            self._got = self._got[whole:]
            self._transport.write(_ANSWER)
