"""Which post somebody means who writes of one: by its number, or by a link to its card."""

from datetime import datetime

from workflows.cards import guidance
from workflows.domain.ids import ProposalId
from workflows.domain.refusals import NotFound, ParkedByNewerVersion
from workflows.engine.agenda import Agendas
from workflows.engine.execute import with_person
from workflows.engine.looking import Look, look_at
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Say, Typed
from workflows.engine.store import Store


class Meant:
    """Finds posts for people. What is hidden from whoever asks is answered like what there is not."""

    def __init__(self, store: Store, agendas: Agendas, policies: Policies) -> None:
        """`agendas` find a post by its number, or by a message."""
        self._store = store
        self._agendas = agendas
        self._policies = policies

    async def look(
        self, number: str, request: Typed, known: Known, now: datetime
    ) -> Look | NotFound | ParkedByNewerVersion:
        """The post with this number, or whose card the words link to, as this person may see it."""
        found = await self.found(number, request)
        return await self.look_at(found, known, now) if found else NotFound()

    async def found(self, number: str, request: Typed) -> ProposalId | None:
        """The post itself, whoever may see it."""
        about = request.about
        return await (self._agendas.shown_at(about) if about else self._agendas.named(number))

    async def look_at(
        self, proposal: ProposalId, known: Known, now: datetime
    ) -> Look | NotFound | ParkedByNewerVersion:
        """A post that was found, likewise."""
        loaded = await self._store.load(proposal)
        if isinstance(loaded, ParkedByNewerVersion):
            return loaded
        return look_at(with_person(loaded, known), known.person.id, None, self._policies, now)


def unknown_post() -> Say:
    """To whoever named a post that there is not, or that is none of theirs to see."""
    return Say(text=guidance.which_post(), refused=NotFound())
