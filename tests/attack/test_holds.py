"""Attacks on holds: by people whom the policy does not name, through every surface."""

import pytest

from tests.attack.siege import Siege
from workflows.domain.proposal import OnHold

pytestmark = pytest.mark.attack

ONLY = "Only Cleo Marsh can put posts on hold"


async def test_somebody_who_is_not_named_holds_and_releases(siege: Siege) -> None:
    """Attack 62: neither the author, nor a reviewer, nor another employee holds or releases, by button, form or words."""
    number = siege.proposal[:8]
    tried = [(who, "hold", "not_holder") for who in ("ada", "ben", "ben")]
    async with siege.denied(*tried, ("ivy", "hold", "not_holder"), ("ivy", "release", "not_holder")):
        assert ONLY in await siege.slack_form("ada", siege.action("hold"))
        assert ONLY in await siege.teams_form("ben", siege.action("hold"))
        assert ONLY in await siege.slack_form("ben", siege.action("hold"))
        assert ONLY in (await siege.company.in_slack("ivy").asks(f"hold {number} Because."))[1]
        assert ONLY in (await siege.company.in_slack("ivy").asks(f"release {number}"))[1]


async def test_a_hold_is_not_ended_by_the_author(siege: Siege) -> None:
    """Attack 62: an edit leaves the hold where it is, and no forged release ends it."""
    await siege.slack_form("cleo", siege.action("hold"), {"why": "Not yet."})
    await siege.slack_form("ada", siege.action("edit"), {"text": "We moved house.", "channels": ("linkedin",)})
    async with siege.denied(("ada", "release", "not_holder")):
        assert ONLY in await siege.slack_button("ada", siege.action("release", revision=2))
    assert isinstance((await siege.stands()).hold, OnHold)
