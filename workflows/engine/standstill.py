"""Stopping everything at once, and letting it go on. What missed its time meanwhile is noted, and nothing of it bursts out."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final, Protocol

from workflows.cards import guidance, holding, messages, standstill
from workflows.cards.alerts import Alert, EverythingResumed, EverythingStopped
from workflows.cards.forms import Form
from workflows.domain.ids import Chat, PersonId
from workflows.domain.people import AccountId, Person
from workflows.domain.refusals import (
    IsStopped,
    NotConfirmed,
    NotStopped,
    NotStopper,
    ParkedByNewerVersion,
    Refusal,
)
from workflows.domain.standstill import Standstill
from workflows.engine.alerts import alert_posts
from workflows.engine.execute import Executor
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.requests import Answer, FormErrors, OpenForm, Say, Typed
from workflows.engine.seeing import facts_of
from workflows.engine.store import CardPosts, Digests, Loaded, Store

WRITING: Final = frozenset({"propose", "propose_again", "edit", "suggest", "accept_suggestion"})
"""Forms by which words are written or taken say that everything is stopped; the others stand beside a card that says so."""


class Standstills(Protocol):
    """What keeps whether everything is stopped."""

    async def stopped(self) -> Standstill | None:
        """What stops everything, if something does."""
        ...

    async def stop(self, stop: Standstill, account: AccountId | None) -> Standstill | None:
        """Stop everything, on the ledger, and make every open card and Home due, in one transaction. The answer is what stops it
        already: then nothing is recorded.
        """
        ...

    async def resume(self, by: PersonId, account: AccountId | None, at: datetime) -> bool:
        """Let everything go on, in the same way; False where nothing is stopped."""
        ...


class Brake:
    """Carries out “stop” and “resume”. `chats` are where leads can be told; `wake` tells the courier of cards to draw."""

    def __init__(
        self,
        *,
        store: Store,
        standstills: Standstills,
        posts: CardPosts,
        digests: Digests,
        policies: Policies,
        executor: Executor,
        chats: Collection[Chat],
        new_id: Callable[[], str],
        wake: Callable[[], None],
    ) -> None:
        """`digests` list what is on its way."""
        self._store = store
        self._standstills = standstills
        self._posts = posts
        self._digests = digests
        self._policies = policies
        self._executor = executor
        self._chats = chats
        self._new_id = new_id
        self._wake = wake

    async def typed(self, request: Typed, known: Known, now: datetime) -> Say:
        """`stop REASON` and `resume`."""
        loaded = await self._allowed(known.person, now)
        if isinstance(loaded, Say):
            return loaded
        if known.account.link != "confirmed":
            return self._no(NotConfirmed(name=known.person.name, email=known.person.email), loaded)
        _, _, reason = request.text.strip().partition(" ")
        if request.verb == "resume":
            return await self.resume(known.person, known.account.id, now)
        return await self.stop(known.person, known.account.id, reason, now)

    async def stop(self, person: Person, account: AccountId | None, reason: str, now: datetime) -> Say:
        """Stop everything. The same person with the same reason again is told the same."""
        loaded = await self._allowed(person, now)
        if isinstance(loaded, Say):
            return loaded
        words, wrong = holding.read_reason({holding.REASON: reason})
        if not words:
            return Say(text=standstill.how_to())
        if wrong:
            return Say(text=" ".join(wrong.values()))
        stop = Standstill(by=person.id, name=person.name, at=now, reason=words)
        before = await self._standstills.stop(stop, account)
        if before is None:
            await self._tell(EverythingStopped(name=person.name, reason=words), person, loaded, now)
        elif (before.by, before.reason) != (stop.by, stop.reason):
            return self._no(IsStopped(by=before.by, at=before.at, reason=before.reason), loaded)
        self._wake()
        return Say(text=standstill.stopped())

    async def resume(self, person: Person, account: AccountId | None, now: datetime) -> Say:
        """Let everything go on, and say what missed its time. That is noted first: whatever breaks off here leaves it stopped."""
        loaded = await self._allowed(person, now)
        if isinstance(loaded, Say):
            return loaded
        before = await self._standstills.stopped()
        if before is None:
            return self._no(NotStopped(), loaded)
        await self._miss(before, now)
        missed = await self._missed(before)
        if not await self._standstills.resume(person.id, account, now):
            return self._no(NotStopped(), loaded)
        # What is confidential is counted only: not everybody who is told may read it.
        told = [one for one in missed if one.proposal and one.proposal.restriction is None]
        first = told[: standstill.LISTED]
        ids = tuple(one.proposal.id for one in first if one.proposal)
        await self._tell(
            EverythingResumed(name=person.name, missed=ids, more=len(missed) - len(ids)), person, loaded, now
        )
        self._wake()
        return Say(text=standstill.resumed([self._line(one) for one in first], len(missed)))

    async def announced(self, answer: Answer) -> Answer:
        """The same answer; a form to write in says that everything is stopped, if it is."""
        if not isinstance(answer, OpenForm | FormErrors) or answer.form.action.name not in WRITING:
            return answer
        stopped = await self._standstills.stopped()
        if stopped is None:
            return answer
        form = self._with_banner(answer.form, stopped)
        return OpenForm(form=form) if isinstance(answer, OpenForm) else FormErrors(form=form, refused=answer.refused)

    def _with_banner(self, form: Form, stopped: Standstill) -> Form:
        zone = self._policies.current.zone
        return standstill.with_banner(form, standstill.banner(stopped, lambda at: messages.moment(at, zone)))

    async def _allowed(self, person: Person, now: datetime) -> Loaded | Say:
        """Everyone that the policy lists, for whoever may stop everything; else why they may not."""
        loaded = await self._store.load(None)
        if isinstance(loaded, ParkedByNewerVersion):
            return self._no(loaded, None)
        stoppers = facts_of(None, loaded, self._policies, now).stoppers()
        return loaded if person.id in stoppers else self._no(NotStopper(stoppers=tuple(sorted(stoppers))), loaded)

    async def _miss(self, stop: Standstill, now: datetime) -> None:
        for one in await self._digests.queue(("in_review", "approved")):
            wanted = one.proposal.wanted if one.proposal else None
            if one.proposal and wanted and stop.at <= wanted.at <= now:
                await self._executor.miss_time(one.proposal.id, stop.at, now)

    async def _missed(self, stop: Standstill) -> tuple[Loaded, ...]:
        """What is on its way and missed its time since then, soonest first."""
        queue = await self._digests.queue(("in_review", "approved"))
        return tuple(
            one
            for one in queue
            if one.proposal
            and one.proposal.time == "missed"
            and one.proposal.wanted
            and one.proposal.wanted.at >= stop.at
        )

    async def _tell(self, alert: Alert, by: Person, loaded: Loaded, now: datetime) -> None:
        facts = facts_of(None, loaded, self._policies, now)
        to = (facts.leads() | facts.stoppers()) - {by.id}
        occasion = f"{alert.kind} {now.isoformat()}"
        await self._posts.wish(alert_posts(alert, occasion, to, loaded.accounts, self._chats, self._new_id))

    def _line(self, one: Loaded) -> str:
        if one.proposal is None:
            return ""
        names = {person.id: person.name for person in one.people.values()}
        author, wanted = messages.name(names, one.proposal.author), messages.wanted(one.proposal.wanted)
        return f"No. {guidance.reference(one.proposal.id)} by {author}, wanted {wanted}"

    def _no(self, refusal: Refusal, loaded: Loaded | None) -> Say:
        names = {one.id: one.name for one in loaded.people.values()} if loaded else {}
        return Say(text=messages.refusal(refusal, names, self._policies.current), refused=refusal)
