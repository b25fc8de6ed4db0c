"""Adopting a message: a click proved that it is a card post's, though the answer to posting it was lost."""

from collections.abc import Mapping
from typing import Final, Literal, assert_never

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, or_, select, update

from adapters.storage.courier import addressed
from adapters.storage.posts import read, ref_columns
from adapters.storage.tables import CARD_POSTS, EPOCH
from workflows.domain.ids import CardPostId
from workflows.engine.chat import BesideCard, CardPost, Direct, HomeTab, InConversation, MessageRef

_OTHERS: Final = CARD_POSTS.alias("others")


def adopt(connection: Connection, chat: Literal["slack", "teams"], message: str, post: CardPostId) -> None:
    """Remember the message that was clicked, if its card post has none, its place is in that chat, and it is no other's.

    Where the card post was posted twice and knows the other copy, that one becomes the extra.
    """
    rows = connection.execute(select(CARD_POSTS).where(CARD_POSTS.c.id == post)).all()
    for known in read(connection, rows).values():
        ref = _message_at(addressed(connection, known), message)
        if ref is None or ref.conversation.chat != chat:
            continue
        columns = dict(ref_columns(connection, ref))
        mine = and_(CARD_POSTS.c.id == post, not_(_may_be_another(columns)))
        # Due at once, also where it was parked: somebody looks at it. As a new wish, which no delivery under way can park.
        at_once = {"wanted": CARD_POSTS.c.wanted + 1, "due": EPOCH, "parked": ""}
        if known.ref is None:
            here = update(CARD_POSTS).where(mine, CARD_POSTS.c.ref_id.is_(None))
            connection.execute(here.values(**columns, **at_once))
        elif known.twice and known.extra is None and known.ref.id != message:
            extra = {name.replace("ref_", "extra_"): of for name, of in ref_columns(connection, known.ref).items()}
            here = update(CARD_POSTS).where(mine, CARD_POSTS.c.ref_id == known.ref.id, CARD_POSTS.c.extra_id.is_(None))
            connection.execute(here.values(**columns, **extra, digest="", **at_once))


def _may_be_another(columns: Mapping[str, str | None]) -> ColumnElement[bool]:
    """The message is another card post's, or there is a digest whose message is not known: its buttons name proposals too."""
    known = and_(_OTHERS.c.ref_conversation == columns["ref_conversation"], _OTHERS.c.ref_id == columns["ref_id"])
    digest = and_(_OTHERS.c.proposal.is_(None), _OTHERS.c.ref_id.is_(None), _OTHERS.c.attempts > 0)
    lost = and_(digest, _OTHERS.c.lane == CARD_POSTS.c.lane)
    return exists(select(_OTHERS.c.id).where(or_(known, lost)))


def _message_at(post: CardPost, message: str) -> MessageRef | None:
    """That message in the place of a card post, if it is known where that is."""
    match post.place:
        case InConversation(conversation=conversation):
            return MessageRef(conversation=conversation, id=message)
        case BesideCard(ref=ref):
            return MessageRef(conversation=ref.conversation, id=message, thread=ref.thread or ref.id) if ref else None
        case Direct(conversation=conversation):
            return MessageRef(conversation=conversation, id=message) if conversation else None
        case HomeTab():
            # Not a message.
            return None
        case _:
            assert_never(post.place)
