"""Reading what comes over HTTP, no further than we are willing to hold."""

import aiohttp

from adapters.teams import limits, wire


class TooLongError(Exception):
    """More came than is read."""


async def read(stream: aiohttp.StreamReader, limit: int) -> bytes:
    """Read to the end. Raises TooLongError past `limit` bytes (counted after any decompression)."""
    raw = bytearray()
    async for chunk in stream.iter_any():
        raw += chunk
        if len(raw) > limit:
            raise TooLongError
    return bytes(raw)


async def read_json(answer: aiohttp.ClientResponse) -> wire.Json:
    """The JSON object that a server answered with; empty for anything else, such as a proxy's page."""
    try:
        return wire.parse(await read(answer.content, limits.ANSWER_BYTES))
    except (wire.MalformedError, TooLongError):
        return {}
