"""The local Teams' card rules, and what it draws as plain lines."""

import pytest

from bot.playground.teams import LocalTeams, MissingInput, Toast, markdown, render
from bot.playground.teams.card_reading import Filled, button, fill
from bot.playground.teams.card_rules import Place, problems
from tests.integration.playground.standin import Json, StandIn, card, words

EXECUTE: Json = {"type": "Action.Execute", "title": "Go", "verb": "go"}
EVERYTHING = card(
    words("Words"),
    {"type": "RichTextBlock", "inlines": ["plain ", {"type": "TextRun", "text": "bold", "weight": "bolder"}]},
    {"type": "FactSet", "facts": [{"title": "Desk", "value": "Legal"}]},
    {"type": "Container", "style": "emphasis", "id": "more", "isVisible": False, "items": [words("Folded")]},
    {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": "auto", "items": [{"type": "Image", "url": "https://example.com/a.png"}]}
        ],
    },
    {"type": "Input.Text", "id": "text", "label": "Text", "isMultiline": True, "maxLength": 10, "value": "kept"},
    {
        "type": "Input.ChoiceSet",
        "id": "nets",
        "label": "Channels",
        "isMultiSelect": True,
        "choices": [{"title": "X", "value": "x"}, {"title": "LinkedIn", "value": "li"}],
        "value": "x,li",
    },
    {"type": "Input.Date", "id": "date", "label": "Date", "value": "2026-11-23"},
    {"type": "Input.Time", "id": "time", "label": "Time", "value": "09:30"},
    {"type": "Input.Toggle", "id": "ok", "title": "I checked it", "valueOn": "yes", "valueOff": "no"},
    {"type": "ActionSet", "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": "https://example.com"}]},
    actions=[
        EXECUTE,
        {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"]},
        {"type": "Action.ShowCard", "title": "Why", "card": {"type": "AdaptiveCard", "body": [words("Because")]}},
    ],
)


def test_a_card_with_everything_is_valid() -> None:
    """Every element and action that Copydesk may use is taken."""
    assert problems(EVERYTHING, "message") == []


@pytest.mark.parametrize(
    ("shown", "place", "problem"),
    [
        ({"type": "AdaptiveCard", "version": "1.6", "body": [words("x")]}, "message", "card.version"),
        ({"type": "AdaptiveCard", "body": [words("x")]}, "message", "card.version: required"),
        (card(), "message", "neither body nor actions"),
        (card({"type": "TextBlock"}), "message", "card.body[0].text: required"),
        (card({"type": "TextBlock", "text": "x", "colour": "good"}), "message", "colour: unknown property"),
        (card({"type": "TextBlock", "text": "x", "color": "green"}), "message", "color: expected one of"),
        (card({"type": "Carousel"}), "message", "unknown element 'Carousel'"),
        (card({"type": "FactSet", "facts": []}), "message", "facts: at least one"),
        (card({"type": "Input.Text"}), "message", "id: required"),
        (card({"type": "Input.Text", "id": "a"}, {"type": "Input.Date", "id": "a"}), "message", "'a' is used twice"),
        (card({"type": "Input.Date", "id": "a", "value": "tomorrow"}), "message", "expected a date"),
        (card({"type": "Image", "url": "http://example.com/a.png"}), "message", "expected an https address"),
        (card(words("x"), actions=[{"type": "Action.Http", "title": "x"}]), "message", "unknown action"),
        (card(words("x"), actions=[{"type": "Action.OpenUrl", "title": "x"}]), "message", "url: required"),
        (card(words("x"), actions=[{"type": "Action.Execute", "verb": "x"}]), "message", "a button without words"),
        (card(words("x"), actions=[EXECUTE] * 7), "message", "7 buttons"),
        (card(words("x"), actions=[EXECUTE]), "dialog", "Action.Execute does nothing in a dialog"),
        (card(words("x"), refresh={"action": {"type": "Action.Submit"}}), "message", "expected Action.Execute"),
        (card(words("x"), refresh={"action": EXECUTE, "userIds": ["9d3e08f9-a7ae"]}), "message", "expected a 29:"),
        (card(words("x"), refresh={"action": EXECUTE, "userIds": ["29:a"] * 61}), "message", "61 people"),
        (card(words("€" * 10_000)), "message", "at most 28672"),
        (
            card(
                {"type": "Input.ChoiceSet", "id": "a", "choices": [{"title": "A", "value": "a"}], "value": "b"},
            ),
            "message",
            "'b' is not offered",
        ),
        (
            card(words("x"), msteams={"entities": [{"type": "mention", "text": "<at>B</at>", "mentioned": {"id": "29:b"}}]}),
            "message",
            "its text is not on the card",
        ),
    ],
)  # fmt: skip
def test_cards_that_teams_does_not_take(shown: Json, place: Place, problem: str) -> None:
    """Each rule names the place and what is wrong."""
    assert any(problem in found for found in problems(shown, place)), problems(shown, place)


