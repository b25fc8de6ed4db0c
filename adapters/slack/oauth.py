"""Slack's OAuth as a client speaks it: a code or a refresh token, each good for once, becomes the right to speak somewhere.

Sources: docs.slack.dev/authentication/installing-with-oauth, docs.slack.dev/authentication/using-token-rotation,
docs.slack.dev/reference/methods/oauth.v2.access.
"""
# The SDK leaves the types of its answers open; what they hold is looked at before it leaves this module.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

import asyncio
import logging
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from adapters.slack import limits
from adapters.slack.access import FixedToken
from adapters.slack.api import SlackApi, silent
from adapters.slack.config import SlackClient
from adapters.slack.errors import Failure, failure
from adapters.slack.shapes import Json, at, mapping
from workflows.domain.value import value
from workflows.engine.installations import Installation

REDIRECT: Final = "/slack/oauth_redirect"

MISMATCH: Final = "installation_mismatch"
"""A code of our own: Slack's two answers about one installation do not agree."""

log = logging.getLogger(__name__)


@value
class Tokens:
    """The right to speak: until `expires` (UTC), if it does, and then to get the next with `refresh`."""

    token: str = field(repr=False)
    refresh: str = field(repr=False)
    expires: datetime | None


@value
class Unfit:
    """A token that is good, but not for us, and why. Whoever got it has it revoked."""

    token: str = field(repr=False)
    why: Failure


class OAuth:
    """Our side of OAuth. `session` is shared and not closed."""

    def __init__(self, client: SlackClient, api_url: str, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._api_url = api_url
        self._session = session
        self._sdk = AsyncWebClient(base_url=api_url, session=session, retry_handlers=[], logger=silent())

    @property
    def redirect(self) -> str:
        """Where Slack sends a browser back to: always the same, and said both times."""
        return self._client.public_url + REDIRECT

    def authorize_url(self, state: str, scopes: frozenset[str]) -> str:
        """Where somebody allows the installation."""
        asked = {
            "client_id": self._client.id,
            "scope": ",".join(sorted(scopes)),
            "redirect_uri": self.redirect,
            "state": state,
        }
        return str(URL(self._api_url).with_path("/oauth/v2/authorize").with_query(asked))

    async def exchange(self, code: str, now: datetime) -> Installation | Unfit | Failure:
        """What somebody allowed. Whose token it is, the token itself must say alike."""
        answer = await self._access({"code": code, "redirect_uri": self.redirect})
        if isinstance(answer, Failure):
            return answer
        got = _tokens(answer, now)
        return await self._checked(answer, got, now) if got else Failure(code="not_a_bot_token")

    async def _checked(self, answer: Json, got: Tokens, now: datetime) -> Installation | Unfit:
        whole = answer.get("is_enterprise_install") is True
        organisation = at(answer, "enterprise", "id")
        workspace = "" if whole else at(answer, "team", "id")
        name = at(answer, "enterprise" if whole else "team", "name")
        app, bot_user = at(answer, "app_id"), at(answer, "bot_user_id")
        if not (app and bot_user and (organisation or workspace)):
            return Unfit(token=got.token, why=Failure(code="not_a_bot_token"))
        who = await self._api(got.token).call("auth.test")
        if isinstance(who, Failure):
            return Unfit(token=got.token, why=who)
        same = at(who, "user_id") == bot_user and at(who, "enterprise_id") == organisation
        if not same or not at(who, "bot_id") or (workspace and at(who, "team_id") != workspace):
            return Unfit(token=got.token, why=Failure(code=MISMATCH))
        return Installation(
            chat="slack",
            organisation=organisation,
            workspace=workspace,
            name=name,
            app=app,
            bot=at(who, "bot_id"),
            bot_user=bot_user,
            token=got.token,
            refresh=got.refresh,
            expires=got.expires,
            by=at(answer, "authed_user", "id"),
            at=now,
        )

    async def refresh(self, refresh: str, now: datetime) -> Tokens | Failure:
        """The next tokens; Slack takes the refresh token once."""
        answer = await self._access({"grant_type": "refresh_token", "refresh_token": refresh})
        if isinstance(answer, Failure):
            return answer
        return _tokens(answer, now) or Failure(code="not_a_bot_token")

    async def give_back(self, token: str) -> None:
        """Have a token revoked that we must not use."""
        answer = await self._api(token).call("auth.revoke")
        if isinstance(answer, Failure):
            log.error("Slack: a token that is of no use could not be revoked: %s", answer.code or answer.detail)

    def _api(self, token: str) -> SlackApi:
        return SlackApi(FixedToken(text=token), self._api_url, self._session)

    async def _access(self, given: dict[str, str]) -> Json | Failure:
        """One call with the app's own name and secret. It is never repeated: what was sent may have been used up."""
        ours = {"Authorization": aiohttp.encode_basic_auth(self._client.id, self._client.secret)}
        try:
            async with asyncio.timeout(limits.CALL_SECONDS):
                answer = await self._sdk.api_call("oauth.v2.access", data=given, headers=ours)
        except (SlackClientError, aiohttp.ClientError, OSError, ValueError, AttributeError) as error:
            return failure(error)
        return mapping(answer.data)


def _tokens(answer: Json, now: datetime) -> Tokens | None:
    token, seconds = at(answer, "access_token"), answer.get("expires_in")
    if not token:
        return None
    expires = now + timedelta(seconds=seconds) if isinstance(seconds, int) and seconds > 0 else None
    return Tokens(token=token, refresh=at(answer, "refresh_token"), expires=expires)
