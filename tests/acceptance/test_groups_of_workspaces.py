"""A user group where Copydesk is installed in several workspaces: which one is meant, and what becomes of it."""

from datetime import timedelta

import pytest

from adapters.storage.store import SqlStore
from bot.demo import introduce
from bot.playground.slack import faults
from tests.support.workspaces import POLICY, Group, group
from workflows.domain.refusals import ParkedByNewerVersion

pytestmark = pytest.mark.conversation

LABS = POLICY.replace(
    "[gil@example.com, ben@example.com]\n    lead", '[gil@example.com]\n    groups: {slack: "@labs"}\n    lead'
)


async def _seated(company: Group) -> set[str]:
    """Who sits on the desk by the group."""
    loaded = await company.company.product.store.load(None)
    assert not isinstance(loaded, ParkedByNewerVersion)
    return {person.name for person in loaded.people.values() if person.groups}


async def _ticks(company: Group) -> None:
    await company.slack.settled()
    await company.product.tick()


async def test_a_group_stays_in_the_workspace_where_it_was_found(database_url: str) -> None:
    """Globex has the group; Acme makes one of the same handle later: whoever is in that one sits nowhere."""
    async with group(database_url, policy=LABS) as company:
        await company.install(company.slack)
        await company.install(company.globex)
        company.slack.add_group("press")
        labs = company.globex.add_group("labs", members=["zoe"])
        await _ticks(company)
        assert await _seated(company) == {"Zoe Lane"}
        company.slack.add_group("labs", members=["ada"])
        await _ticks(company)
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Zoe Lane"}
        company.globex.change_group(labs, members=["zoe", "gil"])
        await _ticks(company)
        assert await _seated(company) == {"Zoe Lane", "Gil Hart"}


async def test_a_handle_of_two_workspaces_stands_for_none_of_them(database_url: str) -> None:
    """Both have a group of that handle before either was read: nobody sits on the desk by it, and the id of one settles it."""
    async with group(database_url, policy=LABS) as company:
        await company.install(company.slack)
        await company.install(company.globex)
        company.slack.add_group("labs", members=["ada"])
        company.globex.add_group("labs", members=["zoe"])
        await _ticks(company)
        assert await _seated(company) == set()


async def test_what_a_workspace_told_last_stays_after_it_is_lost(database_url: str) -> None:
    """Copydesk is uninstalled there: whoever was in the group when it was read last still may decide."""
    async with group(database_url, policy=LABS) as company:
        await company.install(company.slack)
        await company.install(company.globex)
        company.globex.add_group("labs", members=["zoe"])
        await _ticks(company)
        company.globex.uninstall()
        await _ticks(company)
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Zoe Lane"}


async def test_a_workspace_that_may_not_tell_is_not_passed_over_for_another(database_url: str) -> None:
    """Acme's app may not read user groups yet, so Globex's group of that handle is not taken for Acme's."""
    async with group(database_url, policy=LABS) as company:
        await company.install(company.slack)
        await company.install(company.globex)
        company.slack.add_group("labs", members=["ada"])
        company.slack.faults.once("usergroups.list", faults.RefuseWith("missing_scope"))
        company.globex.add_group("labs", members=["zoe"])
        await _ticks(company)
        assert await _seated(company) == set()


async def test_workspaces_of_one_organisation_are_all_asked_for_the_group(database_url: str) -> None:
    """They share a name: that the one has no such group empties no desk while the other, where it was found, has it."""
    async with group(database_url, policy=LABS) as company:
        company.slack.workspace.enterprise_id = company.globex.workspace.enterprise_id = "E0EXAMPLE"
        await company.install(company.slack)
        await company.install(company.globex)
        store, now = SqlStore(company.database), company.hands.read()
        await introduce(store, company.globex, company.teams, {"slack": ("gil",)}, now)
        company.slack.add_group("press")
        company.globex.add_group("people")
        company.globex.add_group("labs", members=["gil"])
        await _ticks(company)
        assert await _seated(company) == {"Gil Hart"}
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Gil Hart"}
        company.globex.uninstall()
        await _ticks(company)
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Gil Hart"}


async def test_groups_where_copydesk_is_installed_for_a_whole_organisation(database_url: str) -> None:
    """Slack tells of groups only for one workspace at a time, so each is asked. That another workspace makes one of the same
    handle later changes nothing.
    """
    policy = LABS.replace("#marketing-review", "C0MARKETINGREVIEW").replace('slack: "#labs-review", ', "")
    async with group(database_url, policy=policy, slack_workspaces="E0ACME") as company:
        company.slack.workspace.enterprise_id = "E0ACME"
        company.slack.workspace.organisation_wide = True
        await company.install(company.slack)
        company.slack.add_group("press")
        labs = company.slack.add_group("labs", members=["ada"], team_id="T0SECOND")
        await _ticks(company)
        assert await _seated(company) == {"Ada Park"}
        company.slack.add_group("labs", members=["cleo"])
        labs.users.append(company.slack.person("ivy").id)
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Ada Park", "Ivy Chen"}


async def test_a_group_stays_in_its_workspace_of_an_organisation(database_url: str) -> None:
    """Once the group was found in one, another's of that handle, made later, changes nothing."""
    async with group(database_url, policy=LABS) as company:
        company.slack.workspace.enterprise_id = company.globex.workspace.enterprise_id = "E0EXAMPLE"
        await company.install(company.slack)
        await company.install(company.globex)
        store, now = SqlStore(company.database), company.hands.read()
        await introduce(store, company.globex, company.teams, {"slack": ("gil",)}, now)
        company.slack.add_group("press")
        labs = company.globex.add_group("labs", members=["gil"])
        labs.id = "S0GLOBEXLABS"
        company.globex.world.groups = {labs.id: labs}
        await _ticks(company)
        assert await _seated(company) == {"Gil Hart"}
        company.slack.add_group("labs", members=["ivy"])
        labs.users.append(company.globex.person("ada").id)
        await _ticks(company)
        await company.hands.move(company.company, timedelta(minutes=11), calm=False)
        assert await _seated(company) == {"Gil Hart", "Ada Park"}
