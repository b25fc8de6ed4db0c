"""The slow sweep: finds what changed without an event.

A desk is manned anew by a policy, somebody is called differently, a place was bound, a time has passed: nothing of that is
an event of a proposal. A piece at a time, the cards of open proposals are drawn, and only those are made due whose drawing
differs from what stands; so are people's Homes. Whoever got a card of their own this way is known to have been asked, and
what waits for people who left is asked of those who are there. No chat is asked for anything.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from workflows.cards.seen import Seen
from workflows.domain.ids import CardPostId, ProposalId
from workflows.engine.chat import CardPost, ProposalSubject, WatchSubject
from workflows.engine.drawing import drawn_from
from workflows.engine.following import Following
from workflows.engine.homes import Homes
from workflows.engine.policies import Policies
from workflows.engine.reconcile import missing, newcomers
from workflows.engine.seeing import seen
from workflows.engine.store import CardPosts, Loaded

PIECE: Final = 20
"""Proposals looked at in one step."""
HOMES: Final = 5
"""Homes drawn at once: each lists posts, so that it costs as much as several of them."""
CLOSED_FOR: Final = timedelta(days=1)
"""How long what was closed is still looked at."""
ROUND: Final = timedelta(minutes=1)
"""At least so long from the start of one round through all proposals, or through all Homes, to the next."""


class Sweep:
    """Goes through the open proposals and the Homes, round after round. Any number of replicas may: what is made due twice is
    drawn once.
    """

    def __init__(
        self, posts: CardPosts, homes: Homes, following: Following, policies: Policies, new_id: Callable[[], str]
    ) -> None:
        """`new_id` gives ids to the cards of places that were bound meanwhile."""
        self._posts = posts
        self._homes = homes
        self._following = following
        self._policies = policies
        self._new_id = new_id
        self._after: ProposalId | None = None
        self._next_round: datetime | None = None
        self._after_home: CardPost | None = None
        self._next_homes: datetime | None = None

    async def step(self, now: datetime) -> bool:
        """Look at the next piece of each, if it is time (`now` in UTC); whether anything was made due."""
        cards = await self._cards(now)
        return await self._look_at_homes(now) or cards

    async def _cards(self, now: datetime) -> bool:
        if self._after is None:
            if self._next_round is not None and now < self._next_round:
                return False
            self._next_round = now + ROUND
        page = await self._posts.standing(self._after, PIECE, now - CLOSED_FOR)
        followed = await self._following.follow(page.loaded, now)
        stale: list[CardPostId] = []
        absent: list[CardPost] = []
        for loaded in page.loaded:
            if loaded.proposal is None:
                continue
            view = seen(loaded.proposal, loaded, self._policies, now)
            stale += [post.id for post in loaded.posts if _is_stale(post, view, loaded)]
            absent += await self._missing(loaded, view)
            # Whoever clicks meanwhile is answered between two proposals.
            await asyncio.sleep(0)
        if stale:
            await self._posts.want(stale, now)
        if absent:
            await self._posts.wish(absent)
        self._after = page.last
        return bool(stale or absent) or followed

    async def _look_at_homes(self, now: datetime) -> bool:
        if self._after_home is None:
            if self._next_homes is not None and now < self._next_homes:
                return False
            self._next_homes = now + ROUND
        stale, self._after_home = await self._homes.stale(self._after_home, HOMES, now)
        if stale:
            await self._posts.want([post.id for post in stale], now)
        return bool(stale)

    async def _missing(self, loaded: Loaded, view: Seen) -> tuple[CardPost, ...]:
        """The cards that a proposal should have and does not; they explain themselves to who was never asked before."""
        absent = missing(view, loaded, self._new_id)
        new = newcomers(view, view, loaded, (*loaded.posts, *absent))
        if new:
            await self._posts.ask_first(new, view.proposal.id)
        return absent


def _is_stale(post: CardPost, view: Seen, loaded: Loaded) -> bool:
    if not isinstance(post.subject, ProposalSubject | WatchSubject) or post.ref is None or post.shown < post.wanted:
        return False
    drawn = drawn_from(view, post, loaded)
    return drawn is not None and drawn.digest != post.digest
