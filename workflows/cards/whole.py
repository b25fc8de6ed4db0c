"""Nobody approves words that they cannot read to the end: what becomes of buttons and forms where a chat has no room for all."""

from dataclasses import replace

from workflows.cards.card import Buttons
from workflows.cards.forms import Form, Info


def unread(buttons: Buttons) -> Buttons:
    """The buttons under words that are cut: in place of *Approve*, one that opens all of it and takes the decision there."""
    return Buttons(
        buttons=tuple(
            replace(one, label="Open", action=replace(one.action, name="open"), style="default")
            if one.action.name == "approve"
            else one
            for one in buttons.buttons
        )
    )


def only_read(form: Form) -> Form:
    """A form whose words are cut, if it could approve them: there is then nothing to send. Any other form stays as it is."""
    if form.action.name not in ("open", "reconsider", "override", "accept_suggestion"):
        return form
    return replace(form, submit=None, buttons=(), items=tuple(one for one in form.items if isinstance(one, Info)))
