"""What becomes of cards when a chat is slow, forgetful or strict: one message for the whole life of each."""

from asyncio import Event, gather
from datetime import timedelta

import pytest

from bot.playground.slack import HoldAnswer, LoseAnswer, RateLimit
from bot.playground.teams.faults import LoseAnswer as LoseTeamsAnswer
from bot.playground.teams.faults import Throttle
from tests.acceptance.office import MARKETING, Company, Hands

pytestmark = pytest.mark.conversation

CLAIM = "Our new kettle is the fastest on the market."
PLAIN = "Our new kettle boils a litre in 90 seconds."


async def test_a_card_is_one_message_for_its_whole_life(company: Company) -> None:
    """Through edits, a no, a yes and a withdrawal, each place has the message it had at first."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    first = (ada.card().ts, cleo.card(MARKETING).ts, (await ben.card(company.legal)).id)
    await cleo.clicks("Request changes", MARKETING)
    await cleo.fills(code="tone", why="Less steam.")
    await ada.clicks("Edit")
    await ada.fills(text=CLAIM + " Hot!")
    await cleo.clicks("Approve", MARKETING)
    await ben.clicks("Approve", company.legal)
    await ada.clicks("Withdraw")
    await ada.fills()

    assert (ada.card().ts, cleo.card(MARKETING).ts, (await ben.card(company.legal)).id) == first
    assert len(ada.cards()) == len(cleo.cards(MARKETING)) == len(await ben.cards(company.legal)) == 1


async def test_ten_quick_changes_cost_few_updates(company: Company) -> None:
    """While Slack takes its time over an update, changes pile up: the cards skip to the newest."""
    ada, cleo, let_go = company.in_slack("ada"), company.in_slack("cleo"), Event()
    await ada.proposes(PLAIN)
    company.slack.faults.often("chat.update", HoldAnswer(until=let_go), share=1)
    for number in range(10):
        await ada.client.click(ada.card(), "Edit")
        await ada.client.submit(ada.form, {"text": f"{PLAIN} {number}"})
        company.slack.world.stack(ada.client.id).clear()
    let_go.set()
    await company.calm()
    assert cleo.reads(MARKETING)[3] == ada.reads()[3] == f"{PLAIN} 9"
    # Each of the two cards twice; a machine so slow that a held update is given up meanwhile may need another try.
    assert len(company.slack.journal.of("chat.update")) <= 8


async def test_a_deleted_message_is_posted_anew(company: Company) -> None:
    """Somebody deletes marketing's card: the next change posts it again, and it can be decided there."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    company.slack.conversation(MARKETING).messages.clear()
    company.expected.add("message_not_found")
    await ada.clicks("Edit")
    await ada.fills(text=PLAIN + " Hot!")
    assert cleo.reads(MARKETING)[3] == PLAIN + " Hot!"
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == "Approved by Cleo Marsh. Ready to go out."


async def test_a_lost_answer_is_healed_by_finding_the_message(company: Company, hands: Hands) -> None:
    """Slack posts the card but its answer is lost: the card is found again, not posted twice."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    company.slack.faults.once("chat.postMessage", LoseAnswer(), times=2)
    await ada.client.command("/propose-post", PLAIN)
    await ada.client.submit(ada.form, {"channels": "linkedin"})
    await company.slack.until(lambda: len(company.slack.journal.of("chat.postMessage")) >= 2)
    await hands.move(company, timedelta(seconds=61))
    assert len(ada.cards()) == len(cleo.cards(MARKETING)) == 1
    await cleo.clicks("Approve", MARKETING)
    assert ada.status() == "Approved by Cleo Marsh. Ready to go out."


async def test_a_rate_limit_is_waited_out(company: Company, hands: Hands) -> None:
    """Slack asks for thirty seconds of quiet: no call in between, then the card stands as if nothing had been."""
    ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
    await ada.proposes(PLAIN)
    company.slack.faults.once("chat.update", RateLimit(seconds=30), times=2)
    await cleo.client.click(cleo.card(MARKETING), "Approve")
    await company.slack.until(lambda: len(company.slack.journal.of("chat.update")) >= 2)
    calls = len(company.slack.journal.of("chat.update"))
    await hands.move(company, timedelta(seconds=20), calm=False)
    assert len(company.slack.journal.of("chat.update")) == calls
    await hands.move(company, timedelta(seconds=11))
    assert cleo.status(MARKETING) == ada.status() == "Approved by Cleo Marsh. Ready to go out."


async def test_teams_asks_to_wait_and_slack_does_not(company: Company, hands: Hands) -> None:
    """A busy Teams keeps only its own card waiting; it follows after the pause that it asked for."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    company.teams.faults.inject("update", Throttle(retry_after="30"))
    await cleo.client.click(cleo.card(MARKETING), "Approve")
    await company.teams.until(lambda: any(call.status == 429 for call in company.teams.log.calls_to("update")))
    await company.slack.until(lambda: cleo.status(MARKETING).endswith("Waiting for Ben Okafor (Legal)."))
    await hands.move(company, timedelta(seconds=31))
    assert await ben.status(company.legal) == "In review. Waiting for Ben Okafor (Legal)."


async def test_a_lost_answer_in_teams_leaves_one_card_to_decide_on(company: Company, hands: Hands) -> None:
    """Teams cannot be searched: after a lost answer the card is posted once more, and a click settles which one stays."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    company.teams.faults.inject("send", LoseTeamsAnswer())
    await ada.client.command("/propose-post", CLAIM)
    await ada.client.submit(ada.form, {"channels": "linkedin"})
    await company.teams.until(lambda: any(call.status is None for call in company.teams.log.calls_to("send")))
    await ben.client.click(await ben.card(company.legal), "Approve")
    await hands.move(company, timedelta(seconds=61))
    assert len(await ben.cards(company.legal)) == 1
    assert await ben.status(company.legal) == "In review. Waiting for Cleo Marsh (Marketing)."


async def test_the_older_of_two_copies_is_clicked(company: Company, hands: Hands) -> None:
    """The card was posted again before anybody clicked: a click on the older copy makes it the card, the newer one goes."""
    ada, ben = company.in_slack("ada"), company.in_teams("ben")
    await company.bind_legal()
    company.teams.faults.inject("send", LoseTeamsAnswer())
    await ada.client.command("/propose-post", CLAIM)
    await ada.client.submit(ada.form, {"channels": "linkedin"})
    await company.teams.until(lambda: any(call.status is None for call in company.teams.log.calls_to("send")))
    older = await ben.card(company.legal)
    await hands.move(company, timedelta(seconds=61))
    assert len(await ben.cards(company.legal)) == 2
    await ben.client.click(older, "Approve")
    await company.calm()
    assert [one.id for one in await ben.cards(company.legal)] == [older.id]
    assert await ben.status(company.legal) == "In review. Waiting for Cleo Marsh (Marketing)."


async def test_many_people_click_at_once(company: Company) -> None:
    """Clicks in both chats at the same moment all count, and the cards agree in the end."""
    ada, cleo, ben = company.in_slack("ada"), company.in_slack("cleo"), company.in_teams("ben")
    await company.bind_legal()
    await ada.proposes(CLAIM)
    await gather(cleo.clicks("Approve", MARKETING), ben.clicks("Approve", company.legal))
    for status in (ada.status(), cleo.status(MARKETING), await ben.status(company.legal)):
        assert status == "Approved by Ben Okafor and Cleo Marsh. Ready to go out."
