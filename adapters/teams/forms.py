"""Forms drawn as dialogs (task modules), and what comes back from them."""

import re
from collections.abc import Mapping
from typing import Final, assert_never, get_args

from adapters.teams import limits, wire
from adapters.teams.cards import CONTENT_TYPE, empty
from adapters.teams.elements import ACTION, Drawing, rich
from adapters.teams.fit import WHOLE, Step, cut, cuts_words, fitted, shortened
from adapters.teams.wire import Json
from adapters.teams.words import escaped, one_line, plain, runs, unshowable
from workflows.cards import surfaces
from workflows.cards.actions import encode
from workflows.cards.card import Words
from workflows.cards.forms import ChoiceField, DateField, Field, Form, Info, Intent, Item, TextField, TimeField, Values
from workflows.cards.whole import only_read

INTENT: Final = "intent"
MANY: Final = "many"
"""Names the fields that take several values: the client sends them as one text with commas."""
_OURS: Final = frozenset({ACTION, INTENT, MANY, "msteams"})
_LAST_ROWS: Final = 30
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_TIME: Final = re.compile(r"[0-2]\d:[0-5]\d")


def draw(form: Form) -> Json:
    """The dialog's card. Errors stand beside their fields and what was typed is there again."""
    return fitted(lambda step: _draw(form, step))


def dialog(title: str, card: Json, *, large: bool) -> Json:
    """An answer that opens a dialog or replaces the open one."""
    size = "large" if large else "medium"
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": cut(one_line(title), limits.TITLE_CHARACTERS) or "Copydesk",
                "height": size,
                "width": size,
                "card": {"contentType": CONTENT_TYPE, "content": card},
            },
        }
    }


def needs_room(form: Form) -> bool:
    """Whether a form is better off in a large dialog."""
    return any(isinstance(item, Info) or (isinstance(item, TextField) and item.lines == "many") for item in form.items)


def intent(data: Json) -> Intent | None:
    """Which of a form's buttons was pressed; None if it was a button of something inside the form."""
    return next((known for known in get_args(Intent) if known == data.get(INTENT)), None)


def read(data: Json) -> tuple[Values, Mapping[str, str]]:
    """What was typed, by field, and what cannot be taken as it is: a sentence by field."""
    many = set(wire.text(data, MANY).split(","))
    values: dict[str, str | tuple[str, ...]] = dict.fromkeys(many - {""}, ())
    problems: dict[str, str] = {}
    for name, typed in data.items():
        if name in _OURS or not isinstance(typed, str):
            continue
        text = plain(typed)
        values[name] = tuple(part for part in text.split(",") if part) if name in many else text
        problem = unshowable(text)
        if problem is not None:
            problems[name] = problem
    return values, problems


def _draw(form: Form, step: Step) -> Json:
    if any(isinstance(item, Info) and cuts_words(item.elements, step) for item in form.items):
        form = only_read(form)
    drawing = Drawing("dialog")
    names = {item.name for item in form.items if not isinstance(item, Info)}
    if names & _OURS:
        raise ValueError(f"a field may not be named {names & _OURS}")
    for name, error in form.errors.items():
        if name not in names:
            _warn(drawing, error, step)
    for index, item in enumerate(form.items):
        _item(drawing, form, item, step, index)
    drawn: Json = {"type": "AdaptiveCard", "version": "1.5", "body": empty(drawing)}
    actions = _actions(form)
    return {**drawn, "actions": actions} if actions else drawn


def _item(drawing: Drawing, form: Form, item: Item, step: Step, index: int) -> None:
    if isinstance(item, Info):
        for number, element in enumerate(shortened(item.elements, step)):
            if isinstance(element, Words) and element.kind == "exact":
                drawing.put(_to_copy(element, f"words-{index}-{number}"))
            else:
                drawing.add(element)
        return
    drawing.put(_input(item, step))
    if item.hint:
        drawing.put(rich(runs(cut(item.hint, step.texts), size="small", isSubtle=True), spacing="none"))
    if isinstance(item, TextField) and len(item.value) > _most(step):
        _warn(drawing, surfaces.value_too_long(_most(step)), WHOLE)
    _warn(drawing, form.errors.get(item.name, ""), step)


def _input(item: Field, step: Step) -> Json:
    label = cut(one_line(item.label), step.texts) or item.name
    base: Json = {"id": item.name, "label": surfaces.optional(label) if item.optional else label}
    match item:
        case TextField(value=value, lines=lines, max_length=longest):
            value = value[: _most(step)]
            return {
                "type": "Input.Text",
                **base,
                "value": value,
                "isMultiline": lines == "many",
                "maxLength": max(longest, len(value), 1),
            }
        case ChoiceField(many=True, options=options, chosen=chosen):
            look: Json = {"isMultiSelect": True, "style": "expanded", "wrap": True}
            choices = [
                {"title": escaped(cut(words, step.texts)) or key, "value": key} for key, words in dict(options).items()
            ]
            picked = ",".join(key for key in dict(options) if key in chosen)
            return {"type": "Input.ChoiceSet", **base, **look, "choices": choices, "value": picked}
        case ChoiceField(options=options, chosen=chosen):
            choices = [
                {"title": one_line(cut(words, step.texts)) or key, "value": key} for key, words in dict(options).items()
            ]
            picked = next((key for key, _ in options if key in chosen), "")
            return {"type": "Input.ChoiceSet", **base, "style": "compact", "choices": choices, "value": picked}
        case DateField(value=value):
            return {"type": "Input.Date", **base, **({"value": value} if _DATE.fullmatch(value) else {})}
        case TimeField(value=value):
            return {"type": "Input.Time", **base, **({"value": value} if _TIME.fullmatch(value) else {})}
        case _:
            assert_never(item)


def _to_copy(words: Words, name: str) -> Json:
    """Words in a form that is only read stand in an input: from there they are copied exactly, spaces and all."""
    return {
        "type": "Input.Text",
        "id": name,
        "label": one_line(words.label) or "Words",
        "value": words.text,
        "isMultiline": True,
    }


def _actions(form: Form) -> list[Json]:
    if form.submit is None:
        return []
    many = ",".join(item.name for item in form.items if isinstance(item, ChoiceField) and item.many)
    others = [(one.intent, one.label, "default") for one in form.buttons]
    return [
        {
            "type": "Action.Submit",
            "title": cut(one_line(words), limits.BUTTON_CHARACTERS) or which,
            "style": style,
            "data": {ACTION: encode(form.action), INTENT: which, MANY: many},
        }
        for which, words, style in [("send", form.submit, "positive"), *others][: limits.BUTTONS]
    ]


def _warn(drawing: Drawing, error: str, step: Step) -> None:
    for sentence in error.splitlines():
        said = f"⚠ {cut(sentence, step.texts)}"
        drawing.put(rich(runs(said, color="attention", weight="bolder"), spacing="none"))


def _most(step: Step) -> int:
    """What was typed goes last: it comes back whole unless nothing else can give way any more."""
    return WHOLE.words if step.rows > _LAST_ROWS else step.words * 4
