"""`evolve(proposal, event) -> proposal`: what an event makes of a proposal. `fold` of all its events is its state."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from workflows.domain.events import (
    ApprovalLost,
    ApprovalReached,
    BlockLifted,
    Event,
    HandedOn,
    Held,
    NoteChanged,
    OverrideGiven,
    Proposed,
    Released,
    Restricted,
    RestrictionLifted,
    Retimed,
    ReviewGiven,
    RevisionAdded,
    Routed,
    Submitted,
    Suggested,
    SuggestionAccepted,
    SuggestionDeclined,
    TimeMissed,
    Unwatched,
    WasRejected,
    WasWithdrawn,
    Watched,
)
from workflows.domain.proposal import (
    Adoption,
    Draft,
    Handing,
    InReview,
    OnHold,
    Override,
    Proposal,
    Reason,
    Rejected,
    Restriction,
    Review,
    Revision,
    Suggestion,
    Verdict,
    Watch,
    Withdrawn,
)
from workflows.lifecycle.evaluate import counts


def evolve(proposal: Proposal | None, event: Event) -> Proposal:
    """Apply one event. Raises `ValueError` where that event cannot follow: the record is broken, which is a bug."""
    if proposal is None:
        return _begin(event)
    return replace(_apply(proposal, event), sequence=proposal.sequence + 1)


def fold(events: Iterable[Event]) -> Proposal | None:
    """The state that a whole stream of events leads to."""
    proposal: Proposal | None = None
    for event in events:
        proposal = evolve(proposal, event)
    return proposal


def _begin(event: Event) -> Proposal:
    if not isinstance(event, Proposed):
        message = f"{event.kind} cannot be the first event"
        raise ValueError(message)  # noqa: TRY004  # the record is broken, not an argument's type
    return Proposal(
        id=event.proposal,
        salt=event.salt,
        author=event.by,
        co_authors=frozenset(event.co_authors),
        created=event.at,
        revisions=(),
        wanted=event.wanted,
        retimes=0,
        note=event.note,
        stage=Draft(),
        reviews=(),
        sequence=1,
        source=event.source,
    )


def _apply(proposal: Proposal, event: Event) -> Proposal:
    if isinstance(proposal.stage, Rejected | Withdrawn):
        message = f"{event.kind} cannot follow the end"
        raise ValueError(message)  # noqa: TRY004  # the record is broken, not an argument's type
    match event:
        case RevisionAdded():
            return replace(proposal, revisions=(*proposal.revisions, _revision(proposal, event)))
        case Retimed(wanted=wanted):
            return replace(proposal, wanted=wanted, retimes=proposal.retimes + 1, time="stands")
        case OverrideGiven(by=by, at=at, revision=revision, retimes=retimes, reason=reason):
            _in_review(proposal)
            said = Override(by=by, at=at, revision=revision, retimes=retimes, reason=reason)
            return replace(proposal, overrides=(*proposal.overrides, said))
        case TimeMissed():
            _in_review(proposal)
            return replace(proposal, time="missed")
        case NoteChanged(note=note):
            return replace(proposal, note=note)
        case Restricted(by=by, at=at, why=why):
            return replace(proposal, restriction=Restriction(by=by, at=at, why=why))
        case RestrictionLifted(revision=revision):
            return replace(proposal, restriction=None, opened=revision)
        case Routed():
            return replace(proposal, stage=_routed(proposal, event), reviews=_voided(proposal, event))
        case Watched(person=person, by=by, at=at) | Unwatched(person=person, by=by, at=at):
            _in_review(proposal)
            said = Watch(person=person, by=by, at=at, on=isinstance(event, Watched))
            return replace(proposal, watches=(*proposal.watches, said))
        case ReviewGiven():
            return replace(proposal, reviews=(*proposal.reviews, _review(proposal, event)))
        case HandedOn():
            return replace(proposal, handed=(*proposal.handed, _handing(proposal, event)))
        case BlockLifted():
            return replace(proposal, reviews=_lifted(proposal, event))
        case WasRejected(by=by, desk=desk, at=at, reason=code, words=words):
            review = _in_review(proposal)
            reason = Reason(code=code, words=words)
            return replace(proposal, stage=Rejected(by=by, desk=desk, reason=reason, at=at, review=review))
        case WasWithdrawn(by=by, at=at):
            review = proposal.stage if isinstance(proposal.stage, InReview) else None
            return replace(proposal, stage=Withdrawn(by=by, at=at, review=review))
        case Held(by=by, at=at, reason=reason):
            _in_review(proposal)
            return replace(proposal, hold=OnHold(by=by, at=at, reason=reason))
        case Released():
            _in_review(proposal)
            return replace(proposal, hold=None)
        case Suggested():
            return replace(proposal, suggestions=(*proposal.suggestions, _suggestion(proposal, event)))
        case SuggestionAccepted(by=by, at=at, suggestion=number):
            return _answered(proposal, number, Verdict(by=by, at=at, says="accepted"))
        case SuggestionDeclined(by=by, at=at, suggestion=number, words=words):
            return _answered(proposal, number, Verdict(by=by, at=at, says="declined", words=words))
        case Submitted() | ApprovalReached() | ApprovalLost():
            return proposal
        case Proposed():
            message = "a proposal begins once"
            raise ValueError(message)
        case _:
            assert_never(event)


def _revision(proposal: Proposal, event: RevisionAdded) -> Revision:
    if event.number != len(proposal.revisions) + 1:
        message = f"revision {event.number} cannot follow {len(proposal.revisions)}"
        raise ValueError(message)
    return Revision(
        number=event.number,
        author=event.by,
        at=event.at,
        content=event.content,
        parts=event.parts,
        hash=event.hash,
    )


def _review(proposal: Proposal, event: ReviewGiven) -> Review:
    _in_review(proposal)
    if not 1 <= event.revision <= len(proposal.revisions):
        message = f"nobody can have seen revision {event.revision}"
        raise ValueError(message)
    return Review(
        reviewer=event.by,
        behalf=event.behalf,
        desk=event.desk,
        revision=event.revision,
        retimes=event.retimes,
        decision=event.decision,
        reason=Reason(code=event.reason, words=event.words) if event.reason else None,
        authority=event.authority,
        at=event.at,
        suggestion=event.suggestion,
    )


def _routed(proposal: Proposal, event: Routed) -> InReview:
    before = proposal.stage.adopted if isinstance(proposal.stage, InReview) else None
    return InReview(
        policy=event.policy,
        requirements=event.requirements,
        whys=event.whys,
        slots=event.slots,
        asked=event.asked,
        judged=event.judged,
        adopted=before if event.by is None else Adoption(by=event.by, at=event.at),
        watchers={person: event.watchers_whys.get(person, "") for person in event.watchers},
    )


def _voided(proposal: Proposal, event: Routed) -> tuple[Review, ...]:
    """Only approvals end with what they were given for: a no stands until somebody ends it."""
    return tuple(
        replace(given, voided_by=event.by) if given.desk in event.afresh and given.decision == "approve" else given
        for given in proposal.reviews
    )


def _suggestion(proposal: Proposal, event: Suggested) -> Suggestion:
    review = _in_review(proposal)
    if event.number != len(proposal.suggestions) + 1 or not 1 <= event.revision <= len(proposal.revisions):
        message = f"suggestion {event.number} cannot follow {len(proposal.suggestions)}, on revision {event.revision}"
        raise ValueError(message)
    return Suggestion(
        number=event.number,
        by=event.by,
        desk=event.desk,
        revision=event.revision,
        retimes=event.retimes,
        part=event.part,
        text=event.text,
        why=event.why,
        approves=event.approves,
        at=event.at,
        spoken=len(proposal.reviews),
        policy=review.policy,
    )


def _answered(proposal: Proposal, number: int, verdict: Verdict) -> Proposal:
    _in_review(proposal)
    if not any(one.number == number and one.verdict is None for one in proposal.suggestions):
        message = f"there is no open suggestion {number} to be {verdict.says}"
        raise ValueError(message)
    suggestions = tuple(replace(one, verdict=verdict) if one.number == number else one for one in proposal.suggestions)
    return replace(proposal, suggestions=suggestions)


def _handing(proposal: Proposal, event: HandedOn) -> Handing:
    _in_review(proposal)
    return Handing(
        desk=event.desk,
        by=event.by,
        behalf=event.behalf,
        to=event.to,
        own=event.own,
        words=event.words,
        at=event.at,
    )


def _lifted(proposal: Proposal, event: BlockLifted) -> tuple[Review, ...]:
    """Only the blocks that stand on the head end: one on words that may come back stands again with them."""
    requirement = next((asked for asked in _in_review(proposal).requirements if asked.desk == event.desk), None)
    if requirement is None:
        message = "a block cannot be lifted for a desk that is not asked"
        raise ValueError(message)
    return tuple(
        replace(given, lifted_by=event.by)
        if given.decision == "request_changes" and given.lifted_by is None and counts(proposal, given, requirement)
        else given
        for given in proposal.reviews
    )


def _in_review(proposal: Proposal) -> InReview:
    if not isinstance(proposal.stage, InReview):
        message = f"that needs a proposal in review, not {type(proposal.stage).__name__}"
        raise ValueError(message)  # noqa: TRY004  # the record is broken, not an argument's type
    return proposal.stage
