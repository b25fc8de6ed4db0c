"""Where places are lost: each card that was to be read there is written elsewhere."""

from collections.abc import Callable, Collection

from workflows.domain.ids import Chat
from workflows.engine.chat import CardPost
from workflows.engine.policies import Policies
from workflows.engine.reconcile import NewId, instead_of
from workflows.engine.store import CardPosts, Digests, Loaded


class Instead:
    """Goes through the open proposals for cards that are lost. What is wished for twice is posted once."""

    def __init__(
        self, *, posts: CardPosts, digests: Digests, policies: Policies, chats: Collection[Chat], new_id: NewId
    ) -> None:
        """`chats` are those that are configured, `new_id` gives ids to what is written elsewhere."""
        self._posts = posts
        self._digests = digests
        self._policies = policies
        self._chats = frozenset(chats)
        self._new_id = new_id

    async def of_each(self, is_lost: Callable[[CardPost, Loaded], bool]) -> None:
        """Wish for what replaces each card that is lost."""
        for loaded in await self._digests.queue(("draft", "in_review", "approved")):
            for post in loaded.posts:
                if is_lost(post, loaded):
                    await self.of(post, loaded)

    async def of(self, post: CardPost, loaded: Loaded) -> None:
        """Wish for what replaces one card of a proposal; there is nothing for a card of none."""
        if loaded.proposal is not None:
            policy = self._policies.ruling(loaded.proposal)
            await self._posts.wish(instead_of(post, loaded, policy, self._chats, self._new_id))
