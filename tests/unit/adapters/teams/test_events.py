"""What Teams tells of places, as the engine hears it."""

import pytest

from adapters.teams import events
from adapters.teams.inbound import Ignored, News
from adapters.teams.wire import Json, MalformedError
from workflows.engine.requests import PlaceTold

TENANT = "0b7c9d2e"
TEAM: Json = {"id": "19:general", "name": "Legal"}
BOT: Json = {"id": "28:bot"}
GUS: Json = {"id": "29:gus"}


def told(kind: str = "conversationUpdate", data: Json | None = None, **change: object) -> PlaceTold:
    """News from the first channel of the team Legal."""
    activity: Json = {
        "type": kind,
        "id": "f:1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ada"},
        "recipient": BOT,
        "conversation": {"id": "19:general", "conversationType": "channel", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "team": TEAM, **(data or {})},
        **change,
    }
    read = events.told(activity)
    assert isinstance(read, News), read
    return read.told


@pytest.mark.parametrize(
    ("event", "fate"),
    [
        ("teamRenamed", None),
        ("teamArchived", "archived"),
        ("teamUnarchived", "open"),
        ("teamDeleted", "deleted"),
        ("teamHardDeleted", "deleted"),
        ("teamRestored", "open"),
    ],
)
def test_news_of_a_team_is_about_all_its_channels(event: str, fate: str | None) -> None:
    """Whoever did it need not be told, and nobody is greeted."""
    news = told(data={"eventType": event})
    assert (news.fate, news.whole_team, news.team_name, news.greets, news.origin) == (fate, True, "Legal", False, None)
    assert (news.conversation.id, news.conversation.team) == ("19:general", "19:general")


@pytest.mark.parametrize(
    ("event", "fate"), [("channelRenamed", None), ("channelDeleted", "deleted"), ("channelRestored", "open")]
)
def test_news_of_a_channel_is_about_that_channel(event: str, fate: str | None) -> None:
    """It comes from the team's first channel and names the one that it is about."""
    news = told(data={"eventType": event, "channel": {"id": "19:reviews", "name": "Reviews"}})
    assert (news.fate, news.whole_team, news.name) == (fate, False, "Reviews")
    assert (news.conversation.id, news.conversation.team) == ("19:reviews", "19:general")


@pytest.mark.parametrize(
    ("news", "fate", "greets"),
    [
        ({"kind": "installationUpdate", "action": "add"}, "open", True),
        ({"kind": "installationUpdate", "action": "add-upgrade"}, "open", False),
        ({"kind": "installationUpdate", "action": "remove"}, "removed", False),
        ({"membersAdded": [GUS, BOT]}, "open", True),
        ({"membersRemoved": [{"id": "28:BOT"}]}, "removed", False),
        ({"membersAdded": [GUS]}, "look", False),
        ({"membersRemoved": [GUS]}, "look", False),
        ({"topicName": "Tea"}, None, False),
    ],
)
def test_who_came_and_who_left(news: dict[str, object], fate: str | None, *, greets: bool) -> None:
    """Copydesk itself is told from others; only where it was just added is anybody greeted."""
    heard = told(**news)  # pyright: ignore[reportArgumentType]  # each a set of arguments
    assert (heard.fate, heard.greets) == (fate, greets)


@pytest.mark.parametrize(
    "news",
    [
        {"type": "installationUpdate", "action": "remove-upgrade"},
        {"type": "installationUpdate"},
        {"membersAdded": "everyone"},
        {"channelData": {"eventType": "channelDeleted", "channel": "19:reviews"}},
        {"channelData": {"eventType": ["teamDeleted"]}},
        {"channelData": None},
    ],
)
def test_other_news_is_nothing_to_us(news: Json) -> None:
    """An upgrade under way, what has no name, what is no list."""
    base: Json = {
        "type": "conversationUpdate",
        "id": "f:1",
        "recipient": BOT,
        "conversation": {"id": "19:general", "conversationType": "channel", "tenantId": TENANT},
    }
    assert events.told(base | news) == Ignored()


@pytest.mark.parametrize("broken", [{"id": ""}, {"conversation": {"id": "1", "conversationType": "party"}}])
def test_an_absurd_id_is_malformed(broken: Json) -> None:
    """What Teams would not send is refused."""
    with pytest.raises(MalformedError):
        told("conversationUpdate", {"eventType": "teamArchived"}, **broken)
