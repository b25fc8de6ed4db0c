"""One command into the store: decide on what it loads, and wish for the cards that should then exist."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from workflows.cards import messages
from workflows.cards.seen import Seen
from workflows.cards.tree import stuck
from workflows.domain.commands import AcceptSuggestion, Adopt, Command, Edit, Propose, Submit, Watch
from workflows.domain.events import Event
from workflows.domain.ids import Chat, DeskId, PersonId, PolicyHash, ProposalId
from workflows.domain.people import Person
from workflows.domain.proposal import InReview, Proposal, review_of
from workflows.domain.refusals import ChangedSince, NotFound, NothingChanged, Refusal
from workflows.domain.value import value
from workflows.engine.agenda import agenda_rows, concerned
from workflows.engine.answering import answer_to
from workflows.engine.chat import CardPost
from workflows.engine.expecting import noted
from workflows.engine.people import Known
from workflows.engine.policies import Policies
from workflows.engine.reconcile import newcomers, to_cover, wishes
from workflows.engine.seeing import facts_of, queue_row, seen
from workflows.engine.store import Accepted, Decide, Loaded, Order, Recorded, Store
from workflows.engine.telling import NewId, newly_asked
from workflows.lifecycle.adopting import move_of
from workflows.lifecycle.decide import decide, follow_people
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.hold import miss_time
from workflows.lifecycle.moving import Move
from workflows.lifecycle.readers import keepers

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
        asks = isinstance(command, Propose | Submit | Edit | AcceptSuggestion)
        names = frozenset({command.person} if isinstance(command, Watch) else ())
        order = Order(
            key=key, proposal=command.proposal, by=by, account=account, at=now, clicked=clicked, asks=asks, names=names
        )
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
                after = replace(
                    loaded,
                    proposal=decision.proposal,
                    posts=(*loaded.posts, *decision.wishes),
                    people=_asked_now(loaded, decision),
                )
            return decision

        answer = await self._apply(order, decided)
        if not barred:
            self._heard(command, answer)
        return Executed(answer=answer, loaded=after)

    async def _apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """Decide by the version that rules the proposal, which another process may have put in force a moment ago: then it is
        read first, and what comes of it decided in another transaction.
        """
        missing: PolicyHash | None = None

        def decided(loaded: Loaded) -> Accepted | Refusal:
            nonlocal missing
            missing = self._policies.missing(loaded.proposal)
            return NothingChanged() if missing else decide(loaded)

        answer = await self._store.apply(order, decided)
        while missing:
            await self._policies.recall(missing)
            missing = None
            answer = await self._store.apply(order, decided)
        return answer

    def _decide(self, command: Command, loaded: Loaded, known: Known, now: datetime) -> Accepted | Refusal:
        proposal = loaded.proposal
        events = decide(proposal, command, facts_of(proposal, loaded, self._policies, now))
        if not isinstance(events, tuple):
            return events
        return self._accept(
            events, loaded, known.account.id.chat, now, lambda asked, asks: answer_to(command, events, asked, asks=asks)
        )

    async def adopt(self, command: Adopt, shown: Move, now: datetime) -> Recorded | Refusal:
        """Move a proposal to the policy in force, in a transaction of its own: nobody's account does it, whoever runs us does.

        Only if it changes what was `shown`: what a rule says of the hour, or who sits on a desk, changes without an event.
        """
        if await self._store.policy_in_force() != self._policies.current.hash:
            return ChangedSince()

        def decided(loaded: Loaded) -> Accepted | Refusal:
            proposal = loaded.proposal
            facts = facts_of(proposal, loaded, self._policies, now)
            events = decide(proposal, command, facts)
            if not isinstance(events, tuple):
                return events
            if proposal is not None and events and move_of(proposal, events, facts) != shown:
                return ChangedSince()
            return self._accept(
                events, loaded, None, now, lambda asked, asks: answer_to(command, events, asked, asks=asks)
            )

        order = Order(key=self._new_id(), proposal=command.proposal, by=command.by, account=None, at=now, asks=True)
        answer = await self._apply(order, decided)
        self._heard(command, answer)
        return answer

    async def follow_people(
        self, proposal: ProposalId, now: datetime, tell: Callable[[Loaded, Accepted], tuple[CardPost, ...]]
    ) -> Accepted | None:
        """Let a proposal's route follow the people who left, and record it as nobody's deed; None where nothing follows. What
        there is to `tell` of it is wished for in the same transaction.
        """
        return await self._follow(proposal, now, follow_people, tell)

    async def miss_time(self, proposal: ProposalId, since: datetime, now: datetime) -> Accepted | None:
        """Note what everything's standstill from `since` until `now` did to a proposal; None where that is nothing."""
        return await self._follow(
            proposal, now, lambda stood, facts: miss_time(stood, since, facts.now), lambda _, __: ()
        )

    async def _follow(
        self,
        proposal: ProposalId,
        now: datetime,
        follow: Callable[[Proposal, Facts], tuple[Event, ...]],
        tell: Callable[[Loaded, Accepted], tuple[CardPost, ...]],
    ) -> Accepted | None:
        done: Accepted | None = None

        def decided(loaded: Loaded) -> Accepted | Refusal:
            nonlocal done
            done = None
            if loaded.proposal is None:
                return NotFound()
            events = follow(loaded.proposal, facts_of(loaded.proposal, loaded, self._policies, now))
            if not events:
                return NothingChanged()
            accepted = self._accept(events, loaded, None, now, _say_nothing)
            done = replace(accepted, wishes=(*accepted.wishes, *tell(loaded, accepted)))
            return done

        order = Order(key=self._new_id(), proposal=proposal, by=None, account=None, at=now, asks=True)
        answer = await self._apply(order, decided)
        return done if isinstance(answer, Recorded) else None

    def _accept(
        self,
        events: tuple[Event, ...],
        loaded: Loaded,
        chat: Chat | None,
        now: datetime,
        say: Callable[[messages.Asked, bool], str],
    ) -> Accepted:
        """What is to be stored of these events; `chat` is where they come from, `say` what is told to whoever asked."""
        proposal = loaded.proposal
        after = _after(proposal, events)
        policy = self._policies.ruling(after)
        before_seen = seen(proposal, loaded, self._policies, now) if proposal else None
        after_seen = seen(after, loaded, self._policies, now)
        keep = keepers(after, facts_of(after, loaded, self._policies, now))
        agenda = agenda_rows(after_seen)
        listed = agenda_rows(before_seen) if before_seen else None
        wished = wishes(before_seen, after_seen, loaded, chat, self._new_id) if events else ()
        return Accepted(
            events=events,
            proposal=after,
            row=queue_row(after, after_seen.evaluation, before_seen, now),
            wishes=wished,
            policy=policy.hash if isinstance(after.stage, InReview) else None,
            say=say(
                messages.Asked(
                    policy=policy,
                    desks=_desks(after),
                    names=after_seen.names,
                    stuck=_stuck(after_seen),
                    overridden=after_seen.evaluation.overridden,
                ),
                _asks(before_seen, after_seen),
            ),
            agenda=agenda if agenda != listed else None,
            concerned=concerned(before_seen, after_seen) | keep,
            newcomers=newcomers(before_seen, after_seen, loaded, (*loaded.posts, *wished)),
            again=to_cover(before_seen, after_seen, loaded),
            turnarounds=noted(before_seen, after_seen),
        )


