"""Holds, as people ask for them: by a form, or in words with a post's number. Letting go by a button decides at once."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from workflows.cards import guidance, holding, messages
from workflows.cards.actions import Action
from workflows.cards.forms import Values
from workflows.domain.commands import Hold, Release
from workflows.domain.refusals import NotConfirmed, NotFound, ParkedByNewerVersion, Refusal
from workflows.engine.agenda import Agendas
from workflows.engine.execute import Executor, with_person
from workflows.engine.linking import ask
from workflows.engine.looking import Look, look_at
from workflows.engine.meant import Meant, unknown_post
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent, Typed
from workflows.engine.seeing import facts_of
from workflows.engine.store import Loaded, Recorded, Store
from workflows.lifecycle.decide import decide
from workflows.lifecycle.hold import not_holder

WHOLE: Final = "form"
"""The name under which an error stands that belongs to no field."""


class Holding:
    """Opens the form, reads it back, and understands “hold” and “release”. Nothing that it answers shows words of a post."""

    def __init__(self, store: Store, agendas: Agendas, policies: Policies, executor: Executor) -> None:
        """`agendas` find a post by its number."""
        self._store = store
        self._meant = Meant(store, agendas, policies)
        self._policies = policies
        self._executor = executor

    def open(self, action: Action, look: Look, now: datetime, filled: Values) -> Answer:
        """The form with what was typed already, or the refusal that its sender would get."""
        trial = Hold(proposal=look.proposal.id, by=look.person, reason=holding.TRIAL)
        outcome = decide(look.proposal, trial, facts_of(look.proposal, look.loaded, self._policies, now))
        if isinstance(outcome, tuple):
            wrong = holding.read_reason(filled)[1] if filled else None
            return OpenForm(form=holding.hold_form(action, filled, wrong))
        if isinstance(outcome, NotConfirmed):
            return ask(outcome, action, look.loaded.acting)
        return Say(text=messages.refusal(outcome, look.seen.names, look.seen.policy), refused=outcome)

    async def sent(self, request: Sent, known: Known, now: datetime) -> Answer:
        """A form that was sent: what is wrong with it, or what was recorded."""
        loaded = await self._store.load(request.action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._no(loaded, None)
        loaded = with_person(loaded, known)
        look = look_at(loaded, known.person.id, request.origin.conversation, self._policies, now)
        if isinstance(look, NotFound):
            return self._no(look, loaded)
        reason, missing = holding.read_reason(request.values)
        form = holding.hold_form(request.action, request.values)
        if wrong := {**missing, **request.problems}:
            return FormErrors(form=replace(form, errors=wrong))
        command = Hold(proposal=look.proposal.id, by=known.person.id, reason=reason)
        answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        return FormErrors(form=replace(form, errors={WHOLE: self._says(answer, loaded)}), refused=answer)

    async def typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        """`hold NUMBER REASON` and `release NUMBER`. Who may not is told so before anything is looked for."""
        _, _, rest = request.text.strip().partition(" ")
        number, words = guidance.number_and_words(rest)
        listed = await self._store.load(None)
        if isinstance(listed, ParkedByNewerVersion):
            return self._no(listed, None)
        facts = facts_of(None, with_person(listed, known), self._policies, now)
        if known.person.id not in facts.holders():
            return self._no(not_holder(facts), listed)
        if not number:
            return Say(text=holding.how_to(request.verb))
        look = await self._meant.look(number, request, known, now)
        if isinstance(look, NotFound):
            return unknown_post()
        if isinstance(look, ParkedByNewerVersion):
            return self._no(look, None)
        return await self._ask(look, words, request, known, now)

    async def _ask(self, look: Look, words: str, request: Typed, known: Known, now: datetime) -> Answer:
        found = look.proposal.id
        if request.verb == "release":
            command = Release(proposal=found, by=known.person.id)
        else:
            reason, wrong = holding.read_reason({holding.REASON: words})
            if wrong:
                action = Action(name="hold", proposal=found, revision=look.proposal.head.number)
                return self.open(action, look, now, {holding.REASON: words} if words else {})
            command = Hold(proposal=found, by=known.person.id, reason=reason)
        answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return Say(text=answer.say)
        return unknown_post() if isinstance(answer, NotFound) else self._no(answer, look.loaded)

    def _no(self, refusal: Refusal, loaded: Loaded | None) -> Say:
        return Say(text=self._says(refusal, loaded), refused=refusal)

    def _says(self, refusal: Refusal, loaded: Loaded | None) -> str:
        names = {one.id: one.name for one in loaded.people.values()} if loaded else {}
        return messages.refusal(refusal, names, self._policies.current)
