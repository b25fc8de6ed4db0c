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
from json.encoder import encode_basestring
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, literal_column, select

from adapters.storage.codec import RECORD_VERSION, Halves, Tree, canonical, decode_event
from adapters.storage.sql import Prepared, inserting
from adapters.storage.tables import LEDGER, LEDGER_WORDS
from workflows.domain.events import Event
from workflows.domain.ids import Chat, PersonId, PolicyHash, ProposalId
from workflows.domain.people import AccountId
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.domain.value import value

PLACES: Final = "places"
POLICIES: Final = "policies"
PERSONS: Final = "people"
FIRST: Final = "0" * 64
"""Stands where the first row of a stream would carry its predecessor's hash."""
CHAINED: Final = (
    "actor", "at", "body", "chat", "commitment", "kind", "policy", "prev_hash", "sequence", "stream", "version",
)  # fmt: skip
"""The columns that a row's hash covers, in the order of canonical JSON."""


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
class WordsErased:
    """The words beside a stream's events were destroyed, from this one on or before it: what happened can't be told in full."""

    sequence: int


_HEAD: Final = Prepared(
    select(LEDGER.c.sequence, LEDGER.c.row_hash)
    .where(LEDGER.c.stream == bindparam("of"))
    .order_by(LEDGER.c.sequence.desc())
    .limit(literal_column("1"))
)
_EVENT: Final = inserting(LEDGER)
_WORDS: Final = inserting(LEDGER_WORDS)


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
            "commitment": commitment_of(words),
            "prev_hash": previous,
        }
        previous = row["row_hash"] = hash_row(row)
        rows.append(row)
        sides.append({"stream": stream, "sequence": sequence, "words": words})
    for row, side in zip(rows, sides, strict=True):
        _EVENT.run(connection, **row)
        _WORDS.run(connection, **side)
    return sequence


def hash_row(row: Mapping[str, Any]) -> str:
    """The hash that a row must carry, in hex; `row` has its columns by name, with `at` as a moment or as SQLite stores one.

    The canonical JSON is put together from the row's parts, of which the body is canonical already: any other way to write
    the same body is another hash.
    """
    at: object = row["at"]
    moment = at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else _moment(at)
    held = {**row, "at": moment}
    text = ",".join(f'"{name}":{row["body"] if name == "body" else _plain(held[name])}' for name in CHAINED)
    return hashlib.sha256(f"\0{{{text}}}".encode()).hexdigest()


def commitment_of(words: str) -> str:
    """What a row commits to: the SHA-256 of the text beside it, in hex."""
    return hashlib.sha256(words.encode()).hexdigest()


def events_of(connection: Connection, proposal: ProposalId) -> tuple[Event, ...] | WordsErased | ParkedByNewerVersion:
    """Everything that happened to a proposal, oldest first, to be folded; nothing for an unknown id.

    Where words were destroyed, the first event that lost them is told instead: the rest would not be what happened.
    """
    same = and_(LEDGER.c.stream == LEDGER_WORDS.c.stream, LEDGER.c.sequence == LEDGER_WORDS.c.sequence)
    rows = select(LEDGER, LEDGER_WORDS.c.words).outerjoin(LEDGER_WORDS, same).where(LEDGER.c.stream == proposal)
    events: list[Event] = []
    for row in connection.execute(rows.order_by(LEDGER.c.sequence)):
        if row.words is None and row.version <= RECORD_VERSION:
            return WordsErased(sequence=row.sequence)
        event = event_of(row)
        if isinstance(event, ParkedByNewerVersion):
            return event
        events.append(event)
    return tuple(events)


def event_of(row: Any) -> Event | ParkedByNewerVersion:
    """The event of a row that has its words beside it. Raises what its decoding raises where it is none of a proposal."""
    private: Tree = json.loads(row.words)["private"] if row.words else {}
    return decode_event(Halves(kind=row.kind, chained=json.loads(row.body), private=private), row.version)


def _plain(value: object) -> str:
    """A text, a whole number or null as RFC 8785 writes it, which is as JSON in Python does. Raises `TypeError` for others."""
    match value:
        case None:
            return "null"
        case int():
            return str(value)
        case str():
            return encode_basestring(value)
        case _:
            raise TypeError(f"a row of the ledger holds no {type(value).__name__}")


def _moment(stored: object) -> str:
    """What SQLite stores of a moment, `2026-03-02 09:00:00.000000`, as ISO 8601 has it."""
    text = str(stored)
    return f"{text[:10]}T{text[11:]}+00:00" if text[10:11] == " " else text


def _words(entry: Entry) -> str:
    account = asdict(entry.account) if entry.account else None
    return canonical({"salt": secrets.token_hex(32), "account": account, "private": entry.halves.private})
