"""Examining a Slack set-up from outside: tokens, scopes, the clock, the sockets if they are used, and who installed it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import aiohttp

from adapters.slack import inbound
from adapters.slack.api import SCOPES
from adapters.slack.config import SlackClient, SlackConfig
from adapters.slack.shapes import Json, at, mapping
from workflows.engine.checkup import Finding, bad, clock_finding, good
from workflows.engine.installations import Installation

ALWAYS: Final = frozenset({"commands"})
_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)
_APP_PAGE: Final = "api.slack.com/apps, your app"


def needed_scopes() -> frozenset[str]:
    """Every scope that the bot's token must have."""
    listed = (*SCOPES.values(), *inbound.EVENTS.values())
    return ALWAYS.union(*listed)


async def examine(config: SlackConfig, session: aiohttp.ClientSession, now: datetime) -> tuple[Finding, ...]:
    """Ask Slack who we are; `now` is this machine's time in UTC. Changes nothing and posts nothing."""
    if config.client is not None:
        return await _client(config, config.client, session, now)
    try:
        headers, said = await _call(config, session, "auth.test", config.bot_token)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return (_silent(config, error),)
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


async def examine_installed(
    config: SlackConfig, session: aiohttp.ClientSession, installed: Sequence[Installation]
) -> tuple[Finding, ...]:
    """Ask Slack about every workspace that Copydesk was installed in by OAuth."""
    if config.client is None:
        return ()
    page = f"{config.client.public_url}/slack/install"
    if not installed:
        return (
            bad("slack workspaces", f"Nobody has installed Copydesk in a workspace yet: open {page} in a browser."),
        )
    return tuple([finding for one in installed for finding in await _workspace(config, config.client, session, one)])


async def _workspace(
    config: SlackConfig, client: SlackClient, session: aiohttp.ClientSession, one: Installation
) -> tuple[Finding, ...]:
    about, named = f"slack {one.id}", f"{one.name} ({one.id})"
    if not client.workspaces & {one.organisation, one.workspace} - {""}:
        return (
            bad(
                about,
                f"{named} is not among COPYDESK_SLACK_WORKSPACES, so it is not served. Add its id if it should be.",
            ),
        )
    again = f"Open {client.public_url}/slack/install and install it there again."
    if one.lost:
        return (bad(about, f"Copydesk is cut off from {named}: {one.lost}. {again}"),)
    try:
        headers, said = await _call(config, session, "auth.test", one.token)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return (_silent(config, error),)
    code = at(said, "error")
    if said.get("ok"):
        return good(about, f"Copydesk is installed in {named}."), _scopes(headers.get("X-OAuth-Scopes", ""))
    if code == "token_expired" and one.refresh:
        return (good(about, f"Copydesk is installed in {named}; a running Copydesk gets the next token."),)
    return (bad(about, f"Slack refuses the token for {named} ({code}). {again}"),)


async def _client(
    config: SlackConfig, client: SlackClient, session: aiohttp.ClientSession, now: datetime
) -> tuple[Finding, ...]:
    """Slack looks at the client's secret before the code, so a code that is none tells whether the secret is right."""
    ours = aiohttp.encode_basic_auth(client.id, client.secret)
    try:
        headers, said = await _call(config, session, "oauth.v2.access", ours, code="none")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return (_silent(config, error),)
    clock = clock_finding("Slack", headers.get("Date", ""), now)
    if at(said, "error") != "invalid_code":
        return (
            clock,
            bad(
                "slack",
                f"Slack refuses COPYDESK_SLACK_CLIENT_ID with COPYDESK_SLACK_CLIENT_SECRET ({at(said, 'error')}). Copy both "
                f"again: {_APP_PAGE}, Basic Information.",
            ),
        )
    findings = [clock, good("slack", "The client id and its secret are good.")]
    if config.app_token:
        findings.append(await _sockets(config, session))
    return tuple(findings)


def _silent(config: SlackConfig, error: Exception) -> Finding:
    return bad(
        "slack",
        f"Slack does not answer at {config.api_url} ({type(error).__name__}). Check this machine's way to the "
        "internet, its proxy, and COPYDESK_SLACK_API_URL.",
    )


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
    config: SlackConfig, session: aiohttp.ClientSession, method: str, token: str, **given: str
) -> tuple[dict[str, str], Json]:
    headers = {"Authorization": token if token.startswith("Basic ") else f"Bearer {token}"}
    async with session.post(
        config.api_url + method, data=given, headers=headers, timeout=_TIMEOUT, allow_redirects=False
    ) as answer:
        body = await answer.content.read(100_000)
        return dict(answer.headers), mapping(json.loads(body))
