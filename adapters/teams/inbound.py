"""Activities from Teams, as requests to the engine. Nothing in them is trusted but who sent them, from where.

Sources: Bot Framework activity schema; Teams documentation on conversation events, universal actions, dialogs (task
modules) and message extensions.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

from adapters.teams import forms, limits, wire, words
from adapters.teams.elements import ACTION
from adapters.teams.wire import Json
from workflows.cards.actions import decode, decode_button
from workflows.domain.people import AccountId
from workflows.engine.chat import Conversation
from workflows.engine.requests import Asked, Origin, PlaceTold, Pressed, Request, Sent, Typed, Viewed

Surface = Literal["card", "dialog"]
"""What waits for an invoke's answer: the clicked card or a dialog."""

KINDS: Final[dict[str, Literal["direct", "group", "channel"]]] = {
    "personal": "direct",
    "groupChat": "group",
    "channel": "channel",
}
"""What Teams calls each kind of conversation."""
CARD_ACTION: Final = "adaptiveCard/action"
_INVOKES: Final = frozenset(
    {CARD_ACTION, "task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction"}
)
PROPOSE_ACTION: Final = "propose"
MESSAGE_ACTION: Final = "propose_message"
"""The message extension's two actions: in the compose and command boxes, and in the menu of a message."""
EXTENSION_ACTIONS: Final = frozenset({PROPOSE_ACTION, MESSAGE_ACTION})
_MESSAGE_LINK: Final = re.compile(r"https://teams\.(?:microsoft\.com|microsoft\.us|cloud\.microsoft)/l/message/[!-~]+")
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request for the engine."""

    request: Request


@dataclass(frozen=True, slots=True)
class News:
    """What Teams tells of a place by itself."""

    told: PlaceTold


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing that concerns the engine: news of a team, a message to others, another bot."""


@dataclass(frozen=True, slots=True)
class Nameless:
    """Someone without an account of the organisation; they are told so where they are."""


@dataclass(frozen=True, slots=True)
class Undecodable:
    """A button that we never drew, or someone made up; they are told so where they are."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An invoke that we do not serve."""


Read = Inbound | News | Ignored | Nameless | Undecodable | Unknown


def said(activity: Json) -> Read:
    """A message: words typed to the bot, or an old client's form of a button."""
    if wire.text(activity, "from", "id").startswith("28:") or wire.text(activity, "from", "role") == "bot":
        return Ignored()
    conversation = place(activity)
    direct = conversation.kind == "direct"
    value = wire.as_object(activity.get("value"))
    pressed = value is not None and ACTION in value
    if not pressed and not direct and not _calls_bot(activity):
        return Ignored()
    origin = who(activity, conversation)
    if origin is None:
        return Nameless()
    if value is not None and pressed:
        return _pressed(activity, origin, value)
    text = words.message(activity)
    return Inbound(Typed(origin=origin, text=text, to="direct" if direct else "mention"))


def invoked(activity: Json, *, untriggered: Literal["viewed", "pressed"] = "viewed") -> Read:
    """A click, a dialog or a message extension: something that waits for an answer. Raises MalformedError.

    Teams says of each click whether a hand or the client made it. `untriggered` is what one is taken for that says neither.
    """
    name = wire.text(activity, "name")
    if name not in _INVOKES:
        return Unknown()
    value = wire.as_object(activity.get("value"))
    if value is None:
        raise wire.MalformedError("an invoke without a value")
    origin = who(activity, place(activity))
    if origin is None:
        return Nameless()
    if name == CARD_ACTION:
        return _acted(activity, origin, value, untriggered)
    if name == "composeExtension/fetchTask":
        if wire.text(value, "commandId") not in EXTENSION_ACTIONS:
            return Unknown()
        body = wire.text(value, "messagePayload", "body", "content")
        html = wire.text(value, "messagePayload", "body", "contentType") != "text"
        said = words.from_html(body) if html else words.plain(body)
        return Inbound(Asked(origin=origin, text=said, source=_source(value)))
    data = wire.as_object(value.get("data"))
    if data is None:
        raise wire.MalformedError("a dialog's invoke without data")
    return _pressed(activity, origin, data) if name == "task/fetch" else _sent(activity, origin, data)


def _source(value: Json) -> str:
    """The address of the message that an action was chosen on; empty for anything that is no link to Teams."""
    link = wire.text(value, "messagePayload", "linkToMessage")
    return link if len(link) <= limits.LINK_CHARACTERS and _MESSAGE_LINK.fullmatch(link) else ""


def surface(activity: Json) -> Surface:
    """What waits for the answer to an invoke."""
    return "card" if wire.text(activity, "name") == CARD_ACTION else "dialog"


