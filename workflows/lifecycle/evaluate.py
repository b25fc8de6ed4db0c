"""How a proposal stands: computed from its reviews whenever it is asked, never stored.

A review counts while every part that its desk judges is what its giver saw. Whether somebody still sits on a desk decides
who may act from now on, never whether a recorded review counts.
"""

from itertools import pairwise
from typing import Literal, assert_never

from workflows.domain.content import PARTS
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import (
    Draft,
    InReview,
    Proposal,
    Rejected,
    Requirement,
    Review,
    Withdrawn,
    review_of,
)
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts

Status = Literal["pending", "met", "blocked", "unfillable"]


@value
class Standing:
    """How one requirement stands. `counted` and `blocking` are reviews that hold; `lapsed` were given on other words.

    `awaited` may act and are needed: the desk's people while it is pending, none once it is met or blocked.
    """

    requirement: Requirement
    status: Status
    counted: tuple[Review, ...]
    blocking: tuple[Review, ...]
    lapsed: tuple[Review, ...]
    awaited: frozenset[PersonId]
    missing: int


@value
class Evaluation:
    """How all requirements stand. Approved only when every one is met, and there is at least one."""

    standings: tuple[Standing, ...]

    @property
    def approved(self) -> bool:
        """Whether the head may go out as far as reviews are concerned."""
        return bool(self.standings) and all(standing.status == "met" for standing in self.standings)

    def of(self, desk: DeskId) -> Standing | None:
        """The standing of one desk; None if the route does not ask it."""
        return next((standing for standing in self.standings if standing.requirement.desk == desk), None)

    @property
    def awaited(self) -> frozenset[PersonId]:
        """Everyone some desk waits for."""
        return frozenset[PersonId]().union(*(standing.awaited for standing in self.standings))


def barred(proposal: Proposal) -> frozenset[PersonId]:
    """Who must not review: the author, the co-authors, and whoever wrote anything of the head: its last editor, and the
    editor of each part that still is as they left it.
    """
    return frozenset({proposal.author, proposal.head.author}) | proposal.co_authors | _writers(proposal)


def _writers(proposal: Proposal) -> frozenset[PersonId]:
    revisions = proposal.revisions
    return frozenset(
        edit.author
        for before, edit in pairwise(revisions)
        if any(before.parts.get(part) != edit.parts.get(part) == proposal.head.parts.get(part) for part in PARTS)
    )


def counts(proposal: Proposal, review: Review, requirement: Requirement) -> bool:
    """Whether a review still is about what would go out, as far as its desk judges it."""
    seen = proposal.revisions[review.revision - 1].parts
    head = proposal.head.parts
    return (
        review.desk == requirement.desk
        and all(seen.get(part) == head.get(part) for part in requirement.judges)
        and (not requirement.judges_time or review.retimes == proposal.retimes)
    )


def latest(proposal: Proposal, desk: DeskId) -> tuple[Review, ...]:
    """Each person's last review for a desk, oldest first: a mind that changed counts once."""
    last = {review.reviewer: review for review in proposal.reviews if review.desk == desk}
    return tuple(sorted(last.values(), key=lambda review: (review.at, review.reviewer)))


def filled_elsewhere(proposal: Proposal, review: InReview, desk: DeskId) -> frozenset[PersonId]:
    """Whose one slot on this proposal is filled by an approval for another desk on the route."""
    if review.slots == "one_per_desk":
        return frozenset()
    return frozenset(
        given.reviewer
        for requirement in review.requirements
        if requirement.desk != desk
        for given in latest(proposal, requirement.desk)
        if given.decision == "approve" and counts(proposal, given, requirement)
    )


def spent(proposal: Proposal, review: InReview, desk: DeskId, counted: tuple[Review, ...]) -> frozenset[PersonId]:
    """Who may not act for a desk, or not again, whoever sits on it: the barred, and those who count there or elsewhere."""
    return barred(proposal) | filled_elsewhere(proposal, review, desk) | {one.reviewer for one in counted}


def evaluate(proposal: Proposal, facts: Facts) -> Evaluation:
    """Weigh the reviews of a proposal that is, or was when it ended, in review; empty for a draft."""
    review = review_of(proposal)
    if review is None:
        return Evaluation(standings=())
    standings: list[Standing] = []
    used: set[PersonId] = set()
    for requirement in review.requirements:
        standing = _weigh(proposal, review, requirement, facts, frozenset(used))
        if review.slots == "one_per_proposal":
            used.update(given.reviewer for given in standing.counted)
        standings.append(standing)
    return Evaluation(standings=tuple(standings))


def _weigh(
    proposal: Proposal, review: InReview, requirement: Requirement, facts: Facts, used: frozenset[PersonId]
) -> Standing:
    out = barred(proposal)
    given = latest(proposal, requirement.desk)
    holding = [one for one in given if counts(proposal, one, requirement)]
    counted = tuple(one for one in holding if one.decision == "approve" and one.reviewer not in used | out)
    # A block outlives its giver's barring: only they, the desk's lead or a new revision of what it judged end it.
    blocking = tuple(one for one in holding if one.decision != "approve" and one.lifted_by is None)
    missing = max(0, requirement.quorum - len(counted))
    may_act = facts.members(requirement.desk) - spent(proposal, review, requirement.desk, counted)
    status: Status
    if blocking:
        status = "blocked"
    elif missing == 0:
        status = "met"
    elif len(may_act) < missing:
        status = "unfillable"
    else:
        status = "pending"
    return Standing(
        requirement=requirement,
        status=status,
        counted=counted,
        blocking=blocking,
        lapsed=tuple(one for one in given if one not in holding),
        awaited=may_act if status in ("pending", "unfillable") else frozenset(),
        missing=missing,
    )


def stage_name(proposal: Proposal) -> Literal["draft", "in_review", "rejected", "withdrawn"]:
    """The stage in one word."""
    match proposal.stage:
        case Draft():
            return "draft"
        case InReview():
            return "in_review"
        case Rejected():
            return "rejected"
        case Withdrawn():
            return "withdrawn"
        case _:
            assert_never(proposal.stage)
