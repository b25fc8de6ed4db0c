"""The store port: the record, the rows read by queues, and the rows the courier works through.

`apply` is the one door for decisions. Everything else either reads or writes things that decide nothing.

Long because it is all that the engine asks of a database, each method with its promise.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from workflows.domain.covers import Cover
from workflows.domain.events import Event
from workflows.domain.ids import CardPostId, Chat, DeskId, Email, PersonId, PolicyHash, ProposalId
from workflows.domain.people import Account, AccountId, Person, Profile
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import ParkedByNewerVersion, Refusal
from workflows.domain.standstill import Standstill
from workflows.domain.value import value
from workflows.engine.chat import CardPost, Conversation, MessageRef
from workflows.engine.pacing import Act, Scope, Turn, Wait
from workflows.engine.policies import Version
from workflows.engine.whereabouts import Gone
from workflows.lifecycle.turnarounds import Turnarounds


@value
class Order:
    """A command on its way into the store: whose, from which account, when (UTC), and the key that makes it one of theirs.
    What follows from something else that is on record is nobody's.

    `clicked` is the message it was clicked in, if any: its card is brought up to date before the others. It `asks` where it may
    call people who were not asked yet: then it is counted who is asked about how much. It `names` people who may be new to it.
    """

    key: str
    proposal: ProposalId
    by: PersonId | None
    account: AccountId | None
    at: datetime
    clicked: str = ""
    asks: bool = False
    names: frozenset[PersonId] = frozenset()


@value
class Loaded:
    """What a decision may know, read in its own transaction.

    `people` holds everyone the policy lists and everyone this proposal or its order names. `bound` holds each desk's Teams
    place, if it can be posted to; `resolved` the Slack conversations named in the policy, by the name used there. `accounts`
    are the linked accounts of `people`, `acting` the one through which somebody acts, if anybody does, and `covers` what was
    ever agreed for when people are away, the last for each.
    `stopped` is what stops everything, if something does. `since` (in lists only) is when the proposal's status last changed,
    in UTC. `load` (only where the order wants it) says about how many posts each of `people` is asked, as far as matters.
    """

    proposal: Proposal | None
    people: Mapping[PersonId, Person]
    accounts: Mapping[PersonId, tuple[Account, ...]]
    posts: tuple[CardPost, ...]
    bound: Mapping[DeskId, Conversation]
    resolved: Mapping[str, Conversation]
    since: datetime | None = None
    covers: tuple[Cover, ...] = ()
    stopped: Standstill | None = None
    acting: Account | None = None
    load: Mapping[PersonId, int] = field(default_factory=dict[PersonId, int])


QueueStatus = Literal["draft", "in_review", "approved", "rejected", "withdrawn"]


@value
class QueueRow:
    """What lists need of a proposal without opening it; derived, rewritten with every event.

    `changed` is when `status` changed; None keeps what the row has.
    """

    proposal: ProposalId
    status: QueueStatus
    wanted: datetime | None
    changed: datetime | None


Section = Literal["needs_you", "waiting", "going_out"]


@value
class AgendaRow:
    """That a proposal stands on a list: a desk's (`without` those who may no longer act there), a person's, or with neither
    the comms leads'. `asked` stands on nobody's list: it counts about how many posts a person is asked. `wanted` (UTC) is what
    the list is sorted by.
    """

    section: Section
    desk: DeskId | None = None
    person: PersonId | None = None
    asked: PersonId | None = None
    without: frozenset[PersonId] = frozenset()
    wanted: datetime | None = None


@value
class Accepted:
    """A yes: the events to append, the state they lead to, the row for lists, and the cards that should exist.

    `wishes` are new card posts, or alerts of before that say more now; every card post that the proposal has already is made
    due by the store.
    `policy` is the version that ruled, if any; `say` is the sentence told, and told again to a repeated input. `agenda` are
    its rows on lists, None where they stay as they are; the Homes of those `concerned` are made due. `newcomers` are asked to
    decide for the first time. `again` are notices that others must no longer read so much of. `turnarounds` begin or end with it.
    """

    events: tuple[Event, ...]
    proposal: Proposal
    row: QueueRow
    wishes: tuple[CardPost, ...]
    policy: PolicyHash | None
    say: str
    agenda: tuple[AgendaRow, ...] | None = None
    concerned: frozenset[PersonId] = frozenset()
    newcomers: frozenset[PersonId] = frozenset()
    again: tuple[CardPostId, ...] = ()
    turnarounds: Turnarounds = field(default_factory=Turnarounds)


@value
class Left:
    """Somebody left: who, and the drafts that only they could see, newest first."""

    person: Person
    drafts: tuple[ProposalId, ...]


@value
class Recorded:
    """The command stands. `repeated` when the same input had been recorded before."""

    proposal: ProposalId
    say: str
    repeated: bool = False


Decide = Callable[[Loaded], Accepted | Refusal]
Shut = tuple[str, Act]
"""An act of which an installation wants no more for now."""


class Store(Protocol):
    """What `handle` needs."""

    async def apply(self, order: Order, decide: Decide) -> Recorded | Refusal:
        """One call, one transaction: key, row lock, load, the pure function, events, rows, wishes, stored answer.

        A refusal, or an acceptance without events, stores nothing, not even the key. The commit is shielded from cancellation.
        """
        ...

    async def load(self, proposal: ProposalId | None) -> Loaded | ParkedByNewerVersion:
        """How things stand, read-only; for None or an unknown id, with no proposal but everyone the policy lists."""
        ...

    async def who(self, account: AccountId) -> tuple[Account | None, Person | None]:
        """The account if it was seen before, and whose it is if it is anybody's."""
        ...

    async def link(self, account: AccountId, profile: Profile, email: Email | None, at: datetime) -> Account:
        """Record an account as its chat's directory describes it. With `email` it is matched to the person who has that
        address, who is made from the profile if need be, role and attributes as the policy set them; without, it is nobody's.

        What was confirmed stays so while it is the same person's. What was denied, or is somebody's by an admin's word, stays as
        it is. An account that becomes another's, or nobody's, is noted on the ledger.
        """
        ...

    async def leave(self, account: AccountId, at: datetime) -> Left | None:
        """Record that an account is nobody's to act through any more. The answer is whose last account here that was, and
        what they leave; None where they have another, or where it was recorded before.
        """
        ...

    async def checked(self, account: AccountId, at: datetime) -> None:
        """The chat's directory was asked, and the account is as it was."""
        ...

    async def unchecked(self, before: datetime, limit: int) -> Sequence[tuple[Account, Conversation | None]]:
        """Linked accounts of which the directory said nothing since `before`, the longest first, each with its own direct
        conversation, if there is one.
        """
        ...

    async def accounts_of(self, person: PersonId) -> tuple[Account, ...]:
        """A person's linked accounts, in a fixed order."""
        ...

    async def person(self, person: PersonId) -> Person | None:
        """A person by id."""
        ...

    async def note_trial(self, post: CardPostId, by: PersonId, at: datetime) -> bool:
        """Record a click on a button that was sent out to try the way back; False if it was not sent to `by`."""
        ...

    async def meet(self, account: AccountId | None, conversation: Conversation, alias: str = "") -> None:
        """Remember a conversation (its newest address), and for a direct one whose it is; store the account's alias.
        Makes waiting direct card posts of that person due again.
        """
        ...

    async def bind(self, desk: DeskId, conversation: Conversation, by: PersonId, at: datetime) -> None:
        """Bind a desk to a Teams place, on the ledger's stream for places; replaces an earlier binding."""
        ...

    async def bound(self) -> Mapping[DeskId, Conversation]:
        """Each bound desk's Teams place, if it can be posted to."""
        ...

    async def resolved(self) -> Mapping[str, Conversation]:
        """Each Slack conversation that was found for a name in a policy, if it can be posted to."""
        ...

    async def last_resolved(self) -> Mapping[str, Conversation]:
        """Each that was found for a name last, whether it can be posted to or not."""
        ...

    async def adopt_policy(
        self, policy: Policy, text: str, at: datetime, *, by: Email | None = None, operator: str = ""
    ) -> None:
        """Put a policy in force: keep its text under its hash, note on the ledger's stream for policies that it follows
        another, and see that everyone it lists is a person with that name, role and attributes. People it no longer lists
        become employees. Nothing is noted where it is in force already. `by` did it, known by now at the latest, as `operator`.
        """
        ...

    async def policy_in_force(self) -> PolicyHash | None:
        """The version that was adopted last, by whichever process; None before the first."""
        ...

    async def policy_versions(self) -> Mapping[PolicyHash, Version]:
        """Every policy version that was ever adopted."""
        ...


