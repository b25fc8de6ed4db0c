"""Whether the conversations that are known can be posted to, what they are called, and where Copydesk has introduced itself."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select, true, update

from adapters.storage.lanes import wake
from adapters.storage.places import conversation_key, conversation_of, remember
from adapters.storage.tables import CONVERSATIONS, PLACE_BINDINGS
from workflows.domain.ids import DeskId
from workflows.engine.chat import Conversation
from workflows.engine.whereabouts import DeskPlace, Gone


def desks_at(connection: Connection, place: Conversation, *, whole_team: bool) -> Mapping[DeskId, DeskPlace]:
    """The desks that are bound to a conversation, or to any of its team, whether it can be posted to or not."""
    rows = connection.execute(
        select(CONVERSATIONS, PLACE_BINDINGS.c.desk)
        .join(PLACE_BINDINGS, PLACE_BINDINGS.c.conversation == CONVERSATIONS.c.key)
        .where(_is(place, whole_team=whole_team))
        .order_by(PLACE_BINDINGS.c.desk)
    )
    return {
        DeskId(row.desk): DeskPlace(
            conversation=conversation_of(row), name=row.name, team_name=row.team_name, gone=row.gone or None
        )
        for row in rows
    }


def close(connection: Connection, place: Conversation, cause: Gone, *, whole_team: bool) -> None:
    """Note why a conversation, or every one of its team, cannot be posted to. One that is found again is greeted again."""
    remember(connection, place)
    these = update(CONVERSATIONS).where(_is(place, whole_team=whole_team))
    connection.execute(these.values(gone=cause, greeted=false() if cause == "removed" else CONVERSATIONS.c.greeted))


def reopen(connection: Connection, place: Conversation, *, whole_team: bool, shared: bool) -> None:
    """Note that a conversation, or every one of its team, can be posted to; what waits there is due. One that outsiders read
    stays closed, unless `shared`.
    """
    remember(connection, place)
    still: tuple[Gone, ...] = () if shared else ("shared",)
    closed = and_(_is(place, whole_team=whole_team), CONVERSATIONS.c.gone.not_in(("", *still)))
    for key in connection.execute(select(CONVERSATIONS.c.key).where(closed)).scalars().all():
        connection.execute(update(CONVERSATIONS).where(CONVERSATIONS.c.key == key).values(gone=""))
        wake(connection, key, new=True)
    if not whole_team:
        # What was given up there although the place was there all the time.
        wake(connection, conversation_key(place), new=True)


def rename(connection: Connection, place: Conversation, name: str, team_name: str, *, whole_team: bool) -> None:
    """Note what a place, and its team, are called now; empty leaves what is known."""
    remember(connection, place)
    if name:
        connection.execute(update(CONVERSATIONS).where(_is(place, whole_team=False)).values(name=name))
    if team_name:
        these = update(CONVERSATIONS).where(_is(place, whole_team=whole_team))
        connection.execute(these.values(team_name=team_name))


def greet(connection: Connection, place: Conversation) -> bool:
    """Whether nobody was greeted there yet; asking makes it so."""
    key = remember(connection, place)
    first = update(CONVERSATIONS).where(CONVERSATIONS.c.key == key, CONVERSATIONS.c.greeted == false())
    return connection.execute(first.values(greeted=true())).rowcount == 1


def _is(place: Conversation, *, whole_team: bool) -> ColumnElement[bool]:
    this = CONVERSATIONS.c.key == conversation_key(place)
    if not whole_team or not place.team:
        return this
    same_team = and_(
        CONVERSATIONS.c.chat == place.chat,
        CONVERSATIONS.c.installation == place.installation,
        CONVERSATIONS.c.team == place.team,
    )
    return or_(this, same_team)
