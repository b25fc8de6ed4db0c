"""Trouble on order: what is done, what is answered, and that the same seed brings the same trouble."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError

from bot.playground.slack import (
    DelayAnswer,
    FailAfterDoing,
    FailBeforeDoing,
    HoldAnswer,
    LocalSlack,
    LoseAnswer,
    LoseRequest,
    RateLimit,
    RefuseWith,
)
from tests.integration.playground.slack_standin import StandIn, acme


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack(seed=7)) as standing:
        yield standing


def texts(app: StandIn) -> list[str]:
    """What stands in the channel."""
    return [each.text for each in app.slack.conversation("marketing-review").messages.values()]


async def test_a_lost_answer_leaves_the_message_posted(app: StandIn) -> None:
    """The connection drops after the work is done."""
    channel = app.slack.conversation("marketing-review").id
    app.slack.faults.once("chat.postMessage", LoseAnswer())
    with pytest.raises(aiohttp.ClientError):
        await app.client.chat_postMessage(channel=channel, text="posted")
    assert texts(app) == ["posted"]
    assert [(call.outcome, call.fault) for call in app.slack.calls] == [("ok", "LoseAnswer")]


async def test_a_server_error_may_come_after_the_work(app: StandIn) -> None:
    """500, and the message stands."""
    channel = app.slack.conversation("marketing-review").id
    app.slack.faults.once("chat.postMessage", FailAfterDoing())
    with pytest.raises(SlackApiError):
        await app.client.chat_postMessage(channel=channel, text="posted")
    assert texts(app) == ["posted"]


async def test_a_request_may_be_lost_on_its_way(app: StandIn) -> None:
    """The connection drops, or something before Slack answers, and nothing was done; Slack itself refused nothing."""
    channel = app.slack.conversation("marketing-review").id
    app.slack.faults.once("chat.postMessage", LoseRequest())
    with pytest.raises(aiohttp.ClientError):
        await app.client.chat_postMessage(channel=channel, text="lost")
    app.slack.faults.once("chat.postMessage", FailBeforeDoing(status=503))
    with pytest.raises(SlackApiError) as caught:
        await app.client.chat_postMessage(channel=channel, text="lost")
    assert caught.value.response.status_code == 503
    assert texts(app) == []
    assert app.slack.refused == []


@pytest.mark.parametrize("header", ["0", "120", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", None])
async def test_a_rate_limit_may_say_odd_things(app: StandIn, header: str | None) -> None:
    """`Retry-After` is sent as ordered, or left out, and the record says what was asked and when."""
    app.slack.faults.once("auth.test", RateLimit(seconds=header))
    with pytest.raises(SlackApiError) as caught:
        await app.client.auth_test()
    assert caught.value.response.headers.get("Retry-After") == header
    assert app.slack.calls[-1].retry_after == (header or "")
    assert app.slack.calls[-1].at > 0


async def test_a_rate_limit_says_when_to_come_back_and_does_nothing(app: StandIn) -> None:
    """429 with `Retry-After`; the platform itself refused nothing."""
    channel = app.slack.conversation("marketing-review").id
    app.slack.faults.once("chat.postMessage", RateLimit(seconds=30))
    with pytest.raises(SlackApiError) as caught:
        await app.client.chat_postMessage(channel=channel, text="posted")
    answer = caught.value.response
    assert (answer.status_code, answer.headers["Retry-After"], answer["error"]) == (429, "30", "ratelimited")
    assert texts(app) == []
    assert app.slack.refused == []


async def test_any_error_code_can_be_ordered(app: StandIn) -> None:
    """So an app meets `fatal_error` and `token_revoked` before it goes live."""
    app.slack.faults.once("auth.test", RefuseWith("token_revoked"), times=2)
    codes = [await app.code(app.client.auth_test()) for _ in range(3)]
    assert codes == ["token_revoked", "token_revoked", "ok"]


async def test_an_answer_can_be_late(app: StandIn) -> None:
    """The work is done at once; a client that gives up before the answer undoes nothing."""
    channel = app.slack.conversation("marketing-review").id
    app.slack.faults.once("chat.postMessage", DelayAnswer(seconds=600))
    posting = asyncio.create_task(app.client.api_call("chat.postMessage", json={"channel": channel, "text": "posted"}))
    await app.slack.until(lambda: texts(app) == ["posted"])
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    assert texts(app) == ["posted"]


async def test_an_answer_can_be_held(app: StandIn) -> None:
    """Until the test lets it go; the work is done before."""
    channel = app.slack.conversation("marketing-review").id
    let_go = asyncio.Event()
    app.slack.faults.once("chat.postMessage", HoldAnswer(until=let_go))
    posting = asyncio.create_task(app.client.api_call("chat.postMessage", json={"channel": channel, "text": "posted"}))
    await app.slack.until(lambda: texts(app) == ["posted"])
    assert not posting.done()
    let_go.set()
    assert (await posting)["ok"]


async def test_the_same_seed_brings_the_same_trouble() -> None:
    """A rule by share is repeatable, and ends when cleared."""
    stories: list[list[str]] = []
    for _ in range(2):
        async with acme(LocalSlack(seed=3)) as app:
            app.slack.faults.often("auth.test", RefuseWith("internal_error"), share=0.5)
            story = [await app.code(app.client.auth_test()) for _ in range(12)]
            app.slack.faults.clear()
            stories.append([*story, await app.code(app.client.auth_test())])
    assert stories[0] == stories[1]
    assert set(stories[0][:-1]) == {"ok", "internal_error"}
    assert stories[0][-1] == "ok"


async def test_a_test_can_wait_for_what_the_app_will_do(app: StandIn) -> None:
    """`until` looks again after every call and gives up at its deadline."""
    with pytest.raises(TimeoutError):
        await app.slack.until(lambda: bool(app.slack.calls), seconds=0.01)
    await app.client.auth_test()
    await app.slack.until(lambda: len(app.slack.calls) == 1, seconds=1)
