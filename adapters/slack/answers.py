"""The engine's answers on each of Slack's surfaces: what goes into the acknowledgement, and what follows it.

Opening a form spends the trigger before the acknowledgement; it is the only call that a request waits for.
"""

from collections.abc import Awaitable, Callable
from typing import Any, assert_never

from adapters.slack import forms, limits, words
from adapters.slack.afterwards import Afterwards
from adapters.slack.api import SlackApi
from adapters.slack.cards import Block, message_blocks, saying, summary
from adapters.slack.errors import Failure
from adapters.slack.inbound import typed_words
from adapters.slack.private import Asker, Whisperer
from adapters.slack.shapes import Json, at, mapping
from workflows.cards import surfaces
from workflows.cards.card import Button, Buttons, Card, Paragraph, Words
from workflows.cards.forms import Form, typed_in
from workflows.cards.home import strangers_home
from workflows.engine.requests import Answer, CloseForm, FormErrors, Nothing, OpenForm, Say, ShowCard

Acknowledgement = dict[str, Any]
"""What Bolt's `ack` takes."""
Draw = Callable[[Json, Answer], Awaitable[Acknowledgement]]
"""How an answer is shown where the request came from."""

NOTHING: Acknowledgement = {}
DONE = "Copydesk"
"""The title of a view that ends a form."""


