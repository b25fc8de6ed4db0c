"""What an operator may see and move of the courier's work: the card posts that are parked, without any words of theirs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, literal_column, select, update

from adapters.storage.tables import CARD_POSTS, CONVERSATIONS, EPOCH, LANES, PEOPLE
from workflows.domain.ids import CardPostId, Chat, ProposalId
from workflows.domain.value import value

_ROWS = CARD_POSTS.c
_PARKED = (_ROWS.shown < _ROWS.wanted, _ROWS.parked != literal_column("''"))


@value
class Parked:
    """A card post that was given up: `where` is the id of its conversation, the person it goes to, or the card post whose
    thread it is in; `why` is the cause; `due` (UTC) is when it was last due, None where that was at once.
    """

    post: CardPostId
    proposal: ProposalId | None
    chat: Chat
    where: str
    why: str
    attempts: int
    due: datetime | None


def parked(connection: Connection) -> Sequence[Parked]:
    """Every card post that is parked, the longest due first."""
    joined = (
        CARD_POSTS.join(LANES, LANES.c.key == _ROWS.lane)
        .outerjoin(CONVERSATIONS, CONVERSATIONS.c.key == _ROWS.conversation)
        .outerjoin(PEOPLE, PEOPLE.c.id == _ROWS.person)
    )
    named = select(
        CARD_POSTS, LANES.c.chat.label("in_chat"), CONVERSATIONS.c.id.label("place"), PEOPLE.c.email
    ).select_from(joined)
    rows = connection.execute(named.where(*_PARKED).order_by(_ROWS.due, _ROWS.id)).all()
    return [
        Parked(
            post=row.id,
            proposal=row.proposal,
            chat=row.in_chat,
            where=row.place or row.email or f"the thread of {row.parent}",
            why=row.parked,
            attempts=row.attempts,
            due=row.due if row.due > EPOCH else None,
        )
        for row in rows
    ]


def retry(connection: Connection, posts: Collection[CardPostId] | None) -> Sequence[CardPostId]:
    """Make these of the parked card posts (all with None) due at once, as a new wish; which ones that were."""
    mine = [] if posts is None else [_ROWS.id.in_(posts)]
    freed = update(CARD_POSTS).where(*_PARKED, *mine)
    written = freed.values(parked="", wanted=_ROWS.wanted + 1, due=EPOCH).returning(_ROWS.id)
    return sorted(connection.execute(written).scalars().all())
