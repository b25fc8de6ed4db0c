"""The local Teams as an impatient client: bad, empty, late, lost and doubled answers, and what no client would send."""

import asyncio

import pytest

from bot.playground.teams import Duplicate, LocalTeams, LoseDelivery, Toast, WentWrong
from tests.integration.playground.standin import APPROVE, CARD_TYPE, Json, StandIn, card, dialog, says, shows, words


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ({"statusCode": 200, "type": CARD_TYPE, "value": card({"type": "Table"})}, "unknown element"),
        ({"statusCode": 200, "type": CARD_TYPE}, "expected an object"),
        ({"statusCode": 500, "type": CARD_TYPE, "value": card(words("x"))}, "statusCode 500"),
        (says(" "), "without words"),
        ({"statusCode": 200, "type": "something", "value": "x"}, "unknown type"),
        ({"task": {"type": "continue"}}, "statusCode None"),
    ],
)
async def test_a_bad_answer_is_something_went_wrong(teams: LocalTeams, bot: StandIn, answer: Json, cause: str) -> None:
    """An answer out of shape is shown as an error to the person and recorded as refused."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    bot.answers["adaptiveCard/action"] = answer
    outcome = await ben.click(await ben.latest(chat), "Approve")
    assert isinstance(outcome, WentWrong)
    assert cause in outcome.cause
    assert cause in teams.log.refusals[-1].detail
    assert cause in teams.log.mishaps[-1].cause


async def test_an_empty_answer_is_asked_again(teams: LocalTeams, bot: StandIn) -> None:
    """An invoke answered with nothing is sent a second time with the same id."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    outcome = await ben.click(await ben.latest(chat), "Approve")
    assert outcome == WentWrong(cause="an empty answer")
    first, second = bot.received
    assert first == second


async def test_silence_is_asked_again() -> None:
    """An invoke without an answer in time is sent again with the same id, and then the person is told."""
    async with LocalTeams(patience=0.05) as teams, StandIn(teams=teams) as bot:
        await bot.sign_in()
        chat = teams.world.group_chat("Investor relations")
        await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
        ben = teams.person("ben")
        bot.hanging.add("adaptiveCard/action")
        assert await ben.click(await ben.latest(chat), "Approve") == WentWrong(cause="no answer in time")
        first, second = teams.log.deliveries
        assert (first.attempt, second.attempt) == (1, 2)
        assert first.activity["id"] == second.activity["id"]


async def test_deliveries_can_be_duplicated_or_lost(teams: LocalTeams, bot: StandIn) -> None:
    """A click can arrive twice at once, or its answer be lost so that the client asks again: one id each time."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    bot.answers["adaptiveCard/action"] = says("Done.")
    teams.faults.inject_delivery(Duplicate(copies=3))
    assert await ben.click(await ben.latest(chat), "Approve") == Toast(text="Done.")
    assert len({activity["id"] for activity in bot.received}) == 1
    assert len(bot.received) == 3
    teams.faults.inject_delivery(LoseDelivery())
    assert await ben.click(await ben.latest(chat), "Approve") == Toast(text="Done.")
    assert [delivery.attempt for delivery in teams.log.deliveries[3:]] == [1, 2]


async def test_any_activity_any_number_of_times(teams: LocalTeams, bot: StandIn) -> None:
    """A test can send one activity many times at once, with any value in it."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    seen = await teams.person("ben").latest(chat)
    forged = teams.person("ben").invoke_activity("adaptiveCard/action", {"action": None}, seen)
    bot.answers["adaptiveCard/action"] = says("No.")
    answers = await teams.deliver(forged, copies=5)
    assert [answer.json() for answer in answers] == [says("No.")] * 5
    assert len(bot.received) == 5


async def test_an_update_during_a_click_wins(teams: LocalTeams, bot: StandIn) -> None:
    """If the message is updated while a click is answered, the next look shows the update, not the older answer."""
    chat = teams.world.group_chat("Investor relations")
    posted = await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    bot.answers["adaptiveCard/action"] = shows(card(words("Answer")))
    bot.hanging.add("adaptiveCard/action")
    click = asyncio.create_task(ben.click(await ben.latest(chat), "Approve"))
    newer = {"type": "message", "attachments": [{"contentType": CARD_TYPE, "content": card(words("Newer"))}]}
    await asyncio.wait_for(bot.arrived.wait(), timeout=60)
    await bot.call("PUT", f"v3/conversations/{chat.id}/activities/{posted.body['id']}", newer)
    bot.silence.set()
    await click
    assert (await ben.latest(chat)).card == card(words("Newer"))


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ({"task": {"type": "message", "value": ""}}, "without words"),
        ({"task": {"type": "close"}}, "unknown task type"),
        (dialog("", card(words("x"))), "without a title"),
        ({"task": {"type": "continue", "value": {"title": "x", "card": {}}}}, "without a card"),
        (dialog("x", card(words("x"), actions=[APPROVE])), "does nothing in a dialog"),
        ({"composeExtension": {"type": "result", "attachments": []}}, "exactly one card"),
        ({"composeExtension": {"type": "message", "text": ""}}, "without words"),
        ({"composeExtension": {"type": "auth"}}, "unknown extension answer"),
    ],
)
async def test_a_bad_dialog_is_something_went_wrong(teams: LocalTeams, bot: StandIn, answer: Json, cause: str) -> None:
    """A dialog or an extension's answer out of shape opens nothing, and the cause is on record."""
    bot.answers["composeExtension/fetchTask"] = answer
    outcome = await teams.person("ada").compose("propose", teams.world.group_chat("Lunch"))
    assert isinstance(outcome, WentWrong)
    assert cause in outcome.cause
    assert cause in teams.log.refusals[-1].detail


async def test_an_extension_may_answer_with_a_sentence(teams: LocalTeams, bot: StandIn) -> None:
    """A message as an extension's answer is a private sentence."""
    bot.answers["composeExtension/fetchTask"] = {"composeExtension": {"type": "message", "text": "Not here."}}
    assert await teams.person("ada").compose("propose") == Toast(text="Not here.")


async def test_a_crash_is_something_went_wrong(teams: LocalTeams, bot: StandIn) -> None:
    """An HTTP error as the answer is told to the person and not sent again."""
    chat = teams.world.group_chat("Investor relations")
    await bot.post(chat.id, card(words("Decide"), actions=[APPROVE]))
    ben = teams.person("ben")
    bot.answers["adaptiveCard/action"] = {"unserialisable": {1, 2}}
    assert await ben.click(await ben.latest(chat), "Approve") == WentWrong(cause="HTTP 500")
    assert len(bot.received) == 1
