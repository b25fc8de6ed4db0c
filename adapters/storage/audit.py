"""Verification: whether every row of the ledger holds, and whether what is shown of proposals is what the ledger says.

It walks the streams and then the seals, each in one statement whose rows come in a little at a time, so a ledger of any size
needs the same memory. What it cannot see is told in docs/security.md.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, String, and_, case, exists, func, select, tuple_, type_coerce
from sqlalchemy.exc import OperationalError

from adapters.storage.codec import canonical, decode_state, encode_state
from adapters.storage.guards import Unguarded, unguarded
from adapters.storage.ledger import CHAINED, FIRST, commitment_of, event_of, hash_row
from adapters.storage.sealing import seal_hash
from adapters.storage.tables import LEDGER, LEDGER_WORDS, PROPOSALS, SEALS, UNSEALED
from workflows.domain.events import Event
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value
from workflows.lifecycle.evolve import fold

AT_ONCE: Final = 1_000
"""Rows that are in memory at a time."""
HEARD_EVERY: Final = 10_000

_UNREADABLE: Final = (ValueError, TypeError, LookupError, AttributeError)
"""What reading an event or a state raises that is not one."""


@value
class Broken:
    """The first row of the ledger that does not hold, and what is wrong with it."""

    stream: str
    sequence: int
    why: str

    @property
    def sentence(self) -> str:
        """What to tell whoever asked."""
        return f"Event {self.sequence} of stream “{self.stream}” does not hold: {self.why}."


@value
class Tally:
    """How far a verification came. `erased` streams lost words and `parked` ones are of a newer version: both hold, but
    cannot be replayed. `waiting` rows have no seal yet.
    """

    rows: int = 0
    streams: int = 0
    replayed: int = 0
    erased: int = 0
    parked: int = 0
    seals: int = 0
    waiting: int = 0


def verify(connection: Connection, heard: Callable[[Tally], object] = lambda _: None) -> Broken | Unguarded | None:
    """The first row that does not hold, or what is wrong with the guards, or None.

    `heard` is told now and then how far it came, and at the end.
    """
    return _Verification(connection, heard).run()


def verify_stream(connection: Connection, stream: str) -> Broken | None:
    """The first row of one stream that does not hold, or None."""
    return _Verification(connection, lambda _: None).stream(stream, _rows(connection, stream))


class _Verification:
    """One walk through the record."""

    def __init__(self, connection: Connection, heard: Callable[[Tally], object]) -> None:
        self._connection = connection
        self._heard = heard
        self._tally: Tally = Tally()
        self._rows = 0
        self._at: tuple[str, int] = ("", 0)

    def run(self) -> Broken | Unguarded | None:
        try:
            broken = self._streams() or self._gone() or self._unnumbered() or self._seals()
        except OperationalError:
            if self._connection.dialect.name != "sqlite":
                raise
            # A file that was written to past SQLite: what stands there is no text.
            stream, sequence = self._at
            return Broken(stream=stream, sequence=sequence + 1, why="it can't be read")
        self._heard(self._tally)
        return broken or unguarded(self._connection)

    def stream(self, stream: str, rows: Iterable[Any]) -> Broken | None:
        """The first row of a stream that does not hold."""
        sequence, previous, row, replay = 0, FIRST, None, _Replay()
        for sequence, row in enumerate(rows, start=1):
            why = _fault(row, sequence, previous) or (replay.take(row) if row.counted is not None else "")
            if why:
                return Broken(stream=stream, sequence=sequence, why=why)
            previous = row.row_hash
            self._count(stream, sequence)
        if row is None or row.counted is None:
            return None
        if row.counted != sequence:
            return Broken(stream=stream, sequence=sequence + 1, why=f"the proposal counts {row.counted} events")
        return self._replayed(stream, row, replay)

    def _streams(self) -> Broken | None:
        for stream, rows in groupby(_rows(self._connection), key=lambda row: row.stream):
            broken = self.stream(stream, rows)
            if broken:
                return broken
            self._tally = replace(self._tally, streams=self._tally.streams + 1, rows=self._rows)
        return None

    def _replayed(self, stream: str, row: Any, replay: "_Replay") -> Broken | None:
        tally = self._tally
        if replay.erased:
            self._tally = replace(tally, erased=tally.erased + 1)
            return None
        why = "" if replay.parked else replay.differs(row.state, row.state_version)
        if why:
            return Broken(stream=stream, sequence=row.sequence, why=why)
        if replay.parked:
            self._tally = replace(tally, parked=tally.parked + 1)
        else:
            self._tally = replace(tally, replayed=tally.replayed + 1)
        return None

    def _gone(self) -> Broken | None:
        """A proposal without events, and words without their event."""
        begun = exists().where(LEDGER.c.stream == PROPOSALS.c.id)
        empty = select(PROPOSALS.c.id, PROPOSALS.c.sequence).where(~begun).order_by(PROPOSALS.c.id).limit(1)
        found = self._connection.execute(empty).first()
        if found:
            return Broken(stream=found.id, sequence=1, why=f"the proposal counts {found.sequence} events")
        return self._first(
            _left(LEDGER_WORDS, LEDGER).where(LEDGER.c.stream.is_(None)), "it is gone, and its words still stand"
        )

    def _unnumbered(self) -> Broken | None:
        """Rows without a seal that do not wait for one, and the other way round."""
        waiting = select(UNSEALED.c.stream, UNSEALED.c.sequence)
        lost = _left(LEDGER, SEALS).where(
            SEALS.c.number.is_(None), tuple_(LEDGER.c.stream, LEDGER.c.sequence).not_in(waiting)
        )
        count = self._connection.execute(select(func.count()).select_from(UNSEALED)).scalar_one()
        self._tally = replace(self._tally, waiting=count)
        return self._first(lost, "its seal is gone, or it was never written by Copydesk") or self._first(
            _left(UNSEALED, LEDGER).where(LEDGER.c.stream.is_(None)), "it is gone, and still waits for its seal"
        )

    def _seals(self) -> Broken | None:
        same = and_(SEALS.c.stream == LEDGER.c.stream, SEALS.c.sequence == LEDGER.c.sequence)
        sealed = select(SEALS, LEDGER.c.row_hash.label("recorded")).outerjoin(LEDGER, same).order_by(SEALS.c.number)
        number, previous = 0, FIRST
        for number, seal in enumerate(_streamed(self._connection, sealed), start=1):
            why = _seal_fault(seal, number, previous)
            if why:
                return Broken(stream=seal.stream, sequence=seal.sequence, why=why)
            previous = seal.seal_hash
            if number % HEARD_EVERY == 0:
                self._heard(replace(self._tally, seals=number))
        self._tally = replace(self._tally, seals=number)
        return None

    def _first(self, rows: Select[*tuple[Any, ...]], why: str) -> Broken | None:
        found = self._connection.execute(rows.limit(1)).first()
        return Broken(stream=found.stream, sequence=found.sequence, why=why) if found else None

    def _count(self, stream: str, sequence: int) -> None:
        self._at = (stream, sequence)
        self._rows += 1
        if self._rows % HEARD_EVERY == 0:
            self._heard(replace(self._tally, rows=self._rows))


class _Replay:
    """A proposal's events, as far as they can still be read."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self.erased = False
        self.parked = False

    def take(self, row: Any) -> str:
        """Read one more; what is wrong with it, if anything."""
        if row.words is None:
            self.erased = True
        if self.erased or self.parked:
            return ""
        try:
            event = event_of(row)
        except _UNREADABLE:
            return "it can't be read"
        if isinstance(event, ParkedByNewerVersion):
            self.parked = True
        else:
            self._events.append(event)
        return ""

    def differs(self, state: str, version: int) -> str:
        """How the stored state differs from what the events lead to; empty where it does not."""
        try:
            led_to = fold(self._events)
            if led_to is not None and encode_state(led_to) == state:
                return ""
            stored = decode_state(state, version)
            if isinstance(stored, ParkedByNewerVersion):
                self.parked = True
                return ""
            same = stored == led_to and canonical(json.loads(state)) == state
        except _UNREADABLE:
            same = False
        return "" if same else "the proposal's state is not what its events lead to"


