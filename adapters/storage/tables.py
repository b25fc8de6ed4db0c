"""The tables. Only the ledger is the record; every other row is either words beside it or can be rebuilt from it.

Columns are plain strings, numbers and UTC times on both databases. JSON is kept as text: it is read whole, never searched,
and text holds every character that a person can type (PostgreSQL's JSONB refuses U+0000).

Long because it lists every table of one database, in one place to look.
"""

import re
from datetime import UTC, date, datetime
from typing import ClassVar, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Earlier than anything here: a lease that ended, a card post that is due at once."""

OPEN: Final = "shown < wanted AND parked = ''"
"""A card post that wants the courier. Written out in full, so that the databases can match it to the partial index."""

PARKED: Final = "shown < wanted AND parked != ''"
"""A card post that cannot be shown until something changes."""

HOME: Final = "home IS NOT NULL"
"""A card post that is somebody's Home."""


class Row(SQLModel):
    """The base of every table: named after its class, its constraints by a rule, so that migrations can rely on both."""

    metadata: ClassVar[MetaData] = MetaData(  # pyright: ignore[reportIncompatibleVariableOverride]  # SQLModel's own way
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]  # a hook, given the class
        """`PlaceBindings` → `place_bindings`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class People(Row, table=True):
    """A human. `was_listed` once a policy named them: an older policy may still rule a proposal. `gone` when they have left,
    `first_asked` the proposal about which they were first asked to decide; empty before. `groups` are the keys of those that
    they are in, as JSON; empty without any.
    """

    id: str = Field(primary_key=True)
    name: str
    email: str = Field(unique=True)
    role: str
    attributes: str = Field(sa_type=Text)
    was_listed: bool = Field(index=True)
    gone: bool = Field(sa_column_kwargs={"server_default": false()})
    first_asked: str = Field(sa_column_kwargs={"server_default": ""})
    groups: str = Field(index=True, sa_column_kwargs={"server_default": ""})


class Accounts(Row, table=True):
    """One identity in one chat; `tie` is what it belongs to its person by."""

    chat: str = Field(primary_key=True)
    installation: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    link: str
    person: str | None = Field(foreign_key="people.id", index=True)
    alias: str
    zone: str
    seen_at: datetime = Field(index=True)
    tie: str = Field(sa_column_kwargs={"server_default": "address"})


class Conversations(Row, table=True):
    """A place in a chat, under one key made of chat, installation and id. A direct one knows whose it is.

    `gone` is why it cannot be posted to, if so; `name` and `team_name` are what it was last called, if that was told.
    """

    __table_args__ = (Index(None, "owner_installation", "owner_user"),)

    key: str = Field(primary_key=True)
    chat: str
    installation: str
    id: str
    kind: str
    address: str
    owner_installation: str | None
    owner_user: str | None
    team: str = Field(sa_column_kwargs={"server_default": ""})
    name: str = Field(sa_column_kwargs={"server_default": ""})
    team_name: str = Field(sa_column_kwargs={"server_default": ""})
    gone: str = Field(sa_column_kwargs={"server_default": ""})
    greeted: bool = Field(sa_column_kwargs={"server_default": text("true")})


class PlaceBindings(Row, table=True):
    """The Teams place of a desk."""

    desk: str = Field(primary_key=True)
    conversation: str = Field(foreign_key="conversations.key")


class ResolvedNames(Row, table=True):
    """Which conversation a name in the policy stands for."""

    name: str = Field(primary_key=True)
    conversation: str = Field(foreign_key="conversations.key")


class Policies(Row, table=True):
    """The text of every policy that was ever adopted. The one with the highest `turn` is in force."""

    hash: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)
    adopted_at: datetime
    turn: int = Field(sa_column_kwargs={"server_default": "0"})


class Proposals(Row, table=True):
    """A proposal as it stands: its state at one `sequence`, written at one `version` of the record, and what lists need."""

    __table_args__ = (
        Index(None, "status", "wanted"),
        Index(None, "status", "changed"),
        Index(None, "author", "created"),
    )

    id: str = Field(primary_key=True)
    author: str = Field(foreign_key="people.id")
    created: datetime
    sequence: int = Field(sa_type=BigInteger)
    version: int
    state: str = Field(sa_type=Text)
    status: str
    wanted: datetime | None
    changed: datetime


class Agenda(Row, table=True):
    """That a proposal stands in a section of a list. `owner` is `desk KEY`, `person ID`, `leads`, or `asked ID` for what is on
    nobody's list and only counted; `due` its wanted time, or long after all of them; `without` the ids of those who may no longer
    act for the desk.
    """

    __table_args__ = (Index(None, "owner", "section", "due", "proposal"),)

    proposal: str = Field(primary_key=True, foreign_key="proposals.id")
    owner: str = Field(primary_key=True)
    section: str
    due: datetime
    without: str = Field(sa_type=Text)


class Ledger(Row, table=True):
    """One event of one stream; triggers refuse to change or delete it. Holds no words, names, addresses or platform ids."""

    stream: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    version: int
    actor: str | None
    chat: str | None
    policy: str | None
    at: datetime
    body: str = Field(sa_type=Text)
    commitment: str
    prev_hash: str
    row_hash: str


class LedgerWords(Row, table=True):
    """What belongs to an event but may have to be destroyed: salt, platform account, private words. Never changed."""

    __table_args__ = (ForeignKeyConstraint(["stream", "sequence"], ["ledger.stream", "ledger.sequence"]),)

    stream: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True, sa_type=BigInteger)
    words: str = Field(sa_type=Text)


class Seals(Row, table=True):
    """The number that a row of the ledger was given after its commit, without gaps; each seal's hash covers the one before.

    It names its row without a foreign key: it is evidence of a row that should be there.
    """

    __table_args__ = (UniqueConstraint("stream", "sequence"),)

    number: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    stream: str
    sequence: int = Field(sa_type=BigInteger)
    row_hash: str
    seal_hash: str


class Unsealed(Row, table=True):
    """A row of the ledger that waits for its number; a trigger puts it here, the sealer takes it away."""

    id: int = Field(sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True))
    stream: str
    sequence: int = Field(sa_type=BigInteger)


class Inputs(Row, table=True):
    """An input that was recorded, by its idempotency key, and the answer it got."""

    key: str = Field(primary_key=True)
    proposal: str
    say: str = Field(sa_type=Text)
    at: datetime


class Lanes(Row, table=True):
    """One conversation's turn-taking: whoever holds the lease may have one card post of it in flight.

    `installation` is the workspace or tenant that it was last known to be of; a person's own chat may be in any of them.
    """

    key: str = Field(primary_key=True)
    leased_until: datetime
    fence: int = Field(sa_type=BigInteger)
    chat: str = Field(sa_column_kwargs={"server_default": text("''")})
    installation: str = Field(sa_column_kwargs={"server_default": ""})


class Pauses(Row, table=True):
    """An installation that asked for quiet: nothing of it is claimed before then."""

    chat: str = Field(primary_key=True)
    installation: str = Field(primary_key=True, sa_column_kwargs={"server_default": ""})
    until: datetime


class Budgets(Row, table=True):
    """What was spent of one limit of a chat: the marks of `workflows.engine.pacing`, as JSON."""

    key: str = Field(primary_key=True)
    spent: str = Field(sa_type=Text)


class CardPosts(Row, table=True):
    """A card in one place. `nature` is the digest of subject and place, which together name it.

    The place is `conversation`, or `parent`, or `chat` and `person`, or `chat`, `home_installation` and `home_user`: then it is
    the Home of the person `home`. `parked` holds the cause while nothing can be done.
    `claimed_at` is when the last claim was made, while that was not settled. `clicked` while somebody who clicked it waits.
    `twice` where two messages may stand, `extra_…` the one of them that is to be removed.
    """

    # On PostgreSQL they are partial, too: the migrations make them so. To repeat it here would load its dialect at every start.
    __table_args__ = (
        Index("ix_card_posts_open", "lane", "clicked", "due", "parent", "id", sqlite_where=text(OPEN)),
        Index("ix_card_posts_home", "home", sqlite_where=text(HOME)),
        Index("ix_card_posts_parked", "lane", sqlite_where=text(PARKED)),
        Index(None, "ref_conversation", "ref_id"),
    )

    id: str = Field(primary_key=True)
    nature: str = Field(unique=True)
    subject: str = Field(sa_type=Text)
    proposal: str | None = Field(foreign_key="proposals.id", index=True)
    conversation: str | None = Field(foreign_key="conversations.key")
    parent: str | None = Field(foreign_key="card_posts.id")
    chat: str | None
    person: str | None = Field(foreign_key="people.id")
    lane: str = Field(foreign_key="lanes.key")
    wanted: int = Field(sa_type=BigInteger)
    shown: int = Field(sa_type=BigInteger)
    digest: str
    attempts: int
    due: datetime
    parked: str = Field(sa_type=Text)
    ref_conversation: str | None = Field(foreign_key="conversations.key")
    ref_id: str | None
    ref_thread: str | None
    claimed_at: datetime | None = None
    clicked: int = Field(sa_column_kwargs={"server_default": text("0")})
    twice: int = Field(sa_column_kwargs={"server_default": text("0")})
    extra_conversation: str | None = None
    extra_id: str | None = None
    extra_thread: str | None = None
    home: str | None = None
    home_installation: str | None = None
    home_user: str | None = None


class Digests(Row, table=True):
    """One lead's digest of one day: claimed once, whoever restarts."""

    person: str = Field(primary_key=True, foreign_key="people.id")
    day: date = Field(primary_key=True)
    due: datetime
    opened_at: datetime


