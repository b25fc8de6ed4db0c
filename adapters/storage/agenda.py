"""Agenda rows: on whose lists a proposal stands, written with its events and following from them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete

from adapters.storage.codec import canonical
from adapters.storage.sql import Prepared, inserting
from adapters.storage.tables import AGENDA
from workflows.domain.ids import ProposalId
from workflows.engine.store import AgendaRow

UNDATED: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Where what has no wanted time stands: behind everything that has one."""


_FORGET: Final = Prepared(delete(AGENDA).where(AGENDA.c.proposal == bindparam("of")))
_ADD: Final = inserting(AGENDA)


def write(connection: Connection, proposal: ProposalId, rows: Iterable[AgendaRow], *, new: bool = False) -> None:
    """Replace a proposal's rows; a `new` one has none yet."""
    if not new:
        _FORGET.run(connection, of=proposal)
    for row in rows:
        _ADD.run(connection, **_columns(proposal, row))


def _columns(proposal: ProposalId, row: AgendaRow) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "owner": _owner(row),
        "section": row.section,
        "due": row.wanted or UNDATED,
        "without": canonical(sorted(row.without)),
    }


def _owner(row: AgendaRow) -> str:
    if row.desk is not None:
        return f"desk {row.desk}"
    return f"person {row.person}" if row.person is not None else "leads"
