"""Forms in the local Slack: what a person puts in, what the app hears, what its answer does."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.slack import LocalSlack, NotThereError, PersonClient, View
from tests.integration.playground.slack_standin import (
    StandIn,
    acme,
    actions,
    field_of,
    modal,
    option,
    plain,
    section,
    text_field,
)


@pytest_asyncio.fixture
async def app() -> AsyncIterator[StandIn]:
    async with acme(LocalSlack()) as standing:
        yield standing


@pytest.fixture
def ada(app: StandIn) -> PersonClient:
    return app.slack.person("ada")


async def opened(app: StandIn, person: PersonClient, view: dict[str, Any]) -> View:
    """The form that a command opened."""
    app.open_on("command", view)
    await person.command("/propose-post")
    top = person.modal()
    assert top is not None
    return top


async def test_a_form_travels_with_the_state_of_every_field(app: StandIn, ada: PersonClient) -> None:
    """Each kind of field has Slack's own shape in `state.values`, filled in, preset or left alone."""
    channels = [option("X"), option("LinkedIn"), option("Bluesky")]
    form = modal(
        text_field("Text", multiline=True),
        field_of("Channels", "checkboxes", options=channels, initial_options=[option("X")]),
        field_of("Markets", "multi_static_select", options=channels),
        field_of("Tone", "static_select", options=channels),
        field_of("Kind", "radio_buttons", options=channels),
        field_of("Date", "datepicker"),
        field_of("Time", "timepicker", initial_time="09:30"),
        field_of("Note", "plain_text_input"),
        private_metadata="draft-1",
    )
    view = await opened(app, ada, form)
    filled = {
        "Text": "Hi & <bye> 🚀",
        "Channels": ["X", "LinkedIn"],
        "Markets": ["bluesky"],
        "Tone": "LinkedIn",
        "Kind": "X",
        "date": "2026-12-01",
    }
    submitted = await ada.submit(view, filled)
    payload = app.received[-1]
    values = {name: inner["it"] for name, inner in payload["view"]["state"]["values"].items()}
    assert values == {
        "text": {"type": "plain_text_input", "value": "Hi & <bye> :rocket:"},
        "channels": {"type": "checkboxes", "selected_options": [option("X"), option("LinkedIn")]},
        "markets": {"type": "multi_static_select", "selected_options": [option("Bluesky")]},
        "tone": {"type": "static_select", "selected_option": option("LinkedIn")},
        "kind": {"type": "radio_buttons", "selected_option": option("X")},
        "date": {"type": "datepicker", "selected_date": "2026-12-01"},
        "time": {"type": "timepicker", "selected_time": "09:30"},
        "note": {"type": "plain_text_input", "value": None},
    }
    assert (payload["type"], payload["view"]["callback_id"], payload["view"]["private_metadata"]) == (
        "view_submission",
        "propose",
        "draft-1",
    )
    assert submitted.errors == {}
    assert ada.modal() is None


async def test_errors_stand_beside_their_fields_and_a_corrected_form_goes_through(
    app: StandIn, ada: PersonClient
) -> None:
    """With errors the form stays open with what was typed; its hash is unchanged; then it closes."""
    view = await opened(app, ada, modal(text_field("Text"), text_field("Link")))
    app.answer("view_submission", {"response_action": "errors", "errors": {"link": "This is no link."}})
    submitted = await ada.submit(view, {"Text": "Hello", "Link": "nope"})
    assert submitted.errors == {"Link": "This is no link."}
    assert ada.modal() is view
    assert ada.read(view) == [
        "== Propose a post ==",
        "Text: Hello",
        "Link: nope",
        "  ! This is no link.",
        "[Submit] [Cancel]",
    ]
    first = app.received[-1]["view"]["hash"]
    app.answer("view_submission", None)
    await ada.submit(view, {"Link": "https://example.com"})
    second = app.received[-1]["view"]
    assert (second["hash"], second["state"]["values"]["text"]["it"]["value"]) == (first, "Hello")
    assert ada.modal() is None


