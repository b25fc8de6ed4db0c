"""The engine's answers in the shapes that each of Teams' surfaces takes. Every invoke gets a body: an empty answer makes
the client send the same click again.

Sources: universal actions (invoke response), dialogs (task module response), message extensions (respond to submit).
"""

from typing import Final, Literal, assert_never

from adapters.teams import cards, forms
from adapters.teams.cards import CONTENT_TYPE
from adapters.teams.inbound import Surface
from adapters.teams.wire import Json
from workflows.cards import surfaces
from workflows.cards.card import Button, Buttons, Card, Paragraph
from workflows.cards.forms import Form, typed_in
from workflows.engine.requests import Answer, CloseForm, FormErrors, Nothing, OpenForm, Say, ShowCard

_MESSAGE: Final = "application/vnd.microsoft.activity.message"
_ERROR: Final = "application/vnd.microsoft.error"


def body(answer: Answer, surface: Surface, viewer: str) -> Json:
    """What is answered to an invoke; `viewer` is the `29:` id of the one who asked."""
    return _on_card(answer, viewer) if surface == "card" else _in_dialog(answer)


def posted(answer: Answer, kind: Literal["direct", "group", "channel"]) -> Card | None:
    """What is written into a conversation of this kind, where nobody waits for an answer; None if nothing is.

    A card is one person's view and may hold a draft: where others read, its sentence is all that is written.
    """
    match answer:
        case ShowCard(card=card, say=say) if kind == "direct":
            return _with(card, say)
        case ShowCard(say=say):
            return _saying(say or surfaces.not_before_everyone())
        case Say(text=text, buttons=buttons):
            return _saying(text, buttons)
        case OpenForm(form=form) | FormErrors(form=form):
            return _door_to(form, kind)
        case CloseForm(say=say):
            return _saying(say)
        case Nothing():
            return None
        case _:
            assert_never(answer)


def refusal(surface: Surface, status: int, code: str) -> Json:
    """What is answered to an invoke that makes no sense: our own words, nothing of what was sent."""
    error: Json = {"code": code, "message": "This request was not understood."}
    if surface == "card":
        return {"statusCode": status, "type": _ERROR, "value": error}
    return {"error": error}


def _on_card(answer: Answer, viewer: str) -> Json:
    match answer:
        case Say(text=text, buttons=()) | CloseForm(say=text):
            return _adaptive(_MESSAGE, text.strip() or surfaces.done())
        case Nothing():
            return _adaptive(_MESSAGE, surfaces.done())
        case ShowCard() | Say() | OpenForm() | FormErrors():
            # Only who clicked sees the answer to a click, wherever the card is.
            card = posted(answer, "direct")
            return _adaptive(CONTENT_TYPE, cards.draw(card, (viewer,)) if card else surfaces.done())
        case _:
            assert_never(answer)


def _in_dialog(answer: Answer) -> Json:
    match answer:
        case OpenForm(form=form) | FormErrors(form=form):
            return forms.dialog(form.title, forms.draw(form), large=forms.needs_room(form))
        case ShowCard(card=card, say=say):
            return forms.dialog(card.summary, cards.draw(_with(card, say), surface="dialog"), large=True)
        case Say(text=text, buttons=buttons) if buttons:
            return forms.dialog("Copydesk", cards.draw(_saying(text, buttons), surface="dialog"), large=False)
        case Say(text=text) | CloseForm(say=text):
            return _said(text)
        case Nothing():
            return _said(surfaces.done())
        case _:
            assert_never(answer)


def _said(text: str) -> Json:
    return {"task": {"type": "message", "value": text.strip() or surfaces.done()}}


def _adaptive(kind: str, value: object) -> Json:
    return {"statusCode": 200, "type": kind, "value": value}


def _with(card: Card, say: str) -> Card:
    if not say:
        return card
    said = Paragraph(text=say, weight="strong")
    return Card(summary=card.summary, elements=(said, *card.elements), refresh=card.refresh)


def _saying(text: str, buttons: tuple[Button, ...] = ()) -> Card:
    row = (Buttons(buttons=buttons),) if buttons else ()
    return Card(summary=text, elements=(Paragraph(text=text), *row))


def _door_to(form: Form, kind: Literal["direct", "group", "channel"]) -> Card:
    """A dialog opens only from a button made for it, so what cannot open one gets that button. Where nobody else reads, it opens
    with what was typed, and what is wrong with that is said.
    """
    alone = kind == "direct"
    opens = Button(
        label=surfaces.open_it(), action=form.action, style="primary", filled=typed_in(form) if alone else ()
    )
    return _saying(surfaces.opens_in_dialog(form.title, form.errors.values() if alone else ()), (opens,))
