"""What was spent of the chats' limits: one row for each budget, locked while a turn is taken, so that replicas share it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select, update

from adapters.storage.sql import Prepared, insert_new
from adapters.storage.tables import BUDGETS
from workflows.engine.pacing import Mark, Spent, Turn, Wait, free_at, spend

NOTHING = "[]"

_LOCKED: Final = Prepared(select(BUDGETS.c.spent).where(BUDGETS.c.key == bindparam("own")).with_for_update())
_SPEND: Final = Prepared(update(BUDGETS).where(BUDGETS.c.key == bindparam("own")).values(spent=bindparam("written")))


def take_turns(connection: Connection, turns: Sequence[Turn], now: datetime, *, clicked: bool) -> Wait | None:
    """Count one call on every budget, or on none; the longest wait is the one that is told."""
    # In a fixed order, so that two who take the same budgets cannot wait for each other.
    ordered = sorted(turns, key=lambda turn: turn.key)
    spent = {turn.key: _spent(connection, turn.key) for turn in ordered}
    waits = [
        Wait(scope=turn.scope, until=free_at(turn.budget, spent[turn.key], now, clicked=clicked)) for turn in ordered
    ]
    longest = max(waits, key=lambda wait: wait.until, default=None)
    if longest and longest.until > now:
        return longest
    for turn in ordered:
        written = _encoded(spend(turn.budget, spent[turn.key], now))
        _SPEND.run(connection, own=turn.key, written=written)
    return None


def _spent(connection: Connection, key: str) -> Spent:
    found = _LOCKED.first(connection, own=key)
    if found is None:
        insert_new(connection, BUDGETS, {"key": key, "spent": NOTHING})
        (found,) = _LOCKED.rows(connection, own=key)
    return tuple(
        tuple(Mark(at=datetime.fromtimestamp(at / 1_000_000, UTC), calls=calls) for at, calls in window)
        for window in json.loads(found.spent)
    )


def _encoded(spent: Spent) -> str:
    marks = [[[round(mark.at.timestamp() * 1_000_000), mark.calls] for mark in window] for window in spent]
    return json.dumps(marks, separators=(",", ":"))
