"""`conversations.*`: where people talk, and what was said there."""

from bot.playground.slack import drawing, limits
from bot.playground.slack.arguments import ApiError, Arguments, page
from bot.playground.slack.lookup import joined_conversation, visible_conversation
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import Message, World

_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_direct(world: World, arguments: Arguments) -> Json:
    """`conversations.open`, with one person."""
    users = arguments.text("users").split(",")
    if users == [""]:
        raise ApiError("users_list_not_supplied")
    person = world.people.get(users[0])
    if person is None or len(users) > 1:
        raise ApiError("user_not_found")
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    if person.deleted:
        raise ApiError("user_disabled")
    place = world.direct(person.id)
    return {"channel": drawing.conversation(world, place) if arguments.flag("return_im") else {"id": place.id}}


def info(world: World, arguments: Arguments) -> Json:
    """`conversations.info`."""
    place = visible_conversation(world, arguments.need("channel"))
    return {"channel": drawing.conversation(world, place)}


def list_all(world: World, arguments: Arguments) -> Json:
    """`conversations.list`: public channels, and private ones and direct messages that the app is in; of one workspace."""
    if world.workspace.organisation_wide:
        arguments.need("team_id")
    wanted = [_KINDS.get(kind.strip()) for kind in (arguments.text("types") or "public_channel").split(",")]
    if None in wanted:
        raise ApiError("invalid_types")
    found = [
        drawing.conversation(world, place)
        for place in world.conversations.values()
        if place.kind in wanted
        and (place.kind == "public" or world.workspace.bot_user_id in place.members)
        and not (place.is_archived and arguments.flag("exclude_archived"))
    ]
    shown, more = page(found, arguments, default=100, most=limits.PAGE)
    return {"channels": shown, "response_metadata": more}


def members(world: World, arguments: Arguments) -> Json:
    """`conversations.members`."""
    place = visible_conversation(world, arguments.need("channel"))
    shown, more = page([{"id": each} for each in sorted(place.members)], arguments, default=100, most=limits.PAGE)
    return {"members": [each["id"] for each in shown], "response_metadata": more}


def history(world: World, arguments: Arguments) -> Json:
    """`conversations.history`: what stands in the conversation itself, newest first."""
    place = joined_conversation(world, arguments.need("channel"))
    roots = [each for each in place.messages.values() if each.thread_ts in (None, each.ts)]
    return _told(world, _within(roots[::-1], arguments), arguments)


def replies(world: World, arguments: Arguments) -> Json:
    """`conversations.replies`: a message and its replies, oldest first."""
    place = joined_conversation(world, arguments.need("channel"))
    root = place.messages.get(arguments.need("ts"))
    if root is None:
        raise ApiError("thread_not_found")
    answers = [each for each in place.messages.values() if each.thread_ts == root.ts and each.ts != root.ts]
    return _told(world, [root, *_within(answers, arguments)], arguments)


def _within(messages: list[Message], arguments: Arguments) -> list[Message]:
    oldest, latest = _time(arguments, "oldest", "0"), _time(arguments, "latest", "9999999999")
    if arguments.flag("inclusive"):
        return [each for each in messages if oldest <= _split(each.ts) <= latest]
    return [each for each in messages if oldest < _split(each.ts) < latest]


def _time(arguments: Arguments, name: str, default: str) -> tuple[int, int]:
    given = arguments.text(name) or default
    if not given.replace(".", "", 1).isdecimal():
        raise ApiError(f"invalid_ts_{name}")
    return _split(given)


def _split(ts: str) -> tuple[int, int]:
    seconds, _, micros = ts.partition(".")
    return int(seconds or 0), int(micros.ljust(6, "0")[:6])


def _told(world: World, messages: list[Message], arguments: Arguments) -> Json:
    metadata = arguments.flag("include_all_metadata")
    drawn = [drawing.message(world, each, metadata=metadata) for each in messages]
    shown, more = page(drawn, arguments, default=100, most=limits.PAGE)
    return {"messages": shown, "has_more": bool(more["next_cursor"]), "response_metadata": more}
