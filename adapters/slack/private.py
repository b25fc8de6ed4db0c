"""Telling one person something that nobody else sees, by the nearest way that works.

Sources: docs.slack.dev/interactivity/handling-user-interaction (response URLs),
docs.slack.dev/reference/methods/chat.postEphemeral.
"""

import asyncio
import logging
from typing import Any, Final

import aiohttp
from yarl import URL

from adapters.slack import limits
from adapters.slack.api import SlackApi
from adapters.slack.cards import message_blocks, summary
from adapters.slack.errors import Failure
from adapters.slack.shapes import at
from workflows.cards.card import Card
from workflows.domain.value import value

HOOKS: Final = "hooks.slack.com"

log = logging.getLogger(__name__)


@value
class Asker:
    """Whom to tell, and where they asked. What is empty is not known."""

    user: str
    channel: str = ""
    thread: str = ""
    response_url: str = ""


class Whisperer:
    """Tells one person. `api_url` is where the Web API is: response URLs are only followed there and to Slack's own host."""

    def __init__(self, api: SlackApi, api_url: str) -> None:
        self._api = api
        self._hosts = {HOOKS, URL(api_url).host}

    async def tell(self, asker: Asker, card: Card) -> None:
        """By the click's response URL, else an ephemeral message there, else a direct message."""
        said = {"text": summary(card), "blocks": message_blocks(card)}
        if await self._respond(asker, said) or await self._whisper(asker, said) or await self._write(asker, said):
            return
        log.warning("Slack: a private sentence reached nobody")

    async def _respond(self, asker: Asker, said: dict[str, Any]) -> bool:
        try:
            url = URL(asker.response_url)
        except ValueError:
            return False
        if url.host not in self._hosts:
            return False
        body = {**said, "response_type": "ephemeral", "replace_original": False}
        if asker.thread:
            body["thread_ts"] = asker.thread
        try:
            async with (
                asyncio.timeout(limits.CALL_SECONDS),
                self._api.session.post(url, json=body, allow_redirects=False) as answer,
            ):
                # Some refusals come with 200.
                return answer.ok and '"ok":false' not in (await answer.text()).replace(" ", "")
        except (aiohttp.ClientError, OSError):
            return False

    async def _whisper(self, asker: Asker, said: dict[str, Any]) -> bool:
        # In a direct message a lasting answer is as private, and it does not vanish.
        if not asker.channel or asker.channel.startswith("D"):
            return False
        done = await self._api.call(
            "chat.postEphemeral",
            channel=asker.channel,
            user=asker.user,
            thread_ts=asker.thread or None,
            **said,
        )
        return not isinstance(done, Failure)

    async def _write(self, asker: Asker, said: dict[str, Any]) -> bool:
        opened = await self._api.call("conversations.open", users=asker.user)
        if isinstance(opened, Failure):
            return False
        channel = at(opened, "channel", "id")
        done = await self._api.call(
            "chat.postMessage", channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=False, **said
        )
        return not isinstance(done, Failure)
