"""Response URLs: five answers within thirty minutes, wherever the interaction took place."""

from bot.playground.slack import limits
from bot.playground.slack.api_chat import by_bot, said
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import Message, ResponseUrl, World


def respond(world: World, key: str, body: Json) -> None:
    """Take what was posted to a response URL. Raises `ApiError` as Slack refuses."""
    url = world.response_urls.get(key)
    if url is None:
        raise ApiError("invalid_url")
    if world.clock() > url.expires:
        raise ApiError("expired_url")
    if url.uses_left == 0:
        raise ApiError("used_url")
    show(world, url, Arguments(body))
    url.uses_left -= 1


def show(world: World, url: ResponseUrl, arguments: Arguments) -> None:
    """Say, replace or delete, as a response URL and the acknowledgement of a command do alike."""
    original = _original(world, url)
    if arguments.flag("delete_original"):
        if original is not None:
            place = world.conversations[url.conversation]
            place.messages.pop(original.ts, None)
            place.ephemerals.pop(original.ts, None)
        return
    text, blocks = said(world, arguments, longest=limits.MESSAGE_TEXT)
    if arguments.flag("replace_original") and original is not None:
        original.text, original.blocks = text, blocks
        original.edited = world.new_ts()
        return
    to_all = arguments.text("response_type") == "in_channel"
    world.post(
        by_bot(
            world,
            url.conversation,
            text,
            blocks,
            thread_ts=arguments.text("thread_ts") or None,
            seen_by=None if to_all else url.user,
        )
    )


def _original(world: World, url: ResponseUrl) -> Message | None:
    place = world.conversations[url.conversation]
    ts = url.message_ts or ""
    return place.messages.get(ts) or place.ephemerals.get(ts)
