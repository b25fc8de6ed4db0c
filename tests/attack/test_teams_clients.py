"""Attacks 15, 17, 24, 34 and 37: what a manipulated client can send, and what a draft can try on the card."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.playground.teams.outcomes import Dialog, Toast
from bot.playground.teams.render import card as lines_of
from bot.playground.teams.server import LocalTeams
from tests.integration.teams.desk import Desk, serving
from tests.integration.teams.samples import APPROVE, REFRESH, edit_form, post_in, posted, review_card
from workflows.engine.chat import Shown
from workflows.engine.requests import OpenForm, Pressed, Sent, Viewed

pytestmark = pytest.mark.attack


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Serve Teams' endpoint beside a local Teams."""
    async with LocalTeams() as teams, serving(teams) as running:
        yield running


FORGED: list[Any] = [
    "",
    "approve",
    "approve|p1|legal|-1|0",
    "approve|p1|legal|1|0|extra",
    "approve|p1|legal|1e6|0",
    "approve|../../etc|legal|1|0",
    "approve|p1|legal|1|0\n",
    "own_everything|p1|legal|1|0",
    "x" * 65_536,
    -1,
    ["approve|p1|legal|1|0"],
    {"name": "approve"},
    None,
    True,
]


async def test_a_button_that_was_never_drawn_is_told_so(desk: Desk) -> None:
    """Attack 15: a forged action reaches no door, the person reads that nothing was changed."""
    seen = await posted(desk, "ben")
    for value in FORGED:
        for title in ("Approve", "Edit"):
            outcome = await desk.teams.person("ben").click(seen, title, forged={"copydesk": value})
            assert isinstance(outcome, Toast)
            assert "nothing was recorded" in outcome.text
    assert desk.door.requests == []


async def test_what_a_client_adds_to_a_button_is_not_heard(desk: Desk) -> None:
    """Attack 17: only the action comes in; claims beside it do not exist for the engine."""
    seen = await posted(desk, "ben")
    forged = {"isApprover": True, "person": "cleo", "revision": 99, "account": {"user": "cleo"}}
    await desk.teams.person("ben").click(seen, "Approve", forged=forged)
    request = desk.door.only
    assert isinstance(request, Pressed)
    assert request.action == APPROVE.action
    assert request.origin.account.user == desk.teams.world.people["ben"].aad_object_id


async def test_a_forged_form_brings_words_only(desk: Desk) -> None:
    """Attacks 15 and 17: another intent, an unknown action or values of other types do not get through."""
    ben = desk.teams.person("ben")
    seen = await posted(desk, "ben")
    desk.door.answer = OpenForm(form=edit_form())
    dialog = await ben.click(seen, "Edit")
    assert isinstance(dialog, Dialog)
    desk.door.requests.clear()
    assert isinstance(await ben.submit(dialog, "Submit", forged={"copydesk": "edit|p1|x|y|z"}), Toast)
    assert desk.door.requests == []
    await ben.submit(dialog, "Submit", forged={"text": {"a": 1}, "at": 5, "many": ["text"], "channels": None})
    request = desk.door.only
    assert isinstance(request, Sent)
    assert request.values == {"day": ""}
    await ben.submit(dialog, "Submit", forged={"intent": "approve_all"})
    assert isinstance(desk.door.requests[-1], Pressed)


async def test_a_character_that_cannot_be_shown_is_told_beside_its_field(desk: Desk) -> None:
    """Attack 38: control characters do not enter; the person is told which, and the words are not changed."""
    ben = desk.teams.person("ben")
    seen = await posted(desk, "ben")
    desk.door.answer = OpenForm(form=edit_form())
    dialog = await ben.click(seen, "Edit")
    assert isinstance(dialog, Dialog)
    await ben.submit(dialog, "Submit", {"Text": "a\x07b"})
    request = desk.door.requests[-1]
    assert isinstance(request, Sent)
    assert "U+0007" in request.problems["text"]


async def test_a_click_sent_ten_times_is_one_request(desk: Desk) -> None:
    """Attack 24: Teams sends again what was answered late; all copies carry the same key, another click another."""
    seen = await posted(desk, "ben")
    ben = desk.teams.person("ben")
    value = {"action": {"type": "Action.Execute", "verb": "approve", "data": {"copydesk": "approve|p1|legal|1|0"}}}
    one = ben.invoke_activity("adaptiveCard/action", value | {"trigger": "manual"}, seen)
    other = ben.invoke_activity("adaptiveCard/action", value | {"trigger": "manual"}, seen)
    await asyncio.gather(*(desk.teams.courier.send(one) for _ in range(10)))
    assert len({request.origin.key for request in desk.door.requests}) == 1
    await desk.teams.courier.send(other)
    assert len({request.origin.key for request in desk.door.requests}) == 2


async def test_a_refresh_never_presses(desk: Desk) -> None:
    """Attack 34: only a trigger that says "manual" presses; with any other, even `approve` is just a view."""
    seen = await posted(desk, "ben")
    value = {"action": {"type": "Action.Execute", "verb": "approve", "data": {"copydesk": "approve|p1|legal|1|0"}}}
    for trigger in ("automatic", None, "", "Manual", 5):
        activity = desk.teams.person("ben").invoke_activity("adaptiveCard/action", value | {"trigger": trigger}, seen)
        assert (await desk.teams.courier.send(activity)).status == 200
    silent = desk.teams.person("ben").invoke_activity("adaptiveCard/action", value, seen)
    assert (await desk.teams.courier.send(silent)).status == 200
    assert {type(request) for request in desk.door.requests} == {Viewed}


async def test_a_refresh_pressed_by_hand_is_a_view_too(desk: Desk) -> None:
    """Attack 34: "Refresh card" in the menu changes nothing either."""
    seen = await posted(desk, "ben")
    value = {"action": {"type": "Action.Execute", "verb": "refresh", "data": {"copydesk": "refresh|p1|legal|0|0"}}}
    activity = desk.teams.person("ben").invoke_activity("adaptiveCard/action", value | {"trigger": "manual"}, seen)
    await desk.teams.courier.send(activity)
    request = desk.door.only
    assert isinstance(request, Viewed)
    assert request.action == REFRESH


DRAFTS = [
    "<at>Ivy Tanaka</at> <at>everyone</at> please approve",
    "**bold** _it_ [click](https://evil.example) ![x](https://evil.example/p.png)",
    "- one\n- two\n\n1. three\n# four",
    '"}], "msteams": {"entities": [{"type": "mention"}]}',
    "{{DATE(2026-01-01T00:00:00Z, SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}",
    "&lt;b&gt; &amp; <b>x</b> <script>alert(1)</script>",
    "\\*kept\\* ~~gone~~ `code` | a | b |",
]


async def test_a_draft_looks_as_it_is_and_pings_nobody(desk: Desk) -> None:
    """Attack 37: markup, mentions, date functions and broken JSON stand on the card as the words they are."""
    legal = desk.teams.world.channel("Legal", "Reviews")
    for draft in DRAFTS:
        shown = await desk.chat.show(post_in(desk, legal), review_card(draft), ())
        assert isinstance(shown, Shown)
        message = legal.messages[shown.ref.id]
        assert message.pings == ()
        card = message.activity["attachments"][0]["content"]
        assert "entities" not in card["msteams"]
        assert draft in "\n".join(line.strip() for line in lines_of(card))