def _acted(activity: Json, origin: Origin, value: Json, untriggered: Literal["viewed", "pressed"]) -> Read:
    """`Action.Execute`: by hand, or by the client itself when it refreshes a card, which must change nothing."""
    if wire.text(value, "action", "type") != "Action.Execute":
        raise wire.MalformedError("no Action.Execute")
    action = decode(wire.at(value, "action", "data", ACTION))
    if action is None:
        return Undecodable()
    trigger = wire.text(value, "trigger") or wire.text(value, "action", "trigger")
    pressed = trigger == "manual" or ("trigger" not in value and not trigger and untriggered == "pressed")
    if not pressed or action.name == "refresh":
        return Inbound(Viewed(origin=origin, action=action))
    return Inbound(Pressed(origin=origin, action=action, on=wire.text(activity, "replyToId")))


def _pressed(activity: Json, origin: Origin, data: Json) -> Read:
    button = decode_button(data.get(ACTION))
    if button is None:
        return Undecodable()
    action, filled = button
    return Inbound(Pressed(origin=origin, action=action, on=wire.text(activity, "replyToId"), filled=filled))


def _sent(activity: Json, origin: Origin, data: Json) -> Read:
    intent = forms.intent(data)
    if intent is None:
        return _pressed(activity, origin, data)
    action = decode(data.get(ACTION))
    if action is None:
        return Undecodable()
    values, problems = forms.read(data)
    return Inbound(Sent(origin=origin, action=action, intent=intent, values=values, problems=problems))


def who(activity: Json, conversation: Conversation) -> Origin | None:
    """Who asks; None for someone without a directory id. Raises MalformedError where an id is missing or absurd."""
    tenant = wire.text(activity, "conversation", "tenantId")
    user = wire.text(activity, "from", "aadObjectId")
    if not user:
        return None
    return Origin(
        account=AccountId(chat="teams", installation=tenant.lower(), user=short(user.lower())),
        key=key(activity),
        conversation=conversation,
        alias=short(wire.text(activity, "from", "id")),
        zone=_zone(activity),
    )


def key(activity: Json) -> str:
    """What makes a repeated activity the same one. Raises MalformedError where it has no id."""
    named = [wire.text(activity, "conversation", "id"), _id(activity, "id"), wire.text(activity, "name")]
    return "teams:" + hashlib.sha256(json.dumps(named).encode()).hexdigest()


def place(activity: Json) -> Conversation:
    """The conversation that an activity comes from, with the newest way to it. Raises MalformedError."""
    whole = _id(activity, "conversation", "id")
    kind = KINDS.get(wire.text(activity, "conversation", "conversationType"))
    if kind is None:
        raise wire.MalformedError("an unknown type of conversation")
    return Conversation(
        chat="teams",
        installation=wire.text(activity, "conversation", "tenantId").lower(),
        id=whole.partition(";messageid=")[0],
        kind=kind,
        address=wire.text(activity, "serviceUrl"),
        team=team(activity) if kind == "channel" else "",
    )


def team(activity: Json) -> str:
    """The id of the team in which something happens; empty outside of teams."""
    return short(wire.text(activity, "channelData", "team", "id"))


def thread(activity: Json) -> str:
    """The thread of a channel that an activity comes from; empty elsewhere."""
    return wire.text(activity, "conversation", "id").partition(";messageid=")[2]


def _calls_bot(activity: Json) -> bool:
    bot = wire.text(activity, "recipient", "id")
    return any(
        entity.get("type") == "mention" and wire.text(entity, "mentioned", "id") == bot
        for entity in wire.objects(activity.get("entities"))
    )


def _zone(activity: Json) -> str:
    """The zone that the client claims, if it is one; only a default for what is typed."""
    entities = wire.objects(activity.get("entities"))
    told = [wire.text(entity, "timezone") for entity in entities if entity.get("type") == "clientInfo"]
    for name in (*told, wire.text(activity, "localTimezone")):
        if len(name) <= limits.ZONE_CHARACTERS and _ZONE.fullmatch(name):
            try:
                return ZoneInfo(name).key
            except (KeyError, OSError, ValueError):
                continue
    return ""


def _id(activity: Json, *path: str) -> str:
    found = wire.text(activity, *path)
    if not found:
        raise wire.MalformedError("an id is missing")
    return short(found)


def short(found: str) -> str:
    """An id, if it can be one. Raises MalformedError."""
    if len(found) > limits.ID_CHARACTERS or not found.isprintable():
        raise wire.MalformedError("an absurd id")
    return found
