"""The sealer: gives every committed row of the ledger a number, without gaps, outside the click that wrote it.

A trigger puts each new row among the unsealed; the sealer takes it from there once it is committed. A row whose transaction is
still in flight is not there to be seen, and so is never passed over: it gets its number when it arrives. Seals chain: each
one's hash is SHA-256(hash of the seal before ‖ hash of the row), so what was sealed can be neither cut off nor put elsewhere.
"""

import hashlib
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, insert, select, text

from adapters.storage.ledger import FIRST
from adapters.storage.tables import LEDGER, SEALS, UNSEALED

ONE_AT_A_TIME: Final = 5_276_330_118
"""The key of PostgreSQL's advisory lock that one sealer holds at a time, until its transaction ends."""


def seal_hash(previous: str, row_hash: str) -> str:
    """The hash of a seal, in hex, from the one before and the sealed row's."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(row_hash)).hexdigest()


def anything_waits(connection: Connection) -> bool:
    """Whether some row waits for its number."""
    return connection.execute(select(UNSEALED.c.id).limit(1)).first() is not None


def seal(connection: Connection, limit: int) -> int:
    """Give numbers to so many rows at most, in the order in which they came; how many it were.

    None where another sealer is at work: on PostgreSQL that is told by a lock, and SQLite has one writer.
    """
    if connection.dialect.name == "postgresql":
        alone = connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME}).scalar()
        if not alone:
            return 0
    same = and_(UNSEALED.c.stream == LEDGER.c.stream, UNSEALED.c.sequence == LEDGER.c.sequence)
    waiting = select(UNSEALED.c.id, LEDGER.c.stream, LEDGER.c.sequence, LEDGER.c.row_hash).join(LEDGER, same)
    rows = connection.execute(waiting.order_by(UNSEALED.c.id).limit(limit)).all()
    if not rows:
        return 0
    newest = select(SEALS.c.number, SEALS.c.seal_hash).order_by(SEALS.c.number.desc()).limit(1)
    last = connection.execute(newest).first()
    before: int = last.number if last else 0
    previous: str = last.seal_hash if last else FIRST
    seals: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=before + 1):
        previous = seal_hash(previous, row.row_hash)
        named = {"number": number, "stream": row.stream, "sequence": row.sequence}
        seals.append({**named, "row_hash": row.row_hash, "seal_hash": previous})
    connection.execute(insert(SEALS), seals)
    connection.execute(delete(UNSEALED).where(UNSEALED.c.id.in_([row.id for row in rows])))
    return len(rows)
