"""Groups of the chats: one row for each that a policy names, and on each person the keys of those that they are in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, or_, select, update

from adapters.storage.codec import Halves, canonical
from adapters.storage.database import Database
from adapters.storage.group_table import CHAT_GROUPS
from adapters.storage.ledger import PERSONS, Entry, append
from adapters.storage.people import IN_A_GROUP, groups_in
from adapters.storage.places import conversations
from adapters.storage.policies import in_force
from adapters.storage.posts import want_every_again, want_homes, wish
from adapters.storage.sql import insert_new
from adapters.storage.tables import EPOCH, PEOPLE, PLACE_BINDINGS
from workflows.domain.ids import Chat, GroupKey, PersonId, PolicyHash
from workflows.engine.chat import CardPost
from workflows.engine.groups import GroupState, Moved, Reading

_NEW: Final = {"installation": "", "id": "", "read_at": None, "due": EPOCH, "turn": 0, "trouble": "", "lost": ""}


class SqlGroups:
    """Implements `GroupBook`; what it promises stands there."""

    def __init__(self, database: Database) -> None:
        """Take a database that `database.prepare` opened; whoever opened it closes it."""
        self._database = database

    async def claim_groups(
        self, wanted: Collection[GroupKey], policy: PolicyHash, now: datetime, again: datetime
    ) -> Sequence[GroupState]:
        """Take the groups that are due."""
        if not await self._database.read(partial(_anything_due, wanted=wanted, now=now)):
            return ()
        return await self._database.write(partial(_claim, wanted=wanted, policy=policy, now=now, again=again))

    async def keep_group(self, claimed: GroupState, read: Reading, alerts: Sequence[CardPost], at: datetime) -> Moved:
        """Write who is in a group."""
        return await self._database.write(partial(_keep, claimed=claimed, read=read, alerts=alerts, at=at))

    async def group_failed(self, claimed: GroupState, trouble: str, again: datetime, at: datetime) -> Moved:
        """Write why a group could not be read."""
        return await self._database.write(partial(_failed, claimed=claimed, trouble=trouble, again=again, at=at))

    async def group_told(self, chat: Chat, installation: str, names: Collection[str], at: datetime) -> None:
        """Make a group due."""
        await self._database.write(partial(_told, chat=chat, installation=installation, names=names, at=at))

    async def group_states(self) -> Mapping[GroupKey, GroupState]:
        """All groups."""
        return await self._database.read(_states)


def _anything_due(connection: Connection, wanted: Collection[GroupKey], now: datetime) -> bool:
    """Whether there is a group to read, to begin with or to forget: asked every few seconds, and mostly there is none."""
    rows = connection.execute(select(CHAT_GROUPS.c.key, CHAT_GROUPS.c.due)).all()
    return {row.key for row in rows} != set(wanted) or any(row.due <= now for row in rows)


def _claim(
    connection: Connection, wanted: Collection[GroupKey], policy: PolicyHash, now: datetime, again: datetime
) -> Sequence[GroupState]:
    """Take those that are due; whoever looks next finds them due `again` then."""
    newest = in_force(connection)
    if newest == policy:
        _forget(connection, wanted, now)
    # Another Copydesk may not have heard of the newest policy yet: what that forgot is not begun again.
    for key in sorted(wanted) if newest in (policy, None) else ():
        chat, _, name = key.partition(" ")
        insert_new(connection, CHAT_GROUPS, {"key": key, "chat": chat, "name": name, **_NEW})
    due = select(CHAT_GROUPS.c.key).where(CHAT_GROUPS.c.key.in_(wanted), CHAT_GROUPS.c.due <= now)
    ordered = due.order_by(CHAT_GROUPS.c.key).with_for_update()
    taken = set(connection.execute(ordered).scalars())
    taking = update(CHAT_GROUPS).where(CHAT_GROUPS.c.key.in_(taken))
    connection.execute(taking.values(due=again, turn=CHAT_GROUPS.c.turn + 1))
    return [state for key, state in _states(connection).items() if key in taken]


def _keep(
    connection: Connection, claimed: GroupState, read: Reading, alerts: Sequence[CardPost], at: datetime
) -> Moved:
    """Write who is in a group, unless somebody began to read it since."""
    row = connection.execute(_claimed(claimed).with_for_update()).first()
    if row is None:
        return Moved()
    lost = read.lost or ""
    found = {"installation": read.installation, "id": read.id} if not lost else {}
    connection.execute(_this(claimed).values(read_at=at, trouble=read.trouble, lost=lost, **found))
    if read.again:
        _sooner(connection, claimed, read.again)
    if lost and lost != row.lost:
        wish(connection, alerts, at)
    return _seat(connection, claimed.key, read.people, at)


def _failed(connection: Connection, claimed: GroupState, trouble: str, again: datetime, at: datetime) -> Moved:
    """Write what went wrong; who is in it stays, unless its desk is bound elsewhere since: that place was never read."""
    if connection.execute(_claimed(claimed).with_for_update()).first() is None:
        return Moved()
    connection.execute(_this(claimed).values(trouble=trouble))
    _sooner(connection, claimed, again)
    if not claimed.moved:
        return Moved()
    connection.execute(_this(claimed).values(installation="", id="", read_at=None))
    return _seat(connection, claimed.key, frozenset(), at)


def _told(connection: Connection, chat: Chat, installation: str, names: Collection[str], at: datetime) -> None:
    """Make a group due of which a chat tells. What another installation tells of a group of the same name is nothing to ours."""
    rows = CHAT_GROUPS.c
    by_id = and_(rows.installation == installation, rows.id.in_(names))
    by_name = and_(rows.installation.in_((installation, "")), rows.name.in_(names))
    these = update(CHAT_GROUPS).where(rows.chat == chat, rows.due > at, or_(by_id, by_name))
    connection.execute(these.values(due=at))


def _states(connection: Connection) -> Mapping[GroupKey, GroupState]:
    """All groups, in the order of their keys."""
    rows = connection.execute(select(CHAT_GROUPS).order_by(CHAT_GROUPS.c.key)).all()
    bindings = {row.desk: row.conversation for row in connection.execute(select(PLACE_BINDINGS))} if rows else {}
    places = conversations(connection, bindings.values())
    sizes: dict[GroupKey, int] = {}
    for member in connection.execute(select(PEOPLE.c.groups).where(IN_A_GROUP, ~PEOPLE.c.gone)):
        for key in groups_in(member.groups):
            sizes[key] = sizes.get(key, 0) + 1
    return {
        row.key: GroupState(
            key=row.key,
            installation=row.installation,
            id=row.id,
            read_at=row.read_at,
            trouble=row.trouble,
            lost=row.lost or None,
            people=sizes.get(row.key, 0),
            place=places.get(bindings.get(row.name, "")) if row.chat == "teams" else None,
            turn=row.turn,
        )
        for row in rows
    }


def _claimed(claimed: GroupState) -> Select[Any]:
    return select(CHAT_GROUPS).where(CHAT_GROUPS.c.key == claimed.key, CHAT_GROUPS.c.turn == claimed.turn)


def _this(claimed: GroupState) -> Any:
    return update(CHAT_GROUPS).where(CHAT_GROUPS.c.key == claimed.key)


def _sooner(connection: Connection, claimed: GroupState, due: datetime) -> None:
    """It may have been told of meanwhile: then it is due before that."""
    connection.execute(_this(claimed).where(CHAT_GROUPS.c.due > due).values(due=due))


def _forget(connection: Connection, wanted: Collection[GroupKey], at: datetime) -> None:
    """Of groups that no desk names any more, nobody is known to be in one."""
    gone = select(CHAT_GROUPS.c.key).where(CHAT_GROUPS.c.key.not_in(wanted)).order_by(CHAT_GROUPS.c.key)
    for key in connection.execute(gone).scalars().all():
        _seat(connection, key, frozenset(), at)
        connection.execute(delete(CHAT_GROUPS).where(CHAT_GROUPS.c.key == key))


def _seat(connection: Connection, key: GroupKey, people: frozenset[PersonId], at: datetime) -> Moved:
    """Write on each person whether they are in this group, on the ledger where that is news, and have cards drawn anew."""
    some = select(PEOPLE.c.id, PEOPLE.c.groups).where(or_(IN_A_GROUP, PEOPLE.c.id.in_(people)))
    # Locked in one order, as where people are first asked.
    rows = connection.execute(some.order_by(PEOPLE.c.id).with_for_update(key_share=True)).all()
    before: dict[PersonId, frozenset[GroupKey]] = {row.id: groups_in(row.groups) for row in rows}
    were = frozenset(person for person, groups in before.items() if key in groups)
    moved = Moved(came=people - were, went=were - people)
    changed = moved.came | moved.went
    for person in sorted(changed):
        groups = sorted(before[person] ^ {key})
        now = canonical(groups) if groups else ""
        connection.execute(update(PEOPLE).where(PEOPLE.c.id == person).values(groups=now))
    if changed:
        chained = {"came": sorted(moved.came), "went": sorted(moved.went)}
        news = Halves(kind="group_changed", chained=chained, private={"group": key})
        append(connection, PERSONS, [Entry(halves=news, at=at)])
        want_every_again(connection, at)
        want_homes(connection, changed, at)
    return moved
