"""Examining a Teams set-up from outside: the bot's own token, the keys that requests are checked with, and the clock."""

from datetime import datetime
from http import HTTPStatus
from typing import Final

import aiohttp

from adapters.teams import streams, wire
from adapters.teams.config import TeamsConfig
from adapters.teams.tokens import NoTokenError, TokenSource
from workflows.engine.checkup import Finding, bad, clock_finding, good, untried

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_REGISTRATION: Final = "the app registration in Microsoft Entra"


async def examine(config: TeamsConfig, session: aiohttp.ClientSession, now: datetime) -> tuple[Finding, ...]:
    """Fetch a token and the keys' document; `now` is this machine's time in UTC. Changes nothing and posts nothing."""
    if config.auth == "off":
        return (untried("teams", "COPYDESK_TEAMS_AUTH is off: there are no tokens to try."),)
    return (await _token(config, session), *await _keys(config, session, now))


async def _token(config: TeamsConfig, session: aiohttp.ClientSession) -> Finding:
    try:
        await TokenSource(config, session).bearer()
    except NoTokenError as error:
        return bad("teams", f"{config.login_url} gives the bot no token ({error}). {_mend(str(error))}")
    return good("teams", "The bot gets its token from its own tenant.")


def _mend(error: str) -> str:
    """Where to mend it, by the login server's code. Source: learn.microsoft.com, "Microsoft Entra authentication error codes"."""
    if not error.startswith("HTTP"):
        return "Check this machine's way to the internet, its proxy, and COPYDESK_TEAMS_LOGIN_URL."
    if error.endswith("invalid_client"):
        return (
            f"COPYDESK_TEAMS_APP_PASSWORD is wrong or has expired: in {_REGISTRATION}, Certificates & secrets, make a new client "
            "secret and copy its Value, not its ID."
        )
    return (
        "It does not know the app in this directory: COPYDESK_TEAMS_APP_ID must be the Application (client) ID, and "
        f"COPYDESK_TEAMS_TENANT_ID the Directory (tenant) ID, of {_REGISTRATION}, Overview."
    )


async def _keys(config: TeamsConfig, session: aiohttp.ClientSession, now: datetime) -> tuple[Finding, ...]:
    try:
        async with session.get(config.openid_url, timeout=_TIMEOUT, allow_redirects=False) as answer:
            found = answer.status == HTTPStatus.OK and wire.text(await streams.read_json(answer), "jwks_uri")
            date = answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        found, date = "", ""
        why = type(error).__name__
    else:
        why = "it is no OpenID document"
    if not found:
        return (
            bad(
                "teams keys",
                f"The keys that requests are checked with can't be read at {config.openid_url} ({why}). Check this machine's way "
                "to the internet, its proxy, and COPYDESK_TEAMS_OPENID_URL.",
            ),
        )
    return good("teams keys", "The keys that requests are checked with can be read."), clock_finding(
        "Microsoft", date, now
    )
