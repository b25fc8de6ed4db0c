"""Hold and release: a stop without a verdict. It touches no review, and no review touches it."""

from datetime import datetime

from workflows.domain.commands import Hold, Release
from workflows.domain.events import Event, Held, Released, TimeMissed
from workflows.domain.proposal import InReview, Proposal
from workflows.domain.refusals import HoldReasonMissing, IsOnHold, NotHolder, NotInReview, NotOnHold, Refusal
from workflows.lifecycle.evaluate import stage_name
from workflows.lifecycle.facts import Facts


def hold(proposal: Proposal, command: Hold, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Put it on hold. The same person with the same words again leads to no event; a second hold is refused."""
    if command.by not in facts.holders():
        return not_holder(facts)
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    if not command.reason.strip():
        return HoldReasonMissing()
    held = proposal.hold
    if held is None:
        return (Held(by=command.by, at=facts.now, reason=command.reason),)
    if (held.by, held.reason) == (command.by, command.reason):
        return ()
    return IsOnHold(by=held.by, at=held.at, reason=held.reason)


def release(proposal: Proposal, command: Release, facts: Facts) -> tuple[Event, ...] | Refusal:
    """End the hold; anybody who may hold may, whoever set it."""
    if command.by not in facts.holders():
        return not_holder(facts)
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    if proposal.hold is None:
        return NotOnHold()
    return (Released(by=command.by, at=facts.now), *miss_time(proposal, proposal.hold.at, facts.now))


def miss_time(proposal: Proposal, since: datetime, now: datetime) -> tuple[Event, ...]:
    """What a stop that began at `since` and ends now did to it: where its wanted time passed meanwhile, it needs a new one."""
    wanted = proposal.wanted
    if not isinstance(proposal.stage, InReview) or proposal.time == "missed" or wanted is None:
        return ()
    return (TimeMissed(at=now, wanted=wanted.at),) if since <= wanted.at <= now else ()


def not_holder(facts: Facts) -> NotHolder:
    """The refusal for whoever the policy does not name."""
    return NotHolder(holders=tuple(sorted(facts.holders())))
