"""“Not mine”, as people say it: the form opened, and read back. Nothing that it answers shows words of a post."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from workflows.cards import handing_on, messages
from workflows.cards.actions import Action
from workflows.cards.forms import Form, Values
from workflows.domain.commands import HandOn
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.refusals import NotFound, ParkedByNewerVersion, Refusal
from workflows.engine.execute import Executor, with_person
from workflows.engine.linking import ask
from workflows.engine.looking import Look, look_at
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent
from workflows.engine.seeing import facts_of
from workflows.engine.store import Recorded, Store
from workflows.lifecycle.decide import unsure
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handing_on import Choice, choice

WHOLE: Final = "form"
"""The name under which an error stands that belongs to no field."""


class HandingOn:
    """Opens the form in which somebody else is named, and reads it."""

    def __init__(self, store: Store, policies: Policies, executor: Executor) -> None:
        """The executor records it."""
        self._store = store
        self._policies = policies
        self._executor = executor

    def open(self, action: Action, look: Look, now: datetime) -> Answer:
        """The form, or the refusal that its sender would get."""
        found = self._choice(action, look, now)
        if isinstance(found, Choice):
            refusal = unsure(look.person, self._facts(look, now))
            if refusal is not None:
                return ask(refusal, action, look.loaded.acting)
            return OpenForm(form=_form(action, look, found, self._facts(look, now), {}, {}))
        return Say(text=messages.refusal(found, look.seen.names, look.seen.policy), refused=found)

    async def sent(self, request: Sent, known: Known, now: datetime) -> Answer:
        """A form that was sent: what is wrong with it, or what was recorded."""
        action = request.action
        loaded = await self._store.load(action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._no(loaded)
        look = look_at(with_person(loaded, known), known.person.id, request.origin.conversation, self._policies, now)
        if isinstance(look, NotFound):
            return self._no(look)
        found = self._choice(action, look, now)
        if not isinstance(found, Choice):
            says = messages.refusal(found, look.seen.names, look.seen.policy)
            return CloseForm(say=says, refused=found)
        facts = self._facts(look, now)
        to, own, words, problems = handing_on.read(request.values)
        wrong = {**problems, **request.problems}
        if wrong or to is None or action.desk is None:
            return FormErrors(form=_form(action, look, found, facts, request.values, wrong))
        command = HandOn(proposal=look.proposal.id, by=known.person.id, desk=action.desk, to=to, own=own, words=words)
        answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        told = {WHOLE: messages.refusal(answer, look.seen.names, look.seen.policy)}
        return FormErrors(form=_form(action, look, found, facts, request.values, told), refused=answer)

    def _choice(self, action: Action, look: Look, now: datetime) -> Choice | Refusal:
        if action.desk is None:
            return NotFound()
        return choice(look.proposal, action.desk, look.person, self._facts(look, now))

    def _facts(self, look: Look, now: datetime) -> Facts:
        return facts_of(look.proposal, look.loaded, self._policies, now)

    def _no(self, refusal: Refusal) -> Say:
        return Say(text=messages.refusal(refusal, {}, self._policies.current), refused=refusal)


def _form(action: Action, look: Look, found: Choice, facts: Facts, values: Values, errors: dict[str, str]) -> Form:
    desk = found.standing.requirement.desk
    people = handing_on.offered(found.others, look.seen.names, _titles(desk, facts))
    where = messages.desk(look.seen.policy, desk)
    return handing_on.hand_on_form(action, where, people, values, errors, asked=found.place is not None)


def _titles(desk: DeskId, facts: Facts) -> Mapping[PersonId, handing_on.Title]:
    found = facts.desks.get(desk)
    lead = facts.person_of(found.lead) if found else None
    return {one: "lead" if one == lead else "deputy" for one in facts.heads(desk)}
