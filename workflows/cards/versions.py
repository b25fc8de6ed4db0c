"""Under which version of the policy a post runs: said where it is not the one in force, or where somebody moved it on purpose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from workflows.domain.ids import PersonId, PolicyHash
from workflows.domain.proposal import InReview, Proposal, review_of
from workflows.lifecycle.evaluate import Standing

Dates = Mapping[PolicyHash, datetime]
Names = Mapping[PersonId, str]

SHOWN: Final = 12
"""So many digits of a version's hash tell it from others."""


def of(version: PolicyHash, dates: Dates, zone: str) -> str:
    """`the policy of 26 November 2026`, by the day (in `zone`) on which it was first put in force; else by its version."""
    since = dates.get(version)
    if since is None:
        return f"policy version {version[:SHOWN]}"
    local = since.astimezone(ZoneInfo(zone))
    return f"the policy of {local.day} {local:%B %Y}"


def row(proposal: Proposal, dates: Dates, names: Names, zone: str) -> tuple[tuple[str, str], ...]:
    """A row for the cards of a post that was moved to another version than it was sent under."""
    review = review_of(proposal)
    if review is None or review.adopted is None:
        return ()
    local = review.adopted.at.astimezone(ZoneInfo(zone))
    by = names.get(review.adopted.by, "someone who has left")
    which = of(review.policy, dates, zone)
    return (("Rules", f"Now under {which}; {by} moved it on {local.day} {local:%B %Y}"),)


def ruling(proposal: Proposal, in_force: PolicyHash | None, dates: Dates, zone: str) -> str:
    """For whoever asks why: that it runs under an older version, which the one in force does not touch; else nothing."""
    review = proposal.stage
    if not isinstance(review, InReview) or in_force is None or review.policy == in_force:
        return ""
    mine, newest = of(review.policy, dates, zone), of(in_force, dates, zone)
    if mine == newest:
        mine, newest = (f"version {one[:SHOWN]} of {mine}" for one in (review.policy, in_force))
    return (
        f"It runs under {mine}, as when it was sent. In force is {newest}, which changes nothing here "
        "until whoever runs Copydesk moves this post to it."
    )


def gone(leads: str) -> str:
    """The way out where an older policy asks a desk that there is no more; `leads` are those who may move the post."""
    return f"The policy in force has no such desk: ask {leads or 'whoever runs Copydesk'} to move this post to it."


def told(proposal: Proposal, dates: Dates, zone: str) -> str:
    """What the author is told when their post was moved, after “Your post is now”."""
    review = review_of(proposal)
    return f"under {of(review.policy, dates, zone)}" if review else "a draft"


def changed(standing: Standing) -> str:
    """What changed, so that a desk is asked again: the policy, where that ended what was said last on these words."""
    last = max(standing.lapsed, key=lambda given: given.at)
    return "the words" if last.voided_by is None else "the policy"


def adopted() -> str:
    """After a post was moved."""
    return "Moved."
