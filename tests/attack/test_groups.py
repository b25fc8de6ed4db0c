"""Attacks by way of a group whose people sit on a desk: who is put into it, and what is told of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.slack.user_groups import UserGroup
from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.domain.people import AccountId
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.engine.linking import Override

pytestmark = pytest.mark.attack

GROUP = POLICY.replace("    lead: cleo", '    groups: {slack: "@editors"}\n    lead: cleo')


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The desk has a user group, too."""
    async with besieged(copy(sqlite_file), GROUP) as under_attack:
        yield under_attack


async def _in_group(siege: Siege, *members: str) -> UserGroup:
    slack = siege.company.slack
    group = slack.add_group("editors", members=members)
    await slack.settled()
    await siege.company.product.tick()
    await siege.company.calm()
    return group


async def _seated(siege: Siege) -> set[str]:
    """Who sits on the desk by the group."""
    loaded = await siege.company.product.store.load(None)
    assert not isinstance(loaded, ParkedByNewerVersion)
    return {person.name for person in loaded.people.values() if person.groups}


async def test_strangers_in_a_group(siege: Siege) -> None:
    """Attack 65: guests, partners, apps and people whose address nobody vouches for are in the group; only Ivy sits on the desk."""
    slack = siege.company.slack
    slack.add_person("gus", is_restricted=True)
    slack.add_person("pat", team_id="T0PARTNER", is_stranger=True)
    slack.add_person("bob", is_bot=True)
    slack.add_person("una", is_email_confirmed=False)
    slack.add_person("eli", email="eli@elsewhere.example")
    slack.add_person("old", deleted=True)
    async with siege.nothing_changes():
        await _in_group(siege, "ivy", "gus", "pat", "bob", "una", "eli", "old")
        assert await _seated(siege) == {"Ivy Chen"}
    async with siege.denied(*[("stranger", "approve", why) for why in ("guest", "outsider", "unverified", "unlisted")]):
        for who in ("gus", "pat", "una", "eli"):
            await siege.slack_button(who, siege.action("approve"))


async def test_an_account_that_is_denied_in_a_group(siege: Siege) -> None:
    """Attack 65: an account of which somebody said that it is not Ivy's brings nobody onto the desk."""
    company = siege.company
    who = company.slack.add_person("mal", email="ivy@example.com")
    await company.introduce({"slack": ["mal"]})
    account = AccountId(chat="slack", installation=company.slack.workspace.team_id, user=who.id)
    denied = Override(account=account, says="denied", by="Olu", reason="It is not hers.")
    await company.product.store.override(denied, company.product.clock())
    await _in_group(siege, "mal")
    assert await _seated(siege) == set()


@pytest.mark.parametrize("where", ["T0OTHER", ""])
async def test_news_of_a_group_elsewhere(siege: Siege, where: str) -> None:
    """Attack 65: what is told of another workspace's group of the same id and handle, in a signed event, has ours not even read."""
    slack = siege.company.slack
    group = await _in_group(siege, "ivy")
    read = len([one for one in slack.calls if one.method == "usergroups.list"])
    told = {"id": group.id, "handle": "editors", "team_id": "T0OTHER", "date_delete": 1}
    event = slack.event({"type": "subteam_updated", "subteam": told, "event_ts": "1795000000.000100"})
    await slack.send({**event, "team_id": where} if where else event)
    await siege.company.product.tick()
    assert len([one for one in slack.calls if one.method == "usergroups.list"]) == read
    assert await _seated(siege) == {"Ivy Chen"}
