"""Routes follow the people who left: no post waits for ever for somebody who is gone, and the desk's lead is told what changed."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

from workflows.cards.alerts import FewerAsked
from workflows.domain.ids import CardPostId, Chat, DeskId, ProposalId
from workflows.domain.proposal import Requirement, review_of
from workflows.domain.value import value
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost, Place
from workflows.engine.execute import Executor
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of
from workflows.engine.store import Accepted, CardPosts, Loaded
from workflows.lifecycle.decide import follow_people
from workflows.lifecycle.facts import heads

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


@dataclass
class _Told:
    """What is told of one look at who left: which posts ask fewer people, and the messages that say so, each to one lead about
    one desk.
    """

    occasion: str
    lowered: dict[ProposalId, tuple[_Lowered, ...]] = field(default_factory=dict[ProposalId, tuple[_Lowered, ...]])
    posts: dict[tuple[DeskId, Place], CardPostId] = field(default_factory=dict[tuple[DeskId, Place], CardPostId])


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
        """Let these posts ask only for those who can act, where they would wait for ever, and ask others in the place of who can't;
        whether any changed.

        What the leads are told is committed with each change: whatever becomes of the others, that one is told.
        """
        told = _Told(occasion=self._new_id())
        for loaded in found:
            proposal = loaded.proposal
            if proposal is None or not follow_people(proposal, facts_of(proposal, loaded, self._policies, now)):
                continue
            if await self._executor.follow_people(proposal.id, now, partial(self._tell, told)) is None:
                told.lowered.pop(proposal.id, None)
        return bool(told.lowered)

    def _tell(self, told: _Told, before: Loaded, done: Accepted) -> tuple[CardPost, ...]:
        """One message for each desk to its lead, or to the comms leads where it has none: with each post it says more."""
        told.lowered[done.proposal.id] = mine = tuple(_lowered(before, done))
        every = [one for each in told.lowered.values() for one in each]
        here = [person for person in before.people.values() if not person.left]
        posts: list[CardPost] = []
        for desk in sorted({one.desk for one in mine}):
            its = [one for one in every if one.desk == desk]
            found = self._policies.current.desks.get(desk)
            to = list(heads(found, here)[:1]) if found else []
            alert = FewerAsked(
                desk=desk,
                posts=tuple(one.proposal for one in its[:MOST_NAMED]),
                more=max(0, len(its) - MOST_NAMED),
                approved=sum(one.approved for one in its),
            )
            to = to or [person.id for person in here if person.role == "lead"]
            fresh = alert_posts(alert, told.occasion, to, before.accounts, self._chats, self._new_id)
            posts += [replace(post, id=told.posts.setdefault((desk, post.place), post.id)) for post in fresh]
        return tuple(posts)


def _lowered(before: Loaded, done: Accepted) -> Iterable[_Lowered]:
    asked = {one.desk: one.quorum for one in _requirements(before)}
    for requirement in _requirements(done):
        if requirement.quorum < asked.get(requirement.desk, 0):
            yield _Lowered(proposal=done.proposal.id, desk=requirement.desk, approved=done.row.status == "approved")


def _requirements(of: Loaded | Accepted) -> Iterable[Requirement]:
    review = review_of(of.proposal) if of.proposal else None
    return review.requirements if review else ()
