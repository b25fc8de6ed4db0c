"""Lanes: one per conversation, so that its card posts go out one at a time, whoever sends them.

A lane's row holds the lease and its fence, a number that rises with every claim: what was claimed under an older number
has passed to another. Because the lease belongs to the conversation and not to the card post, no two card posts of one
conversation can be in flight, however many couriers there are.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, literal, literal_column, or_, select, update

from adapters.storage.sql import Among, Prepared, insert_new
from adapters.storage.tables import CARD_POSTS, EPOCH, LANES, PAUSES
from workflows.domain.ids import Chat, PersonId

_FREE: Final = Among(
    lambda lanes: (
        select(LANES.c.key, LANES.c.fence)
        .where(LANES.c.key.in_(lanes), LANES.c.leased_until <= bindparam("now"))
        .order_by(LANES.c.key)
        .with_for_update(skip_locked=True, key_share=True)
    )
)
_LEASE: Final = Among(
    lambda lanes: (
        update(LANES)
        .where(LANES.c.key.in_(lanes))
        .values(leased_until=bindparam("until"), fence=LANES.c.fence + literal_column("1"))
    )
)
_MOVED: Final = Prepared(update(LANES).where(LANES.c.key == bindparam("lane")).values(installation=bindparam("found")))
_RELEASE: Final = Prepared(
    update(LANES)
    .where(LANES.c.key == bindparam("lane"), LANES.c.fence == bindparam("held"))
    .values(leased_until=bindparam("until"))
)


def direct_lane(chat: Chat, person: PersonId) -> str:
    """The lane of a person's own chat with Copydesk."""
    return f"direct {chat} {person}"


def ensure(connection: Connection, lanes: Mapping[str, tuple[Chat, str]]) -> None:
    """See that these lanes exist, each in its chat and installation (empty where it is not known yet); in a fixed order, so
    that two writers cannot wait for each other.
    """
    for lane, (chat, installation) in sorted(lanes.items()):
        row = {"key": lane, "leased_until": EPOCH, "fence": 0, "chat": chat, "installation": installation}
        insert_new(connection, LANES, row)


def take(connection: Connection, lanes: Collection[str], now: datetime) -> Mapping[str, int]:
    """Lock those of these lanes whose lease is over and that nobody else is taking; lane → its fence so far."""
    return {row.key: row.fence for row in _FREE.rows(connection, lanes, now=now)}


def note_installation(connection: Connection, lane: str, installation: str) -> None:
    """Note which installation a lane turned out to be of."""
    _MOVED.run(connection, lane=lane, found=installation)


def lease(connection: Connection, lanes: Collection[str], until: datetime) -> None:
    """Lease lanes that were taken; their fence rises by one."""
    _LEASE.run(connection, lanes, until=until)


def release(connection: Connection, lane: str, fence: int, until: datetime = EPOCH) -> bool:
    """End a lease, then or at once; False if it had passed to another. The fence stays, so the same again is true again."""
    return _RELEASE.run(connection, lane=lane, held=fence, until=until) == 1


def pause(connection: Connection, lane: str, until: datetime) -> None:
    """Keep a lane's whole installation quiet until then, or for longer if it is paused for longer."""
    chat, installation = connection.execute(select(LANES.c.chat, LANES.c.installation).where(LANES.c.key == lane)).one()
    if not insert_new(connection, PAUSES, {"chat": chat, "installation": installation, "until": until}):
        mine = (PAUSES.c.chat == chat, PAUSES.c.installation == installation)
        connection.execute(update(PAUSES).where(*mine, PAUSES.c.until < until).values(until=until))


def perhaps() -> ColumnElement[bool]:
    """The card post was perhaps posted: it keeps its time to turn up, whatever makes it due."""
    return and_(CARD_POSTS.c.attempts > 0, CARD_POSTS.c.ref_id.is_(None))


def wake(connection: Connection, lane: str, *, new: bool) -> None:
    """Make what waits in a lane due at once: what was parked, and where the place itself is `new` also what backs off.

    All of it is wished for anew: what is in flight just now must not be parked for a cause that may be gone. What was
    perhaps posted keeps its time to turn up.
    """
    rows = CARD_POSTS.c
    backs_off = and_(rows.parked == "", literal(not new))
    due = case((or_(perhaps(), backs_off), rows.due), else_=literal(EPOCH, type_=rows.due.type))
    waiting = update(CARD_POSTS).where(rows.lane == lane, rows.shown < rows.wanted)
    connection.execute(waiting.values(wanted=rows.wanted + 1, parked="", due=due))
