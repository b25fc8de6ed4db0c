"""Moving a running proposal to the policy in force, on purpose: what it would change, and what an approval is still good for."""

from collections.abc import Iterable
from dataclasses import replace

from workflows.domain.commands import Adopt
from workflows.domain.events import ApprovalLost, ApprovalReached, Event, Restricted
from workflows.domain.ids import DeskId
from workflows.domain.policy import Policy
from workflows.domain.proposal import InReview, Proposal, Requirement, review_of
from workflows.domain.refusals import ChangedSince, NotInReview, NotLead, Refusal
from workflows.lifecycle.evaluate import evaluate, stage_name
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.moving import Move
from workflows.lifecycle.readers import seeing_watchers
from workflows.lifecycle.replaying import between
from workflows.lifecycle.restricting import restricting
from workflows.lifecycle.wording import problems, routed


def adopt(proposal: Proposal, command: Adopt, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Route the head anew by the policy in force, as a comms lead wishes who knows how both stood.

    Where the post could not go to review under that policy, it stays under its own.
    """
    newest = facts.in_force or facts.policy
    if command.by not in facts.leads():
        return NotLead(leads=tuple(sorted(facts.leads())))
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    if proposal.stage.policy == newest.hash:
        return ()
    if (command.sequence, command.policy) != (proposal.sequence, newest.hash):
        return ChangedSince()
    found = problems(proposal.head.content, newest.brand)
    if found:
        return found
    then = replace(facts, policy=newest)
    closed = restricting(proposal, command.by, "asked", then)
    route = routed(_after(proposal, closed), then)
    if not isinstance(route, tuple):
        return route
    afresh = tuple(_asked_afresh(proposal, route[0].requirements, facts.policy, newest))
    return (*closed, *(replace(one, by=command.by, afresh=afresh) for one in route))


def _asked_afresh(proposal: Proposal, now: tuple[Requirement, ...], before: Policy, newest: Policy) -> Iterable[DeskId]:
    """The desks whose approvals were given for something else than what they are asked now, if they are asked at all.

    What a desk was asked is the rules that asked it, by their names, and the parts that it judged; a desk is its key and its name.
    """
    review = review_of(proposal)
    was = {one.desk: one for one in review.requirements} if review else {}
    asked = {one.desk: one for one in now}
    for desk in sorted({given.desk for given in proposal.reviews if given.decision == "approve"}):
        old, new = was.get(desk), asked.get(desk)
        same_desk = desk in before.desks and before.desks[desk].name == newest.desks[desk].name if new else False
        if old is None or new is None or not same_desk or not _covers(old, new):
            yield desk


def _covers(old: Requirement, new: Requirement) -> bool:
    """Whether who approved for the `old` has said all that the `new` asks."""
    return (
        set(new.rules) <= set(old.rules)
        and set(new.judges) <= set(old.judges)
        and (old.judges_time or not new.judges_time)
    )


def move_of(proposal: Proposal, events: tuple[Event, ...], facts: Facts) -> Move:
    """What these events of an adoption change."""
    after = _after(proposal, events)
    before, then = review_of(proposal), review_of(after)
    still = [(one.reviewer, one.desk) for each in evaluate(after, facts).standings for one in each.counted]
    counted = (one for each in evaluate(proposal, facts).standings for one in each.counted)
    reached = any(isinstance(event, ApprovalReached) for event in events)
    lost = any(isinstance(event, ApprovalLost) for event in events)
    watched, watch = seeing_watchers(proposal, facts), seeing_watchers(after, facts)
    return Move(
        difference=between(before.requirements if before else (), then.requirements if then else ()),
        lapsing=tuple(one for one in counted if (one.reviewer, one.desk) not in still),
        approval="reached" if reached else "lost" if lost else "same",
        restricted=any(isinstance(event, Restricted) for event in events),
        watching=tuple(sorted(watch - watched)),
        unwatching=tuple(sorted(watched - watch)),
    )


def _after(proposal: Proposal, events: Iterable[Event]) -> Proposal:
    for event in events:
        proposal = evolve(proposal, event)
    return proposal
