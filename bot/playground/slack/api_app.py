"""What is called with the app's own token, not with that of an installation."""

import hmac

from bot.playground.slack.arguments import ApiError
from bot.playground.slack.cloud import Cloud
from bot.playground.slack.shapes import Json


def open_connection(cloud: Cloud, token: str) -> Json:
    """`apps.connections.open`: a ticket for one socket."""
    if not token:
        raise ApiError("not_authed")
    if not token.startswith("xapp-"):
        raise ApiError("not_allowed_token_type")
    if not hmac.compare_digest(token.encode(), cloud.world.workspace.app_token.encode()):
        raise ApiError("invalid_auth")
    sockets = cloud.deliverer.sockets
    if sockets is None:
        raise ApiError("forbidden_team", ["Socket Mode is not turned on."])
    return {"url": f"{cloud.url.replace('http', 'ws', 1)}/link?ticket={sockets.ticket()}&app_id={sockets.app_id}"}
