"""Whether what a notice would say is still so: a notice that was held up must not call anybody for nothing."""

from typing import assert_never

from workflows.cards.seen import Seen
from workflows.domain.proposal import InReview, Rejected
from workflows.engine.chat import NoticeSubject


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
        case "rejected":
            return isinstance(seen.proposal.stage, Rejected)
        case "held":
            return in_review and seen.proposal.hold is not None
        case "released":
            return in_review and seen.proposal.hold is None
        case "policy_adopted":
            return isinstance(seen.proposal.stage, InReview) and seen.proposal.stage.adopted is not None
        case "time_missed":
            return in_review and seen.proposal.time == "missed"
        case _:
            assert_never(notice.says)
