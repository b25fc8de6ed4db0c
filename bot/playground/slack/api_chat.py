"""`chat.*`: posting, updating and deleting messages, and what else is said to people."""

from bot.playground.slack import drawing, limits
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.lookup import conversation_to_write, find_message
from bot.playground.slack.shapes import Json, as_object, objects
from bot.playground.slack.validation import check_message, is_too_long
from bot.playground.slack.world import Message, World, name_blocks


def post_message(world: World, arguments: Arguments) -> Json:
    """`chat.postMessage`."""
    place = conversation_to_write(world, arguments.need("channel"))
    text, blocks = said(world, arguments, longest=limits.MESSAGE_TEXT)
    posted = world.post(
        by_bot(
            world,
            place.id,
            text,
            blocks,
            thread_ts=_thread(world, place.id, arguments),
            metadata=_metadata(arguments),
        )
    )
    return {"channel": place.id, "ts": posted.ts, "message": drawing.message(world, posted, metadata=True)}


def update(world: World, arguments: Arguments) -> Json:
    """`chat.update`: text without blocks leaves the blocks as they are."""
    place = conversation_to_write(world, arguments.need("channel"))
    message = find_message(place, arguments.need("ts"))
    if message.bot_id != world.workspace.bot_id:
        raise ApiError("cant_update_message")
    text, blocks = said(world, arguments, longest=limits.UPDATED_MESSAGE_TEXT)
    message.text = text
    message.blocks = blocks if arguments.has("blocks") else message.blocks
    message.metadata = _metadata(arguments) or message.metadata
    message.edited = world.new_ts()
    return {
        "channel": place.id,
        "ts": message.ts,
        "text": text,
        "message": drawing.message(world, message, metadata=True),
    }


def delete(world: World, arguments: Arguments) -> Json:
    """`chat.delete`."""
    place = conversation_to_write(world, arguments.need("channel"))
    message = find_message(place, arguments.need("ts"))
    if message.bot_id != world.workspace.bot_id:
        raise ApiError("cant_delete_message")
    del place.messages[message.ts]
    return {"channel": place.id, "ts": message.ts}


def post_ephemeral(world: World, arguments: Arguments) -> Json:
    """`chat.postEphemeral`: only to members who are there."""
    place = conversation_to_write(world, arguments.need("channel"))
    user = arguments.need("user")
    person = world.people.get(user)
    if person is None or user not in place.members or person.deleted:
        raise ApiError("user_not_in_channel")
    text, blocks = said(world, arguments, longest=limits.MESSAGE_TEXT)
    thread = _thread(world, place.id, arguments)
    message = world.post(by_bot(world, place.id, text, blocks, thread_ts=thread, seen_by=user))
    return {"message_ts": message.ts}


def permalink(world: World, arguments: Arguments) -> Json:
    """`chat.getPermalink`."""
    place = world.conversations.get(arguments.need("channel"))
    if place is None:
        raise ApiError("channel_not_found")
    message = find_message(place, arguments.need("message_ts"))
    link = f"https://{world.workspace.domain}.slack.com/archives/{place.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={place.id}"
    return {"channel": place.id, "permalink": link}


def by_bot(
    world: World,
    place: str,
    text: str,
    blocks: list[Json],
    *,
    thread_ts: str | None = None,
    metadata: Json | None = None,
    seen_by: str | None = None,
) -> Message:
    """A message of the app's bot."""
    return Message(
        conversation=place,
        ts=world.new_ts(),
        user=world.workspace.bot_user_id,
        bot_id=world.workspace.bot_id,
        app_id=world.workspace.api_app_id,
        text=text,
        blocks=blocks,
        thread_ts=thread_ts,
        metadata=metadata,
        seen_by=seen_by,
    )


def said(world: World, arguments: Arguments, *, longest: int) -> tuple[str, list[Json]]:
    """The text and the blocks of a message, or the refusal they deserve."""
    text = arguments.text("text")
    given = arguments.tree("blocks", otherwise="invalid_blocks_format")
    if not text and not given:
        raise ApiError("no_text")
    if len(text) > longest:
        raise ApiError("msg_too_long")
    if given is None:
        return text, []
    wrong = check_message(given)
    if wrong:
        raise ApiError("invalid_blocks", wrong)
    if is_too_long(given):
        raise ApiError("msg_blocks_too_long")
    return text, name_blocks(world, objects(given))


def _thread(world: World, place: str, arguments: Arguments) -> str | None:
    wanted = arguments.text("thread_ts")
    if not wanted:
        return None
    parent = world.conversations[place].messages.get(wanted)
    if parent is None:
        raise ApiError("thread_not_found")
    return parent.thread_ts or parent.ts


def _metadata(arguments: Arguments) -> Json | None:
    given = arguments.tree("metadata", otherwise="invalid_metadata_format")
    if given is None:
        return None
    metadata = as_object(given)
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    return metadata
