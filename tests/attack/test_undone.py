"""Attacks on what somebody else decided: to lift it, take it back, answer it or end it, through every surface of both chats."""

import pytest

from tests.attack.siege import DESK, WORDS, Siege
from workflows.cards.actions import Action, ActionName, encode
from workflows.cards.guidance import reference
from workflows.domain.proposal import OnHold

pytestmark = pytest.mark.attack

APPROVING = {"decision": "approve"}
WHY = {"code": "tone", "why": "Not so loud."}


async def from_both_chats(siege: Siege, who: str, name: ActionName) -> None:
    """Somebody presses a forged button, and sends its form, in Slack and in Teams."""
    about = encode(Action(name=name, proposal=siege.proposal, desk=DESK, revision=1, suggestion=1))
    for send in (siege.slack_form, siege.teams_form):
        said = await send(who, about, {**APPROVING, "why": "No."})
        assert said
        assert "went wrong" not in said
    assert await siege.teams_button(who, about)


@pytest.mark.parametrize("name", ["lift_block", "reconsider", "open", "approve"])
async def test_a_block_is_ended_by_nobody_but_who_gave_it_and_their_lead(siege: Siege, name: ActionName) -> None:
    """Attack 35: Ben asked for changes. The author and an employee end that by no button or form, nor does he lift it himself,
    nor does the lead who may lift it approve in its stead.
    """
    await siege.slack_form("ben", siege.action("request_changes"), WHY)
    own = name in ("reconsider", "open", "approve")
    async with siege.nothing_changes():
        for who in ("ada", "ivy", "cleo" if own else "ben"):
            await from_both_chats(siege, who, name)
    assert "Ben Okafor asked for changes" in siege.company.in_slack("ada").status()


async def test_an_approval_is_taken_back_by_nobody_else(siege: Siege) -> None:
    """Attack 35: Ben approved for the desk. Cleo, who sits there and leads it, undoes that neither by a no nor by lifting it."""
    await siege.slack_button_quietly("ben", siege.action("approve"))
    async with siege.nothing_changes():
        for who in ("cleo", "ada", "ivy"):
            for name in ("request_changes", "reconsider", "lift_block"):
                about = siege.action(name)
                assert await siege.slack_form(who, about, {**WHY, "decision": "request_changes"})
                assert await siege.teams_form(who, about, {**WHY, "decision": "request_changes"})
    await siege.company.calm()
    assert "Approved by Ben Okafor" in siege.company.in_slack("ada").status()


async def test_a_hold_is_released_by_nobody_else(siege: Siege) -> None:
    """Attack 35: Cleo holds the post. Neither its author, nor a reviewer, nor an employee releases it, in either chat."""
    await siege.slack_form("cleo", siege.action("hold"), {"why": "Not yet."})
    tried = [(who, "release", "not_holder") for who in ("ada", "ben", "ivy") for _ in range(2)]
    async with siege.denied(*tried):
        for who in ("ada", "ben", "ivy"):
            assert "Only Cleo Marsh" in await siege.slack_button(who, siege.action("release"))
            assert "Only Cleo Marsh" in await siege.teams_button(who, siege.action("release"))
    assert isinstance((await siege.stands()).hold, OnHold)


async def test_a_suggestion_is_declined_by_nobody_else(siege: Siege) -> None:
    """Attack 35: Ben suggested wording to Ada. Cleo and Ivy answer it in neither chat, and Ben does not take it back."""
    await siege.teams_form("ben", siege.action("suggest"), {"text": f"{WORDS} Really.", "why": "", "approves": "no"})
    about = encode(Action(name="decline_suggestion", proposal=siege.proposal, revision=1, suggestion=1))
    async with siege.nothing_changes():
        for who in ("cleo", "ivy", "ben"):
            assert "Only Ada Park can do that" in await siege.slack_form(who, about, {"why": "No."})
            assert "Only Ada Park can do that" in await siege.teams_form(who, about, {"why": "No."})


async def test_who_watches_is_put_off_by_nobody_else(siege: Siege) -> None:
    """Attack 35: Cleo watches by her own wish. Ben and Ivy end that neither in words nor by the button of her card."""
    number = reference(siege.proposal)
    await siege.company.in_slack("cleo").asks(f"watch {number}")
    watching = (await siege.stands()).watches
    assert watching
    async with siege.nothing_changes():
        for who in ("ben", "ivy"):
            teams = siege.company.in_teams(who)
            await teams.client.install()
            assert await siege.company.in_slack(who).asks(f"unwatch {number} Cleo")
            assert await teams.says(f"unwatch {number} Cleo")
            assert await siege.slack_button(who, siege.action("unwatch"))
            assert await siege.teams_button(who, siege.action("unwatch"))
    assert (await siege.stands()).watches == watching
