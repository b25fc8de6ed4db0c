"""“Watch” and “unwatch”, as people type them. Nothing that it answers shows words of a post."""

from datetime import datetime

from workflows.cards import guidance, messages, watching
from workflows.domain.commands import Unwatch, Watch
from workflows.domain.people import Person
from workflows.domain.refusals import NobodyCalled, NotFound, ParkedByNewerVersion, Refusal
from workflows.engine.agenda import Agendas
from workflows.engine.execute import Executor
from workflows.engine.looking import Look
from workflows.engine.meant import Meant, unknown_post
from workflows.engine.naming import meant_by
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, Say, Typed
from workflows.engine.store import Recorded, Store


class Watchers:
    """Lets people watch posts that they may read, and whoever keeps one let others."""

    def __init__(self, store: Store, agendas: Agendas, policies: Policies, executor: Executor) -> None:
        """`agendas` find a post by its number."""
        self._meant = Meant(store, agendas, policies)
        self._policies = policies
        self._executor = executor

    async def typed(self, request: Typed, known: Known, now: datetime) -> Answer:
        """`watch NUMBER` and `unwatch NUMBER`, with or without a person behind it whom the policy lists."""
        _, _, rest = request.text.strip().partition(" ")
        number, words = guidance.number_and_words(rest)
        if not number:
            return Say(text=watching.how_to(request.verb))
        look = await self._meant.look(number, request, known, now)
        if isinstance(look, ParkedByNewerVersion):
            return self._no(look, {})
        if isinstance(look, NotFound) or look.sees != "own":
            return unknown_post()
        person = self._whom(words, look) if words else known.person
        if isinstance(person, NobodyCalled):
            return self._no(person, {})
        command = (Watch if request.verb == "watch" else Unwatch)(
            proposal=look.proposal.id, by=known.person.id, person=person.id
        )
        answer = await self._executor.execute(command, known, request.origin.key, now)
        return Say(text=answer.say) if isinstance(answer, Recorded) else self._no(answer, look.seen.names)

    def _whom(self, words: str, look: Look) -> Person | NobodyCalled:
        listed = self._policies.current.people
        people = [one for one in look.loaded.people.values() if one.email in listed or one.id == look.person]
        found = meant_by(words, people)
        return found[0] if len(found) == 1 else NobodyCalled(words=words, several=bool(found))

    def _no(self, refusal: Refusal, names: messages.Names) -> Say:
        return Say(text=messages.refusal(refusal, names, self._policies.current), refused=refusal)
