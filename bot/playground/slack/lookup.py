"""Finding what a call names, and refusing as Slack does when it may not be found or written to."""

from bot.playground.slack import drawing
from bot.playground.slack.arguments import ApiError
from bot.playground.slack.world import Conversation, Message, World


def visible_conversation(world: World, name: str) -> Conversation:
    """A conversation that the app can see: a public one, or one it is in; by its id."""
    place = world.conversations.get(name)
    if place is None or (place.kind != "public" and world.workspace.bot_user_id not in place.members):
        raise ApiError("channel_not_found")
    return place


def joined_conversation(world: World, name: str) -> Conversation:
    """A conversation that the app is in."""
    place = visible_conversation(world, name)
    if world.workspace.bot_user_id not in place.members:
        raise ApiError("not_in_channel")
    return place


def conversation_to_write(world: World, name: str) -> Conversation:
    """Where a message goes: a conversation by id, a channel by name, or a person by id (their direct message)."""
    person = world.people.get(name)
    if person is not None:
        if person.is_bot:
            raise ApiError("cannot_dm_bot")
        return world.direct(person.id)
    by_name = (each.id for each in world.conversations.values() if each.name == name.removeprefix("#"))
    place = visible_conversation(world, name if name in world.conversations else next(by_name, name))
    if place.is_archived:
        raise ApiError("is_archived")
    workspace = world.workspace
    may_post_anywhere = workspace.scopes is not None and drawing.granted(workspace, "chat:write.public")
    if workspace.bot_user_id not in place.members and not (place.kind == "public" and may_post_anywhere):
        raise ApiError("not_in_channel")
    return place


def find_message(place: Conversation, ts: str) -> Message:
    """A message that stands in the conversation; ephemeral ones cannot be found."""
    message = place.messages.get(ts)
    if message is None:
        raise ApiError("message_not_found")
    return message