class Installations(Row, table=True):
    """A workspace, or with an empty `workspace` a whole organisation, that Copydesk was installed in. Tokens are sealed.

    `lost` is why it may no longer speak there, if so; `noted` the version of which the engine took note.
    """

    chat: str = Field(primary_key=True)
    organisation: str = Field(primary_key=True)
    workspace: str = Field(primary_key=True)
    name: str
    app: str
    bot: str
    bot_user: str
    token: str = Field(sa_type=Text)
    refresh: str = Field(sa_type=Text)
    expires: datetime | None
    installed_by: str
    installed_at: datetime
    version: int
    lost: str
    noted: int
    leased_until: datetime


class InstallStates(Row, table=True):
    """A state that was used: somebody returned with it to an installation that was begun in a browser, which has the digest."""

    state: str = Field(primary_key=True)
    browser: str
    until: datetime = Field(index=True)


class Covers(Row, table=True):
    """Who is away from `since` until `until`, and who decides for them. A row that is over stays until the next."""

    person: str = Field(primary_key=True, foreign_key="people.id")
    by: str = Field(foreign_key="people.id")
    since: datetime
    until: datetime
    zone: str


class Standstill(Row, table=True):
    """What stops everything at once, while it does: one row at most. That it was so is on the ledger."""

    only: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    by: str = Field(foreign_key="people.id")
    at: datetime
    reason: str = Field(sa_type=Text)


