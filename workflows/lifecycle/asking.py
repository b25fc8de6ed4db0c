"""Who is asked, of all who may decide. Being asked is heard, so it is as few as can do it.

Whoever was asked stays asked, and others are called only where what is open can be met with them and not without. Then whoever
is away, or said that it is not theirs, comes last; a desk's rota comes first; then that few are called; then who knows the post
from before, and who is asked about the fewest others. Who fills one place only is asked for where they are needed, though the
turn of that desk comes later.
"""

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from workflows.domain.events import Event, Routed
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import InReview, Proposal, review_of
from workflows.lifecycle.evaluate import Evaluation, latest, spent
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handed import stepped_out
from workflows.policy.fewest import Candidate, fewest

Asked = Mapping[DeskId, tuple[PersonId, ...]]
LAST: Final = 1_000
"""How much is against whoever is called last: more than against all others together."""


def with_asked(
    proposal: Proposal, evaluation: Evaluation, events: tuple[Event, ...], facts: Facts
) -> tuple[Event, ...]:
    """These events, and who is asked by them: on the route among them, else on the same route recorded anew. `proposal` and
    `evaluation` are as things stand after them.
    """
    review = proposal.stage
    if not isinstance(review, InReview) or review.asked is None:
        return events
    now = ask_next(proposal, review.asked, evaluation, facts)
    if now == review.asked:
        return events
    if any(isinstance(event, Routed) for event in events):
        return tuple(replace(event, asked=now) if isinstance(event, Routed) else event for event in events)
    return (*events, replace(same_route(proposal, review, facts), asked=now))


def same_route(proposal: Proposal, review: InReview, facts: Facts) -> Routed:
    """The route as it stands, for being recorded with a difference."""
    return Routed(
        at=facts.now,
        revision=proposal.head.number,
        policy=review.policy,
        requirements=review.requirements,
        slots=review.slots,
        whys=review.whys,
        asked=review.asked,
        judged=review.judged,
        watchers=tuple(review.watchers),
        watchers_whys=review.watchers,
    )


def ask_next(proposal: Proposal, before: Asked, evaluation: Evaluation, facts: Facts) -> Asked:
    """Who is asked at each desk: all who were `before`, and whom it takes beside them. The same for the same post, whenever it is
    decided: where nothing else tells two people apart, its id does.
    """
    review = review_of(proposal)
    if review is None or not any(one.pool for one in evaluation.standings):
        return before
    open_ = [one for one in evaluation.standings if one.pool or (one.status == "waiting" and _one_place(review))]
    needs = {one.requirement.desk: one.missing for one in open_}
    everyone = _candidates(proposal, review, before, evaluation, facts)
    later = {one.requirement.desk for one in open_ if one.status == "waiting"}
    as_asked = fewest(needs, [_as_asked(one, evaluation, later) for one in everyone], review.slots)
    if not as_asked.open:
        return before
    best = fewest(needs, _ranked(everyone, proposal, facts), review.slots)
    if best.open == as_asked.open:
        return before
    called = {desk: set(people) for desk, people in before.items()}
    for desk, person in best.seats:
        if _one_place(review):
            for people in called.values():
                people.discard(person)
        if desk not in later:
            called.setdefault(desk, set()).add(person)
    return {desk: tuple(sorted(people)) for desk, people in called.items()}


def _one_place(review: InReview) -> bool:
    return review.slots == "one_per_proposal"


def _candidates(
    proposal: Proposal, review: InReview, before: Asked, evaluation: Evaluation, facts: Facts
) -> Sequence[Candidate]:
    """Everybody who is waited for, or will be where one place is all that a person fills. Before others of their desk: who is on
    duty, or was asked there; not whose no was lifted, nor who said that it is not theirs. After all others, who is not here.
    """
    desks: dict[PersonId, dict[DeskId, int]] = {}
    for standing in evaluation.standings:
        desk = standing.requirement.desk
        if standing.status == "waiting" and _one_place(review):
            for person in facts.members(desk) - spent(proposal, review, standing.requirement, standing.counted):
                desks.setdefault(person, {})[desk] = 0
        said_no = {given.reviewer for given in latest(proposal, desk) if given.lifted_by is not None}
        out = stepped_out(proposal, desk)
        willing = {one for one in standing.pool if standing.behalf.get(one, one) not in out} - said_no
        on_duty = facts.on_duty(desk)
        rather = frozenset(one for one in willing if standing.behalf.get(one, one) in on_duty) or willing
        for person in standing.pool:
            desks.setdefault(person, {})[desk] = 0 if person in rather | (standing.asked & willing) else 1
        for person in standing.members - standing.pool if standing.status == "pending" else ():
            desks.setdefault(person, {})[desk] = LAST
    called = {person for people in before.values() for person in people} | evaluation.asked
    return [Candidate(person=person, desks=where, called=person in called) for person, where in desks.items()]


def _ranked(candidates: Sequence[Candidate], proposal: Proposal, facts: Facts) -> Sequence[Candidate]:
    """Who knows the post first, then who is asked about the fewest others, then as its id has it."""
    knows = {given.reviewer for given in proposal.reviews}

    def rank(one: Candidate) -> tuple[bool, int, str]:
        seed = hashlib.sha256(f"{proposal.id} {one.person}".encode()).hexdigest()
        return one.person not in knows, facts.load.get(one.person, 0), seed

    return sorted(candidates, key=rank)


def _as_asked(one: Candidate, evaluation: Evaluation, later: AbstractSet[DeskId]) -> Candidate:
    """The same person, only where they are asked, and did not say a no that was lifted, or where nobody is asked yet."""
    asked = {each.requirement.desk for each in evaluation.standings if one.person in each.asked} | later
    return replace(one, desks={desk: 0 for desk, against in one.desks.items() if not against and desk in asked})
