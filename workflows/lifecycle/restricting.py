"""Restricting a proposal to the people named, and opening it again: once restricted, it stays so until somebody opens it on
purpose. New words never do.
"""

from workflows.domain.commands import LiftRestriction
from workflows.domain.events import Event, Restricted, RestrictionLifted
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Proposal, Readers, Rejected, Withdrawn
from workflows.domain.refusals import NotInReview, Refusal, StaleRevision
from workflows.lifecycle.evaluate import stage_name
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.wording import subject_of
from workflows.policy.evaluate import restricted_because


def restricting(proposal: Proposal, by: PersonId, readers: Readers, facts: Facts) -> tuple[Event, ...]:
    """What restricts the head: its editor's wish, or else a rule. No rule closes words again that were opened on purpose."""
    if proposal.restriction is not None:
        return ()
    if readers == "named":
        return (Restricted(by=by, at=facts.now),)
    if proposal.head.number <= proposal.opened:
        return ()
    why = restricted_because(facts.policy, subject_of(proposal, facts))
    return () if why is None else (Restricted(by=None, at=facts.now, why=why),)


def lift(proposal: Proposal, command: LiftRestriction, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Open it to everybody asked; who may not read it never comes here."""
    if isinstance(proposal.stage, Rejected | Withdrawn):
        return NotInReview(stage=stage_name(proposal))
    if proposal.restriction is None:
        return ()
    if command.revision != proposal.head.number:
        return StaleRevision(seen=command.revision, head=proposal.head.number)
    return (RestrictionLifted(by=command.by, at=facts.now, revision=proposal.head.number),)
