"""Who is verified: a full member of our own installation with an address that Slack confirmed, and nobody else."""

import pytest

from adapters.slack.people import Identity, profile
from bot.playground.slack.shapes import Json

HOME = Identity(app="A1", team="T1", enterprise="", bot="B1", bot_user="U1")
GRID = Identity(app="A1", team="T1", enterprise="E1", bot="B1", bot_user="U1")
ADA: Json = {
    "id": "U0ADA",
    "team_id": "T1",
    "name": "ada",
    "deleted": False,
    "is_bot": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
    "is_email_confirmed": True,
    "tz": "Europe/London",
    "profile": {"real_name": "Ada Byron", "email": "Ada@Example.com"},
}


def without(*names: str) -> Json:
    """Ada's entry without some of its parts."""
    return {name: part for name, part in ADA.items() if name not in names}


def test_a_full_member() -> None:
    """A confirmed full member is verified, under the address in lower case."""
    found = profile(ADA, HOME)
    assert (found.name, found.email, found.verified, found.standing, found.zone) == (
        "Ada Byron",
        "ada@example.com",
        True,
        "member",
        "Europe/London",
    )


@pytest.mark.parametrize(
    ("entry", "standing"),
    [
        (without("is_email_confirmed"), "member"),
        (ADA | {"is_email_confirmed": False}, "member"),
        (ADA | {"is_email_confirmed": "true"}, "member"),
        (ADA | {"profile": {}}, "member"),
        (ADA | {"is_restricted": True, "is_email_confirmed": False}, "guest"),
        (ADA | {"is_invited_user": True}, "guest"),
        (without("is_restricted"), "guest"),
        (without("is_ultra_restricted"), "guest"),
        (ADA | {"is_stranger": True}, "outsider"),
        (ADA | {"team_id": "T2"}, "outsider"),
        (without("team_id"), "outsider"),
        (ADA | {"is_bot": True}, "bot"),
        (ADA | {"id": "USLACKBOT"}, "bot"),
        (ADA | {"deleted": True}, "deactivated"),
        ({}, "outsider"),
    ],
)
def test_nobody_else_is_verified(entry: Json, standing: str) -> None:
    """Absent is unknown: every other entry is unverified, with the standing that says why."""
    found = profile(entry, HOME)
    assert (found.verified, found.standing) == (False, standing)


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
def test_a_guest_with_a_confirmed_address(kind: str) -> None:
    """A guest stays a guest, under an address that Slack vouches for: the policy may list it."""
    found = profile(ADA | {kind: True}, HOME)
    assert (found.standing, found.verified) == ("guest", True)
    assert not profile(ADA | {kind: True, "is_invited_user": True}, HOME).verified


def test_colleagues_in_a_grid() -> None:
    """In a Grid, a colleague of another workspace of the same organisation is at home; another organisation's is not."""
    other = ADA | {"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}
    assert profile(other, GRID).verified
    assert not profile(other, HOME).verified
    assert not profile(other | {"enterprise_user": {"enterprise_id": "E2"}}, GRID).verified
