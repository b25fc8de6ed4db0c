"""What leaving changes: where the policy asks for a share of a desk's people, it is the share of those who are there."""

from dataclasses import replace

from workflows.domain.events import Routed
from workflows.domain.proposal import InReview, Proposal, Requirement
from workflows.lifecycle.asking import same_route
from workflows.lifecycle.barred import barred_at
from workflows.lifecycle.cover import place_of
from workflows.lifecycle.evaluate import Standing, evaluate
from workflows.lifecycle.facts import Facts
from workflows.policy.evaluate import quorum_of
from workflows.policy.explain import fewer


def rerouted(proposal: Proposal, facts: Facts) -> Routed | None:
    """The route that asks each desk only for those who can still act, where it would wait for somebody for ever.

    That is for `all` and `majority`, counted anew; a number that the policy names stays, and so does what more people can
    still fill. It is never more than before, and where nobody is left it stays, unfillable. None where nothing changes.
    """
    if not isinstance(proposal.stage, InReview):
        return None
    now = {
        standing.requirement.desk: _needed(proposal, standing, facts)
        for standing in evaluate(proposal, facts).standings
    }
    review = proposal.stage
    lowered = {asked.desk: asked for asked in review.requirements if now[asked.desk] < asked.quorum}
    if not lowered:
        return None
    whys = {
        desk: f"{review.whys.get(desk, '')} {fewer(was.quorum, now[desk])}".strip() for desk, was in lowered.items()
    }
    return replace(
        same_route(proposal, review, facts),
        requirements=tuple(
            replace(asked, quorum=now[asked.desk]) if asked.desk in lowered else asked for asked in review.requirements
        ),
        whys={**review.whys, **whys},
    )


def _needed(proposal: Proposal, standing: Standing, facts: Facts) -> int:
    asked: Requirement = standing.requirement
    # Whoever fills a place at another desk is here all the same: what that leaves unfillable is no departure.
    here = facts.members(asked.desk) - barred_at(proposal, asked)
    if standing.status != "unfillable" or not here:
        return asked.quorum
    return quorum_of(facts.policy, asked, len(here | {place_of(given) for given in standing.counted}))
