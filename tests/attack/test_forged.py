"""Attacks with made-up content: ids, hidden metadata, a card's data, and cards of words that are no more."""

import json

import pytest

from bot.playground.slack.shapes import Json
from tests.attack.siege import FILLED, ROOM, Siege
from workflows.cards.actions import ActionName
from workflows.domain.ids import ProposalId

pytestmark = pytest.mark.attack

UNKNOWN = "I don't know that post"
NO_BUTTON = "I don't know that button"
NO_FORM = "I don't know that form"
STALE = "The post has changed since this card was drawn"

READING: tuple[ActionName, ...] = ("show", "copy_words", "propose_again", "open", "refresh", "edit")
"""What shows words."""
WELL_FORMED = {
    "a random id": "0123456789abcdef0123456789abcd",
    "a short one": "1",
    "one that looks foreign": "T0OTHER-p1",
    "the longest there can be": "x" * 40,
    "another's stream": "policies",
    "a negative one": "-1",
}
NO_IDS = {
    "a negative revision": "approve|p|editors|-1|0",
    "SQL": "approve|p' OR '1'='1|editors|1|0",
    "a path": "approve|../../p|editors|1|0",
    "64 KB": "approve|" + "x" * 65_536 + "|editors|1|0",
    "an array": ["approve", "p", "editors", 1, 0],
    "an object": {"name": "approve"},
    "a number": 7,
    "nothing": None,
}


async def test_made_up_ids_are_unknown_ids(siege: Siege) -> None:
    """Attack 15: an id that is well formed and nobody's, in either chat, on any surface, gets the answer of an unknown one."""
    draft = await siege.propose("cleo", "A secret plan.", button="Save as draft")
    async with siege.nothing_changes():
        for id_ in (*WELL_FORMED.values(), draft):
            for name in ("approve", "edit", "withdraw"):
                about = siege.action(name, ProposalId(id_))
                said = [await siege.slack_button("ben", about), await siege.teams_button("ben", about)]
                said += [await siege.slack_form("ben", about), await siege.teams_form("ben", about)]
                assert all(UNKNOWN in one for one in said), (id_, name)
                assert not any("secret" in one for one in said)


async def test_words_that_are_not_theirs_to_read(siege: Siege) -> None:
    """Attack 15: with the right id in hand, nobody reads somebody else's draft: it is unknown, on every surface."""
    draft = await siege.propose("cleo", "A secret plan.", button="Save as draft")
    async with siege.nothing_changes():
        for who in ("ivy", "ben"):
            for name in READING:
                about = siege.action(name, draft)
                assert UNKNOWN in await siege.slack_button(who, about), (who, name)
                assert UNKNOWN in await siege.teams_button(who, about), (who, name)
                assert UNKNOWN in await siege.teams_dialog(who, about), (who, name)


async def test_reading_from_elsewhere(siege: Siege) -> None:
    """Attack 15: an onlooker who takes a card's id to their own chat gets none of its words there."""
    ivy = siege.company.teams.person("ivy")
    await ivy.install()
    async with siege.nothing_changes():
        for name in READING:
            data = {"copydesk": siege.action(name)}
            action = {"type": "Action.Execute", "verb": name, "data": data}
            pressed = ivy.activity("invoke", name="adaptiveCard/action", value={"action": action, "trigger": "manual"})
            asked = ivy.activity("invoke", name="task/fetch", value={"data": data})
            for said in (await siege.invoked(pressed), await siege.invoked(asked)):
                assert "kitchen" not in said, name


async def test_what_is_no_id_is_no_button(siege: Siege) -> None:
    """Attack 15: anything else is no button and no form of ours, and says so; a form gives its words back."""
    async with siege.nothing_changes():
        for value in NO_IDS.values():
            assert NO_BUTTON in await siege.slack_button("ben", value)
            assert "nothing was recorded" in await siege.teams_button("ben", value)
            assert "nothing was recorded" in await siege.teams_dialog("ben", value)
            answer = await siege.slack_form("ben", value)
            assert NO_FORM in answer
            assert "Forged words." in answer
            assert "nothing was recorded" in await siege.teams_form("ben", value)


async def test_another_desk(siege: Siege) -> None:
    """Attack 15: a desk that does not exist, or none, is not a way in."""
    async with siege.nothing_changes():
        for desk in ("legal", "", "x" * 40):
            about = f"approve|{siege.proposal}|{desk}|1|0"
            assert await siege.slack_button("ivy", about)
            await siege.teams_button("ivy", about)
            if desk:
                assert UNKNOWN in await siege.slack_button("ben", about)


