"""A reviewer's decision: who may give it, on which words, and what follows."""

from typing import Literal

from workflows.domain.commands import SubmitReview
from workflows.domain.events import Event, ReviewGiven, WasRejected
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import InReview, Proposal, Reason, Rejected, Review
from workflows.domain.refusals import (
    AlreadyCounts,
    AlreadyDecided,
    NotAwaited,
    NotFound,
    NotInReview,
    NotNeeded,
    NotYetItsTurn,
    OwnWording,
    OwnWords,
    ReasonMissing,
    Refusal,
    StaleRevision,
)
from workflows.lifecycle.barred import barred, barred_at
from workflows.lifecycle.cover import place_of, stand_ins
from workflows.lifecycle.evaluate import Standing, evaluate, filled_elsewhere, stage_name
from workflows.lifecycle.facts import Facts


def give_review(
    proposal: Proposal, command: SubmitReview, facts: Facts, turn: Literal["now", "before"] = "now"
) -> tuple[Event, ...] | Refusal:
    """Approve, request changes or reject for a desk.

    The same person, words and decision again lead to no event. A different decision by someone whose review holds, or on whose
    behalf it was given, is a change of mind, and replaces it, as long as the proposal has not ended. Where it was said when it was
    their `turn`, before others had to come first again, it is taken all the same.
    """
    if not isinstance(proposal.stage, InReview):
        return () if _ended_it(proposal, command) else NotInReview(stage=stage_name(proposal))
    standing = evaluate(proposal, facts).of(command.desk)
    if standing is None:
        return not_asked(command.desk, facts)
    behalf = None if command.by in facts.members(command.desk) else _covered(proposal, standing, command.by, facts)
    refusal = _barrier(proposal, command, standing, facts, behalf)
    if refusal is not None:
        return refusal
    given = (*standing.counted, *standing.blocking)
    own = next((one for one in given if command.by in (one.reviewer, one.behalf)), None)
    reason = command.reason if command.decision != "approve" else None
    if own is not None and own.decision == command.decision and own.reason == reason:
        return ()
    if own is None and standing.status == "waiting" and turn == "now":
        return NotYetItsTurn(desk=command.desk, first=standing.first)
    if command.decision != "approve" and (reason is None or not reason.words.strip()):
        return ReasonMissing()
    if command.decision == "approve":
        elsewhere = filled_elsewhere(proposal, proposal.stage, command.desk)
        if command.by in elsewhere or behalf in elsewhere:
            return AlreadyCounts(desk=command.desk, behalf=behalf)
    theirs = next((one for one in given if place_of(one) == behalf), None)
    if own is None and theirs is not None:
        return AlreadyDecided(desk=command.desk, by=(theirs.reviewer,), at=theirs.at)
    if own is None and standing.status in ("met", "blocked"):
        return too_late(standing)
    return _given(proposal, command, reason, facts, behalf)


def _covered(proposal: Proposal, standing: Standing, by: PersonId, facts: Facts) -> PersonId | None:
    """For whom somebody decides who does not sit on that desk."""
    requirement = standing.requirement
    return stand_ins(requirement.desk, facts, barred_at(proposal, requirement)).get(by)


def not_asked(desk: DeskId, facts: Facts) -> NotNeeded | NotFound:
    """Why a desk without a requirement cannot act: the route left it out, or there is no such desk."""
    return NotNeeded(desk=desk) if desk in facts.policy.desks else NotFound()


def _ended_it(proposal: Proposal, command: SubmitReview) -> bool:
    ended = proposal.stage
    return (
        isinstance(ended, Rejected)
        and command.decision == "reject"
        and (command.by, command.desk, command.reason) == (ended.by, ended.desk, ended.reason)
        and command.revision == proposal.head.number
    )


def _barrier(
    proposal: Proposal, command: SubmitReview, standing: Standing, facts: Facts, behalf: PersonId | None
) -> Refusal | None:
    if command.by in barred(proposal):
        return OwnWords()
    if command.by in barred_at(proposal, standing.requirement):
        return OwnWording(desk=command.desk)
    if behalf is None and command.by not in facts.members(command.desk):
        return NotAwaited(desk=command.desk, awaited=tuple(sorted(standing.asked)))
    if not 1 <= command.revision <= proposal.head.number or not 0 <= command.retimes <= proposal.retimes:
        return NotFound()
    older_time = standing.requirement.judges_time and command.retimes != proposal.retimes
    if command.revision != proposal.head.number or older_time:
        return StaleRevision(seen=command.revision, head=proposal.head.number)
    return None


def too_late(standing: Standing) -> AlreadyDecided:
    """That a desk waits for nobody any more, and who was first."""
    first: tuple[Review, ...] = standing.blocking or standing.counted
    return AlreadyDecided(
        desk=standing.requirement.desk, by=tuple(review.reviewer for review in first), at=first[-1].at
    )


def _given(
    proposal: Proposal, command: SubmitReview, reason: Reason | None, facts: Facts, behalf: PersonId | None
) -> tuple[Event, ...]:
    given = ReviewGiven(
        by=command.by,
        behalf=behalf,
        at=facts.now,
        desk=command.desk,
        revision=proposal.head.number,
        revision_hash=proposal.head.hash,
        retimes=command.retimes,
        decision=command.decision,
        reason=reason.code if reason else None,
        authority="lead" if command.by in facts.heads(command.desk) else "member",
        words=reason.words if reason else "",
    )
    if command.decision != "reject" or reason is None:
        return (given,)
    ended = WasRejected(by=command.by, at=facts.now, desk=command.desk, reason=reason.code, words=reason.words)
    return (given, ended)
