"""Where an account is at home, and which requests are ours."""

import pytest

from adapters.slack import inbound
from adapters.slack.auth import Denied, check_home
from adapters.slack.config import SlackConfig
from adapters.slack.people import Identity
from bot.playground.slack.shapes import Json
from workflows.engine.requests import Pressed

GRID = Identity(app="A1", team="T1", enterprise="E1", bot="B1", bot_user="U1")


def click(team: str, enterprise: str, home: str) -> Json:
    """A click in a workspace of an organisation, by somebody at home in a workspace."""
    return {
        "type": "block_actions",
        "api_app_id": "A1",
        "team": {"id": team},
        "enterprise": {"id": enterprise},
        "user": {"id": "W0ADA", "team_id": home},
        "trigger_id": "1.2",
        "actions": [{"type": "button", "action_id": "a", "block_id": "b", "value": "approve|p1|legal|1|0"}],
        "container": {"type": "message", "message_ts": "1.1", "is_ephemeral": home == "T2"},
    }


@pytest.mark.parametrize(
    ("payload", "installation"),
    [
        (click("T1", "E1", "T1"), "E1"),
        (click("T2", "E1", "T2"), "E1"),
        (click("T1", "E1", "E1"), "E1"),
        (click("T1", "E1", "T9"), "T9"),
        (click("T9", "E9", "T9"), "T9"),
    ],
)
def test_an_organisations_people_are_one_installation(payload: Json, installation: str) -> None:
    """In a Grid accounts belong to the organisation; whoever is at home elsewhere stays a stranger."""
    request = inbound.pressed(payload, GRID)
    assert isinstance(request, Pressed)
    assert request.origin.account.installation == installation


def test_a_click_on_something_ephemeral_names_no_message() -> None:
    """An ephemeral message is no card: it can neither be found nor adopted."""
    lasting, fleeting = (inbound.pressed(click("T1", "E1", home), GRID) for home in ("T1", "T2"))
    assert isinstance(lasting, Pressed)
    assert isinstance(fleeting, Pressed)
    assert (lasting.on, fleeting.on) == ("1.1", "")


def test_only_our_installation_is_ours() -> None:
    """A request says through which installation it came; the home of the person who caused it does not count."""
    assert check_home(click("T2", "E1", "T2"), GRID) == "ours"
    assert check_home(click("T1", "", "T9"), GRID) == "ours"
    assert isinstance(check_home(click("T9", "E9", "T1"), GRID), Denied)


def test_a_long_key_is_still_a_key() -> None:
    """Ids of any length give a key of at most 200 characters, different for different ids."""
    keys: set[str] = set()
    for trigger in ("1" * 500, "1" * 499 + "2"):
        request = inbound.pressed(click("T1", "E1", "T1") | {"trigger_id": trigger}, GRID)
        assert isinstance(request, Pressed)
        assert len(request.origin.key) <= 200
        keys.add(request.origin.key)
    assert len(keys) == 2


def test_empty_secrets_are_refused() -> None:
    """Without a token or a signing secret there is no configuration: an empty secret would let anyone sign."""
    for token, secret in (("", "s"), ("t", "")):
        with pytest.raises(ValueError, match="signing secret"):
            SlackConfig(bot_token=token, signing_secret=secret)
