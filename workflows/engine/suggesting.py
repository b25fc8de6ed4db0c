"""Suggested wording, as people give and answer it: every form opened, checked and read back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from workflows.cards import messages, proposing
from workflows.cards.actions import Action, ActionName
from workflows.cards.checked import check_result
from workflows.cards.confidential import told, would_restrict
from workflows.cards.forms import Form
from workflows.cards.holding import TRIAL
from workflows.cards.suggest_forms import (
    Wording,
    accept_form,
    blank,
    decline_form,
    overtaken_form,
    read_decline,
    read_suggestion,
    suggest_form,
)
from workflows.domain.commands import AcceptSuggestion, DeclineSuggestion, Suggest
from workflows.domain.events import ReviewGiven
from workflows.domain.ids import DeskId
from workflows.domain.proposal import Requirement, Suggestion
from workflows.domain.refusals import (
    FieldProblems,
    NotConfirmed,
    NotFound,
    NothingChanged,
    ParkedByNewerVersion,
    Refusal,
    StaleRevision,
    SuggestionStale,
)
from workflows.engine.execute import Executor, with_person
from workflows.engine.expecting import TurnaroundBook, expected
from workflows.engine.linking import ask
from workflows.engine.looking import Look, look_at
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, CloseForm, FormErrors, OpenForm, Say, Sent, ShowCard
from workflows.engine.seeing import facts_of
from workflows.engine.store import Recorded, Store
from workflows.lifecycle.decide import decide, unsure
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.wording import preview, problems, would_be_restricted

WHOLE: Final = "form"
"""The name under which an error stands that belongs to no field."""
FORMS: Final = frozenset[ActionName]({"suggest", "accept_suggestion", "decline_suggestion"})
"""What is opened and read here."""
_Command = Suggest | AcceptSuggestion | DeclineSuggestion


class Suggesting:
    """Opens each form for whoever may send it, and carries out what it asks for."""

    def __init__(self, store: Store, book: TurnaroundBook, policies: Policies, executor: Executor) -> None:
        """The executor records it; the `book` says how long desks take."""
        self._store = store
        self._book = book
        self._policies = policies
        self._executor = executor

    def open(self, action: Action, look: Look, now: datetime) -> Answer:
        """The form about the post as it was drawn, or the refusal that its sender would get."""
        if refusal := self._refusal(action, look, now):
            return self._no(refusal, look, action)
        one = _suggestion(action, look)
        if one and one.verdict and (card := look.card(None)):
            return ShowCard(card=card, say=messages.stands_already())
        return OpenForm(form=told(look.seen, self._form(action, look, now)))

    async def sent(self, request: Sent, known: Known, now: datetime) -> Answer:
        """A form that was sent: what is wrong with it, what a check found, or what was recorded."""
        action = request.action
        loaded = await self._store.load(action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return Say(text=messages.refusal(loaded, {}, self._policies.current), refused=loaded)
        look = look_at(with_person(loaded, known), known.person.id, request.origin.conversation, self._policies, now)
        if isinstance(look, NotFound):
            return Say(text=messages.refusal(look, {}, self._policies.current), refused=look)
        refusal = self._refusal(action, look, now)
        # A form that comes back shows the words: only whoever may see them gets one.
        typed = action.name == "suggest" or isinstance(refusal, StaleRevision)
        if refusal and not (look.sees == "own" and typed):
            if isinstance(refusal, SuggestionStale):
                return FormErrors(form=told(look.seen, overtaken_form(action, look.proposal, look.says(refusal))))
            return CloseForm(say=look.says(refusal), refused=refusal)
        answer = await self._sent(request, look, known, now)
        return (
            replace(answer, form=told(look.seen, answer.form)) if isinstance(answer, OpenForm | FormErrors) else answer
        )

    async def _sent(self, request: Sent, look: Look, known: Known, now: datetime) -> Answer:
        match request.action.name:
            case "accept_suggestion":
                command = _accept(request.action, look)
                answer = await self._executor.execute(command, known, request.origin.key, now)
            case "decline_suggestion":
                words, wrong = read_decline(request.values)
                if wrong := {**wrong, **request.problems}:
                    return FormErrors(form=self._form(request.action, look, now, request, wrong))
                command = _decline(request.action, look, words)
                answer = await self._executor.execute(command, known, request.origin.key, now)
            case _:
                wording, wrong = read_suggestion(request.values)
                wrong = {**wrong, **request.problems}
                if request.intent == "check":
                    return await self._checked(request, look, wording, wrong, now)
                if wrong:
                    return FormErrors(form=self._form(request.action, look, now, request, wrong))
                command = _suggest(request.action, look, wording)
                answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        return self._again(answer, request, look, now)

    def _again(self, refusal: Refusal, request: Sent, look: Look, now: datetime) -> FormErrors:
        """The form comes back with all that was typed, about the words as they are now."""
        match refusal:
            case FieldProblems(problems=beside) if request.action.name == "suggest":
                return FormErrors(form=self._form(request.action, look, now, request, beside))
            case FieldProblems(problems=beside):
                wrong = {WHOLE: " ".join(beside.values())}
                return FormErrors(form=self._form(request.action, look, now, request, wrong))
            case StaleRevision() if request.action.name == "suggest":
                form = self._form(_at_head(request.action, look), look, now, request, {})
                return FormErrors(
                    form=proposing.with_findings(form, {WHOLE: look.says(refusal)}, proposing.words_now(look.proposal)),
                    refused=refusal,
                )
            case _:
                form = self._form(_at_head(request.action, look), look, now, request, {WHOLE: look.says(refusal)})
                return FormErrors(form=form, refused=refusal)

    async def _checked(
        self, request: Sent, look: Look, wording: Wording, wrong: Mapping[str, str], now: datetime
    ) -> OpenForm | FormErrors:
        """What the words would lead to if their author took them: as *Check* has it where a post is written."""
        proposal, facts = look.proposal, self._facts(look, now)
        content, author = replace(proposal.head.content, text=wording.text), facts.people[proposal.author]
        if found := problems(content, facts.policy.brand):
            wrong = {**found.problems, **wrong}
        why = would_be_restricted(content, proposal.wanted, proposal, author, facts)
        restricted = () if why is None else (would_restrict(why),)
        # Whose wording it would be may bar them: the route is that of the post with their suggestion.
        suggested = decide(proposal, _suggest(request.action, look, wording), facts)
        after = proposal
        for event in suggested if isinstance(suggested, tuple) else ():
            after = evolve(after, event)
        prospect = preview(content, proposal.wanted, after, author, facts)
        lately = await expected(self._book, prospect, now)
        shown = check_result(content, facts.policy.brand, restricted, prospect, lately)
        return OpenForm(
            form=proposing.with_findings(self._form(request.action, look, now, request, wrong), wrong, shown)
        )

    def _form(
        self,
        action: Action,
        look: Look,
        now: datetime,
        typed: Sent | None = None,
        wrong: Mapping[str, str] | None = None,
    ) -> Form:
        if action.name == "suggest":
            start = typed.values if typed else blank(look.proposal)
            return suggest_form(action, _asked(action, look), start, wrong)
        one = _suggestion(action, look)
        if one is None:
            message = "a form about a suggestion is made where there is one"
            raise ValueError(message)
        if action.name == "accept_suggestion":
            outcome = decide(look.proposal, _accept(action, look), self._facts(look, now))
            met = isinstance(outcome, tuple) and any(isinstance(event, ReviewGiven) for event in outcome)
            return accept_form(action, look.seen, one, "met" if met else "none", wrong)
        return decline_form(action, look.seen, one, typed.values if typed else {}, wrong)

    def _refusal(self, action: Action, look: Look, now: datetime) -> Refusal | None:
        """What sending this form would be refused for, whatever is typed into it."""
        command = _trial(action, look)
        if command is None:
            return NotFound()
        facts = self._facts(look, now)
        outcome = decide(look.proposal, command, facts)
        if not isinstance(outcome, tuple | NothingChanged | FieldProblems):
            return outcome
        return unsure(look.person, facts) if isinstance(command, Suggest) else None

    def _no(self, refusal: Refusal, look: Look, action: Action) -> Answer:
        if isinstance(refusal, NotConfirmed):
            return ask(refusal, action, look.loaded.acting)
        card = look.card(action.desk) if isinstance(refusal, StaleRevision | SuggestionStale) else None
        # Only what has changed under the card is worth redrawing it for.
        return ShowCard(card=card, say=look.says(refusal)) if card else Say(text=look.says(refusal), refused=refusal)

    def _facts(self, look: Look, now: datetime) -> Facts:
        return facts_of(look.proposal, look.loaded, self._policies, now)


def _trial(action: Action, look: Look) -> _Command | None:
    match action.name:
        case "suggest" if action.desk:
            return _suggest(action, look, Wording(text=look.proposal.head.content.text, why="", approves="no"))
        case "accept_suggestion":
            return _accept(action, look)
        case "decline_suggestion":
            return _decline(action, look)
        case _:
            return None


def _suggest(action: Action, look: Look, wording: Wording) -> Suggest:
    return Suggest(
        proposal=look.proposal.id,
        by=look.person,
        desk=action.desk or DeskId(""),
        revision=action.revision,
        retimes=action.retimes,
        text=wording.text,
        why=wording.why,
        approves=wording.approves,
    )


def _accept(action: Action, look: Look) -> AcceptSuggestion:
    return AcceptSuggestion(
        proposal=look.proposal.id, by=look.person, suggestion=action.suggestion, revision=action.revision
    )


def _decline(action: Action, look: Look, words: str = TRIAL) -> DeclineSuggestion:
    return DeclineSuggestion(proposal=look.proposal.id, by=look.person, suggestion=action.suggestion, words=words)


def _suggestion(action: Action, look: Look) -> Suggestion | None:
    return next((one for one in look.proposal.suggestions if one.number == action.suggestion), None)


def _asked(action: Action, look: Look) -> Requirement | None:
    standing = look.seen.evaluation.of(action.desk) if action.desk else None
    return standing.requirement if standing else None


def _at_head(action: Action, look: Look) -> Action:
    return replace(action, revision=look.proposal.head.number, retimes=look.proposal.retimes)
