"""What it changes for a post to be moved to the policy in force, in a line; it quotes none of its words."""

from collections.abc import Iterable
from typing import assert_never

from workflows.cards import guidance, messages, versions
from workflows.cards.replayed import differences, watched
from workflows.cards.seen import Seen
from workflows.domain.ids import DeskId
from workflows.domain.policy import Policy
from workflows.domain.refusals import ChangedSince, FieldProblems, NothingRequired, Refusal
from workflows.lifecycle.moving import Move


def told(seen: Seen, move: Move | Refusal, newest: Policy) -> str:
    """Which post, by whom, under which policy, and what moving it changes, or why it can't be moved; `newest` is in force."""
    proposal = seen.proposal
    author = messages.name(seen.names, proposal.author)
    by = "confidential" if proposal.restriction else f"by {author}"
    under = versions.of(seen.policy.hash, seen.dates, newest.zone)
    post = f"No. {guidance.reference(proposal.id)}, {proposal.created:%Y-%m-%d}, {by}, under {under}"
    return f"{post}: {_said(seen, move, newest)}."


def reason(no: Refusal, seen: Seen, newest: Policy) -> str:
    """Why a post can't be moved, without a full stop; said to whoever runs the product, who can't edit it."""
    match no:
        case FieldProblems(discreet=says):
            return f"it could not go to review: {' '.join(says)}".rstrip(".")
        case ChangedSince():
            return "it has changed since it was shown, or another policy is in force by now"
        case NothingRequired():
            return "nobody would be asked about it"
        case _:
            return messages.refusal(no, seen.names, newest).rstrip(".")


def _said(seen: Seen, move: Move | Refusal, newest: Policy) -> str:
    if isinstance(move, Move):
        return "; ".join(_changes(seen, move, newest)) or "asks the same"
    return f"can't be moved: {reason(move, seen, newest)}"


def _changes(seen: Seen, move: Move, newest: Policy) -> Iterable[str]:
    def desk(one: DeskId) -> str:
        return messages.desk(newest if one in newest.desks else seen.policy, one)

    yield from differences(move.difference, desk)
    lapsing = [f"{messages.signed(seen.names, one)} ({desk(one.desk)})" for one in move.lapsing]
    if lapsing:
        stop = "the approval of {} stops" if len(lapsing) == 1 else "the approvals of {} stop"
        yield f"{stop.format(messages.listing(lapsing))} counting"
    yield from watched(seen.names, move.watching, move.unwatching)
    if move.restricted:
        yield "becomes confidential"
    match move.approval:
        case "reached":
            yield "is approved by that"
        case "lost":
            yield "is no longer approved"
        case "same":
            pass
        case _:
            assert_never(move.approval)
