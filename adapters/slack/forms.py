"""A form as a modal view. A field's name is its block's id, so that what was typed stays when the view is drawn again.

Source: docs.slack.dev/reference/views/modal-views, docs.slack.dev/reference/block-kit/block-elements.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, assert_never

from adapters.slack import limits
from adapters.slack.cards import Block, draw
from adapters.slack.shapes import Json, at, items, mapping
from adapters.slack.words import cut, escape, plain
from workflows.cards import surfaces
from workflows.cards.actions import encode
from workflows.cards.card import Card, Element, Heading, Paragraph, Words
from workflows.cards.forms import ChoiceField, DateField, Field, Form, Info, Intent, TextField, TimeField
from workflows.cards.whole import only_read

CALLBACK: Final = "form"
HOME: Final = "home"
VALUE: Final = "value"
BUTTONS: Final = "form-buttons"
NOTICE: Final = "form-notice"
ERROR: Final = "form-error:"
ROOM: Final = limits.VIEW_BLOCKS - 1
"""Blocks that a view may have: one less than Slack takes, for a notice."""
INTENTS: Final[Mapping[str, Intent]] = {"form.send": "send", "form.check": "check", "form.save": "save"}
"""What the buttons inside a form mean, by action id."""

_DAY: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def view(form: Form) -> Block:
    """The form as a modal. One whose fields hold more than Slack can take is shown to be read only."""
    too_long = next((one for one in form.items if isinstance(one, TextField) and _too_long(one)), None)
    submit = None if too_long else form.submit
    top: list[Block] = []
    if limits.length(escape(form.title)) > limits.VIEW_TITLE:
        top += draw([Heading(text=form.title)])
    if too_long:
        top += draw([Paragraph(text=surfaces.too_long_for_form(too_long.label, limits.TYPED))])
    names = {one.name for one in form.items if not isinstance(one, Info)}
    strays = tuple(error for name, error in form.errors.items() if name not in names or submit is None)
    top += draw([Paragraph(text=_warned(error)) for error in strays])
    body = [block for item in form.items for block in _item(item, form.errors, submit)]
    if submit and len(top) + len(body) > ROOM and only_read(form) is not form:
        return view(replace(only_read(form), errors={NOTICE: surfaces.not_all_fits()}))
    intents = {intent: name for name, intent in INTENTS.items()}
    if form.buttons and submit:
        row = [
            {"type": "button", "text": plain(cut(one.label, limits.BUTTON_TEXT)), "action_id": intents[one.intent]}
            for one in form.buttons
        ]
        body.append({"type": "actions", "block_id": BUTTONS, "elements": row})
    drawn: Block = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(cut(form.title, limits.VIEW_TITLE)),
        "close": plain("Cancel" if submit else "Close"),
        "private_metadata": encode(form.action),
        "blocks": _within(top, body),
    }
    if submit:
        drawn["submit"] = plain(cut(submit, limits.VIEW_BUTTON))
    return drawn


def closing(title: str, elements: tuple[Element, ...]) -> Block:
    """A view that ends a form: something to read, and a way out."""
    return {
        "type": "modal",
        "callback_id": "closing",
        "title": plain(cut(title, limits.VIEW_TITLE)),
        "close": plain("Close"),
        "blocks": _within([], list(draw(elements))),
    }


def home_view(card: Card) -> Block:
    """A card as an App Home (docs.slack.dev/surfaces/app-home)."""
    return {"type": "home", "callback_id": HOME, "blocks": _within([], list(draw(card.elements)))}


def again(opened: Json, say: str) -> Block:
    """The view that is open, with everything typed, and a sentence on top."""
    state = mapping(mapping(opened.get("state")).get("values"))
    blocks = [_refilled(block, state) for block in items(opened.get("blocks")) if at(block, "block_id") != NOTICE]
    notice = [{**block, "block_id": NOTICE} for block in draw([Paragraph(text=say)])][:1]
    kept = {name: opened[name] for name in ("title", "submit", "close", "private_metadata") if opened.get(name)}
    return {"type": "modal", "callback_id": CALLBACK, **kept, "blocks": [*notice, *blocks][: limits.VIEW_BLOCKS]}


def can_err_beside(form: Form, opened: Json) -> bool:
    """Whether `response_action: errors` says all of it: the same form is open, without older errors, and has each field. Slack
    does not say what it makes of a second line there.
    """
    blocks = items(opened.get("blocks"))
    inputs = {at(block, "block_id") for block in blocks if at(block, "type") == "input"}
    stale = any(at(block, "block_id").startswith((ERROR, NOTICE)) for block in blocks)
    same = at(opened, "private_metadata") == encode(form.action)
    one_line = not any("\n" in error for error in form.errors.values())
    return bool(form.errors) and one_line and same and not stale and inputs >= form.errors.keys()


def _warned(error: str) -> str:
    return "\n".join(f"⚠ {line}" for line in error.splitlines())


def _too_long(field: TextField) -> bool:
    return limits.length(field.value) > limits.TYPED


def _item(item: Field | Info, errors: Mapping[str, str], submit: str | None) -> Iterator[Block]:
    if isinstance(item, Info):
        yield from draw(item.elements)
    elif submit is None:
        yield from draw([Words(label=item.label, text=_reading(item), kind="exact")])
    else:
        element = _element(item)
        if element is None:
            return
        yield {
            "type": "input",
            "block_id": item.name,
            "label": plain(cut(item.label, limits.INPUT_LABEL)),
            "optional": item.optional,
            "element": {**element, "action_id": VALUE},
            **({"hint": plain(cut(item.hint, limits.INPUT_HINT))} if item.hint else {}),
        }
        if item.name in errors:
            said = plain(cut(_warned(errors[item.name]), limits.TEXT))
            yield {"type": "context", "block_id": f"{ERROR}{item.name}", "elements": [said]}


def _reading(field: Field) -> str:
    if isinstance(field, ChoiceField):
        return "\n".join(label for choice, label in field.options if choice in field.chosen)
    return field.value


def _element(field: Field) -> Block | None:
    match field:
        case TextField(value=value, lines=lines, max_length=most):
            longest = min(max(most, limits.length(value), 1), limits.TYPED)
            element: Block = {"type": "plain_text_input", "multiline": lines == "many", "max_length": longest}
            return element | ({"initial_value": value} if value else {})
        case ChoiceField():
            return _choice(field) if field.options else None
        case DateField(value=value):
            # A malformed one would keep the whole form from opening.
            return {"type": "datepicker"} | ({"initial_date": value} if _DAY.fullmatch(value) else {})
        case TimeField(value=value):
            return {"type": "timepicker"} | ({"initial_time": value} if _TIME.fullmatch(value) else {})
        case _:
            assert_never(field)


def _choice(field: ChoiceField) -> Block:
    offered = [_option(choice, label) for choice, label in field.options]
    chosen = [option for option in offered if option["value"] in field.chosen]
    few = len(offered) <= limits.CHOICES
    if field.many:
        many: Block = {"type": "checkboxes" if few else "multi_static_select", "options": offered}
        return many | ({"initial_options": chosen} if chosen else {})
    # What is optional must be possible to leave open again: a radio button is not.
    one: Block = {"type": "radio_buttons" if few and not field.optional else "static_select", "options": offered}
    return one | ({"initial_option": chosen[0]} if chosen else {})


def _option(choice: str, label: str) -> Block:
    return {"text": plain(cut(label, limits.OPTION_TEXT)), "value": choice}


def _within(top: list[Block], body: list[Block]) -> list[Block]:
    """The blocks of a view, one short of the most (for a notice). What is left out is said; inputs never are."""
    blocks = top + body
    if len(blocks) <= ROOM:
        return blocks
    said = list(draw([Paragraph(text=surfaces.more_elsewhere(""))]))
    needed = sum(_is_used(block) for block in blocks)
    room = ROOM - needed - len(said)
    kept: list[Block] = []
    for block in blocks:
        if _is_used(block):
            kept.append(block)
        elif room > 0:
            kept.append(block)
            room -= 1
    return [*said, *kept][:ROOM]


def _is_used(block: Block) -> bool:
    return block["type"] in ("input", "actions") or str(block.get("block_id", "")).startswith(ERROR)


def _refilled(block: Json, state: Json) -> Block:
    held = mapping(mapping(state.get(at(block, "block_id"))).get(VALUE))
    if at(block, "type") != "input" or not held:
        return dict(block)
    element = {name: part for name, part in mapping(block.get("element")).items() if not name.startswith("initial_")}
    initial: dict[str, Any] = {
        "initial_value": held.get("value"),
        "initial_date": held.get("selected_date"),
        "initial_time": held.get("selected_time"),
        "initial_option": held.get("selected_option"),
        "initial_options": held.get("selected_options"),
    }
    return {**block, "element": element | {name: part for name, part in initial.items() if part}}
