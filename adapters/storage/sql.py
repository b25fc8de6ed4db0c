"""The few statements that SQLAlchemy's Core spells differently for each database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert unless a row with any same unique key exists; says whether it was new.

    On PostgreSQL this waits for another transaction that is inserting the same key.
    """
    key: Sequence[Column[Any]] = list(table.primary_key)
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing().returning(*key)
    return connection.execute(statement).first() is not None


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert, or replace the named columns of the row that has this primary key."""
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(**row)
    changed = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
