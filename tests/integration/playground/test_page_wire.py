"""The wire as the page shows it: both directions, one line of time, numbers that stay, and no secret."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.playground.page.redact import Redactor
from bot.playground.page.trouble import FirstTry, Trouble
from bot.playground.page.wire import Wire
from bot.playground.slack import DeliverTwice, LocalSlack, LoseAnswer, RateLimit, Workspace
from bot.playground.teams import LocalTeams
from tests.integration.playground import slack_standin, standin

CANARIES = ("xoxb-canary-bot", "canary-signing-secret", "local-teams-password")
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
async def slack_app() -> AsyncIterator[slack_standin.StandIn]:
    """An app in a workspace whose secrets are known."""
    workspace = Workspace(bot_token=CANARIES[0], signing_secret=CANARIES[1])
    async with slack_standin.acme(LocalSlack(workspace=workspace)) as app:
        yield app


@pytest.fixture
def wire(slack_app: slack_standin.StandIn, teams: LocalTeams) -> Wire:
    """Listens to both."""
    listening = Wire(lambda: NOON, (), lambda: None)
    listening.listen(slack_app.slack, teams)
    return listening


def entries(wire: Wire, after: int = 0) -> list[dict[str, Any]]:
    """What passed since that turn."""
    return wire.since(after)["entries"]


async def test_a_request_is_there_before_its_answer_and_keeps_its_number(
    wire: Wire, slack_app: slack_standin.StandIn
) -> None:
    """Whoever looks while it waits sees that it waits; afterwards the same entry has its answer."""
    waiting: list[dict[str, Any]] = []

    async def meanwhile(_payload: object) -> None:
        waiting.extend(dict(one) for one in entries(wire))

    slack_app.answers["command"] = meanwhile
    await slack_app.slack.person("ada").command("/propose-post", "Tea")
    (before,), (after,) = waiting, entries(wire)
    assert (before["number"], before["over"], before["status"]) == (1, False, None)
    assert (after["number"], after["over"], after["status"]) == (1, True, 200)
    assert (after["way"], after["at"]) == ("to the app", NOON.isoformat())
    assert after["asked"]["command"] == "/propose-post"
    assert entries(wire, after["turn"]) == []


async def test_calls_and_deliveries_of_both_chats_are_in_one_line(
    wire: Wire, slack_app: slack_standin.StandIn, teams: LocalTeams, bot: standin.StandIn
) -> None:
    """In the order in which they began."""
    assert bot.bearer
    before = len(entries(wire))
    channel = slack_app.slack.conversation("marketing-review").id
    await slack_app.client.chat_postMessage(channel=channel, text="Tea")
    ben = teams.person("ben")
    await ben.install()
    await slack_app.slack.person("ada").command("/propose-post", "Tea")
    passed = entries(wire)
    assert [(one["chat"], one["way"], one["status"]) for one in passed[before:]] == [
        ("slack", "to the chat", 200),
        ("teams", "to the app", 200),
        ("teams", "to the app", 200),
        ("slack", "to the app", 200),
    ]
    assert [one["number"] for one in passed] == list(range(1, len(passed) + 1))
    assert passed[before]["answer"]["ok"]


async def test_what_was_made_to_go_wrong_is_named(wire: Wire, slack_app: slack_standin.StandIn) -> None:
    """A lost answer has no status; a rate limit tells how long to wait; a second delivery is told from the first."""
    channel = slack_app.slack.conversation("marketing-review").id
    slack_app.slack.faults.once("chat.postMessage", LoseAnswer())
    slack_app.slack.faults.once("chat.postMessage", RateLimit(seconds=7))
    slack_app.slack.faults.once("command", DeliverTwice())
    with pytest.raises(aiohttp.ClientError):
        await slack_app.client.chat_postMessage(channel=channel, text="Tea")
    assert await slack_app.code(slack_app.client.chat_postMessage(channel=channel, text="Tea")) == "ratelimited"
    await slack_app.slack.person("ada").command("/propose-post", "Tea")
    told = [(one["status"], one["fault"]) for one in entries(wire)]
    assert told == [(None, "done, and the answer lost"), (429, "rate limit"), (200, ""), (200, "delivered again")]
    assert entries(wire)[1]["answer_headers"]["Retry-After"] == "7"


async def test_no_secret_passes(
    wire: Wire, slack_app: slack_standin.StandIn, teams: LocalTeams, bot: standin.StandIn
) -> None:
    """Tokens, signatures, passwords, triggers and response URLs are cut out, wherever they stand."""
    slack = slack_app.slack
    ada = slack.person("ada")
    await ada.command("/propose-post", "Tea")
    asked = slack_app.received[-1]
    async with aiohttp.ClientSession() as session, session.post(asked["response_url"], json={"text": "Hello"}):
        pass
    await slack_app.code(slack_app.client.views_open(trigger_id=asked["trigger_id"], view={"type": "modal"}))
    await bot.sign_in()
    await teams.person("ben").install()
    told = json.dumps(wire.since(0))
    secrets = [
        *CANARIES,
        asked["trigger_id"],
        asked["response_url"].rpartition("/")[2],
        asked["token"],
        slack_app.headers[-1]["X-Slack-Signature"].removeprefix("v0="),
        bot.bearer,
        bot.tokens[-1],
    ]
    assert [secret for secret in secrets if secret in told] == []
    assert "/response/\\u2026" in told
    assert '"Authorization": "Bearer \\u2026"' in told
    assert '"X-Slack-Signature": "v0=\\u2026"' in told


def test_a_secret_is_cut_out_by_its_name_however_deep_it_stands() -> None:
    """In forms, in JSON inside a form, in lists; what only looks like one, such as the code of an error, stays."""
    redact = Redactor(["canary"])
    form = (
        b"token=one&payload=%7B%22view%22%3A%7B%22response_urls%22%3A%5B%7B%22response_url%22%3A%22two%22%7D%5D%7D%7D"
    )
    assert redact.body(form, "application/x-www-form-urlencoded") == {
        "token": "…",
        "payload": {"view": {"response_urls": "…"}},
    }
    shown = b'{"error": {"code": "TooManyRequests"}, "code": "12.34", "text": "a canary sings", "list": [{"trigger_id": "x"}]}'
    assert redact.body(shown, "application/json") == {
        "error": {"code": "TooManyRequests"},
        "code": "…",
        "text": "a … sings",
        "list": [{"trigger_id": "…"}],
    }
    assert redact.body(b"", "application/json") is None
    assert redact.body(b"no JSON, canary", "text/plain") == "no JSON, …"


def test_only_the_first_try_suffers() -> None:
    """The same again goes through; something else suffers once for itself."""
    suffers = FirstTry()
    assert [suffers({"text": "a"}), suffers({"text": "a"}), suffers({"text": "b"}), suffers({"text": "b"})] == [
        True,
        False,
        True,
        False,
    ]


async def test_trouble_is_switched_on_and_off_for_each_chat(
    slack_app: slack_standin.StandIn, teams: LocalTeams
) -> None:
    """It tells what is on; only what there is can be switched."""
    trouble = Trouble(slack_app.slack, teams)

    def on() -> list[tuple[str, str]]:
        return [(chat, kind["kind"]) for chat, kinds in trouble.seen().items() for kind in kinds if kind["on"]]

    trouble.switch("slack", "lost", on=True)
    trouble.switch("teams", "twice", on=True)
    assert on() == [("slack", "lost"), ("teams", "twice")]
    trouble.switch("slack", "lost", on=False)
    assert on() == [("teams", "twice")]
    trouble.end()
    assert on() == []
    for chat, kind in (("slack", "held"), ("slack", "rain"), ("mail", "lost")):
        with pytest.raises(ValueError, match="no trouble called"):
            trouble.switch(chat, kind, on=True)
