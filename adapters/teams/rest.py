"""The Bot Connector's REST API, as far as we use it: one call, one request, no retries, no redirects.

Source: "API reference for the Bot Framework Connector service". The token goes to allowed hosts only. (On a kept-alive
connection that the server has closed, aiohttp sends GET, PUT and DELETE once more; those may be repeated, POST never is.)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.teams import limits, streams, wire
from adapters.teams.config import TeamsConfig
from adapters.teams.errors import Answered, Forbidden, NeverSent, NoAnswer, Result
from adapters.teams.tokens import NoTokenError, TokenSource
from workflows.engine.retry_after import retry_after

_TIMEOUT: Final = aiohttp.ClientTimeout(total=limits.CALL_SECONDS)
_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class At:
    """A conversation at the Bot Connector: its service URL and id, and the thread in it, if any."""

    service_url: str
    conversation: str
    thread: str = ""

    @property
    def path(self) -> str:
        """The conversation's part of a URL; threads of a channel are named in its id."""
        thread = f";messageid={self.thread}" if self.thread else ""
        return f"v3/conversations/{quote(self.conversation + thread, safe='')}"


class BotConnector:
    """Every call answers with a value; whether it may be repeated is for the caller to say."""

    def __init__(self, config: TeamsConfig, session: aiohttp.ClientSession, tokens: TokenSource) -> None:
        """Speak as this app."""
        self._config = config
        self._session = session
        self._tokens = tokens

    async def post(self, at: At, activity: Mapping[str, object]) -> Result:
        """Post a message; a good answer's body holds its `id`."""
        return await self._call("POST", at.service_url, f"{at.path}/activities", activity)

    async def update(self, at: At, message: str, activity: Mapping[str, object]) -> Result:
        """Replace a message of ours."""
        path = f"{at.path}/activities/{quote(message, safe='')}"
        return await self._call("PUT", at.service_url, path, {**activity, "id": message})

    async def delete(self, at: At, message: str) -> Result:
        """Delete a message of ours."""
        return await self._call("DELETE", at.service_url, f"{at.path}/activities/{quote(message, safe='')}")

    async def open_chat(self, service_url: str, user: str) -> Result:
        """Open a person's own chat with the bot, or find the one that is there; the body holds its `id`."""
        body = {
            "isGroup": False,
            "bot": {"id": self._config.bot_id},
            "members": [{"id": user}],
            "tenantId": self._config.tenant_id,
            "channelData": {"tenant": {"id": self._config.tenant_id}},
        }
        return await self._call("POST", service_url, "v3/conversations", body)

    async def member(self, at: At, user: str) -> Result:
        """Ask a conversation's roster about one person."""
        return await self._call("GET", at.service_url, f"{at.path}/members/{quote(user, safe='')}")

    async def members(self, at: At, more: str = "") -> Result:
        """One page of a conversation's roster: `members`, and where there are others the `continuationToken` to go on with."""
        page = f"{at.path}/pagedmembers?pageSize={limits.ROSTER_PAGE}"
        return await self._call(
            "GET", at.service_url, f"{page}&continuationToken={quote(more, safe='')}" if more else page
        )

    async def _call(self, method: str, service_url: str, path: str, body: Mapping[str, object] | None = None) -> Result:
        if not self._config.may_talk_to(service_url):
            return Forbidden()
        try:
            bearer = await self._tokens.bearer()
        except NoTokenError as no:
            return NeverSent(str(no))
        headers = {"Authorization": bearer} if bearer else {}
        data = None if body is None else wire.dump(body)
        if data is not None:
            headers["Content-Type"] = _JSON
        url = URL(f"{service_url.rstrip('/')}/{path}", encoded=True)
        try:
            async with self._session.request(
                method, url, data=data, headers=headers, timeout=_TIMEOUT, allow_redirects=False
            ) as answer:
                status = answer.status
                wait = retry_after(answer.headers.get("Retry-After", ""), datetime.now(UTC))
                found = await streams.read_json(answer)
        except aiohttp.ClientConnectorError as refused:
            return NeverSent(type(refused).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as lost:
            return NoAnswer(type(lost).__name__)
        if status == HTTPStatus.UNAUTHORIZED:
            self._tokens.forget(bearer)
        code = wire.text(found, "error", "code") or wire.text(found, "code")
        return Answered(status=status, body=found, code=code[:60], retry_after=wait)
