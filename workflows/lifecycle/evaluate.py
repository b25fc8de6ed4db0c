"""How a proposal stands: computed from its reviews whenever it is asked, never stored.

A review counts while every part that its desk judges is what its giver saw. Whether somebody still sits on a desk decides
who may act from now on, never whether a recorded review counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Final, Literal, assert_never

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import (
    Draft,
    InReview,
    Override,
    Proposal,
    Rejected,
    Requirement,
    Review,
    Withdrawn,
    review_of,
)
from workflows.domain.value import value
from workflows.lifecycle.barred import barred, barred_at
from workflows.lifecycle.cover import asked_of, called_of, place_of, slots_of, stand_ins
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handed import handed_to, without_stepped_out

OVERRIDERS: Final = 2
"""How many it takes to override reviews."""

Status = Literal["pending", "waiting", "met", "blocked", "unfillable"]


@value
class Standing:
    """How one requirement stands. `counted` and `blocking` are reviews that hold; `lapsed` were given on other
    words, or for something else that the policy asked.

    `awaited` may act and are needed: the desk's people while it is pending, and those who cover for one of them; none once it
    is met or blocked, or while it is `waiting`: then its turn comes after the desks of earlier stages, `first`, are met.
    `pool` are those of the awaited who may be called, and `asked` those who are, of the others only who no other could stand in
    for; `behalf` says for whom a cover acts.
    """

    requirement: Requirement
    status: Status
    counted: tuple[Review, ...]
    blocking: tuple[Review, ...]
    lapsed: tuple[Review, ...]
    awaited: frozenset[PersonId]
    missing: int
    first: tuple[DeskId, ...] = ()
    pool: frozenset[PersonId] = frozenset()
    asked: frozenset[PersonId] = frozenset()
    behalf: Mapping[PersonId, PersonId] = field(default_factory=dict[PersonId, PersonId])

    @property
    def members(self) -> frozenset[PersonId]:
        """Those of the awaited whose own place is open: a cover adds nobody to them."""
        return self.awaited - self.behalf.keys()


@value
class Evaluation:
    """How all requirements stand. Approved only when every one is met, and there is at least one; or when it is overridden, which
    leaves each as it stands. `overrides` are those of the head, one for each person.
    """

    standings: tuple[Standing, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether the head may go out as far as reviews are concerned."""
        met = all(standing.status == "met" for standing in self.standings)
        return bool(self.standings) and (met or self.overridden)

    @property
    def overridden(self) -> bool:
        """Whether two people said that it may go out whatever its reviews."""
        return len(self.overrides) >= OVERRIDERS

    def of(self, desk: DeskId) -> Standing | None:
        """The standing of one desk; None if the route does not ask it."""
        return next((standing for standing in self.standings if standing.requirement.desk == desk), None)

    @property
    def awaited(self) -> frozenset[PersonId]:
        """Everyone some desk waits for."""
        return frozenset[PersonId]().union(*(standing.awaited for standing in self.standings))

    @property
    def asked(self) -> frozenset[PersonId]:
        """Everyone whom some desk asks."""
        return frozenset[PersonId]().union(*(standing.asked for standing in self.standings))


def counts(proposal: Proposal, review: Review, requirement: Requirement) -> bool:
    """Whether a review still is about what would go out, as far as its desk judges it."""
    return review.desk == requirement.desk and not changed_since(proposal, review, requirement)


def changed_since(proposal: Proposal, review: Review, requirement: Requirement) -> tuple[str, ...]:
    """What a requirement judges and is not as it was reviewed: parts, in the order in which they are read, `time`, and
    `policy` where one asks something else by now, so that what was said before counts no more.
    """
    seen, head = proposal.revisions[review.revision - 1].parts, proposal.head.parts
    parts = tuple(part for part in requirement.judges if seen.get(part) != head.get(part))
    time = ("time",) if requirement.judges_time and review.retimes != proposal.retimes else ()
    policy = ("policy",) if review.voided_by is not None else ()
    return (*parts, *time, *policy)


def latest(proposal: Proposal, desk: DeskId) -> tuple[Review, ...]:
    """Each person's last review for a desk, oldest first: a mind that changed counts once."""
    last = {review.reviewer: review for review in proposal.reviews if review.desk == desk}
    return tuple(sorted(last.values(), key=lambda review: (review.at, review.reviewer)))


def holding(proposal: Proposal, requirement: Requirement) -> tuple[Review, ...]:
    """The last reviews for a desk that still are about the head. A person's own word goes before what was said for them, unless
    it was a no that somebody has lifted: it says nothing any more.
    """
    given = tuple(one for one in latest(proposal, requirement.desk) if counts(proposal, one, requirement))
    own = {one.reviewer for one in given if one.behalf is None and one.lifted_by is None}
    return tuple(one for one in given if one.behalf not in own)


def filled_elsewhere(proposal: Proposal, review: InReview, desk: DeskId) -> frozenset[PersonId]:
    """Whose one slot on this proposal is filled by an approval for another desk on the route."""
    if review.slots == "one_per_desk":
        return frozenset()
    return _slots(
        given
        for requirement in review.requirements
        if requirement.desk != desk
        for given in holding(proposal, requirement)
        if given.decision == "approve"
    )


