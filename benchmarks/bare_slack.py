"""The baseline for Slack: a bare Bolt app in its default mode, on its own server. It acknowledges and updates the message.

Run as `python -m benchmarks.bare_slack PORT API_URL TOKEN SECRET`.
"""
# Bolt leaves the types of its decorators open.
# pyright: reportUnknownMemberType=false

import logging
import re
import sys
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack.shapes import Json


def main(port: int, api_url: str, token: str, secret: str) -> None:
    """Serve until terminated."""
    logging.basicConfig(level=logging.WARNING)
    app = AsyncApp(signing_secret=secret, client=AsyncWebClient(token=token, base_url=api_url))

    @app.action(re.compile(""))
    async def approve(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:  # pyright: ignore[reportUnusedFunction]  # Bolt calls it
        await ack()
        said = f"Approved by <@{body['user']['id']}>"
        blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": said}}]
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["container"]["message_ts"], text=said, blocks=blocks
        )

    app.server(port=port, path="/slack/events", host="127.0.0.1").start()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:5])
