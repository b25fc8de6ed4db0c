"""What is news to whom, and whether it still is: a notice that was held up must not call anybody for nothing."""

from typing import assert_never

from workflows.cards.notices import News
from workflows.cards.seen import Seen
from workflows.domain.proposal import InReview, Rejected, Suggestion, Withdrawn
from workflows.engine.chat import NoticeSubject
from workflows.lifecycle.suggested import on_offer


def holds(notice: NoticeSubject, seen: Seen) -> bool:
    """Whether a notice's news is still so: somebody it calls is asked, the post is (not) approved, a no still stands."""
    in_review = isinstance(seen.proposal.stage, InReview)
    match notice.says:
        case "awaited" | "handed_on":
            standing = seen.evaluation.of(notice.desk) if notice.desk else None
            return in_review and standing is not None and not standing.asked.isdisjoint(notice.to)
        case "changes_requested":
            return in_review and any(standing.blocking for standing in seen.evaluation.standings)
        case "approved":
            return in_review and seen.evaluation.approved
        case "approval_lost":
            return in_review and not seen.evaluation.approved
        case "watched_approved":
            return in_review and seen.evaluation.approved
        case "rejected" | "watched_rejected":
            return isinstance(seen.proposal.stage, Rejected)
        case "watched_withdrawn":
            return isinstance(seen.proposal.stage, Withdrawn)
        case "held":
            return in_review and seen.proposal.hold is not None
        case "released":
            return in_review and seen.proposal.hold is None
        case "policy_adopted":
            return isinstance(seen.proposal.stage, InReview) and seen.proposal.stage.adopted is not None
        case "time_missed":
            return in_review and seen.proposal.time == "missed"
        case "suggested":
            return in_review and bool(on_offer(seen.proposal))
        case "suggestion_accepted" | "suggestion_approved" | "suggestion_declined":
            return in_review
        case _:
            assert_never(notice.says)


def answered(before: Seen | None, after: Seen, suggestion: Suggestion) -> News | None:
    """What whoever suggested wording is told of what just became of it; None where nothing did."""
    was = before.proposal.suggestions[suggestion.number - 1 :][:1] if before else ()
    if suggestion.verdict is None or not was or was[0].verdict is not None:
        return None
    if suggestion.verdict.says == "declined":
        return "suggestion_declined"
    approved = any(given.suggestion == suggestion.number for given in after.proposal.reviews)
    return "suggestion_approved" if approved else "suggestion_accepted"
