"""How the Web API and the payloads show the world's things: users, conversations, messages, views."""

from bot.playground.slack.forms import state_values
from bot.playground.slack.shapes import Json
from bot.playground.slack.user_groups import UserGroup
from bot.playground.slack.world import Conversation, Message, Person, View, Workspace, World


def user(workspace: Workspace, person: Person) -> Json:
    """A user object; the e-mail address only where the app may read it."""
    profile: Json = {
        "real_name": person.real_name,
        "display_name": person.real_name,
        "team": person.team_id,
    }
    if person.email and granted(workspace, "users:read.email"):
        profile["email"] = person.email
    drawn: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
    }
    if not person.deleted:
        drawn |= {
            "tz": person.tz,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": person.is_ultra_restricted,
        }
    if person.is_email_confirmed is not None:
        drawn["is_email_confirmed"] = person.is_email_confirmed
    if workspace.enterprise_id and person.team_id == workspace.team_id:
        drawn["enterprise_user"] = {"id": person.id, "enterprise_id": workspace.enterprise_id}
    if person.is_stranger:
        drawn["is_stranger"] = True
    return drawn


def granted(workspace: Workspace, *scopes: str) -> bool:
    """Whether the app's token has at least one of the scopes."""
    return workspace.scopes is None or any(scope in workspace.scopes for scope in scopes)


def conversation(world: World, place: Conversation) -> Json:
    """A conversation object."""
    drawn: Json = {
        "id": place.id,
        "is_channel": place.kind == "public",
        "is_group": place.kind == "private",
        "is_im": place.kind == "im",
        "is_private": place.kind != "public",
        "is_archived": place.is_archived,
        "is_ext_shared": place.is_ext_shared,
        "is_shared": place.is_ext_shared,
        "is_member": world.workspace.bot_user_id in place.members,
        "num_members": len(place.members),
        "context_team_id": world.workspace.team_id,
    }
    if place.kind == "im":
        drawn["user"] = next(iter(place.members - {world.workspace.bot_user_id}))
    else:
        drawn |= {"name": place.name, "name_normalized": place.name, "topic": {"value": place.topic}}
    return drawn


def message(world: World, shown: Message, *, metadata: bool = False) -> Json:
    """A message object; its metadata only where it was asked for."""
    drawn: Json = {
        "type": "message",
        "user": shown.user,
        "text": shown.text,
        "ts": shown.ts,
        "team": world.workspace.team_id,
    }
    if shown.bot_id:
        drawn |= {"bot_id": shown.bot_id, "app_id": shown.app_id}
    if shown.blocks:
        drawn["blocks"] = shown.blocks
    if shown.edited:
        drawn["edited"] = {"user": shown.user, "ts": shown.edited}
    if shown.thread_ts:
        drawn["thread_ts"] = shown.thread_ts
    place = world.conversations[shown.conversation]
    replies = [each for each in place.messages.values() if each.thread_ts == shown.ts and each.ts != shown.ts]
    if replies:
        drawn |= {"thread_ts": shown.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    if metadata and shown.metadata:
        drawn["metadata"] = shown.metadata
    return drawn


def view(workspace: Workspace, opened: View) -> Json:
    """A view object with the state of what the person has put in."""
    content = opened.content
    return {
        "id": opened.id,
        "team_id": workspace.team_id,
        "app_id": workspace.api_app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
        "type": content["type"],
        "callback_id": content.get("callback_id", ""),
        "external_id": content.get("external_id", ""),
        "private_metadata": opened.private_metadata,
        "title": content.get("title"),
        "submit": content.get("submit"),
        "close": content.get("close"),
        "blocks": opened.blocks,
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "hash": opened.hash,
        "root_view_id": opened.root_id,
        "previous_view_id": opened.previous_id,
        "state": {"values": state_values(opened)},
    }


def user_group(group: UserGroup) -> Json:
    """A user group, without who is in it."""
    return {
        "id": group.id,
        "team_id": group.team_id,
        "is_usergroup": True,
        "name": group.handle.capitalize(),
        "handle": group.handle,
        "date_delete": group.date_delete,
        "user_count": len(group.users),
    }