def spent(
    proposal: Proposal, review: InReview, requirement: Requirement, counted: tuple[Review, ...]
) -> frozenset[PersonId]:
    """Who may not act for a desk, or not again, whoever sits on it: the barred, and those who count there or elsewhere."""
    return barred_at(proposal, requirement) | filled_elsewhere(proposal, review, requirement.desk) | _slots(counted)


def needed_elsewhere(proposal: Proposal, review: InReview, desk: DeskId, facts: Facts) -> frozenset[PersonId]:
    """Whose one place on this proposal another desk needs, since it has nobody else."""
    if review.slots == "one_per_desk":
        return frozenset()
    needed: set[PersonId] = set()
    for other in review.requirements:
        counted = _counted(holding(proposal, other), barred_at(proposal, other))
        free = facts.members(other.desk) - spent(proposal, review, other, counted)
        if other.desk != desk and len(free) <= other.quorum - len(counted):
            needed |= free
    return frozenset(needed)


def _slots(reviews: Iterable[Review]) -> frozenset[PersonId]:
    return frozenset[PersonId]().union(*(slots_of(one) for one in reviews))


def _counted(given: tuple[Review, ...], out: frozenset[PersonId]) -> tuple[Review, ...]:
    """The approvals that fill a place: one for each place and for each person."""
    counted: list[Review] = []
    for one in given:
        if one.decision == "approve" and not slots_of(one) & out and place_of(one) not in map(place_of, counted):
            counted.append(one)
    return tuple(counted)


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
            used |= _slots(standing.counted)
        standings.append(standing)
    return Evaluation(standings=_in_turn(standings), overrides=overriding(proposal))


def _in_turn(standings: list[Standing]) -> tuple[Standing, ...]:
    """Let those wait whose earlier stages are not met. What they already have still counts: only acting waits."""
    unmet = [standing.requirement for standing in standings if standing.status != "met"]

    def in_turn(standing: Standing) -> Standing:
        first = tuple(asked.desk for asked in unmet if asked.stage < standing.requirement.stage)
        if not first or standing.status not in ("pending", "unfillable"):
            return standing
        nobody = frozenset[PersonId]()
        return replace(standing, status="waiting", awaited=nobody, pool=nobody, asked=nobody, behalf={}, first=first)

    return tuple(map(in_turn, standings))


def overriding(proposal: Proposal) -> tuple[Override, ...]:
    """What was said over the reviews of these very words at this very time, once for each person who may decide on them."""
    out, head = barred(proposal), proposal.head.number
    said = {
        one.by: one
        for one in proposal.overrides
        if (one.revision, one.retimes) == (head, proposal.retimes) and one.by not in out
    }
    return tuple(said.values())


def _weigh(
    proposal: Proposal, review: InReview, requirement: Requirement, facts: Facts, used: frozenset[PersonId]
) -> Standing:
    desk, out = requirement.desk, barred_at(proposal, requirement)
    held = holding(proposal, requirement)
    counted = _counted(held, used | out)
    # A block outlives its giver's barring: only they, the desk's lead or a new revision of what it judged end it.
    blocking = tuple(one for one in held if one.decision != "approve" and one.lifted_by is None)
    missing = max(0, requirement.quorum - len(counted))
    taken = spent(proposal, review, requirement, counted)
    free = facts.members(desk) - taken
    status: Status
    if blocking:
        status = "blocked"
    elif missing == 0:
        status = "met"
    elif len(free) < missing:
        status = "unfillable"
    else:
        status = "pending"
    standing = Standing(
        requirement=requirement,
        status=status,
        counted=counted,
        blocking=blocking,
        lapsed=tuple(one for one in latest(proposal, desk) if not counts(proposal, one, requirement)),
        awaited=frozenset(),
        missing=missing,
    )
    if status not in ("pending", "unfillable"):
        return standing
    covering = stand_ins(desk, facts, out).items()
    behalf = {by: person for by, person in covering if by not in taken and person in free}
    return _with_called(replace(standing, awaited=free | behalf.keys(), behalf=behalf), proposal, review, free, facts)


def _with_called(
    standing: Standing, proposal: Proposal, review: InReview, free: frozenset[PersonId], facts: Facts
) -> Standing:
    """With whom the desk asks of the members who are `free`: whom it was handed to, where these are enough, else who was chosen
    beside them; everyone, in records from before anybody was. Where too few of the chosen are here, as the others have to decide
    elsewhere, they are asked all the same.
    """
    desk, missing, behalf = standing.requirement.desk, standing.missing, standing.behalf
    pool = asked_of(without_stepped_out(proposal, desk, free, missing), behalf, facts.covers, missing)
    handed = handed_to(proposal, desk, free, missing)
    if handed:
        handed = handed_to(proposal, desk, free - needed_elsewhere(proposal, review, desk, facts), missing)
    if len(handed) >= missing:
        asked = asked_of(handed, behalf, facts.covers, missing)
    elif review.asked is None:
        asked = pool
    else:
        chosen = handed.union(review.asked.get(desk, ()))
        asked = called_of(pool, behalf, chosen)
        if len(asked) < missing:
            return replace(standing, pool=pool, asked=asked | (free & chosen))
    return replace(standing, pool=pool | asked, asked=asked)


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
