"""The policy as the engine sees it: people, desks, rules. Parsed from the file by `workflows.policy.parse`."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from typing import Literal, Protocol

from workflows.domain.brand import Brand
from workflows.domain.content import Content, Wanted
from workflows.domain.explained import Explained, State
from workflows.domain.ids import Chat, DeskId, Email, GroupKey, PartName, PolicyHash
from workflows.domain.people import Person, Role
from workflows.domain.proposal import OwnWording, Slots
from workflows.domain.value import value

Quorum = int | Literal["majority", "all"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Every = Literal["day", "week"]


@value
class ListedPerson:
    """Someone the policy names."""

    name: str
    email: Email
    role: Role
    attributes: frozenset[str] = frozenset()


@value
class Reach:
    """Where a desk is asked. `slack`: a conversation id, a `#name`, or `direct`; `teams`: `bound` (a place bound by
    `@Copydesk bind DESK`) or `direct`. None: not asked in that chat. A place that cannot be reached falls back to direct.
    """

    slack: str | None = None
    teams: Literal["bound", "direct"] | None = None


@value
class Rota:
    """Whose turn it is: each of `turns`, one person or several, in order and then from the beginning again.

    The first begins on `starts`, and each ends when the next begins, at the wall time `at`: a week later, or on the next of
    `weekdays` (for days only). So whoever has Friday has the weekend where Monday is next.
    """

    turns: tuple[tuple[Email, ...], ...]
    every: Every
    at: time
    starts: date
    weekdays: frozenset[Weekday]


@value
class Group:
    """Where a chat says who sits on a desk: in Slack a user group by its `@handle` or its id, in Teams the place that is bound to
    the desk, by the desk's key.
    """

    chat: Chat
    name: str

    @property
    def key(self) -> GroupKey:
        """What names it among all groups."""
        return GroupKey(f"{self.chat} {self.name}")


@value
class Desk:
    """A group that reviews. `lead` may lift its members' blocks, and so may `deputy`. Who is asked first is on duty by the `rota`,
    in `zone` (IANA); all who sit on it may decide: `members`, and the people of its `groups` in the chats.
    """

    id: DeskId
    name: str
    members: tuple[Email, ...]
    lead: Email | None
    quorum: Quorum
    reach: Reach
    deputy: Email | None = None
    zone: str = "UTC"
    rota: Rota | None = None
    groups: tuple[Group, ...] = ()

    @property
    def size(self) -> int | None:
        """How many sit on it; None where a chat knows that."""
        return None if self.groups else len(self.members)

    def seats(self, person: Person) -> bool:
        """Whether somebody sits on it. A group seats no guest, whoever put them there."""
        if person.email in self.members:
            return True
        return person.role != "guest" and any(group.key in person.groups for group in self.groups)


@value
class Subject:
    """All that a condition may look at."""

    content: Content
    author: Person
    author_desks: frozenset[DeskId] = frozenset()
    wanted: Wanted | None = None
    changed: frozenset[PartName] | None = None
    """The parts that differ from what somebody approved before; None where nobody has."""
    now: datetime | None = None
    """When the policy is asked, in UTC; None where that is not known, and nothing is soon then."""


class Condition(Protocol):
    """A test of a proposal, alone or made of others; the kinds are listed in `policy/conditions/kinds.py`."""

    def state(self, subject: Subject) -> State:
        """Whether it holds, as fast as that can be known: hundreds of rules are asked for every post."""
        ...

    def explain(self, subject: Subject) -> Explained:
        """Whether it holds, and why or why not."""
        ...


@value
class Rule:
    """Brings in a desk. `name` finishes "approved if …"; `when` None means always; `quorum` None means the desk's own."""

    name: str
    why: str
    desk: DeskId
    when: Condition | None
    quorum: Quorum | None
    judges: tuple[PartName, ...]
    judges_time: bool = False
    stage: int = 1
    own_wording: OwnWording = "counts"


@value
class DigestOrder:
    """Who gets the morning digest: at `hour` in `zone` (IANA) on `weekdays`, in `chat`."""

    to: Email
    hour: time
    zone: str
    weekdays: frozenset[Weekday]
    chat: Chat


@value
class Vocabulary:
    """What a post can be filed under: names, as people read them, by their key. The form asks for none that is empty."""

    pillars: Mapping[str, str] = field(default_factory=dict[str, str])
    campaigns: Mapping[str, str] = field(default_factory=dict[str, str])
    topics: Mapping[str, str] = field(default_factory=dict[str, str])
    markets: Mapping[str, str] = field(default_factory=dict[str, str])
    languages: Mapping[str, str] = field(default_factory=dict[str, str])
    relationships: Mapping[str, str] = field(default_factory=dict[str, str])


@value
class Holders:
    """Who may stop posts without a verdict and let them go on: `by` any one post, `everything` all at once; None means the
    comms leads.
    """

    by: tuple[Email, ...] | None = None
    everything: tuple[Email, ...] | None = None


@value
class WatchRule:
    """Who sees a post for which `when` holds (None: any post), without being asked; `why` is told to them and to its author."""

    why: str
    people: tuple[Email, ...]
    when: Condition | None


@value
class Confidentiality:
    """Which posts only the people named may read: those for which `when` holds (None: none by rule), and those whose authors
    choose so. `to` are people who may read every one of them beside its authors and those it asks.
    """

    when: Condition | None = None
    to: frozenset[Email] = frozenset()


@value
class Policy:
    """One version of the rules, named by its hash."""

    hash: PolicyHash
    company: str
    domains: frozenset[str]
    zone: str
    people: Mapping[Email, ListedPerson]
    desks: Mapping[DeskId, Desk]
    rules: tuple[Rule, ...]
    digests: tuple[DigestOrder, ...]
    slots: Slots
    vocabulary: Vocabulary = Vocabulary()
    brand: Brand = Brand()
    holds: Holders = Holders()
    restricted: Confidentiality = Confidentiality()
    overriders: tuple[Email, ...] = ()
    watchers: tuple[WatchRule, ...] = ()
