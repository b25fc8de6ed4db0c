"""The baseline for Teams: the SDK's own echo bot without app id, and so without any check.

Run as `python -m benchmarks.bare_teams PORT`: on the adapter that its sample has used since November 2023
(github.com/microsoft/BotBuilder-Samples, pull request 3925); with `older` behind it, on the one that the sample used before.
"""
# The SDK ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import sys

from aiohttp import web
from botbuilder.core import (
    ActivityHandler,
    BotFrameworkAdapter,
    BotFrameworkAdapterSettings,
    MessageFactory,
    TurnContext,
)
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity


class EchoBot(ActivityHandler):
    """The sample, as it is handed out."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Say it back."""
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


class Settings:
    """What the adapter looks up; without an app id it asks nobody who they are."""

    APP_ID = ""
    APP_PASSWORD = ""


def main(port: int, *, older: bool) -> None:
    """Serve until terminated."""
    app = web.Application()
    app.router.add_post("/api/messages", _older if older else _newer)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


_BOT = EchoBot()
_OLDER = BotFrameworkAdapter(BotFrameworkAdapterSettings("", ""))
_NEWER = CloudAdapter(ConfigurationBotFrameworkAuthentication(Settings()))


async def _newer(request: web.Request) -> web.Response:
    return await _NEWER.process(request, _BOT) or web.Response(status=200)


async def _older(request: web.Request) -> web.Response:
    activity = Activity().deserialize(await request.json())
    response = await _OLDER.process_activity(activity, request.headers.get("Authorization", ""), _BOT.on_turn)
    return web.json_response(data=response.body, status=response.status) if response else web.Response(status=200)


if __name__ == "__main__":
    main(int(sys.argv[1]), older="older" in sys.argv)
