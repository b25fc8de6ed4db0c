"""The bot's own token for the Bot Connector: fetched without blocking, kept until shortly before it ends."""

import asyncio
import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

import aiohttp

from adapters.teams import limits, streams, wire
from adapters.teams.config import SCOPE, TeamsConfig

_log: Final = logging.getLogger(__name__)
_RENEW_EARLY_SECONDS: Final = 300


class NoTokenError(Exception):
    """The login server gave no token: nothing was sent to the Bot Connector."""


class TokenSource:
    """One token for all calls; while it is fetched, everyone else waits for that one fetch."""

    def __init__(
        self, config: TeamsConfig, session: aiohttp.ClientSession, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start without a token. `clock` gives seconds that never go back."""
        self._config = config
        self._session = session
        self._clock = clock
        self._token = ""
        self._ends = float("-inf")
        self._lock = asyncio.Lock()

    async def bearer(self) -> str:
        """The Authorization header's value; empty with `auth` off. Raises NoTokenError."""
        if self._config.auth == "off":
            return ""
        if self._clock() >= self._ends:
            async with self._lock:
                if self._clock() >= self._ends:
                    await self._fetch()
        return f"Bearer {self._token}"

    def forget(self, bearer: str) -> None:
        """Drop a token that the Bot Connector refused, unless a newer one has already taken its place."""
        if bearer == f"Bearer {self._token}":
            self._ends = float("-inf")

    async def _fetch(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._config.app_id,
            "client_secret": self._config.app_password,
            "scope": SCOPE,
        }
        timeout = aiohttp.ClientTimeout(total=limits.CALL_SECONDS)
        try:
            async with self._session.post(
                self._config.token_url, data=form, timeout=timeout, allow_redirects=False
            ) as answer:
                status, body = answer.status, await streams.read_json(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            raise NoTokenError(type(failure).__name__) from failure
        token, lasts = wire.text(body, "access_token"), _seconds(body.get("expires_in"))
        if status != HTTPStatus.OK or not token:
            # The error code names what is wrong with the registration (such as AADSTS700016) and holds no secret.
            code = wire.text(body, "error")[:60]
            _log.error("the login server gave no token for the Teams app: HTTP %s %s", status, code)
            raise NoTokenError(f"HTTP {status} {code}".strip())
        self._token = token
        self._ends = self._clock() + max(lasts - _RENEW_EARLY_SECONDS, lasts / 2)


def _seconds(value: object) -> float:
    """`expires_in`, which some login servers write as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return float(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else 0.0
