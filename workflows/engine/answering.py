"""What whoever asked is told of their command once it is on record."""

from typing import assert_never

from workflows.cards import confidential, handing_on, holding, messages, overriding, suggesting, versions, watching
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
from workflows.domain.events import ApprovalReached, Event, Restricted, ReviewGiven, RevisionAdded, Suggested


def answer_to(command: Command, events: tuple[Event, ...], asked: messages.Asked, *, asks: bool) -> str:
    """The answer, about a post that was `asked` of its desks; `asks` if somebody is asked now who was not before it."""
    said = _said(command, events, asked, asks=asks)
    by_rule = any(isinstance(event, Restricted) and event.by is None for event in events)
    return confidential.closed(said) if by_rule else said


def _said(command: Command, events: tuple[Event, ...], asked: messages.Asked, *, asks: bool) -> str:
    match command:
        case Propose(submit=False):
            return messages.saved()
        case Propose() | Submit():
            return messages.sent(asked)
        case Edit():
            if not asked.desks:
                return messages.saved()
            if command.submit:
                return messages.sent(asked)
            return messages.edited(asked, revised=any(isinstance(event, RevisionAdded) for event in events), asked=asks)
        case SubmitReview(decision=decision):
            said = messages.decided(decision) if events else messages.stands_already()
            return overriding.still_approved(said) if decision == "request_changes" and asked.overridden else said
        case LiftBlock():
            return messages.lifted()
        case LiftRestriction():
            return confidential.lifted() if events else messages.stands_already()
        case Withdraw():
            return messages.withdrawn(draft=not asked.desks)
        case HandOn():
            return handing_on.handed_on() if events else messages.stands_already()
        case Hold():
            return holding.held() if events else messages.stands_already()
        case Release():
            return holding.released()
        case Watch(by=by, person=person):
            who = None if by == person else messages.name(asked.names, person)
            return watching.added(who) if events else messages.stands_already()
        case Unwatch(by=by, person=person):
            who = None if by == person else messages.name(asked.names, person)
            return watching.removed(who) if events else messages.stands_already()
        case GiveOverride():
            whole = any(isinstance(event, ApprovalReached) for event in events)
            return overriding.given(whole=whole) if events else messages.stands_already()
        case Suggest(desk=desk, approves=wished):
            given = next((event.approves for event in events if isinstance(event, Suggested)), None)
            if given is None:
                return messages.stands_already()
            return suggesting.suggested(wished, messages.desk(asked.policy, desk) if given != wished else "")
        case AcceptSuggestion():
            approved = any(isinstance(event, ReviewGiven) for event in events)
            return suggesting.accepted(asked.stuck, approved=approved) if events else messages.stands_already()
        case DeclineSuggestion():
            return suggesting.declined() if events else messages.stands_already()
        case Adopt():
            return versions.adopted() if events else messages.stands_already()
        case _:
            assert_never(command)
