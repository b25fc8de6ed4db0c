"""What was spent of the chats' limits: one row for each budget, locked while a turn is taken, so that replicas share it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from adapters.storage.sql import insert_new
from adapters.storage.tables import BUDGETS
from workflows.engine.pacing import Mark, Spent, Turn, Wait, free_at, spend

NOTHING = "[]"


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
        connection.execute(update(BUDGETS).where(BUDGETS.c.key == turn.key).values(spent=written))
    return None


def _spent(connection: Connection, key: str) -> Spent:
    locked = select(BUDGETS.c.spent).where(BUDGETS.c.key == key).with_for_update()
    found = connection.execute(locked).scalar()
    if found is None:
        insert_new(connection, BUDGETS, {"key": key, "spent": NOTHING})
        found = connection.execute(locked).scalar_one()
    return tuple(
        tuple(Mark(at=datetime.fromtimestamp(at / 1_000_000, UTC), calls=calls) for at, calls in window)
        for window in json.loads(found)
    )


def _encoded(spent: Spent) -> str:
    marks = [[[round(mark.at.timestamp() * 1_000_000), mark.calls] for mark in window] for window in spent]
    return json.dumps(marks, separators=(",", ":"))