async def test_a_form_turned_to_another_post(siege: Siege) -> None:
    """Attack 16: Ada's own edit form, turned to Cleo's post, is refused, and her draft stays hers."""
    theirs = await siege.propose("cleo", "Cleo's words.")
    hidden = await siege.propose("cleo", "Cleo's draft.", button="Save as draft")
    async with siege.nothing_changes():
        for about in (siege.action("edit", theirs), siege.action("withdraw", theirs)):
            for said in (await siege.slack_form("ada", about), await siege.teams_form("ada", about)):
                assert "Only Cleo Marsh can do that" in said
        for about in (siege.action("edit", hidden), siege.action("withdraw", hidden)):
            assert UNKNOWN in await siege.slack_form("ada", about)
            assert UNKNOWN in await siege.teams_form("ada", about)


async def test_a_form_turned_to_another_action_desk_or_revision(siege: Siege) -> None:
    """Attack 16: whoever may not decide stays so, whatever the form claims to be about; revisions that never were, too."""
    async with siege.nothing_changes():
        for name in ("reject", "request_changes", "reconsider", "open", "edit", "withdraw", "lift_block", "submit"):
            for revision in (1, 999_999):
                assert await siege.slack_form("ivy", siege.action(name, revision=revision)) != "", (name, revision)
                await siege.teams_form("ivy", siege.action(name, revision=revision))
        for revision in (0, 2, 999_999):
            assert "don't know" in await siege.slack_form("ben", siege.action("reject", revision=revision))
            assert "don't know" in await siege.teams_form("ben", siege.action("reject", revision=revision))
        no_desk = f"reject|{siege.proposal}||1|0"
        await siege.slack_form("ben", no_desk)
        await siege.teams_form("ben", no_desk)


async def test_a_form_in_somebody_elses_name(siege: Siege) -> None:
    """Attack 16: who decides is who Slack and Teams say sent the form, whatever else the form names."""
    ben = siege.company.slack.person("ben").id
    async with siege.nothing_changes():
        payload = await siege.filling("ivy", siege.action("reject"), {**FILLED, "user": ben, "by": ben, "person": ben})
        payload["view"] |= {"user": ben, "bot_id": ben, "external_id": ben}
        payload |= {"user_id": ben, "on_behalf_of": ben}
        (sent,) = await siege.company.slack.send(payload)
        assert "Editors is waiting for Ben Okafor, not for you" in str(json.loads(sent.text))


CLAIMS: Json = {
    "isApprover": True,
    "role": "lead",
    "person": "ben",
    "from": {"aadObjectId": "ben"},
    "desk": "editors",
    "revision": 1,
    "proposal": "other",
    "decision": "approve",
    "status": "approved",
}


async def test_what_a_teams_client_adds(siege: Siege) -> None:
    """Attack 17: claims beside a button's data or a dialog's values are not heard: Ivy stays an onlooker, Ada the author."""
    async with siege.nothing_changes():
        for name in ("approve", "reject", "open"):
            about = siege.action(name)
            assert "not for you" in await siege.teams_button("ivy", about, **CLAIMS)
            assert "your own words" in await siege.teams_button("ada", about, **CLAIMS)
            if name != "approve":
                assert "not for you" in await siege.teams_form("ivy", about, **CLAIMS)
                assert "your own words" in await siege.teams_form("ada", about, **CLAIMS)


async def test_the_sender_is_who_the_roster_knows(siege: Siege) -> None:
    """Attack 17: a display name, a role or an address in the activity makes nobody a reviewer."""
    async with siege.nothing_changes():
        activity = siege.executing("ivy", siege.action("approve"))
        activity["from"] |= {"name": "Ben Okafor", "role": "reviewer", "email": "ben@example.com"}
        assert "not for you" in await siege.invoked(activity)


async def test_a_card_of_words_that_are_no_more(siege: Siege) -> None:
    """Attack 20: once the words changed, a button of the old card decides nothing; it says so and asks again about the new."""
    old, seen = siege.card, siege.seen
    await siege.slack_form("ada", siege.action("edit"), {"text": "We moved twice.", "channels": ("linkedin",)})
    await siege.company.calm()
    cleo, ben = siege.company.in_slack("cleo"), siege.company.in_teams("ben")
    async with siege.nothing_changes():
        await cleo.clicks("Approve", ROOM, on=old)
        assert STALE in (await cleo.hears(ROOM))[1]
        answered = "\n".join(await ben.clicks("Approve", on=seen))
        assert STALE in answered
        for name in ("reject", "request_changes", "reconsider", "open"):
            about = siege.action(name)
            assert STALE in await siege.slack_button("cleo", about)
            assert STALE in await siege.slack_form("cleo", about)
            assert STALE in await siege.teams_dialog("ben", about)
            assert STALE in await siege.teams_form("ben", about)
        assert "We moved twice." in "\n".join(await ben.reads(siege.reviews))
    await cleo.clicks("Approve", ROOM)
    assert "Approved by Cleo Marsh" in cleo.status(ROOM)
