"""Covers: one row for each person who is, was or will be away, and a stream of the ledger in which each change stands."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from adapters.storage.codec import Halves
from adapters.storage.ledger import Entry, append
from adapters.storage.people import person_in
from adapters.storage.posts import want_every_again, want_homes, wish
from adapters.storage.sql import put
from adapters.storage.tables import COVERS, PEOPLE
from workflows.domain.covers import Cover
from workflows.domain.ids import PersonId
from workflows.domain.people import AccountId, Person
from workflows.engine.covering import Tell

STREAM: Final = "covers"


def set_cover(connection: Connection, cover: Cover, account: AccountId, at: datetime, tell: Tell) -> None:
    """Put a cover in place of the one before, on the ledger, and wish for what there is to tell of it. The same again is no
    event.
    """
    before = _locked(connection, cover.person)
    if before == cover:
        return
    put(connection, COVERS, asdict(cover))
    times = {"since": cover.since.isoformat(), "until": cover.until.isoformat()}
    _record(connection, "cover_set", {"person": cover.person, "by": cover.by, **times}, account, at)
    old = before if before and before.until > at else None
    _redraw(connection, {cover.person, cover.by} | ({old.by} if old else set()), at)
    wish(connection, tell(old), at)


def end_cover(connection: Connection, person: PersonId, account: AccountId, at: datetime, tell: Tell) -> Cover | None:
    """End somebody's cover before its time, on the ledger. Gives the one that ended; None where there was none to end."""
    before = _locked(connection, person)
    if before is None or before.until <= at:
        return None
    connection.execute(delete(COVERS).where(COVERS.c.person == person))
    _record(connection, "cover_ended", {"person": person}, account, at)
    _redraw(connection, {person, before.by}, at)
    wish(connection, tell(before), at)
    return before


def covered_by(connection: Connection, by: PersonId, now: datetime) -> Sequence[Person]:
    """The people for whom somebody decides now, the one who is away for longest first."""
    held = (COVERS.c.by == by, COVERS.c.since <= now, COVERS.c.until > now)
    away = select(PEOPLE).join(COVERS, COVERS.c.person == PEOPLE.c.id).where(*held)
    rows = connection.execute(away.order_by(COVERS.c.since, PEOPLE.c.id))
    return [person_in(row) for row in rows]


def cover_of(connection: Connection, person: PersonId, now: datetime) -> tuple[Cover, Person] | None:
    """The cover of somebody that is not over, and who it is."""
    asked = select(COVERS).where(COVERS.c.person == person, COVERS.c.until > now)
    row = connection.execute(asked).first()
    if row is None:
        return None
    return _cover(row), person_in(connection.execute(select(PEOPLE).where(PEOPLE.c.id == row.by)).one())


def _locked(connection: Connection, person: PersonId) -> Cover | None:
    # Of two changes at once the second waits here, and then sees what the first has done.
    connection.execute(select(PEOPLE.c.id).where(PEOPLE.c.id == person).with_for_update(key_share=True))
    row = connection.execute(select(COVERS).where(COVERS.c.person == person)).first()
    return _cover(row) if row else None


def _cover(row: Any) -> Cover:
    return Cover(person=row.person, by=row.by, since=row.since, until=row.until, zone=row.zone)


def _record(connection: Connection, kind: str, chained: dict[str, str], account: AccountId, at: datetime) -> None:
    what = Halves(kind=kind, chained=chained, private={})
    actor = PersonId(chained["person"])
    append(connection, STREAM, [Entry(halves=what, at=at, actor=actor, chat=account.chat, account=account)])


def _redraw(connection: Connection, people: set[PersonId], at: datetime) -> None:
    want_every_again(connection, at)
    want_homes(connection, people, at)