class Answers:
    """Draws answers. `after` holds what is done once Slack has its acknowledgement."""

    def __init__(self, api: SlackApi, whisperer: Whisperer, after: Afterwards) -> None:
        self._api = api
        self._whisperer = whisperer
        self._after = after

    async def to_command(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A slash command: words in the acknowledgement, which only the person sees."""
        match answer:
            case OpenForm(form=form) | FormErrors(form=form):
                if await self._open(payload, form):
                    return NOTHING
                typed = words.from_message(at(payload, "text")).strip()
                return _only_you(saying(Say(text=surfaces.no_form(typed) if typed else surfaces.form_stuck())))
            case ShowCard(card=card):
                return _only_you(card)
            case Say():
                return _only_you(saying(answer))
            case CloseForm(say=say):
                return _only_you(saying(Say(text=say))) if say else NOTHING
            case Nothing():
                return NOTHING
            case _:
                assert_never(answer)

    async def to_shortcut(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A shortcut: a form, or a private sentence. Words that a form could not take come back."""
        if isinstance(answer, OpenForm | FormErrors) and not await self._open(payload, answer.form):
            said = words.from_message(at(payload, "message", "text")).strip()
            self._tell(payload, Say(text=surfaces.no_form(said) if said else surfaces.form_stuck()))
            return NOTHING
        return NOTHING if isinstance(answer, OpenForm | FormErrors) else await self.to_message_button(payload, answer)

    async def to_message_button(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A button on a message: nothing in the acknowledgement; the courier redraws the clicked card."""
        match answer:
            case OpenForm(form=form) | FormErrors(form=form):
                if not await self._open(payload, form):
                    self._tell(payload, Say(text=surfaces.form_stuck()))
            case ShowCard(say=say) | CloseForm(say=say):
                self._tell(payload, Say(text=say))
            case Say():
                self._tell(payload, answer)
            case Nothing():
                pass
            case _:
                assert_never(answer)
        return NOTHING

    def for_button(self, payload: Json) -> Draw:
        """How the answer to a button is drawn: by where the button was."""
        match at(payload, "view", "type"):
            case "home":
                return self.to_home_button
            case "":
                return self.to_message_button
            case _:
                return self.to_form_button

    async def to_home_button(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A button on Home, where nothing can be whispered: every answer is a form. The courier redraws the Home."""
        drawn = _next_view({}, answer)
        if drawn and not await self._open_view(payload, drawn):
            self._tell(payload, Say(text=surfaces.form_stuck()))
        return NOTHING

    async def to_form_button(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A button inside a form: the form is drawn again, with everything that was typed."""
        opened = mapping(payload.get("view"))
        if drawn := _next_view(opened, answer):
            self._after.do(self._redraw(opened, drawn))
        return NOTHING

    async def to_submission(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A form that was sent: errors beside its fields, the next view, or the end of it."""
        opened = mapping(payload.get("view"))
        if isinstance(answer, FormErrors) and forms.can_err_beside(answer.form, opened):
            errors = {name: words.cut(error, limits.FIELD_ERROR) for name, error in answer.form.errors.items()}
            return {"response_action": "errors", "errors": errors}
        drawn = _next_view(opened, answer)
        return {"response_action": "update", "view": drawn} if drawn else {"response_action": "clear"}

    async def to_event(self, payload: Json, answer: Answer) -> Acknowledgement:
        """A message or a mention: an answer only to its writer. There is no trigger, so a form comes as a button."""
        if at(payload, "event", "type") == "app_home_opened":
            # Whoever opens their Home asked for no message.
            if isinstance(answer, Say):
                self._after.do(self._explain(payload, answer.text))
            return NOTHING
        match answer:
            case OpenForm(form=form) | FormErrors(form=form):
                button = Button(label=form.title, action=form.action, style="primary", filled=typed_in(form))
                says = surfaces.opens_in_dialog(form.title, form.errors.values())
                self._tell(payload, Say(text=says, buttons=(button,)))
            case ShowCard(card=card):
                self._after.do(self._whisperer.tell(_asker(payload), card))
            case Say():
                self._tell(payload, answer)
            case CloseForm(say=say):
                self._tell(payload, Say(text=say))
            case Nothing():
                pass
            case _:
                assert_never(answer)
        return NOTHING

    async def to_unreadable(self, payload: Json) -> Acknowledgement:
        """A button or form that we did not make: a private sentence, and what was typed comes back."""
        opened = mapping(payload.get("view"))
        if at(payload, "type") == "view_submission":
            typed = tuple(
                Words(label=label, text=said, kind="exact") for label, said in typed_words(opened).items() if said
            )
            closed = forms.closing(DONE, (Paragraph(text=surfaces.unknown_form()), *typed))
            return {"response_action": "update", "view": closed}
        if at(opened, "type") == "home":
            return await self.to_home_button(payload, Say(text=surfaces.unknown_button()))
        if opened:
            self._after.do(self._redraw(opened, forms.again(opened, surfaces.unknown_button())))
        else:
            self._tell(payload, Say(text=surfaces.unknown_button()))
        return NOTHING

    def _tell(self, payload: Json, say: Say) -> None:
        if say.text:
            self._after.do(self._whisperer.tell(_asker(payload), saying(say)))

    async def _open(self, payload: Json, form: Form) -> bool:
        return await self._open_view(payload, forms.view(form))

    async def _open_view(self, payload: Json, view: Block) -> bool:
        trigger = at(payload, "trigger_id")
        opened = await self._api.call("views.open", limits.ACCOUNT_SECONDS, trigger_id=trigger, view=view)
        return not isinstance(opened, Failure)

    async def _explain(self, payload: Json, says: str) -> None:
        """What stands on the Home of somebody who can't take part."""
        view = forms.home_view(strangers_home(says))
        await self._api.call("views.publish", user_id=at(payload, "event", "user"), view=view)

    async def _redraw(self, opened: Json, drawn: Block) -> None:
        # The hash keeps a late answer from covering a newer one.
        await self._api.call("views.update", view_id=at(opened, "id"), hash=at(opened, "hash") or None, view=drawn)


def _next_view(opened: Json, answer: Answer) -> Block | None:
    match answer:
        case OpenForm(form=form) | FormErrors(form=form):
            return forms.view(form)
        case Say(text=say, buttons=buttons) if buttons or not opened:
            return forms.closing(DONE, (Paragraph(text=say), *((Buttons(buttons=buttons),) if buttons else ())))
        case Say(text=say):
            # A refusal keeps the form, so that no word is lost.
            return forms.again(opened, say)
        case ShowCard(card=card, say=say):
            said = (Paragraph(text=say),) if say else ()
            return forms.closing(DONE, (*said, *card.elements))
        case CloseForm(say=say):
            return forms.closing(DONE, (Paragraph(text=say),)) if say else None
        case Nothing():
            return None
        case _:
            assert_never(answer)


def _only_you(card: Card) -> Acknowledgement:
    return {"response_type": "ephemeral", "text": summary(card), "blocks": message_blocks(card)}


def _asker(payload: Json) -> Asker:
    happened = mapping(payload.get("event"))
    return Asker(
        user=at(payload, "user", "id") or at(happened, "user"),
        channel=at(payload, "channel", "id") or at(happened, "channel"),
        thread=at(payload, "container", "thread_ts") or at(happened, "thread_ts"),
        response_url=at(payload, "response_url"),
    )
