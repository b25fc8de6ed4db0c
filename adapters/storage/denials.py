"""Denials on the ledger: each person's in a stream of their own, so that nobody's decision waits for them.

Accounts that are nobody's have no id that could stand in a chain; they share a stream for each day (UTC), and only the words
beside it, which can be destroyed, tell them apart.
"""

from datetime import UTC

from sqlalchemy import Connection, select

from adapters.storage.codec import Halves
from adapters.storage.ledger import Entry, append
from adapters.storage.tables import PROPOSALS
from workflows.engine.denials import Denial


def deny(connection: Connection, denial: Denial) -> None:
    """Append it. What a client made up is not kept: a proposal is named only if there is one."""
    proposal = connection.execute(select(PROPOSALS.c.id).where(PROPOSALS.c.id == denial.proposal)).scalar()
    what = {
        "attempt": denial.attempt,
        "cause": denial.cause,
        "proposal": proposal,
        "desk": denial.desk,
        "unheard": denial.unheard,
    }
    entry = Entry(
        halves=Halves(kind="denied", chained=what, private={}),
        at=denial.at,
        actor=denial.person,
        chat=denial.account.chat,
        account=denial.account,
        policy=denial.policy,
    )
    append(connection, _stream(denial), [entry])


def _stream(denial: Denial) -> str:
    if denial.person is not None:
        return f"denied {denial.person}"
    return f"denied strangers {denial.at.astimezone(UTC).date().isoformat()}"
