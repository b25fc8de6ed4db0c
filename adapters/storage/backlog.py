"""How the courier stands, for whoever watches over it: read through the partial indexes, however much was ever shown."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, func, literal_column, select

from adapters.storage.due import place_is_there
from adapters.storage.tables import CARD_POSTS, EPOCH, LANES
from workflows.engine.store import Backlog

_BEHIND: Final = CARD_POSTS.c.shown < CARD_POSTS.c.wanted
_NOTHING: Final[ColumnElement[str]] = literal_column("''")
_JOINED: Final = CARD_POSTS.join(LANES, LANES.c.key == CARD_POSTS.c.lane)


def backlog(connection: Connection) -> Sequence[Backlog]:
    """Each chat's card posts that wait or are parked. What is due at once without a time is counted, and has no age. What
    only waits for a place to be there again keeps nobody waiting: whoever was to read it there is written to elsewhere.
    """
    due = func.min(case((CARD_POSTS.c.due > EPOCH, CARD_POSTS.c.due)))
    waiting = select(LANES.c.chat, func.count().label("posts"), due.label("oldest")).select_from(_JOINED)
    waiting = waiting.where(_BEHIND, CARD_POSTS.c.parked == _NOTHING, place_is_there()).group_by(LANES.c.chat)
    parked = select(LANES.c.chat, func.count().label("posts")).select_from(_JOINED)
    parked = parked.where(_BEHIND, CARD_POSTS.c.parked != _NOTHING).group_by(LANES.c.chat)
    waits = {row.chat: row for row in connection.execute(waiting)}
    stuck = {row.chat: row for row in connection.execute(parked)}
    return [
        Backlog(
            chat=chat,
            waiting=waits[chat].posts if chat in waits else 0,
            oldest=waits[chat].oldest if chat in waits else None,
            parked=stuck[chat].posts if chat in stuck else 0,
        )
        for chat in sorted(waits.keys() | stuck.keys())
    ]
