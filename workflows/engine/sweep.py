"""The slow sweep: finds the cards that changed without an event.

A desk is manned anew by a policy, somebody is called differently, a place was bound, a time has passed: nothing of that is
an event of a proposal. A piece at a time, the cards of open proposals are drawn, and only those are made due whose drawing
differs from what stands. No chat is asked for anything.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from workflows.domain.ids import ProposalId
from workflows.engine.chat import CardPost, ProposalSubject
from workflows.engine.drawing import drawing
from workflows.engine.policies import Policies
from workflows.engine.reconcile import missing
from workflows.engine.seeing import seen
from workflows.engine.store import CardPosts, Loaded

PIECE: Final = 20
"""Proposals drawn at once: some milliseconds of work."""
CLOSED_FOR: Final = timedelta(days=1)
"""How long what was closed is still looked at."""
ROUND: Final = timedelta(minutes=1)
"""At least so long from the start of one round through all proposals to the next."""


class Sweep:
    """Goes through the open proposals, round after round. Any number of replicas may: what is made due twice is drawn once."""

    def __init__(self, posts: CardPosts, policies: Policies, new_id: Callable[[], str]) -> None:
        """`new_id` gives ids to the cards of places that were bound meanwhile."""
        self._posts = posts
        self._policies = policies
        self._new_id = new_id
        self._after: ProposalId | None = None
        self._next_round: datetime | None = None

    async def step(self, now: datetime) -> bool:
        """Look at the next piece, if it is time (`now` in UTC); whether anything was made due."""
        if self._after is None:
            if self._next_round is not None and now < self._next_round:
                return False
            self._next_round = now + ROUND
        page = await self._posts.standing(self._after, PIECE, now - CLOSED_FOR)
        stale = [post.id for loaded in page.loaded for post in loaded.posts if self._is_stale(post, loaded, now)]
        absent = [post for loaded in page.loaded for post in self._missing(loaded, now)]
        if stale:
            await self._posts.want(stale, now)
        if absent:
            await self._posts.wish(absent)
        self._after = page.last
        return bool(stale or absent)

    def _is_stale(self, post: CardPost, loaded: Loaded, now: datetime) -> bool:
        if not isinstance(post.subject, ProposalSubject) or post.ref is None or post.shown < post.wanted:
            return False
        drawn = drawing(post, loaded, self._policies, now)
        return drawn is not None and drawn.digest != post.digest

    def _missing(self, loaded: Loaded, now: datetime) -> tuple[CardPost, ...]:
        if loaded.proposal is None:
            return ()
        return missing(seen(loaded.proposal, loaded, self._policies, now), loaded, self._new_id)
