"""Lists: what stands on somebody's, and the other ways to find a proposal without its card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, exists, literal, not_, or_, select

from adapters.storage.agenda import write
from adapters.storage.codec import canonical
from adapters.storage.places import conversation_key
from adapters.storage.posts import read
from adapters.storage.proposals import load_many, load_rows
from adapters.storage.tables import AGENDA, CARD_POSTS, PEOPLE, PROPOSALS
from workflows.domain.ids import PersonId, ProposalId
from workflows.engine.agenda import ListPage, Lists
from workflows.engine.chat import CardPost, HomeSubject, MessageRef
from workflows.engine.store import AgendaRow, Loaded, Section

OPEN: Final = ("draft", "in_review", "approved")
SHORTEST: Final = 6
"""How much of an id must be said before it can mean a proposal."""


def on_lists(connection: Connection, lists: Lists, section: Section, most: int, counted: int) -> ListPage:
    """The first of a section of somebody's list: one look into the index for each of the lists that it is made of."""
    found: dict[ProposalId, datetime] = {}
    for owner, away in _owners(lists):
        # Whoever decides for somebody may not where either of them may not.
        out = [AGENDA.c.without.contains(canonical(one), autoescape=True) for one in (lists.person, away) if one]
        mine = select(AGENDA.c.due, AGENDA.c.proposal).where(
            AGENDA.c.owner == owner, AGENDA.c.section == section, not_(or_(*out))
        )
        rows = connection.execute(mine.order_by(AGENDA.c.due, AGENDA.c.proposal).limit(counted))
        found |= {row.proposal: row.due for row in rows}
    if lists.lead and section == "needs_you":
        found |= _left_behind(connection, counted)
    first = sorted(found, key=lambda proposal: (found[proposal], proposal))[:most]
    loaded = load_many(connection, first)
    return ListPage(
        first=tuple(loaded[proposal] for proposal in first if proposal in loaded), total=min(len(found), counted)
    )


def _left_behind(connection: Connection, counted: int) -> Mapping[ProposalId, datetime]:
    """What needs people who have all left, such as their drafts: it falls to the comms leads."""
    whose, other, their = PEOPLE.alias(), PEOPLE.alias(), AGENDA.alias()
    still_here = exists(
        select(their.c.owner)
        .join(other, their.c.owner == literal("person ") + other.c.id)
        .where(their.c.proposal == AGENDA.c.proposal, not_(other.c.gone))
    )
    rows = (
        select(AGENDA.c.due, AGENDA.c.proposal)
        .join(whose, AGENDA.c.owner == literal("person ") + whose.c.id)
        .where(whose.c.gone, AGENDA.c.section == "needs_you", not_(still_here))
    )
    found = connection.execute(rows.order_by(AGENDA.c.due, AGENDA.c.proposal).limit(counted))
    return {row.proposal: row.due for row in found}


def homes(connection: Connection, after: CardPost | None, limit: int) -> Sequence[CardPost]:
    """Homes that wait for nothing, in the order of their people."""
    rows = CARD_POSTS.c
    person = after.subject.person if after and isinstance(after.subject, HomeSubject) else ""
    behind = or_(rows.home > person, and_(rows.home == person, rows.id > (after.id if after else "")))
    quiet = select(CARD_POSTS).where(rows.home >= person, behind, rows.shown >= rows.wanted, rows.parked == "")
    return tuple(read(connection, connection.execute(quiet.order_by(rows.home, rows.id).limit(limit)).all()).values())


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


def _owners(lists: Lists) -> list[tuple[str, PersonId | None]]:
    """The owners of the rows of a list, each with the person on whose behalf it is theirs."""
    own = [(f"person {lists.person}", None), *((f"desk {desk}", None) for desk in sorted(lists.desks))]
    covered = [(f"desk {desk}", away) for desk, away in sorted(lists.covers.items())]
    return [*own, *covered, *([("leads", None)] if lists.lead else [])]
