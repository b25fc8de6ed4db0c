"""Where desks are asked: names in the policy become conversations, and open proposals follow their desks."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workflows.domain.ids import Chat, DeskId
from workflows.domain.policy import Desk
from workflows.engine.chat import ChatPlatform, Conversation
from workflows.engine.policies import Policies
from workflows.engine.reconcile import desk_posts
from workflows.engine.seeing import seen
from workflows.engine.store import CardPosts, Digests, Store


class Places:
    """Finds the Slack conversations that the policy names, and knows which desks have no place of their own yet."""

    def __init__(
        self,
        *,
        store: Store,
        posts: CardPosts,
        digests: Digests,
        platforms: Mapping[Chat, ChatPlatform],
        policies: Policies,
        new_id: Callable[[], str],
    ) -> None:
        """`new_id` gives ids to the cards that are posted once a place is known."""
        self._store = store
        self._posts = posts
        self._digests = digests
        self._platforms = platforms
        self._policies = policies
        self._new_id = new_id

    async def unbound(self) -> tuple[DeskId, ...]:
        """The desks that are asked by direct message, because their place is not found or bound, or in a chat that is not
        configured.
        """
        resolved, bound = await self._store.resolved(), await self._store.bound()
        return tuple(
            desk.id
            for desk in self._policies.current.desks.values()
            if not all(self._reached(desk, resolved, bound)) or not any(self._reached(desk, resolved, bound))
        )

    def _reached(
        self, desk: Desk, resolved: Mapping[str, Conversation], bound: Mapping[DeskId, Conversation]
    ) -> tuple[bool, ...]:
        """Whether each place where the policy wants a desk asked, in the chats that are configured, is known."""
        places: list[bool] = []
        if "slack" in self._platforms and desk.reach.slack is not None:
            places.append(desk.reach.slack == "direct" or desk.reach.slack in resolved)
        if "teams" in self._platforms and desk.reach.teams is not None:
            places.append(desk.reach.teams == "direct" or desk.id in bound)
        return tuple(places)

    async def find(self, now: datetime) -> bool:
        """Look for the named conversations that are not known yet or cannot be posted to; whether any was found."""
        slack = self._platforms.get("slack")
        if slack is None:
            return False
        known, before = await self._store.resolved(), await self._store.last_resolved()
        found = False
        for desk in self._policies.current.desks.values():
            name = desk.reach.slack
            if name and _named(name) and name not in known:
                place = await slack.resolve(name, before.get(name))
                if isinstance(place, Conversation):
                    await self._posts.resolve(name, place)
                    found = True
        if found:
            await self.move(now)
        return found

    async def move(self, now: datetime) -> None:
        """Post the cards of open proposals in places that their desks have only now."""
        for loaded in await self._digests.queue(("in_review",)):
            if loaded.proposal is not None:
                view = seen(loaded.proposal, loaded, self._policies, now)
                await self._posts.wish(desk_posts(view, loaded, self._new_id))


def _named(reach: str | None) -> bool:
    return reach is not None and reach != "direct"
