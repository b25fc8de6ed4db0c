"""Reading posts in bulk to try another policy on them: the newest first, nothing but their states."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, true

from adapters.storage.codec import decode_state
from adapters.storage.people import people
from adapters.storage.tables import PROPOSALS
from workflows.domain.ids import PersonId, ProposalId
from workflows.domain.people import Person
from workflows.domain.proposal import Proposal


def newest(connection: Connection, limit: int) -> Sequence[ProposalId]:
    """The posts that were proposed last, but for drafts."""
    last = select(PROPOSALS.c.id).where(PROPOSALS.c.status != "draft")
    rows = connection.execute(last.order_by(PROPOSALS.c.created.desc(), PROPOSALS.c.id).limit(limit))
    return list(rows.scalars())


def states(connection: Connection, proposals: Sequence[ProposalId]) -> Sequence[Proposal]:
    """These posts, in this order, without those that a newer version of Copydesk wrote."""
    rows = {row.id: row for row in connection.execute(select(PROPOSALS).where(PROPOSALS.c.id.in_(proposals)))}
    read = (decode_state(rows[one].state, rows[one].version) for one in proposals if one in rows)
    return [state for state in read if isinstance(state, Proposal)]


def everybody(connection: Connection) -> Mapping[PersonId, Person]:
    """Everyone who was ever listed or met."""
    return people(connection, true())
