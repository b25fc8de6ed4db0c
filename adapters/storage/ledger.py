"""The ledger: streams of events, each row carrying the hash of the one before it in its stream.

A row's hash is SHA-256(0x00 ‖ canonical JSON of the row without that hash); 0x00 marks a leaf, as in RFC 6962, so that trees
can be built on these hashes. What must be destroyable (salt, platform account, words) lies in a side row; the chained row
commits to it by `commitment`, SHA-256 of the side row's text. The salt in that text keeps the commitment from telling
anything once the side row is gone. Destroying a side row breaks no chain.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, and_, bindparam, insert, literal_column, select

from adapters.storage.codec import RECORD_VERSION, Halves, Tree, canonical, decode_event
from adapters.storage.sql import Prepared
from adapters.storage.tables import LEDGER, LEDGER_WORDS, PROPOSALS
from workflows.domain.events import Event
from workflows.domain.ids import Chat, PersonId, PolicyHash, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value

PLACES: Final = "places"
POLICIES: Final = "policies"
FIRST: Final = "0" * 64
"""Stands where the first row of a stream would carry its predecessor's hash."""


@value
class Entry:
    """Something to record: what, by whom, from where, under which policy, when (any zone; kept in UTC)."""

    halves: Halves
    at: datetime
    actor: PersonId | None = None
    chat: Chat | None = None
    account: AccountId | None = None
    policy: PolicyHash | None = None


@value
class Broken:
    """The first row of a stream that does not hold, and what is wrong with it."""

    stream: str
    sequence: int
    why: str


_HEAD: Final = Prepared(
    select(LEDGER.c.sequence, LEDGER.c.row_hash)
    .where(LEDGER.c.stream == bindparam("of"))
    .order_by(LEDGER.c.sequence.desc())
    .limit(literal_column("1"))
)
_EVENT: Final = Prepared(insert(LEDGER).values({name: bindparam(name) for name in LEDGER.c.keys()}))  # noqa: SIM118
_WORDS: Final = Prepared(insert(LEDGER_WORDS).values({name: bindparam(name) for name in LEDGER_WORDS.c.keys()}))  # noqa: SIM118


def append(connection: Connection, stream: str, entries: Sequence[Entry]) -> int:
    """Add to a stream, one or more, and give the sequence of the last one.

    Two writers of one stream who are not kept apart by a row lock collide on its primary key: one of them starts again.
    """
    head = _HEAD.first(connection, of=stream)
    sequence: int = head.sequence if head else 0
    previous: str = head.row_hash if head else FIRST
    rows: list[dict[str, Any]] = []
    sides: list[dict[str, Any]] = []
    for entry in entries:
        sequence += 1
        words = _words(entry)
        row = {
            "stream": stream,
            "sequence": sequence,
            "kind": entry.halves.kind,
            "version": RECORD_VERSION,
            "actor": entry.actor,
            "chat": entry.chat,
            "policy": entry.policy,
            "at": entry.at,
            "body": canonical(entry.halves.chained),
            "commitment": _digest(words),
            "prev_hash": previous,
        }
        previous = row["row_hash"] = hash_row(row)
        rows.append(row)
        sides.append({"stream": stream, "sequence": sequence, "words": words})
    for row, side in zip(rows, sides, strict=True):
        _EVENT.run(connection, **row)
        _WORDS.run(connection, **side)
    return sequence


def hash_row(row: RowMapping | Mapping[str, Any]) -> str:
    """The hash that a row must carry, in hex."""
    at: datetime = row["at"]
    names = ("stream", "sequence", "kind", "version", "actor", "chat", "policy", "commitment", "prev_hash")
    tree = {name: row[name] for name in names}
    tree |= {"at": at.astimezone(UTC).isoformat(timespec="microseconds"), "body": json.loads(row["body"])}
    return hashlib.sha256(b"\0" + canonical(tree).encode()).hexdigest()


def streams(connection: Connection) -> Sequence[str]:
    """The name of every stream: those of places and policies, and each proposal's id,
    even where its events are gone.
    """
    named = select(LEDGER.c.stream).union(select(PROPOSALS.c.id)).subquery()
    return connection.execute(select(named.c.stream).order_by(named.c.stream)).scalars().all()


def verify_chain(connection: Connection, stream: str) -> Broken | None:
    """The first row of a stream that does not hold, or None. A proposal's row tells how many there must be."""
    sequence, previous = 0, FIRST
    rows = connection.execute(_with_words(stream)).mappings()
    for sequence, row in enumerate(rows, start=1):
        why = _fault(row, sequence, previous)
        if why:
            return Broken(stream=stream, sequence=sequence, why=why)
        previous = row["row_hash"]
    expected = connection.execute(select(PROPOSALS.c.sequence).where(PROPOSALS.c.id == stream)).scalar()
    if expected is not None and expected != sequence:
        return Broken(stream=stream, sequence=sequence + 1, why=f"the proposal counts {expected} events")
    return None


def verify(connection: Connection) -> Broken | None:
    """The first row of any stream that does not hold, or None."""
    broken = (verify_chain(connection, stream) for stream in streams(connection))
    return next((found for found in broken if found), None)


def events_of(connection: Connection, proposal: ProposalId) -> tuple[Event, ...] | ParkedByNewerVersion:
    """Everything that happened to a proposal, oldest first, to be folded; nothing for an unknown id."""
    events: list[Event] = []
    for row in connection.execute(_with_words(proposal)):
        private: Tree = json.loads(row.words)["private"] if row.words else {}
        event = decode_event(Halves(kind=row.kind, chained=json.loads(row.body), private=private), row.version)
        if isinstance(event, ParkedByNewerVersion):
            return event
        events.append(event)
    return tuple(events)


def _with_words(stream: str) -> Any:
    same = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = select(LEDGER, LEDGER_WORDS.c.words).outerjoin(LEDGER_WORDS, same)
    return rows.where(LEDGER.c.stream == stream).order_by(LEDGER.c.sequence)


def _fault(row: RowMapping, sequence: int, previous: str) -> str:
    """What is wrong with a row that should be the stream's `sequence`-th; empty where it holds."""
    if row["sequence"] != sequence:
        return "an event is missing"
    if row["prev_hash"] != previous:
        return "it does not follow the event before it"
    try:
        holds = hash_row(row) == row["row_hash"]
    except ValueError:
        holds = False
    if not holds:
        return "it was altered"
    if row["words"] is not None and _digest(row["words"]) != row["commitment"]:
        return "the words beside it were altered"
    return ""


def _words(entry: Entry) -> str:
    account = asdict(entry.account) if entry.account else None
    return canonical({"salt": secrets.token_hex(32), "account": account, "private": entry.halves.private})


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