@value
class Claimed:
    """A card post whose turn it is, held under a lease: `fence` must still be the same when it is settled.

    `loaded` is how things stand now, with its proposal (none for a digest). `unsettled` is when it was claimed before, if
    that claim was never settled: it may have posted something. `clicked` when somebody has clicked it and looks at it.
    """

    post: CardPost
    fence: int
    loaded: Loaded
    unsettled: datetime | None = None
    clicked: bool = False


@value
class Settled:
    """What became of a card post. `shown` is the `wanted` that was drawn; `digest` of what is now shown.

    `park` holds it, with the cause, until something makes it due again. `pause` says how far the chat's wish for quiet
    reaches: nothing else of that conversation, or of the whole installation, is claimed before `due`. `wait` is our own pace: no
    call was made, the card post keeps its turn, and where it is the conversation's, nothing else of it is claimed before.
    `twice` when the message was posted again though the first may stand; `removed` when the extra copy is gone. `closed` when
    the place itself is: it is noted as `Whereabouts.close_place` does. `installation` is
    the one that was called or is to be, where that is known: for somebody first written to it was not known when the card
    post was claimed. The pause is for that one.
    """

    shown: int
    digest: str
    ref: MessageRef | None
    due: datetime | None = None
    attempts: int = 0
    park: str = ""
    pause: Scope | None = None
    wait: Wait | None = None
    twice: bool = False
    removed: bool = False
    closed: Gone | None = None
    installation: str = ""


