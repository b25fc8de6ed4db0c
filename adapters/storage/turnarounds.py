"""The table of turnarounds: when desks were asked about posts, and when they had decided. Begun and ended with the decisions
that do so.

What is asked for is found by its index: of each desk as many entries as are wanted, from its newest decision back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Index, Integer, bindparam, select, update
from sqlmodel import Field

from adapters.storage.sql import Prepared, put
from adapters.storage.tables import Row
from workflows.domain.ids import DeskId, ProposalId
from workflows.lifecycle.turnarounds import Turnarounds as Changes


class Turnarounds(Row, table=True):
    """When a desk was last asked about a proposal, and when it had decided: None where it has not, or where that came while the
    post was confidential.
    """

    __table_args__ = (Index(None, "desk", "decided"),)

    proposal: str = Field(primary_key=True, foreign_key="proposals.id")
    desk: str = Field(primary_key=True)
    asked: datetime
    decided: datetime | None


TURNAROUNDS: Final = Row.metadata.tables["turnarounds"]
_ROW: Final = TURNAROUNDS.c
_MINE: Final = (_ROW.proposal == bindparam("of"), _ROW.desk == bindparam("at"), _ROW.decided.is_(None))
_OVER: Final = Prepared(update(TURNAROUNDS).where(*_MINE).values(decided=bindparam("then", type_=_ROW.decided.type)))
_LATELY: Final = Prepared(
    select(_ROW.asked, _ROW.decided)
    .where(_ROW.desk == bindparam("at"), _ROW.decided >= bindparam("since", type_=_ROW.decided.type))
    .order_by(_ROW.decided.desc())
    .limit(bindparam("most", type_=Integer()))
)


def write(connection: Connection, proposal: ProposalId, changes: Changes, at: datetime) -> None:
    """Begin those that begin, in place of the same desk's last one about the same post, and end those that are over."""
    for desk in changes.over:
        _OVER.run(connection, of=proposal, at=desk, then=at)
    for desk in changes.begun:
        put(connection, TURNAROUNDS, {"proposal": proposal, "desk": desk, "asked": at, "decided": None})


def lately(
    connection: Connection, desks: Collection[DeskId], since: datetime, most: int
) -> Mapping[DeskId, Sequence[timedelta]]:
    """How long each of these desks took, its newest decisions first."""
    return {
        desk: [row.decided - row.asked for row in _LATELY.rows(connection, at=desk, since=since, most=most)]
        for desk in desks
    }
