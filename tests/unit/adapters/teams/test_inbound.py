"""What stands in an activity, as the engine hears it."""

import pytest

from adapters.teams import inbound
from adapters.teams.inbound import Inbound
from adapters.teams.wire import Json, MalformedError
from workflows.engine.requests import Pressed, Typed, Viewed

TENANT = "0b7c9d2e"


def activity(kind: str = "message", **change: object) -> Json:
    """Ada in her own chat."""
    base: Json = {
        "type": kind,
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ada", "aadObjectId": "AAD-Ada"},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT.upper()},
        "channelData": {"tenant": {"id": TENANT}},
        "text": "help",
    }
    return base | change


def typed(**change: object) -> Typed:
    """The request of a message."""
    read = inbound.said(activity() | change)
    assert isinstance(read, Inbound)
    assert isinstance(read.request, Typed)
    return read.request


def test_ids_are_one_whatever_their_case() -> None:
    """Directory ids are compared without case, so one person is not two accounts."""
    origin = typed().origin
    assert (origin.account.installation, origin.account.user) == (TENANT, "aad-ada")


def test_the_key_is_of_the_conversation_the_activity_and_its_name() -> None:
    """The same three make the same key, any other makes another; none of it can be read from the key."""
    keys = {
        typed().origin.key,
        typed(id="2").origin.key,
        typed(name="x").origin.key,
        typed(conversation={"id": "a:2", "conversationType": "personal"}).origin.key,
    }
    assert len(keys) == 4
    assert typed(text="other words").origin.key == typed().origin.key


@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ({"localTimezone": "Europe/Berlin"}, "Europe/Berlin"),
        (
            {"entities": [{"type": "clientInfo", "timezone": "Asia/Tokyo"}], "localTimezone": "Europe/Berlin"},
            "Asia/Tokyo",
        ),
        ({"entities": [{"type": "clientInfo", "timezone": "Moon/Base"}], "localTimezone": "UTC"}, "UTC"),
        ({"localTimezone": "../../etc/passwd"}, ""),
        ({"localTimezone": "Europe"}, ""),
        ({"localTimezone": "A" * 500}, ""),
        ({"localTimezone": 5}, ""),
        ({}, ""),
    ],
)
def test_a_zone_is_one_that_exists(told: Json, zone: str) -> None:
    """What the client claims is a default only, and only if there is such a zone."""
    assert typed(**told).origin.zone == zone


def test_a_channels_thread_is_not_its_place() -> None:
    """The conversation is the channel; the thread is where an answer goes."""
    place: Json = {"id": "19:c@thread.tacv2;messageid=77", "conversationType": "channel", "tenantId": TENANT}
    here = activity(conversation=place)
    assert inbound.place(here).id == "19:c@thread.tacv2"
    assert inbound.thread(here) == "77"


def test_an_old_clients_button_is_a_press() -> None:
    """Action.Submit without a dialog arrives as a message without words."""
    read = inbound.said(activity(text=None, value={"copydesk": "approve|p1|legal|1|0"}, replyToId="9"))
    assert isinstance(read, Inbound)
    assert isinstance(read.request, Pressed)
    assert (read.request.action.name, read.request.on) == ("approve", "9")


@pytest.mark.parametrize(
    "broken",
    [
        {"id": ""},
        {"id": "9" * 513},
        {"conversation": {"id": "", "conversationType": "personal"}},
        {"conversation": {"id": "a:1", "conversationType": "party"}},
        {"conversation": None},
        {"from": {"id": "29:" + "x" * 600, "aadObjectId": "a"}},
        {"from": {"id": "29:a\nb", "aadObjectId": "a"}},
    ],
)
def test_an_absurd_id_is_malformed(broken: Json) -> None:
    """What no client sends is not stored anywhere."""
    with pytest.raises(MalformedError):
        inbound.said(activity() | broken)


def test_a_click_that_says_nothing_of_its_hand_is_pressed_only_for_a_test_client() -> None:
    """Teams always says `manual` or `automatic`, and what says neither presses nothing; Microsoft's test client never says."""
    action = {"type": "Action.Execute", "data": {"copydesk": "approve|p1|legal|1|0"}}
    click = activity("invoke", name="adaptiveCard/action", value={"action": action})
    read = inbound.invoked(click)
    assert isinstance(read, Inbound)
    assert isinstance(read.request, Viewed)
    read = inbound.invoked(click, untriggered="pressed")
    assert isinstance(read, Inbound)
    assert isinstance(read.request, Pressed)


@pytest.mark.parametrize("trigger", ["automatic", "", None, "Manual", 5])
def test_a_test_client_that_does_say_is_believed(trigger: object) -> None:
    """What says anything but `manual` is a view there, too."""
    action = {"type": "Action.Execute", "data": {"copydesk": "approve|p1|legal|1|0"}}
    click = activity("invoke", name="adaptiveCard/action", value={"action": action, "trigger": trigger})
    read = inbound.invoked(click, untriggered="pressed")
    assert isinstance(read, Inbound)
    assert isinstance(read.request, Viewed)
