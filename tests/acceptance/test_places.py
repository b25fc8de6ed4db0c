"""Where desks are asked: bound by a lead, by direct message until then."""

import pytest
from inline_snapshot import snapshot

from tests.acceptance.office import DECIDE, MARKETING, Company
from workflows.engine.chat import Conversation

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."


async def test_only_a_lead_binds_a_desk(company: Company) -> None:
    """Ben may not say where legal is asked; Cleo may; in Slack and in a personal chat nobody can."""
    cleo, ben = company.in_teams("cleo"), company.in_teams("ben")
    assert await ben.says("bind legal", company.legal) == snapshot(["Only Cleo Marsh can do that. Ask them."])
    assert await company.product.places.unbound() == ("legal",)
    assert await cleo.says("bind the lawyers", company.legal) == snapshot(
        ["Which desk? Write “@Copydesk bind” and one of investor-relations, legal or marketing."]
    )
    await cleo.client.install()
    assert await cleo.says("bind legal") == snapshot(
        ["Write “@Copydesk bind DESK” in the Teams channel or group chat where the desk should be asked."]
    )
    assert await cleo.says("bind legal", company.legal) == snapshot(["Done: from now on I ask Legal here."])
    assert await company.product.places.unbound() == ()


async def test_an_unbound_desk_is_asked_by_direct_message_and_binding_posts_what_is_open(company: Company) -> None:
    """Legal has no place: Ben gets the card himself once he meets Copydesk; when Cleo binds it, the card is there too."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await ada.proposes(CLAIM)
    await ben.client.install()
    await ben.says("help")
    await company.product.tick()
    await company.calm()
    assert await ben.buttons() == DECIDE

    await company.bind_legal()
    assert await ben.buttons(company.legal) == DECIDE
    await ben.clicks("Approve", company.legal)
    assert await ben.buttons() == ["[Change my decision]"]
    assert ada.status() == "In review. Waiting for Cleo Marsh (Marketing)."


async def test_a_channel_that_is_archived_is_replaced_by_direct_messages(company: Company) -> None:
    """Marketing's channel is archived: Cleo gets the card herself and decides there."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.conversation(MARKETING).is_archived = True
    company.expected.add("is_archived")
    await ada.proposes(CLAIM)
    assert cleo.cards(MARKETING) == []
    assert cleo.reads()[0] == "Marketing: a post by Ada Park"
    await cleo.clicks("Approve")
    assert ada.status() == snapshot("In review. Waiting for Ben Okafor (Legal).")


async def test_a_channel_that_is_made_anew_is_found(company: Company) -> None:
    """Marketing's channel is archived under another name, and a new one takes its name: the card is there, too."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    old = company.slack.conversation(MARKETING)
    old.name, old.is_archived = "marketing-before", True
    company.expected.add("is_archived")
    await ada.proposes(CLAIM)
    assert cleo.reads()[0] == "Marketing: a post by Ada Park"
    await company.product.tick()
    assert "marketing" in await company.product.places.unbound()
    company.slack.add_conversation(MARKETING, members=["cleo"])
    await company.product.tick()
    await company.calm()
    assert "marketing" not in await company.product.places.unbound()
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == "In review. Waiting for Ben Okafor (Legal)."


async def test_a_channel_that_is_brought_back_goes_on(company: Company) -> None:
    """Marketing's channel is archived with a card in it, and restored: what happened meanwhile is on that card."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(CLAIM)
    company.slack.conversation(MARKETING).is_archived = True
    company.expected.add("is_archived")
    await company.bind_legal()
    await company.in_teams("ben").clicks("Approve", company.legal)
    await company.product.tick()
    await company.calm()
    assert "marketing" in await company.product.places.unbound()
    company.slack.conversation(MARKETING).is_archived = False
    await company.product.tick()
    await company.calm()
    assert "marketing" not in await company.product.places.unbound()
    assert "Legal: Ben Okafor approved" in "\n".join(cleo.reads(MARKETING))


async def test_one_token_for_another_workspace_than_before(company: Company) -> None:
    """The channel was found with the token of a workspace that Copydesk has left for this one: it is found here."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    left = Conversation(chat="slack", installation="T0BEFORE", id="C0BEFORE", kind="channel")
    await company.product.store.resolve(MARKETING, left)
    company.expected.add("channel_not_found")
    await ada.proposes(CLAIM)
    assert cleo.reads()[0] == "Marketing: a post by Ada Park"
    await company.product.tick()
    await company.calm()
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == "In review. Waiting for Ben Okafor (Legal)."


async def test_a_desk_is_asked_in_a_group_chat(company: Company) -> None:
    """Legal is bound to a group chat: the card and one notice are there, Ben approves there, and Slack agrees."""
    ada, ben, cleo = company.in_slack("ada"), company.in_teams("ben"), company.in_teams("cleo")
    chat = company.teams.world.add_group_chat("Legal people", ["ben", "cleo"])
    assert await cleo.says("bind legal", chat) == ["Done: from now on I ask Legal here."]
    await ada.proposes(CLAIM)
    assert await ben.buttons(chat) == DECIDE
    assert [notice.pings for notice in await ben.notices(chat)] == [("ben",)]
    await ben.clicks("Approve", chat)
    assert ada.status() == "In review. Waiting for Cleo Marsh (Marketing)."
    assert await ben.buttons(chat) == ["[Change my decision]"]
