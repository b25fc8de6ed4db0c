"""What a person can do with a card in front of them: which buttons are there, which inputs, and what they hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .markdown import drawn
from .shapes import Json, list_at, object_at, objects_at, text_at

InputValue = str | bool | list[str]
"""What a person puts into an input: words, a tick, or several choices."""

SENDING = {"Action.Execute", "Action.Submit"}
"""The buttons that send a form's values."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Every input's value by id, as the client sends them."""

    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class MissingInput:
    """The client kept the form open and sent nothing: a required or wrongly filled input, with its error message."""

    errors: Mapping[str, str]


def visible(card: Json) -> Iterator[Json]:
    """Give the elements and actions a person can see, in reading order, containers before what they hold.

    What a button of the same card can unfold counts as seen.
    """
    folded = frozenset(_toggled(card))
    for element in objects_at(card, "body"):
        yield from _visible(element, folded)
    yield from objects_at(card, "actions")


@dataclass(frozen=True, kw_only=True)
class Button:
    """A button that can be pressed, and the inputs whose values go with it: its card's and those of the cards around."""

    action: Json
    inputs: tuple[Json, ...]

    @property
    def title(self) -> str:
        """The words on it."""
        return text_at(self.action, "title")


def buttons(card: Json, around: tuple[Json, ...] = ()) -> list[Button]:
    """List the enabled buttons in reading order, those of cards behind Show buttons included."""
    seen = list(visible(card))
    inputs = (*around, *(thing for thing in seen if text_at(thing, "type").startswith("Input.")))
    found: list[Button] = []
    for thing in seen:
        if not text_at(thing, "type").startswith("Action.") or thing.get("isEnabled") is False:
            continue
        found.append(Button(action=thing, inputs=inputs))
        if thing["type"] == "Action.ShowCard":
            found += buttons(object_at(thing, "card"), inputs)
    return found


def button(card: Json, which: str | int) -> Button:
    """Find the first button with these words, or the one at this place in reading order, for words may be there twice.

    Raises LookupError naming those that are there.
    """
    there = buttons(card)
    for place, found in enumerate(there):
        if which in (found.title, place):
            return found
    raise LookupError(f"no button {which!r}; there is {', '.join(repr(one.title) for one in there) or 'none at all'}")


def fill(pressed: Button, given: Mapping[str, InputValue]) -> Filled | MissingInput:
    """Fill a button's form as a person does, by label or id, keeping what was prefilled; the client's checks apply.

    Raises LookupError for an input that is not there and ValueError for a choice that is not offered: a person
    could do neither.
    """
    wanted = {_find(pressed.inputs, name)["id"]: value for name, value in given.items()}
    if pressed.action["type"] not in SENDING or text_at(pressed.action, "associatedInputs").lower() == "none":
        return Filled(values={})
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    for element in pressed.inputs:
        name = text_at(element, "id")
        content = _content(element, wanted[name]) if name in wanted else _default(element)
        values[name] = content
        if not _acceptable(element, content):
            errors[name] = text_at(element, "errorMessage") or "This field is required."
    return MissingInput(errors=errors) if errors else Filled(values=values)


def data_of(pressed: Button, filled: Filled) -> Json:
    """Merge a button's data with the form's values, as the client does: inputs win over data of the same name."""
    return object_at(pressed.action, "data") | dict(filled.values)


def _toggled(thing: object) -> Iterator[str]:
    for target in list_at(thing, "targetElements"):
        yield target if isinstance(target, str) else text_at(target, "elementId")
    for name in ("body", "items", "columns", "actions"):
        for inner in objects_at(thing, name):
            yield from _toggled(inner)


def _visible(element: Json, folded: frozenset[str]) -> Iterator[Json]:
    if element.get("isVisible") is False and element.get("id") not in folded:
        return
    yield element
    for name in ("items", "columns", "actions"):
        for inner in objects_at(element, name):
            yield from _visible(inner, folded)


def _find(there: Sequence[Json], name: str) -> Json:
    for element in there:
        if name == text_at(element, "id"):
            return element
    for element in there:
        if name in {text_at(element, "label"), drawn(text_at(element, "title"))}:
            return element
    labels = ", ".join(repr(text_at(element, "label") or text_at(element, "id")) for element in there)
    raise LookupError(f"no input {name!r}; there is {labels or 'none'}")


def _default(element: Json) -> str:
    if element["type"] == "Input.Toggle":
        return text_at(element, "value") or text_at(element, "valueOff") or "false"
    return text_at(element, "value")


def _content(element: Json, value: InputValue) -> str:
    match value:
        case bool():
            if element["type"] != "Input.Toggle":
                raise ValueError(f"{element['id']!r} is no toggle")
            return text_at(element, "valueOn") or "true" if value else text_at(element, "valueOff") or "false"
        case list():
            return ",".join(_choice(element, one) for one in value)
        case str():
            return _choice(element, value) if element["type"] == "Input.ChoiceSet" and value else value


def _choice(element: Json, value: str) -> str:
    for choice in objects_at(element, "choices"):
        if value in {drawn(text_at(choice, "title")), choice.get("value")}:
            return text_at(choice, "value")
    raise ValueError(f"{value!r} is not offered by {element.get('id')!r}")


def _acceptable(element: Json, content: str) -> bool:
    if element.get("isRequired") is True and (not content or _unticked(element, content)):
        return False
    longest: object = element.get("maxLength")
    if isinstance(longest, int) and len(content) > longest:
        return False
    pattern = text_at(element, "regex")
    return not (pattern and content and re.fullmatch(pattern, content) is None)


def _unticked(element: Json, content: str) -> bool:
    return element["type"] == "Input.Toggle" and content == (text_at(element, "valueOff") or "false")
