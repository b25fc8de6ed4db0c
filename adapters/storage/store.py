"""`SqlStore`: the engine's ports over a database. Each method is one transaction; the work is in the modules beside.

Long because every port over the database is one class here, a short method for each promise.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal

from adapters.storage import (
    adopting,
    audit,
    backlog,
    courier,
    denials,
    departures,
    digests,
    due,
    ledger,
    linking,
    overrides,
    pacing,
    parked,
    people,
    places,
    policies,
    presence,
    proposals,
    replaying,
    revisions,
    sealing,
    standstill,
    trials,
    turnarounds,
)
from adapters.storage import lists as list_queries
from adapters.storage import posts as card_posts
from adapters.storage import sightings as sighted
from adapters.storage.audit import Broken, Tally
from adapters.storage.cover_book import SqlCoverBook
from adapters.storage.guards import Unguarded
from adapters.storage.ledger import WordsErased
from adapters.storage.overrides import Overriding
from adapters.storage.parked import Parked
from adapters.storage.revisions import NotRecreated, Recreated
from adapters.storage.sightings import InsiderList
from adapters.storage.tables import EPOCH
from workflows.domain.events import Event
from workflows.domain.ids import CardPostId, Chat, DeskId, Email, PersonId, PolicyHash, ProposalId
from workflows.domain.people import Account, AccountId, Person, Profile
from workflows.domain.policy import Policy
from workflows.domain.refusals import NotFound, ParkedByNewerVersion, Refusal
from workflows.domain.standstill import Standstill
from workflows.engine.agenda import ListPage, Lists
from workflows.engine.chat import CardPost, Conversation, MessageRef
from workflows.engine.denials import Denial
from workflows.engine.linking import Answered, Overridden, Override, Settlement
from workflows.engine.pacing import Turn, Wait
from workflows.engine.policies import Version
from workflows.engine.sightings import Sighting
from workflows.engine.store import (
    AgendaRow,
    Backlog,
    Claimed,
    Decide,
    Left,
    Loaded,
    Order,
    Page,
    QueueStatus,
    Recorded,
    Section,
    Settled,
    Shut,
)
from workflows.engine.whereabouts import DeskPlace, Gone


class SqlStore(SqlCoverBook):
    """Implements `Store`, `CardPosts`, `Digests`, `Agendas`, `Whereabouts`, `CoverBook`, `Standstills`, `DenialBook`,
    `TurnaroundBook` and `SightingBook`; what each promises stands there.
    """

    # Store

    async def apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """Decide and record in one transaction."""
        return await self._database.write(partial(proposals.apply, order=order, decide=decide))

    async def load(self, proposal: ProposalId | None) -> Loaded | ParkedByNewerVersion:
        """How things stand, with one proposal if it is known."""
        return await self._database.read(partial(proposals.load, proposal=proposal))

    async def who(self, account: AccountId) -> tuple[Account | None, Person | None]:
        """The account if it was seen before, and its person."""
        return await self._database.read(partial(people.who, account=account))

    async def link(self, account: AccountId, profile: Profile, email: Email | None, at: datetime) -> Account:
        """Record an account; with `email` it belongs to the person of that address."""
        return await self._database.write(partial(linking.link, account=account, profile=profile, email=email, at=at))

    async def leave(self, account: AccountId, at: datetime) -> Left | None:
        """Record that an account was deactivated; whose last one that was, and what they leave."""
        return await self._database.write(partial(departures.leave, account=account, at=at))

    async def checked(self, account: AccountId, at: datetime) -> None:
        """The account is as it was."""
        await self._database.write(partial(departures.checked, account=account, at=at))

    async def unchecked(self, before: datetime, limit: int) -> Sequence[tuple[Account, Conversation | None]]:
        """Linked accounts of which nothing was heard since `before`."""
        return await self._database.read(partial(departures.unchecked, before=before, limit=limit))

    async def accounts_of(self, person: PersonId) -> tuple[Account, ...]:
        """A person's linked accounts."""
        return (await self._database.read(partial(people.accounts_of, persons=[person]))).get(person, ())

    async def settle_account(self, answer: Answered, alerts: Sequence[CardPost], at: datetime) -> Settlement:
        """Record what a person said of an account."""
        return await self._database.write(partial(linking.settle_account, answer=answer, alerts=alerts, at=at))

    async def override(self, wanted: Override, at: datetime) -> Overridden:
        """Record what an admin said of an account."""
        return await self._database.write(partial(linking.override, wanted=wanted, at=at))

    async def listed_accounts(self) -> Sequence[tuple[Account, Person | None]]:
        """Every account that was ever seen, for an operator."""
        return await self._database.read(linking.listed)

    async def person(self, person: PersonId) -> Person | None:
        """A person by id."""
        return await self._database.read(partial(people.person_by_id, person=person))

    async def note_trial(self, post: CardPostId, by: PersonId, at: datetime) -> bool:
        """Record a click on a button that was sent out to try the way back."""
        return await self._database.write(partial(trials.note_trial, post=post, by=by, at=at))

    async def trial_noted(self, post: CardPostId) -> bool:
        """Whether such a button was clicked by whom it was sent to."""
        return await self._database.read(partial(trials.trial_noted, post=post))

    async def trial_shown(self, post: CardPostId) -> bool:
        """Whether its message has been posted."""
        return await self._database.read(partial(trials.trial_shown, post=post))

    async def meet(self, account: AccountId | None, conversation: Conversation, alias: str = "") -> None:
        """Remember a conversation, and for a direct one whose it is."""
        await self._database.write(partial(places.meet, account=account, conversation=conversation, alias=alias))

    async def bind(self, desk: DeskId, conversation: Conversation, by: PersonId, at: datetime) -> None:
        """Bind a desk to a place."""
        await self._database.write(partial(places.bind, desk=desk, conversation=conversation, by=by, at=at))

    async def bound(self) -> Mapping[DeskId, Conversation]:
        """Each bound desk's place."""
        return await self._database.read(places.bound)

    async def desks_at(self, place: Conversation, *, whole_team: bool) -> Mapping[DeskId, DeskPlace]:
        """The desks that are bound to a place, or to any of its team."""
        return await self._database.read(partial(presence.desks_at, place=place, whole_team=whole_team))

    async def close_place(self, place: Conversation, cause: Gone, *, whole_team: bool) -> None:
        """Note why a place, or all of its team, cannot be posted to."""
        await self._database.write(partial(presence.close, place=place, cause=cause, whole_team=whole_team))

    async def reopen_place(self, place: Conversation, *, whole_team: bool, shared: bool = False) -> None:
        """Note that a place, or all of its team, can be posted to."""
        await self._database.write(partial(presence.reopen, place=place, whole_team=whole_team, shared=shared))

    async def rename_place(self, place: Conversation, name: str, team_name: str, *, whole_team: bool) -> None:
        """Note what a place and its team are called."""
        await self._database.write(
            partial(presence.rename, place=place, name=name, team_name=team_name, whole_team=whole_team)
        )

    async def greet(self, place: Conversation) -> bool:
        """Whether nobody was greeted in a place yet; asking makes it so."""
        return await self._database.write(partial(presence.greet, place=place))

    async def resolved(self) -> Mapping[str, Conversation]:
        """The conversation of each name that was resolved."""
        return await self._database.read(places.resolved)

    async def last_resolved(self) -> Mapping[str, Conversation]:
        """The same, of those that cannot be posted to, too."""
        return await self._database.read(places.last_resolved)

    async def adopt_policy(
        self, policy: Policy, text: str, at: datetime, *, by: Email | None = None, operator: str = ""
    ) -> None:
        """Keep a policy's text and bring the people it lists up to date."""
        adopting = partial(policies.adopt_policy, policy=policy, text=text, at=at, by=by, operator=operator)
        await self._database.write(adopting)

    async def policy_in_force(self) -> PolicyHash | None:
        """The version that was adopted last."""
        return await self._database.read(policies.in_force)

    async def policy_versions(self) -> Mapping[PolicyHash, Version]:
        """Every policy version that was ever adopted."""
        return await self._database.read(policies.versions)

    async def policy_history(self) -> Sequence[policies.PutInForce] | Broken:
        """Each time that another policy was put in force, oldest first; or the first row of that which does not hold."""
        return await self._database.read(policies.history)

    # CardPosts

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        chat: Chat | None = None,
        shut: Collection[Shut] = (),
    ) -> Sequence[Claimed]:
        """Take due card posts, one per conversation."""
        work = partial(courier.claim, now=now, limit=limit, lease=lease, chat=chat, shut=shut)
        return await self._database.write(work)

    async def take_turns(self, turns: Sequence[Turn], now: datetime, *, clicked: bool) -> Wait | None:
        """Count one call on every budget, or on none."""
        return await self._database.write(partial(pacing.take_turns, turns=turns, now=now, clicked=clicked))

    async def settle(self, claimed: Claimed, settled: Settled) -> bool:
        """Write the outcome and end the lease."""
        return await self._database.write(partial(courier.settle, claimed=claimed, settled=settled))

    async def wish(self, posts: Sequence[CardPost]) -> None:
        """Add card posts outside a decision, due at once."""
        await self._database.write(partial(card_posts.wish, posts=posts, due=EPOCH))

    async def adopt(self, chat: Literal["slack", "teams"], message: str, post: CardPostId) -> None:
        """Remember a clicked message for a card post that has none."""
        await self._database.write(partial(adopting.adopt, chat=chat, message=message, post=post))

    async def resolve(self, name: str, conversation: Conversation) -> None:
        """Remember which conversation a name in the policy stands for."""
        await self._database.write(partial(places.resolve, name=name, conversation=conversation))

    async def next_due(self, now: datetime, chat: Chat | None = None, shut: Collection[Shut] = ()) -> datetime | None:
        """When the next card post wants attention; `now` where that is past."""
        at = await self._database.read(partial(due.next_due, chat=chat, shut=shut))
        return max(at, now) if at else None

    async def backlog(self) -> Sequence[Backlog]:
        """How the courier stands in each chat that something was ever to be shown in."""
        return await self._database.read(backlog.backlog)

    async def standing(self, after: ProposalId | None, limit: int, since: datetime) -> Page:
        """The next proposals that are open or were closed lately."""
        return await self._database.read(partial(proposals.standing, after=after, limit=limit, since=since))

    async def want(self, posts: Sequence[CardPostId], at: datetime) -> None:
        """Make card posts due that do not show what they should."""
        await self._database.write(partial(card_posts.want, posts=posts, at=at))

    async def ask_first(self, asked: Collection[PersonId], proposal: ProposalId) -> None:
        """Remember about which proposal these people were first asked."""
        await self._database.write(partial(people.note_first_asked, asked=asked, proposal=proposal))

    async def is_denied(self, account: AccountId) -> bool:
        """Whether it is not whose its address says."""
        known, _ = await self.who(account)
        return known is not None and known.link == "denied"

    async def parked(self) -> Sequence[Parked]:
        """Every card post that was given up, for an operator."""
        return await self._database.read(parked.parked)

    async def retry(self, posts: Sequence[CardPostId] | None) -> Sequence[CardPostId]:
        """Make these of the parked card posts (all with None) due at once; which ones that were."""
        return await self._database.write(partial(parked.retry, posts=posts))

    # Digests

    async def open_digest(self, post: CardPost, due: datetime, now: datetime) -> bool:
        """Claim a digest and wish its card post."""
        return await self._database.write(partial(digests.open_digest, post=post, due=due, now=now))

    async def last_digest(self, person: PersonId, before: date) -> datetime | None:
        """When the digest before that day was due."""
        return await self._database.read(partial(digests.last_digest, person=person, before=before))

    async def queue(self, statuses: Sequence[QueueStatus], since: datetime | None = None) -> Sequence[Loaded]:
        """Proposals with these statuses, soonest wanted first."""
        return await self._database.read(partial(proposals.queue, statuses=statuses, since=since))

    async def person_of(self, email: Email) -> Person | None:
        """The person who has this address."""
        return await self._database.read(partial(people.person_of, email=email))

    async def everybody(self) -> Mapping[PersonId, Person]:
        """Everyone who was ever listed or met."""
        return await self._database.read(replaying.everybody)

    # Agendas

    async def on_lists(self, lists: Lists, section: Section, most: int, counted: int) -> ListPage:
        """A section of somebody's list."""
        return await self._database.read(
            partial(list_queries.on_lists, lists=lists, section=section, most=most, counted=counted)
        )

    async def open_home(self, post: CardPost) -> None:
        """Wish for a Home, drawn anew."""
        await self._database.write(partial(card_posts.open_home, post=post))

    async def newest_of(self, person: PersonId) -> ProposalId | None:
        """An author's newest proposal."""
        return await self._database.read(partial(list_queries.newest_of, person=person))

    async def lately(
        self, desks: Collection[DeskId], since: datetime, most: int
    ) -> Mapping[DeskId, Sequence[timedelta]]:
        """How long each of these desks took lately."""
        return await self._database.read(partial(turnarounds.lately, desks=desks, since=since, most=most))

    async def named(self, name: str) -> ProposalId | None:
        """The one proposal whose id begins so."""
        return await self._database.read(partial(list_queries.named, name=name))

    async def shown_at(self, message: MessageRef) -> ProposalId | None:
        """The proposal that a message's card is about."""
        return await self._database.read(partial(list_queries.shown_at, message=message))

    async def homes(self, after: CardPost | None, limit: int) -> Sequence[CardPost]:
        """Homes that wait for nothing."""
        return await self._database.read(partial(list_queries.homes, after=after, limit=limit))

    async def unlisted(self, after: str, limit: int) -> Sequence[Loaded]:
        """Open proposals without rows on lists."""
        return await self._database.read(partial(list_queries.unlisted, after=after, limit=limit))

    async def list_again(self, proposal: ProposalId, sequence: int, rows: Sequence[AgendaRow]) -> None:
        """Write a proposal's rows on lists, if it still stands at `sequence`."""
        await self._database.write(partial(list_queries.list_again, proposal=proposal, sequence=sequence, rows=rows))

    # Standstill

    async def stopped(self) -> Standstill | None:
        """What stops everything, if something does."""
        return await self._database.read(standstill.stopped)

    async def stop(self, stop: Standstill, account: AccountId | None) -> Standstill | None:
        """Stop everything; what stops it already."""
        return await self._database.write(partial(standstill.stop, standstill=stop, account=account))

    async def resume(self, by: PersonId, account: AccountId | None, at: datetime) -> bool:
        """Let everything go on; whether it was stopped."""
        return await self._database.write(partial(standstill.resume, by=by, account=account, at=at))

    async def overrides(self) -> Sequence[Overriding]:
        """Every override, oldest first."""
        return await self._database.read(overrides.overrides)

    # The record

    async def deny(self, denial: Denial) -> None:
        """Record a denial in a stream of its own."""
        await self._database.write(partial(denials.deny, denial=denial))

    async def note_sightings(self, sightings: Sequence[Sighting]) -> None:
        """Record who was shown which revision, if that is not on record."""
        await self._database.write(partial(sighted.note, sightings=sightings))

    async def insider_list(self, name: str) -> InsiderList | NotFound | Broken:
        """Who was shown the proposal whose id is, or begins with, `name`."""
        return await self._database.read(partial(sighted.insider_list, name=name))

    async def seal(self, limit: int) -> int:
        """Give numbers to so many rows of the ledger that wait for theirs."""
        if not await self._database.read(sealing.anything_waits):
            return 0
        return await self._database.write(partial(sealing.seal, limit=limit))

    async def events_of(self, proposal: ProposalId) -> tuple[Event, ...] | WordsErased | ParkedByNewerVersion:
        """Everything that happened to a proposal, oldest first."""
        return await self._database.read(partial(ledger.events_of, proposal=proposal))

    async def revisions(self, proposal: ProposalId) -> tuple[Recreated, ...] | NotRecreated:
        """Every revision of a proposal, oldest first, re-created from the ledger."""
        return await self._database.read(partial(revisions.revisions, proposal=proposal))

    async def verify(self, heard: Callable[[Tally], object] = lambda _: None) -> Broken | Unguarded | None:
        """The first row of the ledger that does not hold, or None; `heard` is told how far it came."""
        return await self._database.read(partial(audit.verify, heard=heard))
