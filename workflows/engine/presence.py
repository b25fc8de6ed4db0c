"""Where Copydesk can write: places come, go and come back, and whoever was to be asked there is asked elsewhere meanwhile."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workflows.cards import messages, surfaces
from workflows.cards.actions import Action
from workflows.cards.alerts import PlaceLost
from workflows.cards.card import Button
from workflows.domain.ids import Chat, DeskId, PersonId
from workflows.domain.refusals import ParkedByNewerVersion, Unknown
from workflows.engine.alerts import alert_posts
from workflows.engine.chat import CardPost, ChatPlatform, Conversation, Direct, ProposalSubject, TryLater
from workflows.engine.instead import Instead
from workflows.engine.people import recognise
from workflows.engine.places import Places
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Nothing, PlaceTold, Say
from workflows.engine.store import CardPosts, Store
from workflows.engine.telling import NewId
from workflows.engine.whereabouts import DeskPlace, Gone, Whereabouts
from workflows.lifecycle.facts import heads


class Presence:
    """Follows what a chat tells of places. `wake` tells the courier that there are cards for other places now."""

    def __init__(
        self,
        *,
        store: Store,
        whereabouts: Whereabouts,
        posts: CardPosts,
        instead: Instead,
        policies: Policies,
        places: Places,
        platforms: Mapping[Chat, ChatPlatform],
        new_id: NewId,
        wake: Callable[[], None],
    ) -> None:
        """`places` moves the cards of open proposals, `new_id` gives ids to those that are written elsewhere."""
        self._store = store
        self._whereabouts = whereabouts
        self._posts = posts
        self._instead = instead
        self._policies = policies
        self._places = places
        self._platforms = platforms
        self._new_id = new_id
        self._wake = wake

    async def told(self, request: PlaceTold, now: datetime) -> Answer:
        """Take note of what became of a place; the answer is the greeting, where Copydesk was just added."""
        place, whole = request.conversation, request.whole_team
        if request.name or request.team_name:
            await self._whereabouts.rename_place(place, request.name, request.team_name, whole_team=whole)
        match request.fate:
            case None:
                return Nothing()
            case "open" | "look":
                return await self._there(request, now)
            case gone:
                await self._lose(request, await self._bound(request), gone)
                await self._whereabouts.close_place(place, gone, whole_team=whole)
                if place.kind == "direct":
                    await self._write_elsewhere(request)
                await self._move(now)
                return Nothing()

    async def joined(self, place: Conversation) -> None:
        """Copydesk was brought to a place: what could not be posted there is tried again."""
        await self._whereabouts.reopen_place(place, whole_team=False)
        self._wake()

    async def _there(self, request: PlaceTold, now: datetime) -> Answer:
        """A place is there, perhaps again, or others read it now: a desk is asked there only among our own people."""
        place, whole = request.conversation, request.whole_team
        bound = await self._bound(request)
        ours: list[Conversation] = []
        shared: dict[DeskId, DeskPlace] = {}
        for desk, known in bound.items():
            readers = await self._platforms[place.chat].resolve(known.conversation.id)
            if isinstance(readers, Conversation):
                ours.append(known.conversation)
            elif not isinstance(readers, TryLater):
                shared[desk] = known
        await self._lose(request, shared, "shared")
        for known in shared.values():
            await self._whereabouts.close_place(known.conversation, "shared", whole_team=False)
        if request.fate == "open":
            await self._whereabouts.reopen_place(place, whole_team=whole)
        for known in bound.values():
            if known.gone == "shared" and known.conversation in ours:
                await self._whereabouts.reopen_place(known.conversation, whole_team=False, shared=True)
        if bound:
            await self._move(now)
        return await self._greeting(request, now)

    async def _bound(self, request: PlaceTold) -> Mapping[DeskId, DeskPlace]:
        policy = self._policies.current
        there = await self._whereabouts.desks_at(request.conversation, whole_team=request.whole_team)
        return {desk: known for desk, known in there.items() if desk in policy.desks}

    async def _greeting(self, request: PlaceTold, now: datetime) -> Answer:
        """Said once in each place; whoever added Copydesk is met, and can be written to from now on."""
        policy = self._policies.current
        known = None
        if request.origin is not None:
            known = await recognise(request.origin, self._store, self._platforms, policy, now)
            self._wake()
        if not request.greets or not await self._whereabouts.greet(request.conversation):
            return Nothing()
        if request.conversation.kind == "direct" and isinstance(known, Unknown):
            return Say(text=messages.unknown(known.why, policy))
        start = Button(label="Propose a post", action=Action(name="propose"), style="primary")
        return Say(text=surfaces.greeting(direct=request.conversation.kind == "direct"), buttons=(start,))

    async def _lose(self, request: PlaceTold, lost: Mapping[DeskId, DeskPlace], cause: Gone) -> None:
        """Tell each desk's lead, once: a place that was gone already was told of before. Told before it is noted, so that
        a failure in between is told twice at most, not never.
        """
        loaded = await self._store.load(None)
        if isinstance(loaded, ParkedByNewerVersion):
            return
        policy = self._policies.current
        for desk, known in lost.items():
            if known.gone is not None:
                continue
            to = list(heads(policy.desks[desk], loaded.people.values())[:1])
            to = to or [one.id for one in loaded.people.values() if one.role == "lead"]
            alert = PlaceLost(desk=desk, cause=cause, name=known.name, team_name=known.team_name)
            chats = frozenset(self._platforms)
            await self._posts.wish(alert_posts(alert, request.key, to, loaded.accounts, chats, self._new_id))

    async def _write_elsewhere(self, request: PlaceTold) -> None:
        """Somebody ended their own chat with Copydesk: what they have to decide or to know finds them in another."""
        account, person = await self._store.who(request.origin.account) if request.origin else (None, None)
        if account is None or person is None:
            return
        chat, reader = account.id.chat, person.id
        await self._instead.of_each(lambda post, _: _is_direct(post, chat, reader))

    async def _move(self, now: datetime) -> None:
        await self._places.move(now)
        self._wake()


def _is_direct(post: CardPost, chat: Chat, person: PersonId) -> bool:
    place = post.place
    is_card = isinstance(post.subject, ProposalSubject)
    return is_card and isinstance(place, Direct) and (place.chat, place.person) == (chat, person)