def test_text_runs_are_literal() -> None:
    """A text run takes no Markdown and no mention; only the date functions of cards are replaced in it."""
    written = ["*a* <at>Ben</at> ", {"type": "TextRun", "text": "{{DATE(2026-11-23T09:00:00Z, SHORT)}}"}]
    shown = card({"type": "RichTextBlock", "inlines": written})
    assert render.card(shown) == ["*a* <at>Ben</at> 2026-11-23T09:00:00Z"]


def test_a_form_is_filled_as_a_person_does() -> None:
    """What was prefilled is kept, labels find inputs, choices go by their words, a tick by its value."""
    go = button(EVERYTHING, "Go")
    filled = fill(go, {"Channels": ["LinkedIn"], "I checked it": True})
    assert filled == Filled(
        values={"text": "kept", "nets": "li", "date": "2026-11-23", "time": "09:30", "ok": "yes"},
    )
    assert fill(go, {"text": "far too long"}) == MissingInput(errors={"text": "This field is required."})
    with pytest.raises(LookupError, match="no input 'Colour'"):
        fill(go, {"Colour": "red"})
    with pytest.raises(ValueError, match="not offered"):
        fill(go, {"Channels": ["MySpace"]})


def test_a_button_sends_only_its_own_form() -> None:
    """A required input behind a Show button holds up the buttons beside it, no others; some buttons send nothing."""
    inner = card(
        {"type": "Input.Text", "id": "why", "isRequired": True, "errorMessage": "Say why."},
        actions=[{"type": "Action.Submit", "title": "No"}],
    )
    whole = card(
        {"type": "Input.Text", "id": "note", "value": "n"},
        actions=[
            EXECUTE,
            {"type": "Action.ShowCard", "title": "Reject", "card": inner},
            {"type": "Action.Submit", "title": "Skip", "associatedInputs": "none"},
        ],
    )
    assert fill(button(whole, "Go"), {}) == Filled(values={"note": "n"})
    assert fill(button(whole, "Skip"), {}) == Filled(values={})
    assert fill(button(whole, "No"), {}) == MissingInput(errors={"why": "Say why."})
    assert fill(button(whole, "No"), {"why": "tone"}) == Filled(values={"note": "n", "why": "tone"})


def test_a_card_is_drawn_as_plain_lines() -> None:
    """Words, facts, inputs with what they hold, and buttons are drawn in reading order."""
    assert render.card(EVERYTHING) == [
        "Words",
        "plain bold",
        "Desk: Legal",
        "Folded",
        "(image: )",
        "Text: kept",
        "Channels: X, LinkedIn",
        "Date: 2026-11-23",
        "Time: 09:30",
        "I checked it: no",
        "[Open] [Go] [More] [Why]",
    ]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("**bold** and _slanted_ and *so*", "bold and slanted and so"),
        (r"\*literal\* \_stars\_ 2\*3", "*literal* _stars_ 2*3"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("[Docs](https://example.com/a)", "Docs <https://example.com/a>"),
        (r"\[no\](link)", "[no](link)"),
        ("one\ntwo\n\nthree", "one two\nthree"),
        ("list:\n- a\n- b", "list:\n• a\n• b"),
        ("&lt;b&gt; &amp; co", "<b> & co"),
        (r"a \&lt; b", "a &lt; b"),
        ("<at>Ben Fischer</at>: please", "@Ben Fischer: please"),
        ("at {{TIME(2026-11-23T09:00:00Z)}}", "at 2026-11-23T09:00:00Z"),
    ],
)
def test_markdown_is_drawn_as_teams_does(written: str, drawn: str) -> None:
    """Marks that were not escaped vanish, escaped ones show, and a single line break is a space."""
    assert markdown.drawn(written) == drawn


async def test_messages_and_outcomes_are_drawn(teams: LocalTeams, bot: StandIn) -> None:
    """A message shows its author, words, card and state; an outcome what pops up."""
    ben = teams.person("ben")
    await ben.install()
    await ben.say("propose *now*")
    posted = await bot.post(ben.chat.id, card(words("Hello"), actions=[EXECUTE]))
    typed, shown = await ben.see()
    assert render.message(typed) == ["Ben Fischer:", "  propose *now*"]
    assert render.message(shown) == ["Copydesk:", "  Hello", "  [Go]"]
    assert render.outcome(Toast(text="Done.")) == ["(Done.)"]
    assert render.outcome(await ben.click(shown, "Go")) == ["! Something went wrong. Please try again."]
    path = f"v3/conversations/{ben.chat.id}/activities/{posted.body['id']}"
    await bot.call("PUT", path, {"type": "message", "text": "**Bye**"})
    assert render.message((await ben.see())[-1]) == ["Copydesk (edited):", "  Bye"]
    await bot.call("DELETE", path)
    assert render.message((await ben.see())[-1]) == ["Copydesk: (deleted)"]
