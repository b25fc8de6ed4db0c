"""An override: two whom the policy names let a post go out although reviews are missing or block it. It ends with an edit."""

from workflows.domain.commands import GiveOverride
from workflows.domain.events import Event, OverrideGiven
from workflows.domain.proposal import InReview, Proposal
from workflows.domain.refusals import (
    AlreadyOverrides,
    NothingToOverride,
    NotInReview,
    NotOverrider,
    OverrideReasonMissing,
    OwnWords,
    Refusal,
    StaleRevision,
)
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import evaluate, stage_name
from workflows.lifecycle.facts import Facts


def give_override(proposal: Proposal, command: GiveOverride, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Say it as one of two. The same person with the same words again leads to no event."""
    if command.by not in facts.overriders():
        return not_overrider(facts)
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    if command.by in barred(proposal):
        return OwnWords()
    if (command.revision, command.retimes) != (proposal.head.number, proposal.retimes):
        return StaleRevision(seen=command.revision, head=proposal.head.number)
    if not command.reason.strip():
        return OverrideReasonMissing()
    evaluation = evaluate(proposal, facts)
    own = next((one for one in evaluation.overrides if one.by == command.by), None)
    if own is not None and own.reason == command.reason:
        return ()
    if evaluation.approved:
        return NothingToOverride()
    if own is not None:
        return AlreadyOverrides(others=tuple(sorted(facts.overriders() - barred(proposal) - {command.by})))
    return (
        OverrideGiven(
            by=command.by,
            at=facts.now,
            revision=proposal.head.number,
            revision_hash=proposal.head.hash,
            retimes=proposal.retimes,
            reason=command.reason,
        ),
    )


def not_overrider(facts: Facts) -> NotOverrider:
    """The refusal for whoever the policy does not name."""
    return NotOverrider(overriders=tuple(sorted(facts.overriders())))
