"""Where places are lost: each card that was to be read there is written elsewhere."""

from collections.abc import Callable, Collection, Iterable

from workflows.domain.ids import CardPostId, Chat, PersonId
from workflows.domain.policy import Desk, Policy
from workflows.domain.proposal import review_of
from workflows.engine.chat import BesideCard, CardPost, Direct, HomeTab, InConversation, ProposalSubject, WatchSubject
from workflows.engine.policies import Policies
from workflows.engine.store import CardPosts, Digests, Loaded
from workflows.engine.telling import NewId
from workflows.lifecycle.facts import heads
from workflows.lifecycle.handed import handings, stepped_out


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
            await self._posts.wish(_instead_of(post, loaded, policy, self._chats, self._new_id))


def _instead_of(
    post: CardPost, loaded: Loaded, policy: Policy, chats: frozenset[Chat], new_id: NewId
) -> tuple[CardPost, ...]:
    """Where a card goes whose place cannot be reached: from a conversation directly to those of its desk who are asked; from a
    person's one chat to their other (of `chats`), and to the desk's lead.
    """
    if not isinstance(post.subject, ProposalSubject | WatchSubject):
        return ()
    asks = post.subject.desk if isinstance(post.subject, ProposalSubject) else None
    desk = policy.desks.get(asks) if asks else None
    match post.place:
        case InConversation(conversation=conversation):
            called = _called(loaded, desk) if desk else ()
            return tuple(_card(post.subject, Direct(chat=conversation.chat, person=one), new_id) for one in called)
        case Direct(chat=chat, person=person):
            lead = next(iter(heads(desk, loaded.people.values())), None) if desk else None
            others = chats - {chat}
            places = [Direct(chat=other, person=person) for other in sorted(others)]
            if lead is not None and lead != person:
                places += [Direct(chat=each, person=lead) for each in sorted(chats)]
            return tuple(_card(post.subject, place, new_id) for place in places)
        case BesideCard() | HomeTab():
            return ()


def _called(loaded: Loaded, desk: Desk) -> Iterable[PersonId]:
    """Who was asked at a desk, or had it handed to them; all of it, where nobody was chosen."""
    proposal = loaded.proposal
    review = review_of(proposal) if proposal else None
    if proposal is None or review is None or review.asked is None:
        return [person.id for person in loaded.people.values() if desk.seats(person)]
    called = {*review.asked.get(desk.id, ()), *(one.to for one in handings(proposal, desk.id))}
    return sorted(called - stepped_out(proposal, desk.id))


def _card(subject: ProposalSubject | WatchSubject, place: Direct, new_id: NewId) -> CardPost:
    return CardPost(id=CardPostId(new_id()), subject=subject, place=place)