@value
class Page:
    """Proposals of a list that is read in pieces; those that cannot be read are left out. `last` is the id to go on after,
    None after the end of the list.
    """

    loaded: tuple[Loaded, ...]
    last: ProposalId | None


@value
class Backlog:
    """How the courier stands in one chat: card posts that wait, since when the longest of them has been due (UTC; None where
    that is not known), and those that are parked.
    """

    chat: Chat
    waiting: int
    oldest: datetime | None
    parked: int


class CardPosts(Protocol):
    """What the courier needs."""

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease: timedelta,
        chat: Chat | None = None,
        shut: Collection[Shut] = (),
    ) -> Sequence[Claimed]:
        """Take due card posts (of one chat, in want of nothing that is shut), the clicked ones first, then the oldest wish, at
        most one per conversation at a time, parents before replies, none of an installation or conversation that asked for
        quiet.
        One that cannot be read is put off, not raised.
        """
        ...

    async def take_turns(self, turns: Sequence[Turn], now: datetime, *, clicked: bool) -> Wait | None:
        """Count one call on all of these budgets, or on none and say what to wait for. Shared by all replicas."""
        ...

    async def settle(self, claimed: Claimed, settled: Settled) -> bool:
        """Write the outcome and end the lease; False when the lease had passed to another (nothing is written).

        What came meanwhile is kept: a message that was adopted, and a newer wish, which is never parked.
        """
        ...

    async def is_denied(self, account: AccountId) -> bool:
        """Whether somebody said of an account that it is not whose its address says: then it is not written to."""
        ...

    async def wish(self, posts: Sequence[CardPost]) -> None:
        """Add card posts outside a decision (a fallback, a digest); those that exist are left alone."""
        ...

    async def adopt(self, chat: Literal["slack", "teams"], message: str, post: CardPostId) -> None:
        """A click proved that this message is that card post's: remember it if it has none, unless it is another's or may
        be that of a digest whose own message is unknown. Where it has one and was posted `twice`, the clicked one is kept
        and the other becomes the extra copy that is to be removed. Either way it is due at once, also where it was parked.
        """
        ...

    async def resolve(self, name: str, conversation: Conversation) -> None:
        """Remember which conversation a name in the policy stands for. It can be posted to: what waits there is due at once."""
        ...

    async def next_due(self, now: datetime, chat: Chat | None = None, shut: Collection[Shut] = ()) -> datetime | None:
        """When the next card post (of one chat, in want of nothing that is shut) wants attention, if any."""
        ...

    async def standing(self, after: ProposalId | None, limit: int, since: datetime) -> Page:
        """The next `limit` proposals, in the order of their ids, that are open or were closed `since` (UTC). What was closed
        before costs nothing.
        """
        ...

    async def ask_first(self, asked: Collection[PersonId], proposal: ProposalId) -> None:
        """Remember that these people are asked about that proposal, for the first time if it is."""
        ...

    async def want(self, posts: Sequence[CardPostId], at: datetime) -> None:
        """Make these card posts due then, unless they wait already: they do not show what they should."""
        ...


class Digests(Protocol):
    """What the daily digest needs."""

    async def open_digest(self, post: CardPost, due: datetime, now: datetime) -> bool:
        """Claim one lead's digest of one day and wish its card post, in one transaction; False if it was claimed before."""
        ...

    async def last_digest(self, person: PersonId, before: date) -> datetime | None:
        """When the digest before that day was due (UTC)."""
        ...

    async def queue(self, statuses: Sequence[QueueStatus], since: datetime | None = None) -> Sequence[Loaded]:
        """Proposals with these statuses, changed since then if given, soonest wanted first."""
        ...

    async def stopped(self) -> Standstill | None:
        """What stops everything, if something does."""
        ...

    async def person_of(self, email: Email) -> Person | None:
        """The person who has this address."""
        ...
