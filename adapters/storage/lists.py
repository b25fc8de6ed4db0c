"""Lists: what stands on somebody's, and the other ways to find a proposal without its card."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, exists, not_, select

from adapters.storage.agenda import write
from adapters.storage.codec import canonical
from adapters.storage.places import conversation_key
from adapters.storage.proposals import load_many, load_rows
from adapters.storage.tables import AGENDA, CARD_POSTS, PROPOSALS
from workflows.domain.ids import PersonId, ProposalId
from workflows.engine.agenda import ListPage, Lists
from workflows.engine.chat import MessageRef
from workflows.engine.store import AgendaRow, Loaded, Section

OPEN: Final = ("draft", "in_review", "approved")
SHORTEST: Final = 6
"""How much of an id must be said before it can mean a proposal."""


def on_lists(connection: Connection, lists: Lists, section: Section, most: int, counted: int) -> ListPage:
    """The first of a section of somebody's list: one look into the index for each of the lists that it is made of."""
    found: dict[ProposalId, datetime] = {}
    for owner in _owners(lists):
        mine = select(AGENDA.c.due, AGENDA.c.proposal).where(
            AGENDA.c.owner == owner,
            AGENDA.c.section == section,
            not_(AGENDA.c.without.contains(canonical(lists.person), autoescape=True)),
        )
        rows = connection.execute(mine.order_by(AGENDA.c.due, AGENDA.c.proposal).limit(counted))
        found |= {row.proposal: row.due for row in rows}
    first = sorted(found, key=lambda proposal: (found[proposal], proposal))[:most]
    loaded = load_many(connection, first)
    return ListPage(
        first=tuple(loaded[proposal] for proposal in first if proposal in loaded), total=min(len(found), counted)
    )


def newest_of(connection: Connection, person: PersonId) -> ProposalId | None:
    """An author's newest proposal."""
    mine = select(PROPOSALS.c.id).where(PROPOSALS.c.author == person)
    return connection.execute(mine.order_by(PROPOSALS.c.created.desc()).limit(1)).scalar()


def named(connection: Connection, name: str) -> ProposalId | None:
    """The proposal with that id, or the only one whose id begins so: ids are made of hexadecimal digits."""
    exact = connection.execute(select(PROPOSALS.c.id).where(PROPOSALS.c.id == name)).scalar()
    if exact is not None or len(name) < SHORTEST or not set(name) <= set("0123456789abcdef"):
        return exact
    begins = select(PROPOSALS.c.id).where(PROPOSALS.c.id >= name, PROPOSALS.c.id < f"{name}g").limit(2)
    found = connection.execute(begins).scalars().all()
    return found[0] if len(found) == 1 else None


def shown_at(connection: Connection, message: MessageRef) -> ProposalId | None:
    """The proposal of the card post that has this message."""
    there = CARD_POSTS.c.ref_conversation == conversation_key(message.conversation)
    about = select(CARD_POSTS.c.proposal).where(there, CARD_POSTS.c.ref_id == message.id).limit(1)
    return connection.execute(about).scalar()


def unlisted(connection: Connection, after: str, limit: int) -> Sequence[Loaded]:
    """Open proposals without any row."""
    listed = exists(select(AGENDA.c.owner).where(AGENDA.c.proposal == PROPOSALS.c.id))
    rows = select(PROPOSALS).where(PROPOSALS.c.id > after, PROPOSALS.c.status.in_(OPEN), not_(listed))
    return load_rows(connection, connection.execute(rows.order_by(PROPOSALS.c.id).limit(limit)).all())


def list_again(connection: Connection, proposal: ProposalId, sequence: int, rows: Sequence[AgendaRow]) -> None:
    """Write a proposal's rows, unless an event came meanwhile and wrote them."""
    still = select(PROPOSALS.c.id).where(PROPOSALS.c.id == proposal, PROPOSALS.c.sequence == sequence)
    if connection.execute(still.with_for_update(key_share=True)).first():
        write(connection, proposal, rows)


def _owners(lists: Lists) -> list[str]:
    own = [f"person {lists.person}", *(f"desk {desk}" for desk in sorted(lists.desks))]
    return [*own, "leads"] if lists.lead else own
