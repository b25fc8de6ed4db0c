"""Attacks by those who may look on but not take part: guests, partners, other tenants, other apps."""

import pytest

from bot.playground.slack.shapes import Json
from tests.attack.siege import ROOM, Siege
from workflows.cards.actions import ActionName

pytestmark = pytest.mark.attack

GUEST = "Guests can't use Copydesk unless the policy lists them. Ask Cleo Marsh to add you."
OUTSIDER = "Copydesk here is for people at Example. Ask Cleo Marsh if you should take part."


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_in_slack(siege: Siege, kind: str) -> None:
    """Attack 5: a guest in the very channel, with an address of the company's, decides nothing and proposes nothing."""
    slack = siege.company.slack
    guest = slack.add_person("gus", is_restricted=True, is_ultra_restricted=kind == "is_ultra_restricted")
    slack.conversation(ROOM).members.add(guest.id)
    tried: tuple[ActionName, ...] = ("approve", "reject", "open", "edit", "withdraw")
    async with siege.denied(*[("stranger", name, "guest") for name in (*tried, "propose")]):
        for name in tried:
            assert GUEST in await siege.slack_button("gus", siege.action(name))
        await guest.command("/propose-post", "Hello")
        assert guest.modal() is None
        assert GUEST in "\n".join(guest.read(guest.direct_messages()[-1]))


async def test_a_guest_in_teams(siege: Siege) -> None:
    """Attack 5: a guest of the team, though their address is a listed reviewer's, is a guest."""
    siege.company.teams.world.add_person("gus", "Ben Okafor", email="ben@example.com", role="guest")
    await siege.company.teams.person("gus").join(siege.reviews)
    async with siege.denied(("stranger", "approve", "guest"), ("stranger", "reject", "guest")):
        for said in (
            await siege.teams_button("gus", siege.action("approve")),
            await siege.teams_dialog("gus", siege.action("reject")),
            await siege.teams_form("gus", siege.action("reject")),
        ):
            assert GUEST in said


async def test_somebody_without_an_account_in_teams(siege: Siege) -> None:
    """Attack 5: an anonymous participant has no directory id and is nobody, whatever id they claim beside it."""
    siege.company.teams.world.add_person("nobody", "Ben Okafor", role="anonymous")
    await siege.company.teams.person("nobody").join(siege.reviews)
    async with siege.nothing_changes():
        told = await siege.teams_button("nobody", siege.action("approve"))
        assert "account" in told
        claimed = siege.executing("nobody", siege.action("approve"))
        claimed["from"]["aadObjectId"] = ""
        assert await siege.invoked(claimed) == told


async def test_a_partner_in_a_shared_channel(siege: Siege) -> None:
    """Attack 6: a partner from another workspace, in the shared channel with the real card, is told politely and no more."""
    slack = siege.company.slack
    partner = slack.add_person("pat", team_id="T0PARTNER", is_stranger=True, email="ben@example.com")
    room = slack.conversation(ROOM)
    room.is_ext_shared = True
    room.members.add(partner.id)
    async with siege.nothing_changes():
        for name in ("approve", "reject", "copy_words", "show", "edit"):
            assert OUTSIDER in await siege.slack_button("pat", siege.action(name))
        assert not partner.direct_messages()


async def test_a_partner_who_claims_our_workspace(siege: Siege) -> None:
    """Attack 6: a click that leaves the partner's own workspace out is still looked up in ours, where they are strangers."""
    slack = siege.company.slack
    partner = slack.add_person("pat", team_id="T0PARTNER", is_stranger=True, email="ben@example.com")
    slack.conversation(ROOM).members.add(partner.id)
    async with siege.nothing_changes():
        payload = siege.clicking("pat", siege.action("approve"))
        for claimed in ({"team_id": slack.workspace.team_id}, {}):
            payload["user"] = {"id": partner.id, **claimed}
            (sent,) = await slack.send(payload)
            assert sent.status == 200
        await slack.until(lambda: sum(bool(one.seen_by) for one in partner.messages(ROOM)) == 2)


async def test_another_tenant(siege: Siege) -> None:
    """Attack 7: an invoke that names another tenant in either place, or none, is refused before it is read."""
    async with siege.nothing_changes():
        for where, tenant in (("channelData", {"id": "other"}), ("channelData", {}), ("conversation", "other")):
            activity = siege.executing("ben", siege.action("approve"))
            activity[where] |= {"tenant": tenant} if where == "channelData" else {"tenantId": tenant}
            (answer,) = await siege.company.teams.deliver(activity)
            assert (answer.status, answer.body) == (403, b"")


async def test_somebody_of_another_tenant_in_our_channel(siege: Siege) -> None:
    """Attack 7: a member of a shared channel whose home is another tenant is an outsider here."""
    siege.company.teams.world.add_person("eve", "Ben Okafor", email="ben@example.com", tenant_id="another-tenant")
    await siege.company.teams.person("eve").join(siege.reviews)
    async with siege.nothing_changes():
        assert OUTSIDER in await siege.teams_button("eve", siege.action("approve"))


async def test_another_app_says_approve(siege: Siege) -> None:
    """Attack 12: words and reactions approve nothing, from an app, from an app with Ben's token, or from Ben himself."""
    slack, teams = siege.company.slack, siege.company.teams
    ben, room = slack.person("ben"), slack.conversation(ROOM)
    marks: tuple[Json, ...] = ({}, {"bot_id": "B0OTHER"}, {"app_id": "A0OTHER"}, {"subtype": "bot_message"})
    async with siege.nothing_changes():
        for mark in marks:
            for kind in ("message", "app_mention"):
                for text in ("approve", f"<@U0COPYDESK> {siege.action('approve')}", f"approve {siege.proposal}"):
                    said: Json = {"type": kind, "user": ben.id, "text": text, "channel": room.id, "ts": "1.1"}
                    (sent,) = await slack.send(slack.event(said | mark | {"channel_type": "im"}))
                    assert sent.status == 200
        item = {"type": "message", "channel": room.id, "ts": siege.card.ts}
        for name in ("approve", "white_check_mark", "+1"):
            reacted: Json = {"type": "reaction_added", "user": ben.id, "reaction": name, "item": item}
            assert (await slack.send(slack.event(reacted)))[0].status == 200
        await siege.company.in_teams("ben").says("approve", siege.reviews)
        by_app = teams.person("ben").activity("message", siege.reviews, text="<at>Copydesk</at> approve")
        by_app["from"] |= {"id": "28:another-app"}
        await teams.deliver(by_app)


async def test_another_app_or_workspace_with_a_good_signature(siege: Siege) -> None:
    """Attack 31: a real click on the real card, but for another app or workspace, changes nothing."""
    slack = siege.company.slack
    real = siege.clicking("ben", siege.action("approve"))
    wrong: tuple[Json, ...] = (
        {"api_app_id": "A0OTHER"},
        {"api_app_id": None},
        {"team": {"id": "T0OTHER"}},
        {"team": None, "enterprise": {"id": "E0OTHER"}, "is_enterprise_install": True},
        {"team": None},
    )
    async with siege.nothing_changes():
        for part in wrong:
            (sent,) = await slack.send(real | part)
            assert sent.status == 403
