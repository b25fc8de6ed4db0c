"""Suggested wording: who may give it, what its author may make of it, and the approval that waits for it to be taken."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from workflows.domain.commands import AcceptSuggestion, DeclineSuggestion, Edit, SubmitReview, Suggest
from workflows.domain.content import TEXT, Content, hash_parts
from workflows.domain.events import Event, ReviewGiven, Suggested, SuggestionAccepted, SuggestionDeclined
from workflows.domain.ids import PersonId
from workflows.domain.proposal import InReview, Proposal, Reason, Suggestion, review_of
from workflows.domain.refusals import (
    DeclineReasonMissing,
    NotFound,
    NothingChanged,
    NotInReview,
    NotYours,
    OwnWording,
    Refusal,
    StaleRevision,
    SuggestionOver,
    SuggestionStale,
)
from workflows.lifecycle.evaluate import stage_name
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import keepers
from workflows.lifecycle.review import give_review
from workflows.lifecycle.suggested import condition_stands, is_stale, open_suggestions
from workflows.lifecycle.wording import preview, problems

Editing = Callable[[Proposal, Edit, Facts], "tuple[Event, ...] | Refusal"]
_TRIAL: Final = Reason(code="other", words="…")
"""Stands for a reason where only is asked whether somebody may decide."""


def suggest(proposal: Proposal, command: Suggest, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Whoever may decide for a desk, or change what they decided, may suggest wording, checked as an edit of it would be. No
    approval waits for wording by which the desk comes to bar its own. The same again is no event.
    """
    if refusal := _may_not_decide(proposal, command, facts):
        return refusal
    review, head = review_of(proposal), proposal.head
    asked = next(one for one in review.requirements if one.desk == command.desk) if review else None
    if asked and asked.own_wording == "bars" and command.approves == "as_it_stands":
        return OwnWording(desk=command.desk)
    content = replace(head.content, text=command.text)
    part = hash_parts(content, bytes.fromhex(proposal.salt))[TEXT]
    event = Suggested(
        number=len(proposal.suggestions) + 1,
        by=command.by,
        at=facts.now,
        desk=command.desk,
        revision=head.number,
        retimes=command.retimes,
        part=part,
        approves=command.approves,
        text=command.text,
        why=command.why,
    )
    if event.approves == "as_it_stands" and _would_bar(proposal, event, content, facts):
        event = replace(event, approves="no")
    if any(_same(one, event) for one in open_suggestions(proposal)):
        return ()
    if part == head.parts.get(TEXT):
        return NothingChanged()
    return problems(content, facts.policy.brand) or (event,)


def _would_bar(proposal: Proposal, event: Suggested, content: Content, facts: Facts) -> bool:
    """Whether these words would bring in a rule by which whoever suggested them does not approve them for their desk."""
    author = facts.people[proposal.author]
    prospect = preview(content, proposal.wanted, evolve(proposal, event), author, facts)
    return any(one.requirement.desk == event.desk and one.requirement.own_wording == "bars" for one in prospect.desks)


def _may_not_decide(proposal: Proposal, command: Suggest, facts: Facts) -> Refusal | None:
    trial = SubmitReview(
        proposal=proposal.id,
        by=command.by,
        desk=command.desk,
        revision=command.revision,
        retimes=command.retimes,
        decision="approve" if command.approves == "as_it_stands" else "request_changes",
        reason=_TRIAL,
    )
    outcome = give_review(proposal, trial, facts)
    return None if isinstance(outcome, tuple) else outcome


def _same(one: Suggestion, event: Suggested) -> bool:
    return (one.by, one.desk, one.revision, one.retimes, one.part, one.approves, one.why) == (
        event.by,
        event.desk,
        event.revision,
        event.retimes,
        event.part,
        event.approves,
        event.why,
    )


def accept(proposal: Proposal, command: AcceptSuggestion, facts: Facts, edit: Editing) -> tuple[Event, ...] | Refusal:
    """Make the suggested wording the text, as an `edit` by whoever accepts, with its checks and its route; and give the approval
    that was waiting for that. The same again is no event.
    """
    found = _answerable(proposal, command.suggestion, command.by, facts)
    if isinstance(found, SuggestionOver) and (found.how, found.by) == ("accepted", command.by):
        return ()
    if not isinstance(found, Suggestion):
        return found
    if is_stale(proposal, found):
        return SuggestionStale(by=found.by, revision=found.revision)
    head = proposal.head
    if command.revision != head.number:
        return StaleRevision(seen=command.revision, head=head.number)
    content = replace(head.content, text=found.text)
    taken = Edit(
        proposal=proposal.id,
        by=command.by,
        base=head.number,
        content=content,
        wanted=proposal.wanted,
        note=proposal.note,
    )
    edited = edit(proposal, taken, facts)
    if not isinstance(edited, tuple):
        return edited
    number = head.number + 1
    events = (
        *edited,
        SuggestionAccepted(by=command.by, at=facts.now, suggestion=found.number, revision=number),
    )
    return (*events, *_on_condition(proposal, events, found, facts))


def decline(proposal: Proposal, command: DeclineSuggestion, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Leave the text as it is. The same again is no event."""
    found = _answerable(proposal, command.suggestion, command.by, facts)
    if not isinstance(found, Suggestion):
        same = any(
            one.number == command.suggestion
            and one.verdict is not None
            and (one.verdict.says, one.verdict.by, one.verdict.words) == ("declined", command.by, command.words)
            for one in proposal.suggestions
        )
        return () if same and isinstance(found, SuggestionOver) else found
    if not command.words.strip():
        return DeclineReasonMissing()
    return (SuggestionDeclined(by=command.by, at=facts.now, suggestion=found.number, words=command.words),)


def _answerable(proposal: Proposal, number: int, by: PersonId, facts: Facts) -> Suggestion | Refusal:
    if by not in keepers(proposal, facts):
        return NotYours(author=proposal.author)
    found = next((one for one in proposal.suggestions if one.number == number), None)
    if found is None:
        return NotFound()
    if found.verdict is not None:
        return SuggestionOver(how=found.verdict.says, by=found.verdict.by, at=found.verdict.at)
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    later = [one for one in proposal.suggestions[number:] if (one.by, one.desk) == (found.by, found.desk)]
    return SuggestionOver(how="replaced", by=found.by, at=later[-1].at) if later else found


def _on_condition(
    before: Proposal, events: tuple[Event, ...], taken: Suggestion, facts: Facts
) -> tuple[ReviewGiven, ...]:
    """The approval that waited for it, as whoever suggested it would give it now, if they still may."""
    after = before
    for event in events:
        after = evolve(after, event)
    if not condition_stands(after, taken):
        return ()
    approval = SubmitReview(
        proposal=after.id,
        by=taken.by,
        desk=taken.desk,
        revision=after.head.number,
        retimes=taken.retimes,
        decision="approve",
    )
    given = give_review(after, approval, facts, turn="before")
    if not isinstance(given, tuple):
        return ()
    return tuple(replace(one, suggestion=taken.number) for one in given if isinstance(one, ReviewGiven))
