"""The Bot Connector's signing keys, fetched without blocking and refreshed when an unknown one shows up."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import aiohttp
import jwt

from adapters.teams import limits, streams, wire

_log: Final = logging.getLogger(__name__)
_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)
_PAUSE_AFTER_FAILURE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels that it may speak for."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class KeyCache:
    """The keys named by an OpenID document. Old keys stay usable while a refresh fails, for at most their lifetime."""

    def __init__(
        self, openid_url: str, session: aiohttp.ClientSession, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start empty. `clock` gives seconds that never go back; it is the machine's, not the injected calendar."""
        self._openid_url = openid_url
        self._session = session
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fresh_until = float("-inf")
        self._not_before = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this id; None if the document does not name it or cannot be read now.

        An unknown id makes us ask again, at most once a minute: keys are rolled over without notice.
        """
        if self._should_ask(kid):
            async with self._lock:
                if self._should_ask(kid):
                    await self._refresh()
        return self._keys.get(kid) if self._clock() < self._fresh_until else None

    def _should_ask(self, kid: str) -> bool:
        now = self._clock()
        return (kid not in self._keys or now >= self._fresh_until) and now >= self._not_before

    async def _refresh(self) -> None:
        try:
            document = await self._get(self._openid_url)
            found = await self._get(wire.text(document, "jwks_uri"))
        except (aiohttp.ClientError, TimeoutError, ValueError) as failure:
            self._not_before = self._clock() + _PAUSE_AFTER_FAILURE_SECONDS
            _log.warning("the Bot Connector's signing keys could not be fetched: %s", type(failure).__name__)
            return
        keys = [_read(jwk) for jwk in wire.objects(found.get("keys"))]
        self._keys = {key.key.key_id: key for key in keys if key is not None and key.key.key_id is not None}
        self._fresh_until = self._clock() + limits.KEYS_LIVE_SECONDS
        self._not_before = self._clock() + limits.KEYS_PAUSE_SECONDS

    async def _get(self, url: str) -> wire.Json:
        async with self._session.get(url, timeout=_TIMEOUT, allow_redirects=False) as answer:
            if answer.status != HTTPStatus.OK:
                raise ValueError(f"HTTP {answer.status}")
            return await streams.read_json(answer)


def _read(jwk: wire.Json) -> SigningKey | None:
    """An RSA key for signatures; every other kind is passed over, so that no token can choose how it is checked."""
    if jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig" or not wire.text(jwk, "kid"):
        return None
    try:
        key = jwt.PyJWK(jwk, algorithm="RS256")
    except jwt.PyJWTError:
        return None
    return SigningKey(key, frozenset(wire.texts(jwk.get("endorsements"))))
