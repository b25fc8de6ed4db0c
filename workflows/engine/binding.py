"""Desks are bound to the places where they are asked, by a comms lead, from within the place."""

from collections.abc import Callable, Mapping
from datetime import datetime

from workflows.cards import identity, messages
from workflows.domain.ids import Chat
from workflows.domain.policy import Desk, Policy
from workflows.domain.refusals import NotConfirmed, NotLead, ParkedByNewerVersion
from workflows.engine.chat import ChatPlatform, Conversation, TryLater
from workflows.engine.people import Known
from workflows.engine.places import Places
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Say, Typed
from workflows.engine.store import Store


class Binder:
    """Carries out `@Copydesk bind DESK`. `wake` tells the courier that open proposals have cards to post there."""

    def __init__(
        self,
        store: Store,
        policies: Policies,
        places: Places,
        platforms: Mapping[Chat, ChatPlatform],
        wake: Callable[[], None],
    ) -> None:
        """`places` moves the cards of open proposals."""
        self._store = store
        self._policies = policies
        self._places = places
        self._platforms = platforms
        self._wake = wake

    async def bind(self, wanted: str, request: Typed, known: Known, now: datetime) -> Answer:
        """Bind the desk that `wanted` names to the conversation in which it was typed."""
        policy = self._policies.current
        here = request.origin.conversation
        if here is None or here.chat != "teams" or here.kind == "direct" or request.to != "mention":
            return Say(text=messages.bind_only_places())
        if known.person.role != "lead":
            listed = await self._store.load(None)
            people = () if isinstance(listed, ParkedByNewerVersion) else tuple(listed.people.values())
            leads = {person.id: person.name for person in people if person.role == "lead"}
            refusal = NotLead(leads=tuple(leads))
            return Say(text=messages.refusal(refusal, leads, policy), refused=refusal)
        if known.account.link != "confirmed":
            refusal = NotConfirmed(name=known.person.name, email=known.person.email)
            return Say(text=identity.before_everyone(), refused=refusal)
        desk = _desk(wanted, policy)
        if desk is None:
            return Say(text=messages.bind_which(policy))
        place = await self._platforms[here.chat].resolve(here.id)
        if not isinstance(place, Conversation):
            return Say(text=messages.bind_later() if isinstance(place, TryLater) else messages.bind_shared())
        await self._store.bind(desk.id, here, known.person.id, now)
        await self._places.move(now)
        self._wake()
        return Say(text=messages.bound(desk.name))


def _desk(wanted: str, policy: Policy) -> Desk | None:
    key = wanted.casefold()
    return next((desk for desk in policy.desks.values() if key in (desk.id.casefold(), desk.name.casefold())), None)
