"""Calling Slack's Web API: one connection pool, no hidden retries, a time limit, and no words in any log."""
# The SDK leaves the types of its answers open; what they hold is looked at before it leaves this module.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits
from adapters.slack.access import Access
from adapters.slack.errors import NO_TOKEN, Failure, failure
from adapters.slack.people import Identity
from adapters.slack.shapes import Json, at, items, mapping

SCOPES: Final[dict[str, tuple[str, ...]]] = {
    # With the app's own token, which has connections:write; not a scope of an installation.
    "apps.connections.open": (),
    # With the token that is given back.
    "auth.revoke": (),
    # With the token of a whole organisation.
    "auth.teams.list": (),
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.list": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    # With the app's own name and secret.
    "oauth.v2.access": (),
    "usergroups.list": ("usergroups:read",),
    "usergroups.users.list": ("usergroups:read",),
    "users.info": ("users:read", "users:read.email"),
    "users.lookupByEmail": ("users:read.email",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
"""Every method that is called, and the scopes that manifest.yaml must ask for because of it."""

_READS: Final = frozenset(
    {
        "auth.teams.list",
        "bots.info",
        "conversations.history",
        "conversations.info",
        "conversations.list",
        "conversations.replies",
        "usergroups.list",
        "usergroups.users.list",
        "users.info",
        "users.lookupByEmail",
    }
)
"""Methods that take their arguments in the query, as the SDK's own functions for them send them."""


def silent() -> logging.Logger:
    """A logger that says nothing: the SDK logs whole requests, and so the words, at DEBUG; Bolt does at INFO."""
    logger = logging.getLogger("copydesk.slack.silent")
    logger.setLevel(logging.CRITICAL + 1)
    logger.disabled = True
    return logger


class SlackApi:
    """The Web API in one installation. `session` is shared with whoever else speaks HTTP, and not closed. Where `identity`
    is not given, Slack is asked whose token it is.
    """

    def __init__(
        self, access: Access, api_url: str, session: aiohttp.ClientSession, identity: Identity | None = None
    ) -> None:
        self.session = session
        self._access = access
        # Retries would post twice when only the answer was lost; the courier looks first.
        self.client: Final = AsyncWebClient(
            base_url=api_url,
            session=session,
            retry_handlers=[],
            logger=silent(),
        )
        self._identity = identity

    async def call(self, method: str, seconds: float = limits.CALL_SECONDS, **arguments: Any) -> Json | Failure:
        """Call a method of `SCOPES`; its answer, or why there is none. Arguments that are None are left out."""
        if method not in SCOPES:
            raise ValueError(f"list {method} in SCOPES, and its scopes in manifest.yaml")
        given = {name: argument for name, argument in arguments.items() if argument is not None}
        token = await self._access.token()
        if isinstance(token, Failure):
            return token
        answer = await self._send(method, given, token, seconds)
        if isinstance(answer, Failure) and answer.code in NO_TOKEN and await self._access.refused(token, answer.code):
            # Nothing was done with the token that was refused.
            token = await self._access.token()
            return token if isinstance(token, Failure) else await self._send(method, given, token, seconds)
        return answer

    async def _send(self, method: str, given: Json, token: str, seconds: float) -> Json | Failure:
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with asyncio.timeout(seconds):
                if method in _READS:
                    answer = await self.client.api_call(method, http_verb="GET", params=dict(given), headers=headers)
                else:
                    answer = await self.client.api_call(method, json=dict(given), headers=headers)
        except (SlackClientError, aiohttp.ClientError, OSError, ValueError, AttributeError) as error:
            # TimeoutError is an OSError; the SDK trips over answers that are no JSON (ValueError, AttributeError).
            return failure(error)
        return mapping(answer.data)

    async def entries(self, method: str, name: str, pages: int, **arguments: Any) -> AsyncIterator[Json | Failure]:
        """The entries of a list that comes in at most `pages` pages, under `name` in the answers; a failure ends it."""
        cursor = None
        for _ in range(pages):
            page = await self.call(method, cursor=cursor, **arguments)
            if isinstance(page, Failure):
                yield page
                return
            for entry in items(page.get(name)):
                yield entry
            cursor = at(page, "response_metadata", "next_cursor") or None
            if cursor is None:
                return

    async def test(self) -> None:
        """Ask Slack whether the token is still good; whoever gives access learns of it if not."""
        await self.call("auth.test")

    async def identity(self) -> Identity | Failure:
        """Whose token it is; asked once, then remembered."""
        if self._identity is None:
            who = await self.call("auth.test", seconds=limits.ACCOUNT_SECONDS)
            if isinstance(who, Failure):
                return who
            about = await self.call("bots.info", seconds=limits.ACCOUNT_SECONDS, bot=at(who, "bot_id"))
            if isinstance(about, Failure):
                return about
            found = Identity(
                app=at(about, "bot", "app_id"),
                team=at(who, "team_id"),
                enterprise=at(who, "enterprise_id"),
                bot=at(who, "bot_id"),
                bot_user=at(who, "user_id"),
            )
            if not (found.app and found.team and found.bot and found.bot_user):
                return Failure(code="not_a_bot_token")
            self._identity = found
        return self._identity
