"""The Web API: which methods there are, which scopes they need, and how a call is answered."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack import api_chat, api_conversations, api_usergroups, api_users, api_views, drawing
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import World

Handler = Callable[[World, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """A method and the scopes of which one is needed."""

    handler: Handler
    scopes: tuple[str, ...] = ()


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS: dict[str, Method] = {
    "auth.revoke": Method(api_users.auth_revoke),
    "auth.teams.list": Method(api_users.auth_teams_list),
    "auth.test": Method(api_users.auth_test),
    "bots.info": Method(api_users.bot_info, ("users:read",)),
    "chat.postMessage": Method(api_chat.post_message, ("chat:write",)),
    "chat.update": Method(api_chat.update, ("chat:write",)),
    "chat.delete": Method(api_chat.delete, ("chat:write",)),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(api_chat.permalink),
    "conversations.open": Method(api_conversations.open_direct, ("im:write",)),
    "conversations.info": Method(api_conversations.info, _READ),
    "conversations.list": Method(api_conversations.list_all, _READ),
    "conversations.members": Method(api_conversations.members, _READ),
    "conversations.history": Method(api_conversations.history, _HISTORY),
    "conversations.replies": Method(api_conversations.replies, _HISTORY),
    "users.info": Method(api_users.info, ("users:read",)),
    "users.lookupByEmail": Method(api_users.look_up_by_email, ("users:read.email",)),
    "users.list": Method(api_users.list_all, ("users:read",)),
    "usergroups.list": Method(api_usergroups.list_all, ("usergroups:read",)),
    "usergroups.users.list": Method(api_usergroups.users, ("usergroups:read",)),
    "views.open": Method(api_views.open_modal),
    "views.push": Method(api_views.push),
    "views.update": Method(api_views.update),
    "views.publish": Method(api_views.publish),
}


def answer(world: World, method: str, token: str, arguments: Arguments) -> Json:
    """Do what a call asks. Raises `ApiError` with the code with which Slack would refuse it."""
    known = METHODS.get(method)
    if known is None:
        raise ApiError("unknown_method")
    if not token:
        raise ApiError("not_authed")
    trouble = world.workspace.trouble_with(token, world.clock())
    if trouble:
        raise ApiError(trouble)
    if method == "auth.revoke":
        world.workspace.end_tokens(uninstalled=False)
    if known.scopes and not drawing.granted(world.workspace, *known.scopes):
        raise ApiError("missing_scope", [f"needed: {known.scopes[0]}"])
    return {"ok": True, **known.handler(world, arguments)}
