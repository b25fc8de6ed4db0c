"""Routes follow the people who left: no post waits for ever for somebody who is gone, and the desk's lead is told what changed."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Final

from workflows.cards.alerts import FewerAsked
from workflows.domain.ids import Chat, DeskId, PersonId, ProposalId
from workflows.domain.proposal import Requirement, review_of
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.execute import Executor
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of
from workflows.engine.store import Accepted, CardPosts, Loaded
from workflows.lifecycle.leaving import rerouted

PIECE: Final = 20
AT_ONCE: Final = 200
"""How many proposals are looked through when somebody leaves; the slow sweep comes to the others."""
MOST_NAMED: Final = 5


@value
class _Lowered:
    """That a proposal asks fewer people at a desk now, and whether that approved it."""

    proposal: ProposalId
    desk: DeskId
    approved: bool


class Following:
    """Makes routes follow who is there. Any number of replicas may: what is recorded twice is recorded once."""

    def __init__(
        self,
        *,
        posts: CardPosts,
        executor: Executor,
        policies: Policies,
        chats: Collection[Chat],
        new_id: Callable[[], str],
    ) -> None:
        """`chats` are those that are configured, `new_id` gives ids to the messages for leads."""
        self._posts = posts
        self._executor = executor
        self._policies = policies
        self._chats = chats
        self._new_id = new_id

    async def somebody_left(self, now: datetime) -> bool:
        """Look through the posts in review, as many as that takes no time to speak of; whether any changed."""
        after: ProposalId | None = None
        found: list[Loaded] = []
        for _ in range(AT_ONCE // PIECE):
            page = await self._posts.standing(after, PIECE, now)
            found += page.loaded
            after = page.last
            if after is None:
                break
        return await self.follow(found, now)

    async def follow(self, found: Iterable[Loaded], now: datetime) -> bool:
        """Let these posts ask only for those who can act, where they would wait for ever; whether any changed."""
        lowered: list[_Lowered] = []
        known: Loaded | None = None
        for loaded in found:
            proposal = loaded.proposal
            if proposal is None or rerouted(proposal, facts_of(proposal, loaded, self._policies, now)) is None:
                continue
            done = await self._executor.follow_people(proposal.id, now)
            if done is not None:
                known = loaded
                lowered += _lowered(loaded, done)
        if known is not None:
            await self._tell(lowered, known)
        return bool(lowered)

    async def _tell(self, lowered: Collection[_Lowered], known: Loaded) -> None:
        """One message for each desk to its lead, or to the comms leads where it has none."""
        here = [person for person in known.people.values() if not person.left]
        for desk in sorted({one.desk for one in lowered}):
            its = [one for one in lowered if one.desk == desk]
            found = self._policies.current.desks.get(desk)
            to: list[PersonId] = [person.id for person in here if found and person.email == found.lead]
            alert = FewerAsked(
                desk=desk,
                posts=tuple(one.proposal for one in its[:MOST_NAMED]),
                more=max(0, len(its) - MOST_NAMED),
                approved=sum(one.approved for one in its),
            )
            to = to or [person.id for person in here if person.role == "lead"]
            await self._posts.wish(alert_posts(alert, self._new_id(), to, known.accounts, self._chats, self._new_id))


def _lowered(before: Loaded, done: Accepted) -> Iterable[_Lowered]:
    asked = {one.desk: one.quorum for one in _requirements(before)}
    for requirement in _requirements(done):
        if requirement.quorum < asked.get(requirement.desk, 0):
            yield _Lowered(proposal=done.proposal.id, desk=requirement.desk, approved=done.row.status == "approved")


def _requirements(of: Loaded | Accepted) -> Iterable[Requirement]:
    review = review_of(of.proposal) if of.proposal else None
    return review.requirements if review else ()
