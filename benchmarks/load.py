"""The driver: so many clients at once, each with a connection of its own, each sending its next request when it has its answer.

Requests are whole byte strings, made and signed beforehand, so that as little as possible of what is measured is the driver's own.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from typing import Final

from workflows.domain.value import value

_LENGTH: Final = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_DONE: Final = (b"HTTP/1.1 200", b"HTTP/1.1 201")
"""The SDK's own adapter answers 201."""
_HEAD_END: Final = b"\r\n\r\n"
_ANSWER_SECONDS: Final = 30.0


@value
class Round:
    """What a round came to: how long it took, and each answer's time, in seconds."""

    seconds: float
    answers: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds

    def percentile(self, percent: float) -> float:
        """The time, in seconds, within which so many per cent of the answers came."""
        ordered = sorted(self.answers)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def post(url_path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """A whole HTTP request."""
    lines = [f"POST {url_path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {said}" for name, said in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def drive(port: int, requests: Sequence[bytes], clients: int, expect: bytes = b"") -> Round:
    """Send every request to a server on this machine. Raises `RuntimeError` for an answer that is neither of `_DONE`, or
    lacks `expect`.
    """
    waiting = iter(requests)
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(_Client, "127.0.0.1", port) for _ in range(clients)]
    started = time.perf_counter()
    spent = await asyncio.gather(*(_one(client, waiting, expect) for _, client in made))
    seconds = time.perf_counter() - started
    for transport, _ in made:
        transport.close()
    return Round(seconds=seconds, answers=tuple(each for one in spent for each in one))


async def _one(client: "_Client", waiting: Iterator[bytes], expect: bytes) -> list[float]:
    spent: list[float] = []
    for request in waiting:
        started = time.perf_counter()
        async with asyncio.timeout(_ANSWER_SECONDS):
            answer = await client.ask(request)
        spent.append(time.perf_counter() - started)
        if not answer.startswith(_DONE) or expect not in answer:
            raise RuntimeError(f"an answer that does not count: {answer[:400]!r}")
    return spent


class _Client(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._got = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # what TCP connections have
        self._transport = transport

    def ask(self, request: bytes) -> asyncio.Future[bytes]:
        """Send a request; its whole answer."""
        if self._transport is None:
            raise RuntimeError("not connected")
        self._got = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        """Collect until the answer is whole."""
        self._got += data
        end = self._got.find(_HEAD_END)
        length = _LENGTH.search(self._got, 0, end) if end >= 0 else None
        whole = end + len(_HEAD_END) + int(length[1]) if length else -1
        if self._answer and not self._answer.done() and 0 <= whole <= len(self._got):
            self._answer.set_result(self._got)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits hears of it."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError("closed before the answer"))