async def test_slacks_client_itself_refuses_an_empty_or_endless_field(app: StandIn, ada: PersonClient) -> None:
    """What is required or too long never reaches the app."""
    view = await opened(app, ada, modal(text_field("Text", max_length=5)))
    assert "Text" in (await ada.submit(view)).errors
    assert "Text" in (await ada.submit(view, {"Text": "123456"})).errors
    assert [each.get("type") for each in app.received] == [None]


async def test_an_answer_may_change_stack_or_clear_the_form(app: StandIn, ada: PersonClient) -> None:
    """`update` keeps what was typed, `push` lays one on top up to three, `clear` closes all."""
    form = modal(text_field("Text"))
    view = await opened(app, ada, form)
    app.answer("view_submission", {"response_action": "update", "view": modal(text_field("Text"), title="Again")})
    await ada.submit(view, {"Text": "Hello"})
    assert (view.title, view.typed["text", "it"]["value"]) == ("Again", "Hello")
    app.answer("view_submission", {"response_action": "push", "view": form})
    for _ in range(2):
        top = ada.modal()
        assert top is not None
        await ada.submit(top, {"Text": "Hello"})
    third = ada.modal()
    assert third is not None
    assert third.root_id == view.id
    await ada.submit(third, {"Text": "Hello"})
    assert [call.outcome for call in app.slack.refused] == ["push_limit_reached"]
    app.answer("view_submission", {"response_action": "clear"})
    await ada.submit(third)
    assert ada.modal() is None


async def test_an_answer_that_slack_cannot_use_is_a_refusal(app: StandIn, ada: PersonClient) -> None:
    """Errors beside no field leave the form open, the person with Slack's error, and a refusal on record."""
    view = await opened(app, ada, modal(text_field("Text")))
    app.answer("view_submission", {"response_action": "errors", "errors": {"nowhere": "?"}})
    await ada.submit(view, {"Text": "Hello"})
    assert ada.modal() is view
    assert ada.troubles == ["We had some trouble connecting. Try again?"]
    assert [call.method for call in app.slack.refused] == ["acknowledgement of a form"]


async def test_a_button_in_a_form_sends_the_state_and_may_push(app: StandIn, ada: PersonClient) -> None:
    """A click in a form carries what was typed, has no response URL, and its trigger pushes a view."""
    view = await opened(app, ada, modal(text_field("Text"), actions("Check")))

    async def push(payload: dict[str, Any]) -> None:
        await app.client.views_push(trigger_id=payload["trigger_id"], view=modal(section("42 of 280"), title="Checked"))

    app.answers["block_actions"] = push
    await ada.click_in_view(view, "Check", {"Text": "Hello"})
    payload = app.received[-1]
    assert payload["container"] == {"type": "view", "view_id": view.id}
    assert payload["view"]["state"]["values"]["text"]["it"]["value"] == "Hello"
    assert "response_url" not in payload
    assert "channel" not in payload
    top = ada.modal()
    assert top is not None
    assert (top.title, top.previous_id) == ("Checked", view.id)


async def test_closing_is_told_when_the_form_asks_for_it(app: StandIn, ada: PersonClient) -> None:
    """`notify_on_close` sends `view_closed`."""
    view = await opened(app, ada, modal(text_field("Text"), notify_on_close=True))
    await ada.close(view)
    assert (app.received[-1]["type"], app.received[-1]["is_cleared"]) == ("view_closed", False)
    assert ada.modal() is None


async def test_a_form_without_a_field_of_that_name_says_what_there_is(app: StandIn, ada: PersonClient) -> None:
    """A test that mistypes a label reads the labels."""
    view = await opened(app, ada, modal(text_field("Text"), section("Note")))
    with pytest.raises(NotThereError, match="Text"):
        await ada.submit(view, {"Txt": "Hello"})
    assert plain("Text") in [block.get("label") for block in view.blocks]


async def test_a_form_whose_submission_fails_stays_open(app: StandIn, ada: PersonClient) -> None:
    """The person sees Slack's own error and keeps what they typed."""
    view = await opened(app, ada, modal(text_field("Text")))
    app.statuses = [500]
    await ada.submit(view, {"Text": "Hello"})
    assert ada.modal() is view
    assert ada.troubles == ["We had some trouble connecting. Try again?"]
    assert ada.read(view)[1] == "Text: Hello"
