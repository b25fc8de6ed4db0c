"""`decide(proposal, command, facts) -> events | Refusal`: the rules. Pure: no clock, no chance, no I/O."""

from collections.abc import Iterable
from typing import Final, assert_never

from workflows.domain.commands import (
    AcceptSuggestion,
    Adopt,
    Command,
    DeclineSuggestion,
    Edit,
    GiveOverride,
    HandOn,
    Hold,
    LiftBlock,
    LiftRestriction,
    Propose,
    Release,
    Submit,
    SubmitReview,
    Suggest,
    Unwatch,
    Watch,
    Withdraw,
)
from workflows.domain.content import hash_parts
from workflows.domain.events import (
    ApprovalLost,
    ApprovalReached,
    BlockLifted,
    Event,
    Submitted,
    WasWithdrawn,
)
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Draft, InReview, Proposal, Rejected, Withdrawn
from workflows.domain.refusals import (
    AlreadyProposed,
    NotConfirmed,
    NotFound,
    NothingChanged,
    NothingToLift,
    NotInReview,
    NotLead,
    NotYours,
    OwnWords,
    Refusal,
    StaleRevision,
)
from workflows.lifecycle.adopting import adopt
from workflows.lifecycle.asking import with_asked
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import evaluate, stage_name
from workflows.lifecycle.evolve import evolve, fold
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handing_on import hand_on
from workflows.lifecycle.hold import hold, release
from workflows.lifecycle.leaving import rerouted
from workflows.lifecycle.override import give_override
from workflows.lifecycle.readers import authors, hidden, keepers
from workflows.lifecycle.restricting import lift, restricting
from workflows.lifecycle.review import give_review, not_asked
from workflows.lifecycle.suggesting import accept, decline, suggest
from workflows.lifecycle.watching import unwatch, watch
from workflows.lifecycle.wording import begin, change, problems, routed

Events = tuple[Event, ...]
_OWN: Final = (Submit, Edit, Withdraw, AcceptSuggestion, DeclineSuggestion)
"""What an author does with their own post."""


def decide(proposal: Proposal | None, command: Command, facts: Facts) -> Events | Refusal:
    """What a command leads to. No events at all means that it stands already: the same answer, and nothing new."""
    if isinstance(command, Propose):
        events = _propose(proposal, command, facts)
    elif isinstance(command, Adopt):
        # It comes from whoever runs the product, through no account, and reads no words.
        events = NotFound() if proposal is None else adopt(proposal, command, facts)
    elif proposal is None or (hidden(proposal, command.by, facts) and not _known(command)):
        return NotFound()
    else:
        events = _decide(proposal, command, facts)
        # One's own post is anybody's to write; else only a person acts of whom it is sure that it is them.
        own = isinstance(command, _OWN) and command.by in authors(proposal)
        # To look, or not to, gives nobody what they did not have.
        own |= isinstance(command, Watch | Unwatch) and command.by == command.person
        if isinstance(events, tuple) and events and not own and (refusal := unsure(command.by, facts)):
            return refusal
    return _with_consequences(proposal, events, facts) if isinstance(events, tuple) and events else events


def _known(command: Command) -> bool:
    """Whether it gives nothing away that a hidden post is answered: to end for oneself what one was told of is no look at it."""
    return isinstance(command, Unwatch) and command.by == command.person and command.had_its_card


def unsure(by: PersonId, facts: Facts) -> NotConfirmed | None:
    """Whether nobody has said yet that the account that acts is this person's."""
    if facts.link == "confirmed":
        return None
    person = facts.people[by]
    return NotConfirmed(name=person.name, email=person.email)


def follow_people(proposal: Proposal, facts: Facts) -> Events:
    """What it leads to that people come and go: nothing, unless a desk would wait for one of them for ever, or others must be
    asked in their place. Nobody does it.
    """
    route = rerouted(proposal, facts)
    return _with_consequences(proposal, (route,) if route else (), facts)


def _decide(
    proposal: Proposal,
    command: Submit
    | Edit
    | SubmitReview
    | LiftBlock
    | LiftRestriction
    | Withdraw
    | Hold
    | Release
    | HandOn
    | GiveOverride
    | Suggest
    | AcceptSuggestion
    | DeclineSuggestion
    | Watch
    | Unwatch,
    facts: Facts,
) -> Events | Refusal:
    match command:
        case Submit():
            return _submit(proposal, command, facts)
        case Edit():
            return _edit(proposal, command, facts)
        case SubmitReview():
            return give_review(proposal, command, facts)
        case LiftBlock():
            return _lift(proposal, command, facts)
        case LiftRestriction():
            return lift(proposal, command, facts)
        case Withdraw():
            return _withdraw(proposal, command, facts)
        case HandOn():
            return hand_on(proposal, command, facts)
        case Hold():
            return hold(proposal, command, facts)
        case Release():
            return release(proposal, command, facts)
        case GiveOverride():
            return give_override(proposal, command, facts)
        case Suggest():
            return suggest(proposal, command, facts)
        case AcceptSuggestion():
            return accept(proposal, command, facts, _edit)
        case DeclineSuggestion():
            return decline(proposal, command, facts)
        case Watch():
            return watch(proposal, command, facts)
        case Unwatch():
            return unwatch(proposal, command, facts)
        case _:
            assert_never(command)


