"""Who may call us: the Bot Connector, for our app, about our tenant.

The seven checks are those of "Bot Connector authentication" in the Bot Framework's REST documentation; the SDK skips
some of them and crashes on others, so they are made here, before it sees anything.
"""

from dataclasses import dataclass
from typing import Final, Literal

import jwt

from adapters.teams import limits, wire
from adapters.teams.config import ISSUER, TeamsConfig
from adapters.teams.keys import KeyCache

CHANNEL: Final = "msteams"


@dataclass(frozen=True, slots=True)
class Caller:
    """What a good token says: which service URL it is for and which channels its key may speak for."""

    service_url: str
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Denied:
    """No. `cause` is for the log: our own words, nothing from the request."""

    status: Literal[401, 403]
    cause: str


class Gate:
    """Checks the token before the body is read, and the body against the token after."""

    def __init__(self, config: TeamsConfig, keys: KeyCache) -> None:
        """Guard this app; with `auth` off only what is local gets through."""
        self._config = config
        self._keys = keys

    async def admit(self, authorization: str) -> Caller | Denied | None:
        """Check an Authorization header (empty if there was none). None: there are no tokens, `auth` is off."""
        if self._config.auth == "off":
            return None
        scheme, _, token = authorization.partition(" ")
        if len(authorization) > limits.TOKEN_CHARACTERS or scheme.lower() != "bearer" or not token:
            return Denied(401, "no bearer token")
        kid = _key_id(token)
        key = await self._keys.find(kid) if kid else None
        if key is None:
            return Denied(401, "a token by no known key")
        try:
            claims: object = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._config.app_id,
                issuer=ISSUER,
                leeway=limits.CLOCK_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except jwt.PyJWTError as wrong:
            return Denied(401, f"a bad token: {type(wrong).__name__}")
        service_url = wire.text(claims, "serviceurl")
        return Caller(service_url, key.endorsements) if service_url else Denied(401, "a token for no service URL")

    def check(self, caller: Caller | None, activity: wire.Json) -> Denied | None:
        """Check that the activity is what the token was made for, from our tenant and a known host."""
        service_url = wire.text(activity, "serviceUrl")
        channel = wire.text(activity, "channelId")
        if not service_url or not channel:
            return Denied(401, "an activity without serviceUrl or channelId")
        if caller is not None:
            if caller.service_url.rstrip("/") != service_url.rstrip("/"):
                return Denied(401, "a token for another service URL")
            if channel != CHANNEL or channel not in caller.endorsements:
                return Denied(403, "a key that may not speak for the channel")
        if not self._config.may_talk_to(service_url):
            return Denied(403, "a service URL that is not allowed")
        home = self._config.tenant_id.lower()
        tenants = {
            wire.text(activity, "channelData", "tenant", "id").lower(),
            wire.text(activity, "conversation", "tenantId").lower(),
        }
        return None if tenants == {home} else Denied(403, "another tenant, or none")


def _key_id(token: str) -> str:
    """The id of the key that a token claims to be signed by; empty for whatever the Bot Connector would not send."""
    try:
        header: object = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        return ""
    if wire.text(header, "alg") != "RS256" or wire.at(header, "crit") is not None:
        return ""
    return wire.text(header, "kid")
