"""Slack tokens that expire after twelve hours: replaced in time, by one replica for all, and what happens when that fails."""

import asyncio
from datetime import timedelta

import pytest

from bot.playground.slack import LoseAnswer, RateLimit
from bot.playground.slack.journal import Call
from bot.playground.teams.render import message as teams_message
from tests.acceptance.test_workspaces import WORDS, both_installed
from tests.support.workspaces import Group, group

pytestmark = pytest.mark.conversation


def refreshes(company: Group) -> list[Call]:
    """Every attempt at a next token."""
    asked = company.slack.journal.of("oauth.v2.access")
    return [call for call in asked if call.arguments.get("grant_type") == "refresh_token"]


async def answers(company: Group) -> str:
    """What Ada is told when she asks for help in Acme's Slack."""
    (sent,) = await company.slack.send(company.slack.person("ada").commanding("/copydesk", "help"))
    assert sent.status == 200
    return sent.text


async def test_one_of_two_replicas_gets_the_next_token(database_url: str) -> None:
    """Before a token expires, one of two replicas replaces it; cards are written through either, before and after."""
    async with group(database_url, rotation=True) as company:
        await both_installed(company)
        other = await company.replica()
        company.hands.now += timedelta(hours=10, minutes=30)
        await asyncio.gather(company.product.tick(), other.tick(), company.product.tick(), other.tick())
        assert [call.outcome for call in refreshes(company)] == ["ok", "ok"]
        company.hands.now += timedelta(hours=8)
        company.slack.copydesk_url = other.url
        ada = company.at(company.slack, "ada")
        await ada.proposes(WORDS)
        await company.at(company.globex, "gil").clicks("Approve", "#labs-review")
        assert "Labs: Gil Hart approved" in "\n".join(ada.reads())
        assert [call.outcome for call in refreshes(company)] == ["ok", "ok"]
        await company.company.check()


async def test_nobody_was_there_overnight(database_url: str) -> None:
    """A token that expired while nothing ran is replaced by the first who needs it, though both replicas do at once."""
    async with group(database_url, rotation=True) as company:
        await both_installed(company)
        other = await company.replica()
        ada = company.at(company.slack, "ada")
        await ada.proposes(WORDS)
        company.hands.now += timedelta(hours=13)
        await asyncio.gather(company.product.tick(), other.tick())
        await company.at(company.slack, "cleo").clicks("Approve", "#marketing-review")
        assert "Marketing: Cleo Marsh approved" in "\n".join(ada.reads())
        assert sorted(call.outcome for call in refreshes(company)) == ["ok", "ok"]
        await company.company.check()


async def test_slack_says_that_it_expired(database_url: str) -> None:
    """Where Slack's clock is ahead of ours, its word counts: the call that was refused is made again with the next token."""
    async with group(database_url, rotation=True) as company:
        await both_installed(company)
        company.slack.world.clock = company.slack.oauth.clock = (company.hands.now + timedelta(hours=13)).timestamp
        ada = company.at(company.slack, "ada")
        await ada.proposes(WORDS)
        assert "In review" in ada.status()
        assert len(refreshes(company)) == 1
        company.expected |= {"token_expired"}
        await company.company.check()


async def test_slack_could_not_be_asked(database_url: str) -> None:
    """A next token that was not to be had is asked for again, and nothing is lost meanwhile."""
    async with group(database_url, rotation=True) as company:
        await both_installed(company)
        company.slack.faults.once("oauth.v2.access", RateLimit(30), times=2)
        company.hands.now += timedelta(hours=11)
        await company.product.tick()
        assert [call.outcome for call in refreshes(company)] == ["ratelimited"] * 2
        assert "/propose-post" in await answers(company)
        company.hands.now += timedelta(seconds=31)
        await company.product.tick()
        assert [call.outcome for call in refreshes(company)][2:] == ["ok"] * 2


async def test_the_next_token_was_lost(database_url: str) -> None:
    """Slack's answer with the next token never came, and the refresh token is spent. The old token serves to its end; then the
    leads are told, the other workspace goes on, and installing again mends it.
    """
    async with group(database_url, rotation=True) as company:
        await both_installed(company)
        company.hands.now += timedelta(hours=11)
        company.slack.faults.once("oauth.v2.access", LoseAnswer())
        for _ in range(3):
            await company.product.tick()
            company.hands.now += timedelta(minutes=1)
        lost = [call.outcome for call in refreshes(company)]
        assert sorted(lost) == ["invalid_refresh_token", "ok", "ok"]
        assert "/propose-post" in await answers(company)
        company.hands.now += timedelta(hours=2)
        for _ in range(2):
            await company.product.tick()
        await company.calm()
        assert len(refreshes(company)) == len(lost)
        assert await company.product.places.unbound() == ("marketing",)
        assert "not set up" in await answers(company)
        told = [teams_message(one) for one in await company.company.in_teams("cleo").sees()]
        assert [card[1].strip() for card in told] == ["Copydesk is cut off from Acme in Slack"]
        await company.install(company.slack)
        await company.calm()
        assert "/propose-post" in await answers(company)
        assert await company.product.places.unbound() == ()
