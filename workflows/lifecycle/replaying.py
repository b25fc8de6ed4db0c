"""What would have been asked of a post if another policy had ruled when it was sent, or worded or timed anew, last."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from workflows.domain.ids import DeskId, Email, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, Requirement, review_of
from workflows.domain.refusals import NothingRequired
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import sees
from workflows.lifecycle.wording import problems, routed
from workflows.policy.trials import person


@value
class Difference:
    """How one route differs from another: desks that are asked now, with how many of each must approve; desks that are asked no
    longer; and how many must approve, before and now, where that differs. `refused`: it could not go to review at all. `watching`
    would have watched it by a rule, `unwatching` would not.
    """

    added: Mapping[DeskId, int]
    removed: tuple[DeskId, ...]
    quorums: Mapping[DeskId, tuple[int, int]]
    refused: bool = False
    watching: tuple[PersonId, ...] = ()
    unwatching: tuple[PersonId, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether both ask the same."""
        asks = self.added or self.removed or self.quorums or self.refused
        return not (asks or self.watching or self.unwatching)


def between(before: tuple[Requirement, ...], now: tuple[Requirement, ...]) -> Difference:
    """How the route `now` differs from the one `before`."""
    was, asked = ({one.desk: one.quorum for one in route} for route in (before, now))
    return Difference(
        added={desk: quorum for desk, quorum in asked.items() if desk not in was},
        removed=tuple(desk for desk in was if desk not in asked),
        quorums={desk: (was[desk], now) for desk, now in asked.items() if desk in was and was[desk] != now},
    )


def people_under(policy: Policy, known: Mapping[PersonId, Person]) -> Mapping[PersonId, Person]:
    """Everybody who is known, as `policy` lists them, and those whom it alone lists."""
    listed = {one.email: one for one in policy.people.values()}
    people = {one.id: _as_listed(one, policy) for one in known.values()}
    met: set[Email] = {one.email for one in known.values()}
    strangers = (person(one) for email, one in listed.items() if email not in met)
    return {**people, **{one.id: one for one in strangers}}


def _as_listed(known: Person, policy: Policy) -> Person:
    found = policy.people.get(known.email)
    if found is None:
        return replace(known, role="employee", attributes=frozenset())
    return replace(known, name=found.name, role=found.role, attributes=found.attributes)


def replay(proposal: Proposal, facts: Facts) -> Difference | None:
    """How the route of its newest words under the policy of `facts` differs from the one on record; None for a draft.

    They are judged when they were judged last, with the approvals that stood then; who sits on a desk is as the policy says. In
    records from before that was kept, it is when they were written.
    """
    review = review_of(proposal)
    if review is None:
        return None
    head = proposal.head
    at = review.judged or head.at
    earlier = tuple(given for given in proposal.reviews if given.at < at)
    route = routed(replace(proposal, reviews=earlier), replace(facts, now=at))
    if isinstance(route, NothingRequired) or problems(head.content, facts.policy.brand):
        return Difference(added={}, removed=(), quorums={}, refused=True)
    asked = tuple(requirement for event in route for requirement in event.requirements)
    was = _seeing(review.watchers, proposal, facts)
    now = _seeing([one for event in route for one in event.watchers], proposal, facts)
    watching, unwatching = tuple(sorted(now - was)), tuple(sorted(was - now))
    return replace(between(review.requirements, asked), watching=watching, unwatching=unwatching)


def _seeing(named: Iterable[PersonId], proposal: Proposal, facts: Facts) -> AbstractSet[PersonId]:
    """Of those whom rules have watch it, who would see it by that: nobody of whom something was said by hand."""
    by_hand = {one.person for one in proposal.watches}
    free = (one for one in named if one not in by_hand)
    return {one for one in free if proposal.restriction is None or sees(proposal, one, facts)}
