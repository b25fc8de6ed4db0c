"""Attacks on the standstill: by people whom the policy does not name, and around it."""

import pytest

from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

ONLY = "Only Cleo Marsh can stop everything"


async def test_somebody_who_is_not_named_stops_or_resumes_everything(siege: Siege) -> None:
    """Attack 63: neither the author nor a reviewer stops everything, nor lets it go on, in either chat."""
    ada, ben = siege.company.in_slack("ada"), siege.company.in_teams("ben")
    async with siege.denied(("ada", "stop", "not_holder"), ("ben", "stop", "not_holder")):
        assert ONLY in (await ada.asks("stop Because."))[1]
        assert ONLY in (await ben.says("stop Because.", siege.reviews))[0]
    await siege.company.in_slack("cleo").asks("stop The figures leaked.")
    async with siege.denied(("ada", "resume", "not_holder"), ("ben", "resume", "not_holder")):
        assert ONLY in (await ada.asks("resume"))[1]
        assert ONLY in (await ben.says("resume", siege.reviews))[0]
    assert await siege.company.product.store.stopped() is not None


async def test_words_are_not_copied_out_while_everything_is_stopped(siege: Siege) -> None:
    """Attack 63: an old card's button, pressed by the author or a lead in either chat, gives no words to publish."""
    await siege.slack_button_quietly("ben", siege.action("approve"))
    await siege.company.in_slack("cleo").asks("stop The figures leaked.")
    for who in ("ada", "cleo"):
        assert "stopped everything at" in await siege.slack_button(who, siege.action("copy_words"))
        assert "stopped everything at" in await siege.teams_button(who, siege.action("copy_words"))
