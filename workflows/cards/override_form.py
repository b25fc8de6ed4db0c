"""The form of an override: the words as they stand, how their reviews stand, and why they may go out all the same."""

from collections.abc import Mapping

from workflows.cards import overriding
from workflows.cards.actions import Action
from workflows.cards.card import Paragraph
from workflows.cards.forms import Form, Info, TextField, Values
from workflows.cards.holding import MOST_REASON, REASON, read_reason
from workflows.cards.seen import Seen
from workflows.cards.views import overview


def override_form(action: Action, seen: Seen, values: Values, errors: Mapping[str, str] | None = None) -> Form:
    """It shows all that the override is bound to."""
    does = (
        "Two people whom the policy names let a post go out although reviews are missing or block it. Both names and reasons "
        "stand on its card and are looked at afterwards; an edit ends it."
    )
    typed = values.get(REASON, "")
    why = TextField(
        name=REASON,
        label="Why may it go out all the same?",
        value=typed if isinstance(typed, str) else "",
        hint="Everybody who sees its card reads this.",
        max_length=MOST_REASON,
    )
    items = (Info(elements=(Paragraph(text=does), *overview(seen))), why)
    return Form(title="Override the reviews", action=action, items=items, submit="Override", errors=errors or {})


def read_override(values: Values) -> tuple[str, Mapping[str, str]]:
    """The reason on one line, and a sentence if it is missing or too long."""
    return read_reason(values, overriding.MISSING)