def _say_nothing(_asked: messages.Asked, _asks: bool) -> str:  # noqa: FBT001  # called by place, as what it stands for
    """Nobody asked, so nobody is answered."""
    return ""


def with_person(loaded: Loaded, known: Known) -> Loaded:
    """What was loaded, with the one who acts among its people: they may be new to this proposal.

    What was loaded of them and of their account is newer than what they were recognised by: they may have been taken out of a
    group since, and it denied.
    """
    theirs = loaded.accounts.get(known.person.id, ())
    acting = next((account for account in theirs if account.id == known.account.id), None)
    if acting is None:
        gone = known.person.id in loaded.people
        acting = replace(known.account, link="unknown") if gone else known.account
    others = tuple(account for account in theirs if account.id != known.account.id)
    return replace(
        loaded,
        people={known.person.id: known.person, **loaded.people},
        accounts={**loaded.accounts, known.person.id: (*others, known.account)},
        acting=acting,
    )


def _asked_now(loaded: Loaded, accepted: Accepted) -> Mapping[PersonId, Person]:
    """The people as they are once those who are asked for the first time are known to have been."""
    of = accepted.proposal.id
    new = {person: replace(loaded.people[person], first_asked=of) for person in accepted.newcomers}
    return {**loaded.people, **new} if new else loaded.people


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
    """Whether somebody is asked now who was not before, of a post that there was."""
    return before is not None and bool(newly_asked(before, after))
