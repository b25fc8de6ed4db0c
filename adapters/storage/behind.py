"""What stands behind one proposal, in one look: how things are, its chain link by link, its card posts. Only reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from adapters.storage import posts
from adapters.storage.audit import Broken, verify_stream
from adapters.storage.proposals import load
from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, LEDGER, LEDGER_WORDS, RESOLVED_NAMES
from workflows.domain.ids import Chat, PersonId, ProposalId
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value
from workflows.engine.chat import CardPost
from workflows.engine.store import Loaded


@value
class Link:
    """One row of the chain, as it is stored: `body` is what is chained, `erased` whether the words beside it were destroyed."""

    sequence: int
    kind: str
    actor: PersonId | None
    chat: Chat | None
    policy: str | None
    at: datetime
    body: str
    commitment: str
    previous: str
    hash: str
    erased: bool


@value
class Kept:
    """A card post and what the courier keeps beside it: why it is parked, if it is, and when it is due."""

    post: CardPost
    parked: str
    due: datetime


@value
class Behind:
    """All of it. `broken` is the first row of the chain that does not hold; `places` are the names of conversations that have
    one, by chat, installation and id.
    """

    loaded: Loaded
    links: tuple[Link, ...]
    broken: Broken | None
    posts: tuple[Kept, ...]
    places: Mapping[tuple[str, str, str], str]


def behind(connection: Connection, proposal: ProposalId) -> Behind | ParkedByNewerVersion | None:
    """What stands behind a proposal; None for an unknown one."""
    loaded = load(connection, proposal)
    if isinstance(loaded, ParkedByNewerVersion):
        return loaded
    if loaded.proposal is None:
        return None
    return Behind(
        loaded=loaded,
        links=tuple(_links(connection, proposal)),
        broken=verify_stream(connection, proposal),
        posts=tuple(_posts(connection, proposal)),
        places=_places(connection),
    )


def _links(connection: Connection, proposal: ProposalId) -> Sequence[Link]:
    same = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = select(LEDGER, LEDGER_WORDS.c.words.is_(None).label("erased")).outerjoin(LEDGER_WORDS, same)
    return [
        Link(
            sequence=row.sequence,
            kind=row.kind,
            actor=row.actor,
            chat=row.chat,
            policy=row.policy,
            at=row.at,
            body=row.body,
            commitment=row.commitment,
            previous=row.prev_hash,
            hash=row.row_hash,
            erased=bool(row.erased),
        )
        for row in connection.execute(rows.where(LEDGER.c.stream == proposal).order_by(LEDGER.c.sequence))
    ]


def _posts(connection: Connection, proposal: ProposalId) -> Sequence[Kept]:
    rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.proposal == proposal)).all()
    read = posts.read(connection, rows)
    return [Kept(post=read[row.id], parked=row.parked, due=row.due) for row in rows if row.id in read]


def _places(connection: Connection) -> Mapping[tuple[str, str, str], str]:
    named = select(CONVERSATIONS, RESOLVED_NAMES.c.name.label("asked_as")).outerjoin(
        RESOLVED_NAMES, RESOLVED_NAMES.c.conversation == CONVERSATIONS.c.key
    )
    return {(row.chat, row.installation, row.id): name for row in connection.execute(named) if (name := _called(row))}


def _called(row: Any) -> str:
    team = f"{row.team_name} / " if row.team_name else ""
    return row.asked_as or (f"{team}{row.name}" if row.name else "")
