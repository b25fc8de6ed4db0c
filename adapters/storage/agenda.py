"""Agenda rows: on whose lists a proposal stands, written with its events and following from them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, literal, select

from adapters.storage.codec import canonical
from adapters.storage.sql import Prepared, inserting
from adapters.storage.tables import AGENDA, PEOPLE
from workflows.domain.ids import PersonId, ProposalId
from workflows.engine.store import AgendaRow

UNDATED: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Where what has no wanted time stands: behind everything that has one."""

COUNTED: Final = 50
"""Who is asked about more posts than that is no less busy than who is asked about a thousand."""

_FORGET: Final = Prepared(delete(AGENDA).where(AGENDA.c.proposal == bindparam("of")))
_ADD: Final = inserting(AGENDA)
_OPEN: Final = (
    select(AGENDA.c.proposal)
    .where(AGENDA.c.owner == literal("asked ") + PEOPLE.c.id, AGENDA.c.section == "needs_you")
    .limit(COUNTED)
    .correlate(PEOPLE)
    .subquery()
)
_LOAD: Final = Prepared(
    select(PEOPLE.c.id, select(func.count()).select_from(_OPEN).scalar_subquery().label("open")).where(
        PEOPLE.c.was_listed
    )
)


def write(connection: Connection, proposal: ProposalId, rows: Iterable[AgendaRow], *, new: bool = False) -> None:
    """Replace a proposal's rows; a `new` one has none yet."""
    if not new:
        _FORGET.run(connection, of=proposal)
    for row in rows:
        _ADD.run(connection, **_columns(proposal, row))


def load(connection: Connection) -> Mapping[PersonId, int]:
    """About how many open posts everyone listed is asked to decide, counted as far as `COUNTED`."""
    return {row.id: row.open for row in _LOAD.rows(connection)}


def _columns(proposal: ProposalId, row: AgendaRow) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "owner": _owner(row),
        "section": row.section,
        "due": row.wanted or UNDATED,
        "without": canonical(sorted(row.without)),
    }


def _owner(row: AgendaRow) -> str:
    if row.asked is not None:
        return f"asked {row.asked}"
    if row.desk is not None:
        return f"desk {row.desk}"
    return f"person {row.person}" if row.person is not None else "leads"
