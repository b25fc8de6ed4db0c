"""One command into the store: decide on what it loads, and wish for the cards that should then exist."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from workflows.cards import messages
from workflows.cards.views import Seen, stuck
from workflows.domain.commands import Command, Edit, LiftBlock, Propose, Submit, SubmitReview, Withdraw
from workflows.domain.events import Event, RevisionAdded
from workflows.domain.ids import DeskId
from workflows.domain.proposal import InReview, Proposal, review_of
from workflows.domain.refusals import Refusal
from workflows.domain.value import value
from workflows.engine.agenda import agenda_rows, concerned
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.reconcile import NewId, wishes
from workflows.engine.seeing import facts_of, queue_row, seen
from workflows.engine.store import Accepted, Loaded, Order, Recorded, Store
from workflows.lifecycle.decide import decide
from workflows.lifecycle.evolve import evolve

Heard = Callable[[Command, Recorded | Refusal], None]


@value
class Executed:
    """What came of a command, and how things stand after it; `loaded` is None where that was not looked at: a repeated
    input is only answered, and what a newer version wrote cannot be read.
    """

    answer: Recorded | Refusal
    loaded: Loaded | None


class Executor:
    """Carries out commands. `heard` is told of each and what came of it: after the commit, where there was one."""

    def __init__(self, store: Store, policies: Policies, new_id: NewId, heard: Heard) -> None:
        """`new_id` gives random ids for card posts."""
        self._store = store
        self._policies = policies
        self._new_id = new_id
        self._heard = heard

    async def execute(
        self, command: Command, known: Known, key: str, now: datetime, clicked: str = ""
    ) -> Recorded | Refusal:
        """Decide and record; the same `key` again gives the recorded answer and changes nothing. `clicked` is the message
        that was clicked, if any.
        """
        return (await self.execute_if(lambda _: None, command, known, key, now, clicked)).answer

    async def execute_if(
        self,
        no: Callable[[Loaded], Refusal | None],
        command: Command,
        known: Known,
        key: str,
        now: datetime,
        clicked: str = "",
    ) -> Executed:
        """The same, where `no` has nothing against it (else it is as if it was never asked); both look at what was loaded
        once, in the one transaction.
        """
        by, account = known.person.id, known.account.id
        order = Order(key=key, proposal=command.proposal, by=by, account=account, at=now, clicked=clicked)
        after: Loaded | None = None
        barred = False

        def decided(found: Loaded) -> Accepted | Refusal:
            nonlocal after, barred
            after = loaded = with_person(found, known)
            refusal = no(loaded)
            barred = refusal is not None
            if refusal is not None:
                return refusal
            decision = self._decide(command, loaded, known, now)
            if isinstance(decision, Accepted):
                after = replace(loaded, proposal=decision.proposal, posts=(*loaded.posts, *decision.wishes))
            return decision

        answer = await self._store.apply(order, decided)
        if not barred:
            self._heard(command, answer)
        return Executed(answer=answer, loaded=after)

    def _decide(self, command: Command, loaded: Loaded, known: Known, now: datetime) -> Accepted | Refusal:
        proposal = loaded.proposal
        events = decide(proposal, command, facts_of(proposal, loaded, self._policies, now))
        if not isinstance(events, tuple):
            return events
        after = _after(proposal, events)
        policy = self._policies.ruling(after)
        before_seen = seen(proposal, loaded, self._policies, now) if proposal else None
        after_seen = seen(after, loaded, self._policies, now)
        agenda = agenda_rows(after, after_seen.evaluation)
        listed = agenda_rows(before_seen.proposal, before_seen.evaluation) if before_seen else None
        return Accepted(
            events=events,
            proposal=after,
            row=queue_row(after, after_seen.evaluation, before_seen, now),
            wishes=wishes(before_seen, after_seen, loaded, known.account.id.chat, self._new_id) if events else (),
            policy=policy.hash if isinstance(after.stage, InReview) else None,
            say=_say(
                command,
                events,
                messages.Asked(policy=policy, desks=_desks(after), stuck=_stuck(after_seen)),
                asks=_asks(before_seen, after_seen),
            ),
            agenda=agenda if agenda != listed else None,
            concerned=concerned(before_seen, after_seen),
        )


def with_person(loaded: Loaded, known: Known) -> Loaded:
    """What was loaded, with the one who acts among its people: they may be new to this proposal."""
    own = (
        *(account for account in loaded.accounts.get(known.person.id, ()) if account.id != known.account.id),
        known.account,
    )
    return replace(
        loaded,
        people={**loaded.people, known.person.id: known.person},
        accounts={**loaded.accounts, known.person.id: own},
    )


def _after(proposal: Proposal | None, events: tuple[Event, ...]) -> Proposal:
    for event in events:
        proposal = evolve(proposal, event)
    if proposal is None:
        message = "an accepted command has a proposal"
        raise ValueError(message)
    return proposal


def _desks(proposal: Proposal) -> tuple[DeskId, ...]:
    review = review_of(proposal)
    return tuple(requirement.desk for requirement in review.requirements) if review else ()


def _stuck(seen: Seen) -> tuple[str, ...]:
    return tuple(f"{what}. {way_out}" for what, way_out in stuck(seen))


def _asks(before: Seen | None, after: Seen) -> bool:
    """Whether some desk now waits for somebody for whom it did not wait before."""
    return any(
        standing.awaited - (was.awaited if (was := before.evaluation.of(standing.requirement.desk)) else frozenset())
        for standing in after.evaluation.standings
        if before is not None
    )


def _say(command: Command, events: tuple[Event, ...], asked: messages.Asked, *, asks: bool) -> str:
    match command:
        case Propose(submit=False):
            return messages.saved()
        case Propose() | Submit():
            return messages.sent(asked)
        case Edit():
            if not asked.desks:
                return messages.saved()
            if command.submit:
                return messages.sent(asked)
            return messages.edited(asked, revised=any(isinstance(event, RevisionAdded) for event in events), asked=asks)
        case SubmitReview(decision=decision):
            return messages.decided(decision) if events else messages.stands_already()
        case LiftBlock():
            return messages.lifted()
        case Withdraw():
            return messages.withdrawn(draft=not asked.desks)
        case _:
            assert_never(command)
