"""Who is asked, of all who may decide. Being asked is heard, so it is as few as can do it.

Whoever was asked stays asked, and others are called only where what is open can be met with them and not without. Then a desk's
rota comes first; then that few are called; then who knows the post from before, and who is asked about the fewest others.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflows.domain.events import Event, Routed
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import InReview, Proposal, review_of
from workflows.lifecycle.evaluate import Evaluation, latest
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handed import stepped_out
from workflows.policy.fewest import Candidate, fewest

Asked = Mapping[DeskId, tuple[PersonId, ...]]


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
    needs = {one.requirement.desk: one.missing for one in evaluation.standings if one.pool}
    if review is None or not needs:
        return before
    everyone = _candidates(proposal, before, evaluation, facts)
    as_asked = fewest(needs, [_as_asked(one, evaluation) for one in everyone], review.slots)
    if not as_asked.open:
        return before
    best = fewest(needs, _ranked(everyone, proposal, facts), review.slots)
    if best.open == as_asked.open:
        return before
    called = dict(before)
    for desk, person in best.seats:
        called[desk] = tuple(sorted({*called.get(desk, ()), person}))
    return called


def _candidates(proposal: Proposal, before: Asked, evaluation: Evaluation, facts: Facts) -> Sequence[Candidate]:
    """Everybody who is waited for. Before others of their desk: who is on duty, or was asked there; not whose no was lifted,
    nor who said that it is not theirs.
    """
    desks: dict[PersonId, dict[DeskId, int]] = {}
    for standing in evaluation.standings:
        desk = standing.requirement.desk
        said_no = {given.reviewer for given in latest(proposal, desk) if given.lifted_by is not None}
        out = stepped_out(proposal, desk)
        willing = {one for one in standing.pool if standing.behalf.get(one, one) not in out} - said_no
        on_duty = facts.on_duty(desk)
        rather = frozenset(one for one in willing if standing.behalf.get(one, one) in on_duty) or willing
        for person in standing.pool:
            desks.setdefault(person, {})[desk] = 0 if person in rather | (standing.asked & willing) else 1
    called = {person for people in before.values() for person in people} | evaluation.asked
    return [Candidate(person=person, desks=where, called=person in called) for person, where in desks.items()]


def _ranked(candidates: Sequence[Candidate], proposal: Proposal, facts: Facts) -> Sequence[Candidate]:
    """Who knows the post first, then who is asked about the fewest others, then as its id has it."""
    knows = {given.reviewer for given in proposal.reviews}

    def rank(one: Candidate) -> tuple[bool, int, str]:
        seed = hashlib.sha256(f"{proposal.id} {one.person}".encode()).hexdigest()
        return one.person not in knows, facts.load.get(one.person, 0), seed

    return sorted(candidates, key=rank)


def _as_asked(one: Candidate, evaluation: Evaluation) -> Candidate:
    """The same person, only where they are asked, and did not say a no that was lifted."""
    asked = {each.requirement.desk for each in evaluation.standings if one.person in each.asked}
    return replace(one, desks={desk: 0 for desk, against in one.desks.items() if not against and desk in asked})
