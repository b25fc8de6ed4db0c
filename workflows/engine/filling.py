"""Forms: which one a button opens, and what becomes of one that is sent.

Long because every form's way out and back is followed in one place.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from workflows.cards import deciding, messages, proposing, surfaces
from workflows.cards.actions import Action
from workflows.cards.brand import sent_with
from workflows.cards.card import Button
from workflows.cards.checked import check_result
from workflows.cards.confidential import lift_form, told, would_restrict
from workflows.cards.forms import Form, Values
from workflows.cards.seen import Seen
from workflows.domain.commands import Edit, LiftRestriction, Propose, SubmitReview, Withdraw
from workflows.domain.content import Content
from workflows.domain.ids import ProposalId
from workflows.domain.proposal import Proposal, Reason
from workflows.domain.refusals import (
    FieldProblems,
    IsOnHold,
    IsStopped,
    NotApproved,
    NotConfirmed,
    NotFound,
    NothingChanged,
    NotInReview,
    NotYours,
    ParkedByNewerVersion,
    Refusal,
    StaleRevision,
    TimePassed,
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
from workflows.engine.telling import NewId
from workflows.lifecycle.decide import decide
from workflows.lifecycle.evaluate import stage_name
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.wording import preview, problems, would_be_restricted

WHOLE = "form"
"""The name under which an error stands that belongs to no field."""
_WORDLESS: Final = frozenset({"withdraw", "lift_restriction"})
"""Forms that ask only whether somebody is sure."""


class Filler:
    """Opens forms and reads them back. `new_salt` gives 32 random bytes in hex."""

    def __init__(
        self,
        store: Store,
        book: TurnaroundBook,
        policies: Policies,
        executor: Executor,
        new_id: NewId,
        new_salt: Callable[[], str],
    ) -> None:
        """The `book` says how long desks take; `new_id` gives random proposal ids."""
        self._store = store
        self._book = book
        self._policies = policies
        self._executor = executor
        self._new_id = new_id
        self._new_salt = new_salt

    def blank(self, text: str, source: str, zone: str) -> Form:
        """The form for a new post, with what was typed already, and the address that it comes from."""
        action = Action(name="propose", proposal=ProposalId(self._new_id()))
        return proposing.propose_form(action, proposing.blank(text, source), zone, self._policies.current, draft=True)

    async def keep(self, text: str, known: Known, key: str, now: datetime) -> Answer:
        """Words typed where no form can open: kept as a draft, with a button to go on."""
        command = Propose(
            proposal=ProposalId(self._new_id()),
            by=known.person.id,
            content=Content(text=text, channels=()),
            salt=self._new_salt(),
            submit=False,
        )
        answer = await self._executor.execute(command, known, key, now)
        if not isinstance(answer, Recorded):
            return self._refuse(answer, None)
        go_on = Action(name="edit", proposal=answer.proposal, revision=1)
        return Say(text=messages.kept(), buttons=(Button(label="Go on writing", action=go_on, style="primary"),))

    def open(self, action: Action, look: Look, zone: str, now: datetime) -> Answer:
        """The form behind a button, or the refusal that its sender would get: nobody fills in a form in vain."""
        return _telling(self._open(action, look, zone, now), look)

    def _open(self, action: Action, look: Look, zone: str, now: datetime) -> Answer:
        proposal = look.proposal
        match action.name:
            case _ if look.sees == "stub":
                return self._refuse(NotFound(), look)
            case "request_changes" | "reject" | "reconsider" | "open":
                refusal = self._would_refuse(action, look, now)
                if refusal is not None:
                    return self._stands(refusal, look, action)
                start = deciding.decision_values(action, look.seen, look.person)
                return OpenForm(form=_decision_form(action, look.seen, start, {}))
            case _ if look.sees != "own":
                return self._stands(NotYours(author=proposal.author), look, action)
            case "propose_again":
                new, asides = ProposalId(self._new_id()), look.person in look.seen.involved
                return OpenForm(form=proposing.again_form(proposal, new, zone, self._policies.current, asides=asides))
            case "show":
                return OpenForm(form=deciding.show_form(action, look.seen, look.person))
            case "copy_words" if (ended := stage_name(proposal)) in ("rejected", "withdrawn"):
                # It may have been approved before.
                return self._stands(NotInReview(stage=ended), look, action)
            case "copy_words" if not look.seen.evaluation.approved:
                return self._stands(NotApproved(), look, action)
            case "copy_words" if (stopped := look.seen.stopped) is not None:
                return self._stands(IsStopped(by=stopped.by, at=stopped.at, reason=stopped.reason), look, action)
            case "copy_words" if (held := proposal.hold) is not None:
                return self._stands(IsOnHold(by=held.by, at=held.at, reason=held.reason), look, action)
            case "copy_words" if proposal.time == "missed":
                return self._stands(TimePassed(), look, action)
            case "copy_words" if action.revision != proposal.head.number:
                return self._stands(StaleRevision(seen=action.revision, head=proposal.head.number), look, action)
            case "copy_words":
                return OpenForm(form=deciding.copy_form(action, look.seen))
            case "edit" | "withdraw" | "lift_restriction":
                refusal = self._would_refuse(action, look, now)
                if refusal is not None:
                    return self._stands(refusal, look, action)
                if action.name == "lift_restriction":
                    return OpenForm(form=lift_form(action))
                if action.name == "withdraw":
                    return OpenForm(form=deciding.withdraw_form(action, proposal))
                return OpenForm(form=proposing.edit_form(proposal, zone, look.seen.policy))
            case _:
                return self._stands(NotYours(author=proposal.author), look, action)

    async def sent(self, request: Sent, known: Known, zone: str, now: datetime) -> Answer:
        """A form that was sent: its errors beside its fields, what a check found, or what was recorded."""
        action = request.action
        loaded = await self._store.load(action.proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._refuse(loaded, None)
        if action.name == "propose":
            return await self._written(request, None, known, zone, now)
        look = look_at(with_person(loaded, known), known.person.id, request.origin.conversation, self._policies, now)
        if isinstance(look, NotFound):
            return self._refuse(look, None)
        if look.sees != "own":
            # A form that comes back with errors shows the words: it must not be made for someone who forged one.
            refusal = self._would_refuse(action, look, now) or NotYours(author=look.proposal.author)
            return self._refuse(refusal, look)
        match action.name:
            case "edit":
                return _telling(await self._written(request, look, known, zone, now), look)
            case "request_changes" | "reject" | "reconsider" | "open":
                return _telling(await self._decided(request, look, known, now), look)
            case "withdraw":
                return await self._closing(
                    Withdraw(proposal=look.proposal.id, by=known.person.id), request, look, known, now
                )
            case "lift_restriction":
                lift = LiftRestriction(proposal=look.proposal.id, by=known.person.id, revision=action.revision)
                return await self._closing(lift, request, look, known, now)
            case _:
                return Say(text=surfaces.unknown_form())

    async def _closing(
        self, command: Withdraw | LiftRestriction, request: Sent, look: Look, known: Known, now: datetime
    ) -> Answer:
        answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        return CloseForm(say=self._says(answer, look), refused=answer)

    async def _written(self, request: Sent, look: Look | None, known: Known, zone: str, now: datetime) -> Answer:
        policy = look.seen.policy if look else self._policies.current
        written, unread = proposing.read(request.values, zone, now, policy, look.proposal if look else None)
        wrong = {**unread, **request.problems}
        drafting = look is None or stage_name(look.proposal) == "draft"
        if request.intent != "save" and (found := problems(written.content, policy.brand)):
            wrong = {**found.problems, **wrong}
        closed = look is not None and look.proposal.restriction is not None
        form = proposing.propose_form(request.action, request.values, zone, policy, draft=drafting, closed=closed)
        if request.intent == "check":
            return await self._checked(form, written, wrong, look, known, now)
        if wrong:
            return FormErrors(form=replace(form, errors=wrong))
        send = request.intent == "send"
        if look is None:
            command = Propose(
                proposal=request.action.proposal or ProposalId(self._new_id()),
                by=known.person.id,
                content=written.content,
                salt=self._new_salt(),
                wanted=written.wanted,
                note=written.note,
                source=written.source,
                submit=send,
                readers=written.readers,
            )
        else:
            command = Edit(
                proposal=look.proposal.id,
                by=known.person.id,
                base=request.action.revision,
                content=written.content,
                wanted=written.wanted,
                note=written.note,
                submit=send and drafting,
                readers=written.readers,
            )
        answer = await self._executor.execute(command, known, request.origin.key, now)
        match answer:
            case Recorded(say=say):
                return CloseForm(say=sent_with(say, written.content, policy.brand) if send else say)
            case FieldProblems(problems=beside):
                return FormErrors(form=replace(form, errors=beside))
            case StaleRevision() if look is not None:
                return FormErrors(form=_overtaken(form, look.proposal))
            case _:
                return FormErrors(form=replace(form, errors={WHOLE: self._says(answer, look)}), refused=answer)

    async def _checked(
        self,
        form: Form,
        written: proposing.Written,
        wrong: Mapping[str, str],
        look: Look | None,
        known: Known,
        now: datetime,
    ) -> Answer:
        loaded = look.loaded if look else await self._store.load(None)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._refuse(loaded, None)
        facts = facts_of(look.proposal if look else None, with_person(loaded, known), self._policies, now)
        prospect = preview(written.content, written.wanted, look.proposal if look else None, known.person, facts)
        why = would_be_restricted(written.content, written.wanted, look.proposal if look else None, known.person, facts)
        restricted = () if why is None else (would_restrict(why),)
        lately = await expected(self._book, prospect, now)
        found = check_result(written.content, facts.policy.brand, restricted, prospect, lately)
        return OpenForm(form=proposing.with_findings(form, wrong, found))

    async def _decided(self, request: Sent, look: Look, known: Known, now: datetime) -> Answer:
        action = request.action
        decision, reason, missing = deciding.read_decision(action, request.values)
        wrong = {**missing, **request.problems}
        if wrong or decision is None or action.desk is None:
            return FormErrors(form=_decision_form(action, look.seen, request.values, wrong))
        command = SubmitReview(
            proposal=look.proposal.id,
            by=known.person.id,
            desk=action.desk,
            revision=action.revision,
            retimes=action.retimes,
            decision=decision,
            reason=reason,
        )
        answer = await self._executor.execute(command, known, request.origin.key, now)
        if isinstance(answer, Recorded):
            return CloseForm(say=answer.say)
        # The form comes back about the words as they are now, which is what a second click then decides on.
        told = {WHOLE: self._says(answer, look)}
        again = _decision_form(_at_head(action, look), look.seen, request.values, told)
        return FormErrors(form=again, refused=answer)

    def _would_refuse(self, action: Action, look: Look, now: datetime) -> Refusal | None:
        """What sending this form would be refused for, whatever is typed into it."""
        trial = _trial(action, look)
        if trial is None:
            return NotFound()
        outcome = decide(look.proposal, trial, self._facts(look, now))
        return None if isinstance(outcome, tuple | NothingChanged) else outcome

    def _facts(self, look: Look, now: datetime) -> Facts:
        return facts_of(look.proposal, look.loaded, self._policies, now)

    def _stands(self, refusal: Refusal, look: Look, action: Action) -> Answer:
        if isinstance(refusal, NotConfirmed):
            return ask(refusal, action, look.loaded.acting)
        card = look.card(action.desk)
        # Only what has changed under the card is worth redrawing it for; to the wrong person, the sentence is enough.
        if card and isinstance(refusal, StaleRevision):
            return ShowCard(card=card, say=self._says(refusal, look))
        return self._refuse(refusal, look)

    def _refuse(self, refusal: Refusal, look: Look | None) -> Say:
        return Say(text=self._says(refusal, look), refused=refusal)

    def _says(self, refusal: Refusal, look: Look | None) -> str:
        if look is None:
            return messages.refusal(refusal, {}, self._policies.current)
        return look.says(refusal)


def _telling(answer: Answer, look: Look) -> Answer:
    """The answer, with whose words its form has: who was shown those of a confidential post is put on record, and told so."""
    match answer:
        case OpenForm(form=form) | FormErrors(form=form) if form.action.name not in _WORDLESS:
            return replace(answer, form=told(look.seen, form))
        case _:
            return answer


def _trial(action: Action, look: Look) -> SubmitReview | Edit | Withdraw | LiftRestriction | None:
    proposal, by = look.proposal, look.person
    match action.name:
        case "edit":
            head = proposal.head
            return Edit(proposal=proposal.id, by=by, base=head.number, content=head.content, wanted=proposal.wanted)
        case "withdraw":
            return Withdraw(proposal=proposal.id, by=by)
        case "lift_restriction":
            return LiftRestriction(proposal=proposal.id, by=by, revision=action.revision)
        case _ if action.desk is not None:
            return SubmitReview(
                proposal=proposal.id,
                by=by,
                desk=action.desk,
                revision=action.revision,
                retimes=action.retimes,
                decision="request_changes",
                reason=Reason(code="other", words="…"),
            )
        case _:
            return None


def _at_head(action: Action, look: Look) -> Action:
    return replace(action, revision=look.proposal.head.number, retimes=look.proposal.retimes)


def _overtaken(form: Form, proposal: Proposal) -> Form:
    now = replace(form, action=replace(form.action, revision=proposal.head.number, retimes=proposal.retimes))
    errors = {WHOLE: messages.overtaken(proposal.head.number)}
    return proposing.with_findings(now, errors, proposing.words_now(proposal))


def _decision_form(action: Action, seen: Seen, values: Values, errors: Mapping[str, str]) -> Form:
    if action.name in ("request_changes", "reject"):
        return deciding.reason_form(action, seen, values, errors)
    return deciding.decision_form(action, seen, values, errors)
