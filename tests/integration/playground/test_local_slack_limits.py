"""What Slack refuses to draw, the local Slack refuses too, and says where."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.slack import LocalSlack
from bot.playground.slack.validation import check_home, check_message, check_modal
from tests.integration.playground.slack_standin import (
    StandIn,
    acme,
    actions,
    button,
    field_of,
    modal,
    option,
    plain,
    section,
    text_field,
)

Json = dict[str, Any]
GOOD_BUTTON = button("Approve")
CONFIRM = {"title": plain("Sure?"), "text": plain("It goes out."), "confirm": plain("Yes"), "deny": plain("No")}


def acting(**changed: object) -> list[Json]:
    """One row with one button, changed."""
    return [{"type": "actions", "elements": [GOOD_BUTTON | changed]}]


REFUSED_MESSAGES: dict[str, list[Json]] = {
    "51 blocks": [{"type": "divider"}] * 51,
    "an unknown block": [{"type": "carousel"}],
    "a section of 3,001 characters": [section("x" * 3_001)],
    "a section without words": [{"type": "section"}],
    "an empty text": [section("")],
    "11 fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a field of 2,001 characters": [{"type": "section", "fields": [plain("x" * 2_001)]}],
    "a header of 151 characters": [{"type": "header", "text": plain("x" * 151)}],
    "a header in markup": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "11 context elements": [{"type": "context", "elements": [plain("x")] * 11}],
    "26 buttons in a row": [{"type": "actions", "elements": [button(f"B{n}") for n in range(26)]}],
    "a row without buttons": [{"type": "actions", "elements": []}],
    "a button label of 76 characters": acting(text=plain("x" * 76)),
    "a button value of 2,001 characters": acting(value="x" * 2_001),
    "an action id of 256 characters": acting(action_id="x" * 256),
    "a button style that is none": acting(style="warning"),
    "a property that is none": acting(colour="red"),
    "a confirm title of 101 characters": acting(confirm=CONFIRM | {"title": plain("x" * 101)}),
    "a confirm dialog without a way out": acting(confirm={n: v for n, v in CONFIRM.items() if n != "deny"}),
    "the same block id twice": [section("x") | {"block_id": "b"}, section("y") | {"block_id": "b"}],
    "the same action id twice in a row": [{"type": "actions", "elements": [GOOD_BUTTON, GOOD_BUTTON]}],
    "a text field as an action": [{"type": "actions", "elements": [{"type": "plain_text_input", "action_id": "a"}]}],
    "an overflow menu of 6": [
        section("x") | {"accessory": {"type": "overflow", "options": [option(f"O{n}") for n in range(6)]}}
    ],
    "a markdown block of 12,001 characters": [{"type": "markdown", "text": "x" * 12_001}],
    "an image without alt text": [{"type": "image", "image_url": "https://example.com/a.png"}],
}

REFUSED_MODALS: dict[str, Json] = {
    "a title of 25 characters": modal(text_field("Text"), title="x" * 25),
    "a submit label of 25 characters": modal(text_field("Text"), submit=plain("x" * 25)),
    "hidden data of 3,001 characters": modal(text_field("Text"), private_metadata="x" * 3_001),
    "101 blocks": modal(*[{"type": "divider"}] * 101),
    "inputs without a submit button": {n: v for n, v in modal(text_field("Text")).items() if n != "submit"},
    "a markdown block": modal({"type": "markdown", "text": "x"}),
    "a date that is none": modal(field_of("Date", "datepicker", initial_date="2026-13-01")),
    "a time that is none": modal(field_of("Time", "timepicker", initial_time="9:30")),
    "101 options": modal(field_of("Tone", "static_select", options=[option(f"O{n}") for n in range(101)])),
    "11 boxes": modal(field_of("Tone", "checkboxes", options=[option(f"O{n}") for n in range(11)])),
    "an option label of 76 characters": modal(field_of("Tone", "static_select", options=[option("x" * 76)])),
    "options of the same value": modal(field_of("Tone", "checkboxes", options=[option("X"), option("x")])),
    "a preset that is not offered": modal(
        field_of("Tone", "static_select", options=[option("X")], initial_option=option("Y"))
    ),
    "a select without options": modal(field_of("Tone", "static_select")),
    "a placeholder of 151 characters": modal(text_field("Text", placeholder=plain("x" * 151))),
    "a text field that takes 3,001 characters": modal(text_field("Text", max_length=3_001)),
    "a button as an input": modal(field_of("Text", "button", text=plain("x"))),
    "two fields with the focus": modal(text_field("A", focus_on_load=True), text_field("B", focus_on_load=True)),
}


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack()) as standing:
        yield standing


@pytest.mark.parametrize("what", REFUSED_MESSAGES)
def test_a_message_is_refused_with(what: str) -> None:
    """Each of these is named by its place."""
    [first, *_] = check_message(REFUSED_MESSAGES[what])
    assert "[json-pointer:/blocks" in first


@pytest.mark.parametrize("what", REFUSED_MODALS)
def test_a_modal_is_refused_with(what: str) -> None:
    """Each of these is named by its place."""
    [first, *_] = check_modal(REFUSED_MODALS[what])
    assert "[json-pointer:/view" in first


def test_everything_at_its_limit_is_accepted() -> None:
    """The last allowed character, block and option pass; the same action id in two rows does too."""
    rows = [{"type": "actions", "elements": [GOOD_BUTTON]}, {"type": "actions", "elements": [GOOD_BUTTON]}]
    full = [section("x" * 3_000), {"type": "header", "text": plain("x" * 150)}, *rows]
    assert check_message(full + [{"type": "divider"}] * 46) == []
    assert check_message(acting(text=plain("x" * 75), value="x" * 2_000, style="danger", confirm=CONFIRM)) == []
    choices = [option(f"O{n}") for n in range(100)]
    form = modal(
        text_field("Text", max_length=3_000, min_length=1, multiline=True, initial_value="x", focus_on_load=True),
        field_of("Tone", "static_select", options=choices, initial_option=choices[7], placeholder=plain("x" * 150)),
        field_of("Channels", "checkboxes", options=choices[:10], initial_options=choices[:2]),
        field_of("Date", "datepicker", initial_date="2026-12-31"),
        field_of("Time", "timepicker", initial_time="23:59"),
        title="x" * 24,
        private_metadata="x" * 3_000,
    )
    assert check_modal(form) == []
    assert check_home({"type": "home", "blocks": [{"type": "divider"}] * 100}) == []
    assert check_home({"type": "home", "blocks": [], "title": plain("x")}) != []


async def test_a_refusal_says_what_is_wrong_where(app: StandIn) -> None:
    """The app reads it in `response_metadata`, and a test in the record."""
    channel = app.slack.conversation("marketing-review").id
    too_long = actions("Approve")
    too_long["elements"][0]["text"] = plain("x" * 76)
    refused = app.client.chat_postMessage(channel=channel, text="x", blocks=[too_long])
    assert await app.code(refused) == "invalid_blocks"
    [call] = app.slack.refused
    assert call.explained == ("[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",)


async def test_blocks_that_are_long_together_are_refused(app: StandIn) -> None:
    """Five full sections are each within their limit and together beyond the message's."""
    channel = app.slack.conversation("marketing-review").id
    full = [section("x" * 2_900)] * 5
    assert await app.code(app.client.chat_postMessage(channel=channel, text="x", blocks=full)) == "msg_blocks_too_long"
    assert await app.code(app.client.chat_postMessage(channel=channel, text="x", blocks=full[:4])) == "ok"


async def test_a_wrong_view_is_refused_before_its_trigger_is_spent(app: StandIn) -> None:
    """The same trigger still opens the corrected view."""
    trigger = str(app.slack.person("ada").commanding("/propose-post")["trigger_id"])
    wrong = app.client.views_open(trigger_id=trigger, view=modal(text_field("Text"), title="x" * 25))
    assert await app.code(wrong) == "invalid_arguments"
    assert await app.code(app.client.views_open(trigger_id=trigger, view=modal(text_field("Text")))) == "ok"
