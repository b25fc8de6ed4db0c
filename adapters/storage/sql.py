"""Statements for the path of a click: built from the tables once, compiled once, then only given their values.

Building and preparing a statement costs SQLAlchemy many times what SQLite needs to run it. On SQLite the compiled text goes
straight to the driver; on PostgreSQL, where the way to the server costs more than all that, SQLAlchemy runs it as always.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Connection, Table, bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.selectable import SelectBase

from workflows.domain.value import value

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")
Statement = SelectBase | UpdateBase
Process = Callable[[Any], Any]

_LARGEST: Final = 128
"""Lists of up to so many values have statements of their own; there is one for each power of two."""


@value
class Undone(Generic[T]):
    """The answer of a piece of work of which nothing is to be kept: a refusal stores nothing."""

    answer: T


def answer_of(result: T | Undone[T]) -> T:
    """What whoever waits for a piece of work is told."""
    return cast("Undone[T]", result).answer if isinstance(result, Undone) else result


def keeps(result: object) -> bool:
    """Whether a piece of work wants what it wrote to be kept."""
    return not isinstance(result, Undone)


def driver_of(connection: Connection) -> sqlite3.Connection:
    """SQLite's own connection under SQLAlchemy's."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


class Prepared:
    """A statement whose values come as named `bindparam`s. Every row has its columns as attributes."""

    def __init__(self, statement: Statement) -> None:
        """Take a SELECT, or an INSERT, UPDATE or DELETE with or without RETURNING."""
        self._statement = statement
        self._fast: _Fast | None = None

    def rows(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Every row."""
        if connection.dialect.name == "sqlite":
            return self._ready(connection).rows(_within(connection), values)
        return connection.execute(cast("Executable", self._statement), values).all()

    def first(self, connection: Connection, **values: Any) -> Any | None:
        """The first row, if any."""
        found = self.rows(connection, **values)
        return found[0] if found else None

    def run(self, connection: Connection, **values: Any) -> int:
        """How many rows a change touched."""
        if connection.dialect.name == "sqlite":
            return self._ready(connection).run(_within(connection), values)
        return connection.execute(cast("Executable", self._statement), values).rowcount

    def _ready(self, connection: Connection) -> "_Fast":
        if self._fast is None:
            self._fast = _Fast(self._statement, connection)
        return self._fast


class Among:
    """A statement about rows among a list of values: `build` gets a placeholder for each of them, for `in_`."""

    def __init__(self, build: Callable[[Sequence[ColumnElement[Any]]], Statement]) -> None:
        """Give the function that builds the statement for so many placeholders."""
        self._build = build
        self._by_size: dict[int, Prepared] = {}

    def rows(self, connection: Connection, among: Collection[Any], **values: Any) -> Sequence[Any]:
        """Every row."""
        prepared, listed = self._of(among)
        return prepared.rows(connection, **listed, **values)

    def run(self, connection: Connection, among: Collection[Any], **values: Any) -> int:
        """How many rows a change touched."""
        prepared, listed = self._of(among)
        return prepared.run(connection, **listed, **values)

    def _of(self, among: Collection[Any]) -> tuple[Prepared, Mapping[str, Any]]:
        # The room that is left over repeats a value; without any, NULL is what no row has.
        given = list(among) or [None]
        size = 1 << (len(given) - 1).bit_length()
        if size > _LARGEST:
            size = len(given)
        given += given[-1:] * (size - len(given))
        prepared = self._by_size.get(size)
        if prepared is None:
            prepared = Prepared(self._build([bindparam(f"among_{place}") for place in range(size)]))
            if size <= _LARGEST:
                self._by_size[size] = prepared
        return prepared, {f"among_{place}": one for place, one in enumerate(given)}


def inserting(table: Table) -> Prepared:
    """Insert a whole row, each value named like its column."""
    return Prepared(insert(table).values({column.name: bindparam(column.name) for column in table.columns}))


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert unless a row with any same unique key exists; says whether it was new.

    On PostgreSQL this waits for another transaction that is inserting the same key.
    """
    return bool(_insert_new(table, tuple(row), connection.dialect.name).rows(connection, **row))


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert, or replace the named columns of the row that has this primary key."""
    _put(table, tuple(row), connection.dialect.name).run(connection, **row)


@cache
def _insert_new(table: Table, names: tuple[str, ...], dialect: str) -> Prepared:
    statement = _insert(table, names, dialect).on_conflict_do_nothing()
    return Prepared(statement.returning(*table.primary_key))


@cache
def _put(table: Table, names: tuple[str, ...], dialect: str) -> Prepared:
    keys = [column.name for column in table.primary_key]
    statement = _insert(table, names, dialect)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return Prepared(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _insert(table: Table, names: tuple[str, ...], dialect: str) -> "postgresql.Insert | sqlite.Insert":
    values: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in names}
    if dialect == "sqlite":
        return sqlite.insert(table).values(values)
    # Late: its dialect costs every start on a file a tenth of a second.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - said above

    return postgresql.insert(table).values(values)


class _Fast:
    """A statement as SQLite's driver takes it, and how the tables' types read and write each value."""

    def __init__(self, statement: Statement, connection: Connection) -> None:
        dialect = connection.dialect
        compiled = cast("SQLCompiler", cast("ClauseElement", statement).compile(dialect=dialect))
        self._text = str(compiled)
        self._given: list[tuple[str, Any, Process | None]] = []
        for name in compiled.positiontup or ():
            bind: BindParameter[Any] = compiled.binds[name]
            self._given.append((name, bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect)))
        columns = list(statement.exported_columns)
        self._row = _row_of(tuple(column.key for column in columns))
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._readers = [(place, reader) for place, reader in enumerate(readers) if reader]

    def rows(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        found = driver.execute(self._text, self._bound(values)).fetchall()
        if not self._readers:
            return [self._row._make(row) for row in found]
        return [self._row._make(self._read(row)) for row in found]

    def run(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> int:
        return driver.execute(self._text, self._bound(values)).rowcount

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        return [
            write(values.get(name, fixed)) if write else values.get(name, fixed) for name, fixed, write in self._given
        ]

    def _read(self, row: tuple[Any, ...]) -> list[Any]:
        read = list(row)
        for place, reader in self._readers:
            read[place] = reader(read[place])
        return read


@lru_cache
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)  # noqa: PYI024  # pyright: ignore[reportUntypedNamedTuple]  # its fields are only known now


def _within(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, inside a transaction that SQLAlchemy knows of."""
    if not connection.in_transaction():
        connection.begin()
    return driver_of(connection)
