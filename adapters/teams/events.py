"""What Teams tells of places by itself: the app was added or removed, people came or left, teams and channels changed.

Source: Teams documentation, "conversation events in your Teams bot" and "installation update event". News of a team comes from
its first channel; of a channel, from the team with the channel in `channelData`.
"""

from dataclasses import replace
from typing import Final, Literal

from adapters.teams import inbound, wire
from adapters.teams.inbound import Ignored, News, Read
from adapters.teams.wire import Json
from workflows.engine.requests import PlaceTold
from workflows.engine.whereabouts import Gone

_Fate = Gone | Literal["open", "look"] | None
_TEAM_NEWS: Final[dict[str, _Fate]] = {
    "teamRenamed": None,
    "teamArchived": "archived",
    "teamUnarchived": "open",
    "teamDeleted": "deleted",
    "teamHardDeleted": "deleted",
    "teamRestored": "open",
}
_CHANNEL_NEWS: Final[dict[str, _Fate]] = {
    "channelRenamed": None,
    "channelDeleted": "deleted",
    "channelRestored": "open",
    "channelShared": "look",
    "channelUnshared": "look",
}
_NAME: Final = 200
"""The longest name that is kept."""


def told(activity: Json) -> Read:
    """An `installationUpdate` or `conversationUpdate`. Raises MalformedError."""
    if activity.get("type") == "installationUpdate":
        return _installed(activity)
    event = wire.text(activity, "channelData", "eventType")
    if event in _TEAM_NEWS:
        return News(_news(activity, _TEAM_NEWS[event], whole_team=True))
    if event in _CHANNEL_NEWS:
        return _of_channel(activity, _CHANNEL_NEWS[event])
    added, removed = (wire.objects(activity.get(name)) for name in ("membersAdded", "membersRemoved"))
    if _has_bot(activity, added):
        return News(_news(activity, "open", whole_team=True, greets=True))
    if _has_bot(activity, removed):
        return News(_news(activity, "removed", whole_team=True))
    if added:
        return News(_news(activity, "look", whole_team=True))
    if removed:
        # Whoever left cannot be looked up there any more.
        return News(replace(_news(activity, "look", whole_team=True), origin=None))
    if wire.text(activity, "topicName"):
        return News(_news(activity, None, whole_team=False))
    return Ignored()


def _installed(activity: Json) -> Read:
    match wire.text(activity, "action"):
        case "add":
            return News(_news(activity, "open", whole_team=True, greets=True))
        case "add-upgrade":
            return News(_news(activity, "open", whole_team=True))
        case "remove":
            return News(_news(activity, "removed", whole_team=True))
        case _:
            return Ignored()


def _news(activity: Json, fate: _Fate, *, whole_team: bool, greets: bool = False) -> PlaceTold:
    """News of a conversation, and where it is one of a team's, of the whole team: the app is added to teams, not to channels."""
    here = inbound.place(activity)
    return PlaceTold(
        conversation=here,
        key=inbound.key(activity),
        fate=fate,
        name=wire.text(activity, "topicName")[:_NAME],
        team_name=wire.text(activity, "channelData", "team", "name")[:_NAME],
        whole_team=whole_team and bool(here.team),
        greets=greets,
        origin=inbound.who(activity, here),
    )


def _of_channel(activity: Json, fate: _Fate) -> Read:
    channel = wire.text(activity, "channelData", "channel", "id")
    if not channel:
        return Ignored()
    told = _news(activity, fate, whole_team=False)
    here = replace(told.conversation, id=inbound.short(channel))
    name = wire.text(activity, "channelData", "channel", "name")[:_NAME]
    return News(replace(told, conversation=here, name=name, origin=None))


def _has_bot(activity: Json, members: list[Json]) -> bool:
    bot = wire.text(activity, "recipient", "id").lower()
    return any(wire.text(member, "id").lower() == bot for member in members)
