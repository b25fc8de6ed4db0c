"""Two Slack workspaces and Teams: one Copydesk, installed in each by whoever may."""

import pytest

from tests.support.workspaces import Group, group

pytestmark = pytest.mark.conversation

WORDS = "We moved to a bigger kitchen."


async def both_installed(company: Group) -> None:
    """Copydesk is in both workspaces and in the desks' channels; Cleo has bound the labs in Teams."""
    await company.install(company.slack)
    await company.install(company.globex)
    company.slack.invite_bot("marketing-review")
    company.globex.invite_bot("labs-review")
    await company.product.tick()
    assert "Done" in "".join(await company.company.in_teams("cleo").says("bind labs", company.company.legal))


async def test_from_one_workspace_through_the_other(database_url: str) -> None:
    """Ada proposes in Acme's Slack; Cleo approves there, Gil in Globex's, and every card in all three places says so."""
    async with group(database_url) as company:
        await both_installed(company)
        ada, cleo = company.at(company.slack, "ada"), company.at(company.slack, "cleo")
        gil = company.at(company.globex, "gil")
        await ada.proposes(WORDS)
        assert "Waiting for" in ada.status()
        await cleo.clicks("Approve", "#marketing-review")
        await gil.clicks("Approve", "#labs-review")
        for reads in (ada.reads(), cleo.reads("#marketing-review"), gil.reads("#labs-review")):
            assert "Ready to go out" in "\n".join(reads)
        await company.company.check()
