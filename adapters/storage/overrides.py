"""Every override on the ledger, for review: who said so, of which revision, and why, where the words still stand."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, select

from adapters.storage.tables import LEDGER, LEDGER_WORDS, PEOPLE
from workflows.domain.ids import ProposalId
from workflows.domain.value import value


@value
class Overriding:
    """One of the two: `revision` and `retimes` are what it was bound to; `reason` is empty where its words were destroyed."""

    proposal: ProposalId
    revision: int
    retimes: int
    name: str
    at: datetime
    reason: str


def overrides(connection: Connection) -> Sequence[Overriding]:
    """All of them, oldest first."""
    same = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = (
        select(LEDGER.c.stream, LEDGER.c.body, LEDGER.c.at, LEDGER_WORDS.c.words, PEOPLE.c.name)
        .outerjoin(LEDGER_WORDS, same)
        .outerjoin(PEOPLE, PEOPLE.c.id == LEDGER.c.actor)
        .where(LEDGER.c.kind == "override_given")
        .order_by(LEDGER.c.at, LEDGER.c.stream, LEDGER.c.sequence)
    )
    found: list[Overriding] = []
    for row in connection.execute(rows):
        body = json.loads(row.body)
        reason = json.loads(row.words)["private"]["reason"] if row.words else ""
        found.append(
            Overriding(
                proposal=ProposalId(row.stream),
                revision=body["revision"],
                retimes=body["retimes"],
                name=row.name or "someone who has left",
                at=row.at,
                reason=reason,
            )
        )
    return found
