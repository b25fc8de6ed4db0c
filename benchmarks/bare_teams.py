"""The baseline for Teams: the SDK's own echo bot, on its own adapter, without app id and so without any check.

Run as `python -m benchmarks.bare_teams PORT`.
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
from botbuilder.schema import Activity


class EchoBot(ActivityHandler):
    """The sample, as it is handed out."""

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        """Say it back."""
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def main(port: int) -> None:
    """Serve until terminated."""
    adapter = BotFrameworkAdapter(BotFrameworkAdapterSettings("", ""))
    bot = EchoBot()

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        response = await adapter.process_activity(activity, request.headers.get("Authorization", ""), bot.on_turn)
        return web.json_response(data=response.body, status=response.status) if response else web.Response(status=200)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