def _rows(connection: Connection, stream: str | None = None) -> Iterator[Any]:
    """The rows of every stream, or of one, with their words; beside them what their proposal counts, and beside its last
    event its state.
    """
    words = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    columns = [column for column in LEDGER.c if column.name != "at"]
    last = LEDGER.c.sequence == PROPOSALS.c.sequence
    rows = (
        # As it is stored: what was written there past us may be no time at all.
        select(*columns, type_coerce(LEDGER.c.at, String).label("at"), LEDGER_WORDS.c.words)
        .add_columns(PROPOSALS.c.sequence.label("counted"), PROPOSALS.c.version.label("state_version"))
        .add_columns(case((last, PROPOSALS.c.state)).label("state"))
        .outerjoin(LEDGER_WORDS, words)
        .outerjoin(PROPOSALS, LEDGER.c.stream == PROPOSALS.c.id)
        .order_by(LEDGER.c.stream, LEDGER.c.sequence)
    )
    return _streamed(connection, rows if stream is None else rows.where(LEDGER.c.stream == stream))


def _streamed(connection: Connection, rows: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(connection.execute(rows, execution_options={"yield_per": AT_ONCE}))


def _left(table: Any, other: Any) -> Select[*tuple[Any, ...]]:
    """The rows of one table, with those of the other that have the same stream and sequence where there are any."""
    same = and_(table.c.stream == other.c.stream, table.c.sequence == other.c.sequence)
    return select(table.c.stream, table.c.sequence).outerjoin(other, same).order_by(table.c.stream, table.c.sequence)


def _fault(row: Any, sequence: int, previous: str) -> str:
    """What is wrong with a row that should be the stream's `sequence`-th; empty where it holds."""
    if row.sequence != sequence:
        return "an event is missing"
    if row.prev_hash != previous:
        return "it does not follow the event before it"
    try:
        holds = hash_row({name: getattr(row, name) for name in CHAINED}) == row.row_hash
    except _UNREADABLE:
        holds = False
    if not holds:
        return "it was altered"
    if row.words is not None and commitment_of(row.words) != row.commitment:
        return "the words beside it were altered"
    return ""


def _seal_fault(seal: Any, number: int, previous: str) -> str:
    """What is wrong with a seal that should be the `number`-th; empty where it holds."""
    if seal.number != number:
        return f"seal {number} is missing before its own, which is {seal.number}"
    if seal.recorded is None:
        return f"it is gone, though it was sealed as number {number}"
    if seal.recorded != seal.row_hash:
        return f"it is not what was sealed as number {number}"
    return "" if seal_hash(previous, seal.row_hash) == seal.seal_hash else f"its seal, number {number}, was altered"
