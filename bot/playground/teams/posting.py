"""Which messages the Bot Connector takes from a bot, and whom they ping.

Source: Teams documentation on bot messages (format, size, mentions) and its table of status codes.
"""

import json
from dataclasses import dataclass, field

from .answers import ADAPTIVE_CARD
from .card_rules import MAX_CARD_BYTES, problems
from .shapes import Json, object_at, objects_at, text_at
from .world import Chat, World

MAX_MESSAGE_BYTES = 80 * 1024
"""The safe part of about 100 KB, counted in UTF-16, the cards and mentions included. Checked 2026-11-22."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the connector answers."""

    status: int
    body: object = field(default_factory=dict[str, object])
    code: str = ""
    """Set where it refuses."""
    retry_after: str | None = None


def refused(status: int, code: str, message: str, *, retry_after: str | None = None) -> Reply:
    """Refuse in the connector's own form."""
    body = {"error": {"code": code, "message": message}}
    return Reply(status=status, body=body, code=code, retry_after=retry_after)


@dataclass(frozen=True, kw_only=True)
class Post:
    """A message that may be posted."""

    activity: Json
    pings: tuple[str, ...]
    splits: bool
    """Text and card in one activity: Teams posts two messages and gives no id."""


def check(world: World, chat: Chat, activity: Json) -> Post | Reply:
    """Judge a message that the bot wants to post or to change one into."""
    if activity.get("type") not in {"message", "typing"}:
        return refused(400, "BadSyntax", f"Unknown activity type {activity.get('type')!r}.")
    text = text_at(activity, "text")
    cards = [item for item in objects_at(activity, "attachments") if item.get("contentType") == ADAPTIVE_CARD]
    if activity["type"] == "message" and not text.strip() and not objects_at(activity, "attachments"):
        return refused(400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment.")
    bytes_sent = len(json.dumps(activity, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "replace"))
    biggest = max((len(json.dumps(card.get("content"), ensure_ascii=False).encode()) for card in cards), default=0)
    if bytes_sent > MAX_MESSAGE_BYTES or biggest > MAX_CARD_BYTES:
        return refused(413, "MessageSizeTooBig", f"Message size too large: {bytes_sent} bytes.")
    if len(cards) != len(objects_at(activity, "attachments")):
        return refused(400, "BadArgument", "Unknown attachment type")
    for card in cards:
        found = problems(card.get("content"), "message")
        if found:
            return refused(400, "BadArgument", "; ".join(found))
    pings = _pings(world, chat, activity, cards)
    if isinstance(pings, Reply):
        return pings
    return Post(activity=activity, pings=pings, splits=bool(text.strip()) and bool(cards))


def _pings(world: World, chat: Chat, activity: Json, cards: list[Json]) -> tuple[str, ...] | Reply:
    mentions = [(entity, text_at(activity, "text")) for entity in objects_at(activity, "entities")]
    for card in cards:
        words = json.dumps(card.get("content"), ensure_ascii=False)
        mentions += [(entity, words) for entity in objects_at(object_at(card, "content"), "msteams", "entities")]
    pinged: list[str] = []
    for entity, words in mentions:
        if entity.get("type") != "mention":
            continue
        if text_at(entity, "text") not in words or not text_at(entity, "text").startswith("<at>"):
            return refused(400, "BadSyntax", "A mention's text must be in the message.")
        person = world.person_by_id(text_at(entity, "mentioned", "id"))
        if person is None:
            return refused(400, "BadSyntax", "A mentioned id is not known.")
        if person.key in chat.members:
            pinged.append(person.key)
    return tuple(dict.fromkeys(pinged))
