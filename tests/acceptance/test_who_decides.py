"""Who may decide, once, and what everybody else is told."""

from asyncio import gather

import pytest
from inline_snapshot import snapshot

from bot.playground.slack import DeliverTwice
from bot.playground.teams.faults import Duplicate
from tests.acceptance.office import MARKETING, Company

CLAIM = "Our new kettle is the fastest on the market."
PLAIN = "Our new kettle boils a litre in 90 seconds."
PAIRED = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
  - {name: Ben Okafor, email: ben@example.com, role: reviewer}
desks:
  marketing:
    name: Marketing
    members: [cleo@example.com, ben@example.com]
    reach: {slack: "#marketing-review", teams: bound}
rules:
  - {name: marketing has read it, why: Every post speaks for the brand., desk: marketing}
"""
"""Two people on one desk that is asked in both chats."""


@pytest.mark.conversation
async def test_the_wrong_person_is_told_privately_who_is_awaited(company: Company) -> None:
    """Ivy clicks Approve in marketing's channel: only she reads that Cleo is waited for, and nothing is recorded."""
    ada, ivy = company.in_slack("ada"), company.in_slack("ivy")
    company.slack.conversation(MARKETING).members.add(ivy.client.id)
    await ada.proposes(PLAIN)

    await ivy.clicks("Approve", MARKETING)
    assert await ivy.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "Marketing is waiting for Cleo Marsh, not for you.",
        ]
    )
    assert await company.decided() == []


@pytest.mark.conversation
async def test_the_wrong_person_in_teams_sees_nothing_to_decide(company: Company) -> None:
    """Cleo, who is not on legal, sees the words in legal's channel without a single button that decides."""
    ada, cleo = company.in_slack("ada"), company.in_teams("cleo")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    assert await cleo.buttons(company.legal) == snapshot(["[Edit]", "[Hold]"])


@pytest.mark.conversation
async def test_someone_of_another_desk_forges_a_click(company: Company) -> None:
    """Cleo's client pretends that her card had an Approve for legal: she is told who is awaited."""
    ada, cleo, ben = company.in_slack("ada"), company.in_teams("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    assert await cleo.clicks("Approve", company.legal, on=await ben.card(company.legal)) == snapshot(
        ["(Legal is waiting for Ben Okafor, not for you.)"]
    )
    assert await company.decided() == []


async def test_a_double_click_counts_once(company: Company) -> None:
    """Two clicks, and a click that each platform delivers twice, lead to one decision and one notice."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    company.slack.faults.once("block_actions", DeliverTwice())
    company.teams.faults.inject_delivery(Duplicate(copies=3))
    card = cleo.card(MARKETING)
    seen = await ben.card(company.legal)

    await gather(cleo.clicks("Approve", MARKETING, on=card), cleo.clicks("Approve", MARKETING, on=card))
    first = await ben.clicks("Approve", company.legal, on=seen)
    second = await ben.clicks("Approve", company.legal, on=seen)
    assert first == second
    assert len(await company.decided()) == 2
    assert len(ada.notices()) == 1


@pytest.mark.conversation
async def test_a_form_sent_twice_makes_one_proposal(company: Company) -> None:
    """Teams delivers Ada's dialog three times: one proposal, one card."""
    ada, cleo = company.in_teams("ada"), company.in_slack("cleo")
    await ada.client.install()
    company.teams.faults.inject_delivery(
        Duplicate(copies=3), when=lambda activity: activity.get("name") == "composeExtension/submitAction"
    )
    await ada.proposes(PLAIN)
    assert len(await company.proposals()) == 1
    assert len(cleo.cards(MARKETING)) == 1


@pytest.mark.conversation
@pytest.mark.parametrize("policy", [PAIRED])
async def test_nobody_approves_their_own_words_through_their_other_chat(company: Company) -> None:
    """Cleo writes in Slack; her card in Teams has no Approve, and Ben's button pressed by her is refused."""
    mine, cleo, ben = company.in_slack("cleo"), company.in_teams("cleo"), company.in_teams("ben")
    await cleo.says("bind marketing", company.legal)
    await mine.proposes(PLAIN)
    assert mine.cards()[-1].text == "Your post"

    assert await cleo.buttons(company.legal) == snapshot(["[Edit]", "[Hold]"])
    assert await cleo.clicks("Approve", company.legal, on=await ben.card(company.legal)) == snapshot(
        ["(These are your own words, so somebody else has to decide on them. Nothing was recorded.)"]
    )
    await mine.clicks("Approve", MARKETING)
    assert await mine.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "These are your own words, so somebody else has to decide on them. Nothing was recorded.",
        ]
    )
    assert await company.decided() == []


@pytest.mark.conversation
@pytest.mark.parametrize("policy", [PAIRED])
async def test_written_in_teams_and_approved_by_oneself_in_slack(company: Company) -> None:
    """Cleo writes in Teams and clicks Approve in Slack: these are her own words there too."""
    mine, cleo = company.in_teams("cleo"), company.in_slack("cleo")
    await mine.proposes(PLAIN, chat=company.legal)
    await cleo.clicks("Approve", MARKETING)
    assert await cleo.hears(MARKETING) == snapshot(
        [
            "(only visible to you)",
            "These are your own words, so somebody else has to decide on them. Nothing was recorded.",
        ]
    )
    assert await company.decided() == []


@pytest.mark.conversation
@pytest.mark.parametrize("policy", [PAIRED])
async def test_the_second_of_two_is_told_who_was_first(company: Company) -> None:
    """Ben and Cleo decide at the same moment, he in Slack and she in Teams: one counts, the other reads who was first."""
    ada, ben, cleo = company.in_slack("ada"), company.in_slack("ben"), company.in_teams("cleo")
    company.slack.conversation(MARKETING).members.add(ben.client.id)
    await cleo.says("bind marketing", company.legal)
    await ada.proposes(PLAIN)
    card, seen = ben.card(MARKETING), await cleo.card(company.legal)
    await ben.clicks("Approve", MARKETING, on=card)
    told = await cleo.clicks("Approve", company.legal, on=seen)
    assert told[0].startswith("(Ben Okafor decided for Marketing first, at ")
    assert [one.decision for one in await company.decided()] == ["approve"]
