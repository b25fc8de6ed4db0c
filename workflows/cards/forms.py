"""Forms in meaning: fields, their values and their errors. Adapters draw them and bring back what was typed."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Literal

from workflows.cards.actions import Action
from workflows.cards.card import Element, Secret
from workflows.domain.value import value

Values = Mapping[str, str | tuple[str, ...]]
"""What was typed, by field name: text, `YYYY-MM-DD`, `HH:MM`, an option's value, or a tuple of these for many."""

MOST_TYPED: Final = 3000
"""Characters that a field holds in either chat. A client may send more all the same."""

Intent = Literal["send", "check", "save"]
"""Which of a form's buttons was pressed: its main one, *Check*, or *Save as draft*."""


@value
class TextField:
    """Typed words. `max_length` in characters, as the chat counts them."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    lines: Literal["one", "many"] = "one"
    max_length: int = MOST_TYPED
    optional: bool = False


@value
class ChoiceField:
    """One or several of a few options; each option is (value, label)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    many: bool = False
    hint: str = ""
    optional: bool = False


@value
class DateField:
    """A day, `YYYY-MM-DD`; no zone of its own."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    optional: bool = True


@value
class TimeField:
    """A time of day, `HH:MM`, 24 hours; the label states the zone that is assumed."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    optional: bool = True


@value
class Info:
    """Something to read between the fields: the result of a check, the words being judged, the words to copy."""

    elements: tuple[Element, ...]


Field = TextField | ChoiceField | DateField | TimeField
Item = Field | Info


@value
class FormButton:
    """A second button beside the main one; pressing it sends the form with that intent."""

    intent: Intent
    label: str


@value
class Form:
    """A dialog. `action` is what it is about; it travels with the form and comes back (untrusted).

    `submit` None makes a form that is only read. `errors` are by field name, each sentence on a line of its own; those under
    no field's name are shown on top. `secrets` as on a card.
    """

    title: str
    action: Action
    items: tuple[Item, ...]
    submit: str | None = None
    buttons: tuple[FormButton, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: tuple[Secret, ...] = ()


def typed_in(form: Form) -> tuple[tuple[str, str], ...]:
    """What stands in a form's fields, for a button that opens it and that nobody else sees; several choices at once are not
    carried.
    """
    held: list[tuple[str, str]] = []
    for item in form.items:
        match item:
            case TextField(value=words) | DateField(value=words) | TimeField(value=words):
                held.append((item.name, words))
            case ChoiceField(many=False, chosen=(words,)):
                held.append((item.name, words))
            case _:
                pass
    return tuple((name, words) for name, words in held if words)


def too_long(values: Values, most: Mapping[str, int]) -> Mapping[str, str]:
    """A sentence for each field in which more was typed than `most` characters."""
    return {
        name: f"This has {len(typed):,} characters, and {limit:,} are the most. Cut it."
        for name, limit in most.items()
        if isinstance(typed := values.get(name, ""), str) and len(typed) > limit
    }
