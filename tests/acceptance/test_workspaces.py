"""Two Slack workspaces and Teams: one Copydesk, installed in each by whoever may."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from inline_snapshot import snapshot
from pydantic import SecretStr

from bot.doctor import examine
from bot.playground.slack import RateLimit
from tests.support.databases import copy
from tests.support.workspaces import KNOWN, POLICY, Group, group

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


async def test_a_name_waits_for_its_own_workspace(database_url: str) -> None:
    """Globex is lost, and Acme has a channel of the same name: no draft goes there, and the labs are asked in their own again
    once Globex is back.
    """
    async with group(database_url) as company:
        await both_installed(company)
        company.slack.add_conversation("labs-review", members=["gil"])
        company.globex.uninstall()
        await company.slack.settled()
        await company.product.tick()
        await company.at(company.slack, "ada").proposes(WORDS)
        for _ in range(2):
            await company.product.tick()
            await company.calm()
        assert await company.product.places.unbound() == ("labs",)
        assert company.at(company.slack, "gil").cards("#labs-review") == []
        assert company.at(company.slack, "gil").reads()[0] == "Labs: a post by Ada Park"
        await company.install(company.globex)
        company.globex.invite_bot("labs-review")
        await company.slack.settled()
        await company.product.tick()
        await company.calm()
        assert await company.product.places.unbound() == ()
        await company.at(company.globex, "gil").clicks("Approve", "#labs-review")
        assert company.at(company.slack, "gil").cards("#labs-review") == []
        company.expected |= {"account_inactive", "not_in_channel"}
        await company.company.check()


async def test_a_channel_that_is_made_anew_is_found_in_its_own_workspace(database_url: str) -> None:
    """The labs' channel is archived and made anew, and Acme has one of the same name by now: theirs is found."""
    async with group(database_url) as company:
        await both_installed(company)
        old = company.globex.conversation("labs-review")
        old.name, old.is_archived = "labs-before", True
        company.slack.add_conversation("labs-review", members=["gil"])
        await company.at(company.slack, "ada").proposes(WORDS)
        await company.product.tick()
        assert await company.product.places.unbound() == ("labs",)
        company.globex.add_conversation("labs-review", members=["gil"])
        await company.product.tick()
        await company.calm()
        await company.at(company.globex, "gil").clicks("Approve", "#labs-review")
        assert company.at(company.slack, "gil").cards("#labs-review") == []
        company.expected |= {"is_archived"}
        await company.company.check()


async def test_one_workspace_asks_for_quiet(database_url: str) -> None:
    """While Acme's Slack wants no calls, the cards in Globex's go on; Acme's follow once its time is over."""
    async with group(database_url) as company:
        await both_installed(company)
        ada, gil = company.at(company.slack, "ada"), company.at(company.globex, "gil")
        await ada.proposes(WORDS)
        company.slack.faults.once("views.publish", RateLimit(seconds=60))
        await ada.client.open_home()
        quiet, store = company.hands.now + timedelta(seconds=60), company.product.store
        while await store.next_due(company.hands.now, "slack") != quiet:  # noqa: ASYNC110  # rows ring no bell
            await asyncio.sleep(0)
        await gil.client.click(gil.card("#labs-review"), "Approve")
        await company.slack.until(lambda: "Gil Hart approved" in "\n".join(gil.reads("#labs-review")))
        assert "Gil Hart approved" not in "\n".join(ada.reads())
        await company.hands.move(company.company, timedelta(seconds=61))
        assert "Gil Hart approved" in "\n".join(ada.reads())
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


