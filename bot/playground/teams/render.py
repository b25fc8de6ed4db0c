"""What a person reads on their screen, as plain lines for transcripts and the terminal.

Words pass through what Teams applies to them (`markdown`), so what was not escaped shows as it would there.
"""

from collections.abc import Iterator
from typing import assert_never

from .card_reading import MissingInput, visible
from .client import Seen
from .markdown import drawn, run_drawn, typed
from .outcomes import Closed, Dialog, Inserted, Outcome, ShownCard, Toast, WentWrong
from .shapes import Json, list_at, object_at, objects_at, text_at
from .world import Message

SORRY = "Something went wrong. Please try again."


def message(seen: Seen) -> list[str]:
    """Write a message as this viewer sees it, the author first."""
    if seen.deleted:
        return [f"{seen.author}: (deleted)"]
    edited = " (edited)" if seen.edited else ""
    lines = [f"{seen.author}{edited}:"]
    if seen.text:
        shown = drawn(seen.text) if seen.text_format == "markdown" else typed(seen.text)
        lines += [f"  {line}" for line in shown.split("\n")]
    if seen.card is not None:
        lines += [f"  {line}" for line in card(seen.card)]
    return lines


def base(sent: Message) -> list[str]:
    """Write the card that a message carries for whoever has no view of their own."""
    carried = objects_at(sent.activity, "attachments")
    return [line for attachment in carried for line in card(object_at(attachment, "content"))]


def outcome(result: Outcome) -> list[str]:
    """Write what appears after an action."""
    match result:
        case ShownCard(card=shown):
            return card(shown)
        case Inserted(card=shown):
            return ["(in the compose box)", *card(shown)]
        case Toast(text=text):
            return [f"({text})"]
        case Dialog(title=title, card=shown):
            return [f"== {title} ==", *card(shown)]
        case Closed():
            return []
        case MissingInput(errors=errors):
            return [f"! {error}" for error in errors.values()]
        case WentWrong():
            return [f"! {SORRY}"]
        case _:
            assert_never(result)


def card(shown: Json) -> list[str]:
    """Write a card: words, facts, inputs with what they hold, buttons as `[Approve]`."""
    lines: list[str] = []
    row: list[str] = []
    for thing in visible(shown):
        if text_at(thing, "type").startswith("Action."):
            row.append(f"[{text_at(thing, 'title')}]")
            continue
        if row:
            lines.append(" ".join(row))
            row = []
        lines += _element(thing)
    return [*lines, " ".join(row)] if row else lines


def _element(thing: Json) -> Iterator[str]:
    match text_at(thing, "type"):
        case "TextBlock":
            yield from drawn(text_at(thing, "text")).split("\n")
        case "RichTextBlock":
            runs = (
                run_drawn(run if isinstance(run, str) else text_at(run, "text")) for run in list_at(thing, "inlines")
            )
            yield from "".join(runs).split("\n")
        case "FactSet":
            for fact in objects_at(thing, "facts"):
                yield f"{drawn(text_at(fact, 'title'))}: {drawn(text_at(fact, 'value'))}"
        case "Image":
            yield f"(image: {text_at(thing, 'altText')})"
        case kind if kind.startswith("Input."):
            yield _input(thing)
        case _:
            return


def _input(element: Json) -> str:
    label = text_at(element, "label") or drawn(text_at(element, "title")) or text_at(element, "id")
    held = text_at(element, "value")
    if element["type"] == "Input.ChoiceSet":
        titles = {
            text_at(choice, "value"): drawn(text_at(choice, "title")) for choice in objects_at(element, "choices")
        }
        picked = held.split(",") if element.get("isMultiSelect") is True else [held]
        held = ", ".join(titles.get(one, one) for one in picked if one)
    if element["type"] == "Input.Toggle":
        held = "yes" if held == (text_at(element, "valueOn") or "true") else "no"
    return f"{label}: ____" if not held else f"{label}: {held}"
