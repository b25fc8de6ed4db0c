"""Which running posts are under an older policy than the one in force, and what it would change for each to be moved to it."""

from datetime import datetime
from typing import Final

from workflows.cards.seen import Seen
from workflows.domain.commands import Adopt
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.proposal import InReview, Proposal
from workflows.domain.refusals import Refusal
from workflows.domain.value import value
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of, seen
from workflows.engine.store import CardPosts, Loaded
from workflows.lifecycle.adopting import move_of
from workflows.lifecycle.decide import decide
from workflows.lifecycle.moving import Move

PIECE: Final = 50
"""So many posts are read at a time."""


@value
class Considered:
    """A post as it was when it was looked at, and what the command to move it would come to then."""

    seen: Seen
    command: Adopt
    move: Move | Refusal


async def consider(posts: CardPosts, policies: Policies, by: PersonId, now: datetime) -> tuple[Considered, ...]:
    """Every post in review under an older policy, oldest first; `by` would move it. Records nothing."""
    found: list[Considered] = []
    after: ProposalId | None = None
    while True:
        page = await posts.standing(after, PIECE, now)
        for loaded in page.loaded:
            proposal = loaded.proposal
            if proposal is not None and _older(proposal, policies):
                found.append(_considered(proposal, loaded, policies, by, now))
        after = page.last
        if after is None:
            return tuple(sorted(found, key=lambda one: (one.seen.proposal.created, one.command.proposal)))


def _older(proposal: Proposal, policies: Policies) -> bool:
    return isinstance(proposal.stage, InReview) and proposal.stage.policy != policies.current.hash


def _considered(proposal: Proposal, loaded: Loaded, policies: Policies, by: PersonId, now: datetime) -> Considered:
    command = Adopt(proposal=proposal.id, by=by, sequence=proposal.sequence, policy=policies.current.hash)
    facts = facts_of(proposal, loaded, policies, now)
    events = decide(proposal, command, facts)
    return Considered(
        seen=seen(proposal, loaded, policies, now),
        command=command,
        move=move_of(proposal, events, facts) if isinstance(events, tuple) else events,
    )