def _propose(proposal: Proposal | None, command: Propose, facts: Facts) -> Events | Refusal:
    if proposal is not None:
        return _again(proposal, command)
    first, *rest = begin(command, facts)
    draft = _after(evolve(None, first), rest)
    closed = restricting(draft, command.by, command.readers, facts)
    started = (first, *rest, *closed)
    return _send(_after(draft, closed), command.by, facts, started) if command.submit else started


def _again(proposal: Proposal, command: Propose) -> Events | Refusal:
    """The same form sent again: it stands already, if it says the same; what is new in it must not be lost silently."""
    if command.by != proposal.author:
        return NotFound()
    first = proposal.revisions[0]
    same = first.parts == hash_parts(command.content, bytes.fromhex(proposal.salt))
    as_wanted = command.readers == "asked" or proposal.restriction is not None
    return () if same and as_wanted and command.submit != isinstance(proposal.stage, Draft) else AlreadyProposed()


def _submit(proposal: Proposal, command: Submit, facts: Facts) -> Events | Refusal:
    if command.by not in keepers(proposal, facts):
        return NotYours(author=proposal.author)
    if not isinstance(proposal.stage, Draft):
        return NotInReview(stage=stage_name(proposal))
    if command.revision != proposal.head.number:
        return StaleRevision(seen=command.revision, head=proposal.head.number)
    closed = restricting(proposal, command.by, "asked", facts)
    return _send(_after(proposal, closed), command.by, facts, closed)


def _send(draft: Proposal, by: PersonId, facts: Facts, before: Events) -> Events | Refusal:
    found = problems(draft.head.content, facts.policy.brand)
    if found:
        return found
    route = routed(draft, facts)
    if not isinstance(route, tuple):
        return route
    return (*before, Submitted(by=by, at=facts.now, revision=draft.head.number), *route)


def _edit(proposal: Proposal, command: Edit, facts: Facts) -> Events | Refusal:
    if not isinstance(proposal.stage, Draft | InReview):
        return NotInReview(stage=stage_name(proposal))
    if command.by not in keepers(proposal, facts) | facts.leads():
        return NotYours(author=proposal.author)
    if command.base != proposal.head.number:
        return StaleRevision(seen=command.base, head=proposal.head.number)
    worded = change(proposal, command, facts)
    reworded = _after(proposal, worded)
    closed = restricting(reworded, command.by, command.readers, facts)
    changed, edited = (*worded, *closed), _after(reworded, closed)
    if isinstance(proposal.stage, Draft):
        if command.submit:
            return _send(edited, command.by, facts, changed)
        return changed or NothingChanged()
    if not changed:
        return NothingChanged()
    found = problems(edited.head.content, facts.policy.brand)
    if found:
        return found
    if edited.head is proposal.head and edited.retimes == proposal.retimes:
        return changed
    route = routed(edited, facts)
    return (*changed, *route) if isinstance(route, tuple) else route


def _lift(proposal: Proposal, command: LiftBlock, facts: Facts) -> Events | Refusal:
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    standing = evaluate(proposal, facts).of(command.desk)
    if standing is None:
        return not_asked(command.desk, facts)
    heads = facts.heads(command.desk)
    if command.by not in heads:
        return NotLead(leads=heads)
    if command.by in barred(proposal):
        return OwnWords()
    if command.revision != proposal.head.number:
        return StaleRevision(seen=command.revision, head=proposal.head.number)
    if not standing.blocking:
        return NothingToLift(desk=command.desk)
    return (BlockLifted(by=command.by, at=facts.now, desk=command.desk, revision=proposal.head.number),)


def _withdraw(proposal: Proposal, command: Withdraw, facts: Facts) -> Events | Refusal:
    if command.by not in keepers(proposal, facts):
        return NotYours(author=proposal.author)
    match proposal.stage:
        case Draft() | InReview():
            return (WasWithdrawn(by=command.by, at=facts.now),)
        case Withdrawn():
            return ()
        case Rejected():
            return NotInReview(stage="rejected")
        case _:
            assert_never(proposal.stage)


def _with_consequences(proposal: Proposal | None, events: Events, facts: Facts) -> Events:
    """With who is asked now, and whether that is an approval, or the end of one."""
    after = _after(proposal, events) if proposal else fold(events)
    if after is None or not isinstance(after.stage, InReview):
        return events
    now = evaluate(after, facts)
    events = with_asked(after, now, events, facts)
    approved = proposal is not None and evaluate(proposal, facts).approved
    head = after.head
    if now.approved and not approved:
        return (*events, ApprovalReached(at=facts.now, revision=head.number, revision_hash=head.hash))
    if approved and not now.approved:
        return (*events, ApprovalLost(at=facts.now, revision=head.number))
    return events


def _after(proposal: Proposal, events: Iterable[Event]) -> Proposal:
    for event in events:
        proposal = evolve(proposal, event)
    return proposal
