"""Overrides, as people ask for them: by a form that shows what they are bound to, or in words that lead to it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from workflows.cards import guidance, messages, overriding
from workflows.cards.actions import Action
from workflows.cards.forms import Values
from workflows.cards.holding import REASON, TRIAL
from workflows.cards.override_form import override_form, read_override
from workflows.domain.commands import GiveOverride
from workflows.domain.refusals import NotConfirmed, NotFound, NotOverrider, ParkedByNewerVersion, Refusal, StaleRevision
from workflows.engine.agenda import Agendas
from workflows.engine.execute import Executor, with_person
from workflows.engine.linking import ask
from workflows.engine.looking import Look, look_at
from workflows.engine.meant import Meant, unknown_post
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent, Typed
from workflows.engine.seeing import facts_of
from workflows.engine.store import Recorded, Store
from workflows.lifecycle.decide import decide
from workflows.lifecycle.override import not_overrider

WHOLE: Final = "form"
"""The name under which an error stands that belongs to no field."""


class Overriding:
    """Opens the form and reads it back. Only those whom the policy names ever see it."""

    def __init__(self, store: Store, agendas: Agendas, policies: Policies, executor: Executor) -> None:
        """`agendas` find a post by its number."""
        self._store = store
        self._meant = Meant(store, agendas, policies)
        self._policies = policies
        self._executor = executor

    def open(self, action: Action, look: Look, now: datetime, filled: Values) -> Answer:
        """The form about the words as they stand with what was typed already, or the refusal that its sender would get."""
        facts = facts_of(look.proposal, look.loaded, self._policies, now)
        trial = _command(_at_head(action, look), look, TRIAL)
        outcome = decide(look.proposal, trial, facts)
        if isinstance(outcome, tuple):
            wrong = read_override(filled)[1] if filled else None
            return OpenForm(form=override_form(_at_head(action, look), look.seen, filled, wrong))
        if isinstance(outcome, NotConfirmed):
            return ask(outcome, action, look.loaded.acting)
        return self._no(outcome, look)

    async def sent(self, request: Sent, known: Known, now: datetime) -> Answer:
        """A form that was sent: what is wrong with it, or what was recorded."""
        look = await self._look(request, known, now)
        if not isinstance(look, Look):
            return self._no(look, None)
        facts = facts_of(look.proposal, look.loaded, self._policies, now)
        if known.person.id not in facts.overriders():
            # A form that comes back with errors shows the words: it must not be made for someone who forged one.
            return self._no(not_overrider(facts), look)
        reason, missing = read_override(request.values)
        if wrong := {**missing, **request.problems}:
            return FormErrors(form=override_form(request.action, look.seen, request.values, wrong))
        answer = await self._executor.execute(_command(request.action, look, reason), known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        return self._again(answer, look, request.action, request.values)

    async def typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        """`override NUMBER`, perhaps with a reason: the form with that, for nobody overrides what they have not seen."""
        _, _, rest = request.text.strip().partition(" ")
        number, words = guidance.number_and_words(rest)
        listed = await self._store.load(None)
        if isinstance(listed, ParkedByNewerVersion):
            return self._no(listed, None)
        facts = facts_of(None, with_person(listed, known), self._policies, now)
        if known.person.id not in facts.overriders():
            names = {one.id: one.name for one in listed.people.values()}
            refusal: NotOverrider = not_overrider(facts)
            return Say(text=messages.refusal(refusal, names, self._policies.current), refused=refusal)
        if not number:
            return Say(text=overriding.how_to())
        look = await self._meant.look(number, request, known, now)
        if isinstance(look, NotFound):
            return unknown_post()
        if isinstance(look, ParkedByNewerVersion):
            return self._no(look, None)
        action = Action(name="override", proposal=look.proposal.id)
        return self.open(action, look, now, {REASON: words} if words else {})

    async def _look(self, request: Sent, known: Known, now: datetime) -> Look | NotFound | ParkedByNewerVersion:
        loaded = await self._store.load(request.action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return loaded
        here = request.origin.conversation
        return look_at(with_person(loaded, known), known.person.id, here, self._policies, now)

    def _again(self, refusal: Refusal, look: Look, action: Action, values: Values) -> FormErrors:
        """The form comes back about the words as they are now, which is what a second click is then bound to."""
        about = _at_head(action, look) if isinstance(refusal, StaleRevision) else action
        form = override_form(about, look.seen, values, {WHOLE: self._says(refusal, look)})
        return FormErrors(form=form, refused=refusal)

    def _no(self, refusal: Refusal, look: Look | None) -> Say:
        return Say(text=self._says(refusal, look), refused=refusal)

    def _says(self, refusal: Refusal, look: Look | None) -> str:
        return messages.refusal(refusal, look.seen.names if look else {}, self._policies.current)


def _command(action: Action, look: Look, reason: str) -> GiveOverride:
    return GiveOverride(
        proposal=look.proposal.id, by=look.person, revision=action.revision, retimes=action.retimes, reason=reason
    )


def _at_head(action: Action, look: Look) -> Action:
    return replace(action, revision=look.proposal.head.number, retimes=look.proposal.retimes)
