"""Two Slack workspaces and Teams: one Copydesk, installed in each by whoever may."""

import pytest
from inline_snapshot import snapshot

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


async def test_uninstalled_and_installed_again(database_url: str) -> None:
    """Somebody removes the app from Globex: the labs are asked by message and in Teams meanwhile, Cleo hears of it, and once it
    is installed again their card goes on where it was.
    """
    async with group(database_url) as company:
        await both_installed(company)
        ada, gil = company.at(company.slack, "ada"), company.at(company.slack, "gil")
        await ada.proposes(WORDS)
        there = company.at(company.globex, "gil")
        company.globex.uninstall()
        await company.slack.settled()
        await company.product.tick()
        await company.calm()
        assert await company.product.places.unbound() == ("labs",)
        assert any("Labs" in line for card in gil.cards() for line in gil.client.read(card))
        told = company.at(company.slack, "cleo").client
        alerts = [told.read(one) for one in told.direct_messages() if "cut off" in one.text]
        assert alerts == snapshot(
            [
                [
                    "Copydesk is cut off from Globex in Slack",
                    "It was uninstalled there, or its access ended. What was decided stands, and nothing is lost.",
                    "What is open was sent to the people directly, where they can still be reached.",
                    "Whoever runs Copydesk installs it there again, at its address with /slack/install; then it goes on there.",
                ]
            ]
        )
        await company.company.in_teams("ben").clicks("Approve", company.company.legal)
        assert "Labs: Ben Okafor approved" in "\n".join(ada.reads())
        assert "Ben Okafor approved" not in "\n".join(there.reads("#labs-review"))
        await company.install(company.globex)
        company.globex.invite_bot("labs-review")
        await company.slack.settled()
        await company.calm()
        assert await company.product.places.unbound() == ()
        assert "Ben Okafor approved" in "\n".join(there.reads("#labs-review"))
        company.expected |= {"account_inactive", "not_in_channel"}
        await company.company.check()


async def test_an_admin_revokes_the_tokens(database_url: str) -> None:
    """Revoked tokens are an uninstallation, whether the event comes or only the next call says so; the other workspace goes on."""
    async with group(database_url) as company:
        await both_installed(company)
        company.globex.workspace.subscriptions = frozenset()
        company.globex.revoke_tokens()
        ada = company.at(company.slack, "ada")
        await ada.proposes(WORDS)
        await company.product.tick()
        await company.calm()
        assert await company.product.places.unbound() == ("labs",)
        await company.at(company.slack, "cleo").clicks("Approve", "#marketing-review")
        assert "Marketing: Cleo Marsh approved" in "\n".join(ada.reads())
        company.expected |= {"token_revoked"}
        await company.company.check()


async def test_a_rumour_of_an_uninstallation(database_url: str) -> None:
    """An event that says so late, after the app was installed again, changes nothing: Slack is asked how it is."""
    async with group(database_url) as company:
        await both_installed(company)
        late = company.globex.event({"type": "app_uninstalled", "event_ts": company.globex.world.new_ts()})
        (sent,) = await company.slack.send(late)
        assert sent.status == 200
        await company.product.tick()
        assert await company.product.places.unbound() == ()