async def test_a_name_in_two_workspaces(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A channel's name that both workspaces use names neither: the log says so with the ids, and an id resolves it."""
    named = POLICY.replace("#marketing-review", "#press").replace('slack: "#labs-review"', "slack: C0LABSREVIEW")
    async with group(database_url, policy=named) as company:
        await both_installed(company)
        assert await company.product.places.unbound() == ("marketing",)
        for workspace in (company.slack, company.globex):
            workspace.add_conversation("press", members=["gil"])
        for _ in range(2):
            await company.product.tick()
        assert await company.product.places.unbound() == ("marketing",)
        assert caplog.text.count("Slack: #press is in several workspaces") == 1
        assert "(C0PRESS in T0ACME, C0PRESS in T0GLOBEX)" in caplog.text


async def test_once_for_a_whole_organisation(database_url: str) -> None:
    """Somebody installs it for the whole organisation, whose token belongs to no workspace: cards, buttons, forms and Homes work
    in a workspace of it, whose channel is named by its id.
    """
    policy = POLICY.replace("#marketing-review", "C0MARKETINGREVIEW").replace('slack: "#labs-review", ', "")
    policy = policy.replace("  - {name: the labs have read it, why: Every post speaks of the labs., desk: labs}\n", "")
    async with group(database_url, policy=policy, slack_workspaces="E0ACME") as company:
        company.slack.workspace.enterprise_id = "E0ACME"
        company.slack.workspace.organisation_wide = True
        await company.install(company.slack)
        company.slack.invite_bot("marketing-review")
        await company.product.tick()
        await company.company.introduce(KNOWN)
        assert await company.product.places.unbound() == ("labs",)
        ada, cleo = company.at(company.slack, "ada"), company.at(company.slack, "cleo")
        await ada.proposes(WORDS)
        assert "Waiting for" in ada.status()
        await cleo.clicks("Approve", "#marketing-review")
        assert "Ready to go out" in "\n".join(ada.reads())
        assert "Ready to go out" in "\n".join(cleo.reads("#marketing-review"))
        await company.company.check()


async def test_over_sockets(database_url: str) -> None:
    """With an app token the payloads of every workspace come over the app's sockets; browsers still install by OAuth."""
    async with group(database_url, socket_mode=True) as company:
        await company.slack.sockets.until(lambda: bool(company.slack.sockets.lines))
        await both_installed(company)
        await company.at(company.slack, "ada").proposes(WORDS)
        await company.at(company.globex, "gil").clicks("Approve", "#labs-review")
        assert "Labs: Gil Hart approved" in "\n".join(company.at(company.slack, "ada").reads())
        await company.company.check()


async def test_the_doctor_knows_who_installed_it(sqlite_file: Path, tmp_path: Path) -> None:
    """Before anybody has, where to; then each workspace, one that is cut off with what to do; and a wrong secret by name."""
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY, "utf-8")
    url = copy(sqlite_file)
    async with group(url) as company:

        async def says(**wrong: object) -> list[str]:
            settings = company.settings.model_copy(update={"policy": policy, "database_url": url, **wrong})
            found = [one async for one in examine(settings, "", company.hands.read, print)]
            return [f"{one.state}: {one.says}" for one in found if one.about.startswith("slack")]

        assert await says() == snapshot(
            [
                "good: The client id and its secret are good.",
                "bad: Nobody has installed Copydesk in a workspace yet: open https://copydesk.example.com/slack/install in a browser.",
            ]
        )
        await company.install(company.slack)
        await company.install(company.globex)
        company.globex.revoke_tokens()
        await company.slack.settled()
        assert await says() == snapshot(
            [
                "good: The client id and its secret are good.",
                "good: Copydesk is installed in Acme (T0ACME).",
                "good: The app has every scope that it needs.",
                "bad: Copydesk is cut off from Globex (T0GLOBEX): token_revoked. Open https://copydesk.example.com/slack/install and install it there again.",
            ]
        )
        assert await says(slack_client_secret=SecretStr("canary")) == snapshot(
            [
                "bad: Slack refuses COPYDESK_SLACK_CLIENT_ID with COPYDESK_SLACK_CLIENT_SECRET (bad_client_secret). Copy both again: api.slack.com/apps, your app, Basic Information.",
                "good: Copydesk is installed in Acme (T0ACME).",
                "good: The app has every scope that it needs.",
                "bad: Copydesk is cut off from Globex (T0GLOBEX): token_revoked. Open https://copydesk.example.com/slack/install and install it there again.",
            ]
        )
