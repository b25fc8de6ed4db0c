"""Adaptive Cards 1.5 as tables: which elements and actions exist, what each must and may hold.

Source: the Adaptive Cards schema explorer, version 1.5, cut to what Teams renders for bots. An element or a
property that is not listed here is refused: a client would drop it, and what it said would be gone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from .shapes import is_list, is_object

Check = Callable[[object], str | None]
"""Takes a value and says what was expected, or None if it is right."""

Family = Literal["element", "column", "fact", "choice", "inline", "action", "select"]
"""What a child may be; `select` is an action behind a tap, which may not open a card."""


def text(value: object) -> str | None:
    """Expect a text."""
    return None if isinstance(value, str) else "a text"


def filled(value: object) -> str | None:
    """Expect a text that is not blank: clients draw nothing for a blank one, or refuse the card."""
    return None if isinstance(value, str) and value.strip() else "a text that is not blank"


def flag(value: object) -> str | None:
    """Expect true or false."""
    return None if isinstance(value, bool) else "true or false"


def count(value: object) -> str | None:
    """Expect a positive whole number."""
    return None if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "a positive whole number"


def anything(_: object) -> str | None:
    """Expect nothing in particular."""
    return None


def data(value: object) -> str | None:
    """Expect an object: a text is allowed by the schema, but Teams hands bots objects only."""
    return None if is_object(value) else "an object"


def targets(value: object) -> str | None:
    """Expect the ids of elements to show or hide."""
    return None if is_list(value) and value else "a list of element ids"


def one_of(*words: str) -> Check:
    """Expect one of these words, in any case, as the schema has it."""
    allowed = {word.lower() for word in words}

    def check(value: object) -> str | None:
        return None if isinstance(value, str) and value.lower() in allowed else f"one of {', '.join(words)}"

    return check


def like(pattern: str, what: str) -> Check:
    """Expect a text of this form."""
    compiled = re.compile(pattern)

    def check(value: object) -> str | None:
        return None if isinstance(value, str) and compiled.fullmatch(value) else what

    return check


date = like(r"\d{4}-\d\d-\d\d", "a date YYYY-MM-DD")
time = like(r"[0-2]\d:[0-5]\d", "a time HH:MM")
link = like(r"https?://\S+", "a web address")
picture = like(r"https://\S+|data:image/(?:png|jpeg|gif);base64,\S+", "an https address or a data URI of an image")
pixels = like(r"\d+px", "a number of pixels")

spacing = one_of("default", "none", "small", "medium", "large", "extraLarge", "padding")
align = one_of("left", "center", "right")
vertical = one_of("top", "center", "bottom")
box_style = one_of("default", "emphasis", "good", "attention", "warning", "accent")
colour = one_of("default", "dark", "light", "accent", "good", "warning", "attention")
font_size = one_of("default", "small", "medium", "large", "extraLarge")
font_weight = one_of("default", "lighter", "bolder")
font_type = one_of("default", "monospace")


def width(value: object) -> str | None:
    """Expect a column's width: a word, a weight or pixels."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return None
    return like(r"auto|stretch|\d+(?:px)?", "auto, stretch, a weight or pixels")(value)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What one kind of object must hold, may hold, and which properties hold further objects."""

    required: Mapping[str, Check] = field(default_factory=dict[str, Check])
    optional: Mapping[str, Check] = field(default_factory=dict[str, Check])
    lists: Mapping[str, Family] = field(default_factory=dict[str, Family])
    single: Mapping[str, Family] = field(default_factory=dict[str, Family])
    must_list: str | None = None
    """The list that may be neither absent nor empty."""


ANY_ELEMENT: Mapping[str, Check] = {
    "id": filled,
    "isVisible": flag,
    "separator": flag,
    "spacing": spacing,
    "height": one_of("auto", "stretch"),
    "fallback": anything,
    "requires": data,
}
ANY_INPUT: Mapping[str, Check] = ANY_ELEMENT | {"label": filled, "isRequired": flag, "errorMessage": filled}
ANY_ACTION: Mapping[str, Check] = {
    "id": filled,
    "title": filled,
    "iconUrl": picture,
    "style": one_of("default", "positive", "destructive"),
    "tooltip": filled,
    "isEnabled": flag,
    "mode": one_of("primary", "secondary"),
    "fallback": anything,
    "requires": data,
}
RUN: Mapping[str, Check] = {
    "color": colour,
    "fontType": font_type,
    "isSubtle": flag,
    "size": font_size,
    "weight": font_weight,
}

ELEMENTS: Mapping[str, Shape] = {
    "TextBlock": Shape(
        required={"text": filled},
        optional=ANY_ELEMENT
        | RUN
        | {
            "horizontalAlignment": align,
            "maxLines": count,
            "wrap": flag,
            "style": one_of("default", "heading"),
        },
    ),
    "RichTextBlock": Shape(
        optional=ANY_ELEMENT | {"horizontalAlignment": align}, lists={"inlines": "inline"}, must_list="inlines"
    ),
    "Container": Shape(
        optional=ANY_ELEMENT
        | {
            "style": box_style,
            "verticalContentAlignment": vertical,
            "bleed": flag,
            "minHeight": pixels,
            "rtl": flag,
        },
        lists={"items": "element"},
        single={"selectAction": "select"},
        must_list="items",
    ),
    "ColumnSet": Shape(
        optional=ANY_ELEMENT | {"style": box_style, "bleed": flag, "minHeight": pixels, "horizontalAlignment": align},
        lists={"columns": "column"},
        single={"selectAction": "select"},
        must_list="columns",
    ),
    "FactSet": Shape(optional=ANY_ELEMENT, lists={"facts": "fact"}, must_list="facts"),
    "Image": Shape(
        required={"url": picture},
        optional=ANY_ELEMENT
        | {
            "altText": text,
            "backgroundColor": text,
            "height": anything,
            "horizontalAlignment": align,
            "size": one_of("auto", "stretch", "small", "medium", "large"),
            "style": one_of("default", "person"),
            "width": pixels,
        },
        single={"selectAction": "select"},
    ),
    "ActionSet": Shape(optional=ANY_ELEMENT, lists={"actions": "action"}, must_list="actions"),
    "Input.Text": Shape(
        required={"id": filled},
        optional=ANY_INPUT
        | {
            "isMultiline": flag,
            "maxLength": count,
            "placeholder": text,
            "regex": filled,
            "style": one_of("text", "tel", "url", "email", "password"),
            "value": text,
        },
        single={"inlineAction": "select"},
    ),
    "Input.ChoiceSet": Shape(
        required={"id": filled},
        optional=ANY_INPUT
        | {
            "isMultiSelect": flag,
            "style": one_of("compact", "expanded", "filtered"),
            "value": text,
            "placeholder": text,
            "wrap": flag,
        },
        lists={"choices": "choice"},
        must_list="choices",
    ),
    "Input.Date": Shape(
        required={"id": filled},
        optional=ANY_INPUT | {"max": date, "min": date, "placeholder": text, "value": date},
    ),
    "Input.Time": Shape(
        required={"id": filled},
        optional=ANY_INPUT | {"max": time, "min": time, "placeholder": text, "value": time},
    ),
    "Input.Toggle": Shape(
        required={"id": filled, "title": filled},
        optional=ANY_INPUT | {"value": text, "valueOn": text, "valueOff": text, "wrap": flag},
    ),
}

COLUMN = Shape(
    optional={name: check for name, check in ANY_ELEMENT.items() if name != "height"}
    | {
        "width": width,
        "style": box_style,
        "bleed": flag,
        "minHeight": pixels,
        "verticalContentAlignment": vertical,
        "rtl": flag,
    },
    lists={"items": "element"},
    single={"selectAction": "select"},
)
FACT = Shape(required={"title": text, "value": text})
CHOICE = Shape(required={"title": filled, "value": filled})
TEXT_RUN = Shape(
    required={"text": text},
    optional=RUN | {"highlight": flag, "italic": flag, "strikethrough": flag, "underline": flag},
    single={"selectAction": "select"},
)

ACTIONS: Mapping[str, Shape] = {
    "Action.Execute": Shape(
        optional=ANY_ACTION | {"verb": filled, "data": data, "associatedInputs": one_of("auto", "none")}
    ),
    "Action.Submit": Shape(optional=ANY_ACTION | {"data": data, "associatedInputs": one_of("auto", "none")}),
    "Action.OpenUrl": Shape(required={"url": link}, optional=ANY_ACTION),
    "Action.ShowCard": Shape(optional=ANY_ACTION | {"card": data}),
    "Action.ToggleVisibility": Shape(required={"targetElements": targets}, optional=ANY_ACTION),
}

CARD = Shape(
    required={"version": like(r"1\.[0-5]", "a version up to 1.5")},
    optional={
        "$schema": text,
        "fallbackText": text,
        "lang": text,
        "minHeight": pixels,
        "msteams": data,
        "refresh": data,
        "rtl": flag,
        "speak": text,
        "verticalContentAlignment": vertical,
    },
    lists={"body": "element", "actions": "action"},
    single={"selectAction": "select"},
)
INNER_CARD = replace(CARD, required={}, optional={**CARD.optional, **CARD.required})
"""A card behind a Show button: the outer one tells the version."""