PEOPLE: Final = Row.metadata.tables["people"]
COVERS: Final = Row.metadata.tables["covers"]
ACCOUNTS: Final = Row.metadata.tables["accounts"]
CONVERSATIONS: Final = Row.metadata.tables["conversations"]
PLACE_BINDINGS: Final = Row.metadata.tables["place_bindings"]
RESOLVED_NAMES: Final = Row.metadata.tables["resolved_names"]
POLICIES: Final = Row.metadata.tables["policies"]
PROPOSALS: Final = Row.metadata.tables["proposals"]
AGENDA: Final = Row.metadata.tables["agenda"]
LEDGER: Final = Row.metadata.tables["ledger"]
LEDGER_WORDS: Final = Row.metadata.tables["ledger_words"]
SEALS: Final = Row.metadata.tables["seals"]
UNSEALED: Final = Row.metadata.tables["unsealed"]
INPUTS: Final = Row.metadata.tables["inputs"]
LANES: Final = Row.metadata.tables["lanes"]
PAUSES: Final = Row.metadata.tables["pauses"]
BUDGETS: Final = Row.metadata.tables["budgets"]
CARD_POSTS: Final = Row.metadata.tables["card_posts"]
INSTALLATIONS: Final = Row.metadata.tables["installations"]
INSTALL_STATES: Final = Row.metadata.tables["install_states"]
STANDSTILL: Final = Row.metadata.tables["standstill"]
DIGESTS: Final = Row.metadata.tables["digests"]
