"""Examining a Slack set-up from outside: the token, its scopes, the clock, and the sockets if they are used."""

import json
from datetime import datetime
from typing import Final

import aiohttp

from adapters.slack import inbound
from adapters.slack.api import SCOPES
from adapters.slack.config import SlackConfig
from adapters.slack.shapes import Json, at, mapping
from workflows.engine.checkup import Finding, bad, clock_finding, good

ALWAYS: Final = frozenset({"commands"})
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_APP_PAGE: Final = "api.slack.com/apps, your app"


def needed_scopes() -> frozenset[str]:
    """Every scope that the bot's token must have."""
    listed = (*SCOPES.values(), *inbound.EVENTS.values())
    return ALWAYS.union(*listed)


async def examine(config: SlackConfig, session: aiohttp.ClientSession, now: datetime) -> tuple[Finding, ...]:
    """Ask Slack who we are; `now` is this machine's time in UTC. Changes nothing and posts nothing."""
    try:
        headers, said = await _call(config, session, "auth.test", config.bot_token)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return (
            bad(
                "slack",
                f"Slack does not answer at {config.api_url} ({type(error).__name__}). Check this machine's way to the "
                "internet, its proxy, and COPYDESK_SLACK_API_URL.",
            ),
        )
    clock = clock_finding("Slack", headers.get("Date", ""), now)
    if not said.get("ok"):
        code = at(said, "error")
        return (
            clock,
            bad(
                "slack",
                f"Slack refuses COPYDESK_SLACK_BOT_TOKEN ({code}). Copy the bot token (xoxb-…) again: {_APP_PAGE}, "
                "OAuth & Permissions.",
            ),
        )
    findings = [clock, good("slack", f"The bot token is good, in the workspace {at(said, 'team')}.")]
    findings.append(_scopes(headers.get("X-OAuth-Scopes", "")))
    if config.app_token:
        findings.append(await _sockets(config, session))
    return tuple(findings)


def _scopes(granted: str) -> Finding:
    missing = sorted(needed_scopes() - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return good("slack scopes", "The app has every scope that it needs.")
    return bad(
        "slack scopes",
        f"The app lacks {', '.join(missing)}. Add them: {_APP_PAGE}, OAuth & Permissions, Scopes (or paste manifest.yaml "
        "under App Manifest), then reinstall the app.",
    )


async def _sockets(config: SlackConfig, session: aiohttp.ClientSession) -> Finding:
    try:
        _, said = await _call(config, session, "apps.connections.open", config.app_token)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return bad("slack sockets", f"Slack does not open a socket ({type(error).__name__}). Try again in a minute.")
    if said.get("ok"):
        return good("slack sockets", "Slack opens sockets for the app-level token.")
    return bad(
        "slack sockets",
        f"Slack refuses COPYDESK_SLACK_APP_TOKEN ({at(said, 'error')}). Make an app-level token with connections:write: "
        f"{_APP_PAGE}, Basic Information; and switch Socket Mode on.",
    )


async def _call(
    config: SlackConfig, session: aiohttp.ClientSession, method: str, token: str
) -> tuple[dict[str, str], Json]:
    headers = {"Authorization": f"Bearer {token}"}
    async with session.post(
        config.api_url + method, headers=headers, timeout=_TIMEOUT, allow_redirects=False
    ) as answer:
        body = await answer.content.read(100_000)
        return dict(answer.headers), mapping(json.loads(body))
