"""“Watch” and “unwatch”, as people type them. Nothing that it answers shows words of a post."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from workflows.cards import guidance, messages, watching
from workflows.domain.commands import Unwatch, Watch
from workflows.domain.ids import PersonId
from workflows.domain.people import Person
from workflows.domain.refusals import NobodyCalled, NotFound, ParkedByNewerVersion, Refusal
from workflows.engine.agenda import Agendas
from workflows.engine.chat import WatchSubject
from workflows.engine.execute import Executor
from workflows.engine.meant import Meant, unknown_post
from workflows.engine.naming import meant_by
from workflows.engine.people import Known, is_welcome
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Say, Typed
from workflows.engine.store import Loaded, Recorded, Store
from workflows.engine.telling import is_own


class Directory(Protocol):
    """Knows people."""

    async def everybody(self) -> Mapping[PersonId, Person]:
        """Everyone who was ever listed or met."""
        ...


class Watchers:
    """Lets people watch posts that they may read, and whoever keeps one let others."""

    def __init__(
        self, store: Store, agendas: Agendas, directory: Directory, policies: Policies, executor: Executor
    ) -> None:
        """`agendas` find a post by its number, the `directory` whom a name means."""
        self._store = store
        self._directory = directory
        self._meant = Meant(store, agendas, policies)
        self._policies = policies
        self._executor = executor

    async def typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        """`watch NUMBER` and `unwatch NUMBER`, with or without a person behind it."""
        _, _, rest = request.text.strip().partition(" ")
        number, words = guidance.number_and_words(rest)
        if not number:
            return Say(text=watching.how_to(request.verb))
        look = await self._meant.look(number, request, known, now)
        if isinstance(look, ParkedByNewerVersion):
            return self._no(look, {})
        if isinstance(look, NotFound) or look.sees != "own":
            return (
                unknown_post() if words or request.verb == "watch" else await self._leave(number, request, known, now)
            )
        person = await self._whom(words, request.verb) if words else known.person
        if isinstance(person, NobodyCalled):
            return self._no(person, {})
        command = (Watch if request.verb == "watch" else Unwatch)(
            proposal=look.proposal.id, by=known.person.id, person=person.id
        )
        answer = await self._executor.execute(command, known, request.origin.key, now)
        return (
            Say(text=answer.say)
            if isinstance(answer, Recorded)
            else self._no(answer, {**look.seen.names, person.id: person.name})
        )

    async def _leave(self, number: str, request: Typed, known: Known, now: datetime) -> Answer:
        """Let somebody go who may read the post no more, if a card told them of it once."""
        found = await self._meant.found(number, request)
        loaded = await self._store.load(found) if found else None
        if found is None or not isinstance(loaded, Loaded):
            return unknown_post()
        person = known.person.id
        if not any(isinstance(post.subject, WatchSubject) and is_own(post, person) for post in loaded.posts):
            return unknown_post()
        command = Unwatch(proposal=found, by=person, person=person, had_its_card=True)
        answer = await self._executor.execute(command, known, request.origin.key, now)
        return Say(text=answer.say) if isinstance(answer, Recorded) else self._no(answer, {})

    async def _whom(self, words: str, verb: str) -> Person | NobodyCalled:
        everybody = (await self._directory.everybody()).values()
        ours = [one for one in everybody if verb == "unwatch" or is_welcome(one, self._policies.current)]
        # Who has left is told apart from a stranger, but stands in nobody's way.
        found = meant_by(words, (one for one in ours if not one.left)) or meant_by(words, ours)
        return found[0] if len(found) == 1 else NobodyCalled(words=words, several=bool(found))

    def _no(self, refusal: Refusal, names: messages.Names) -> Say:
        return Say(text=messages.refusal(refusal, names, self._policies.current), refused=refusal)
