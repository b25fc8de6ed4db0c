"""Whether a button that was sent out to try the way back was clicked, by whom it was sent to."""

from datetime import datetime

from sqlalchemy import Connection, select

from adapters.storage.codec import canonical
from adapters.storage.sql import insert_new
from adapters.storage.tables import CARD_POSTS, INPUTS
from workflows.domain.ids import CardPostId, PersonId


def note_trial(connection: Connection, post: CardPostId, by: PersonId, at: datetime) -> bool:
    """Record that the one whom this card post was for has clicked it; False if it is nobody's or somebody else's."""
    theirs = select(CARD_POSTS.c.id).where(CARD_POSTS.c.id == post, CARD_POSTS.c.person == by)
    if connection.execute(theirs).first() is None:
        return False
    insert_new(connection, INPUTS, {"key": _key(post), "proposal": post, "say": "", "at": at})
    return True


def trial_noted(connection: Connection, post: CardPostId) -> bool:
    """Whether it was clicked."""
    return connection.execute(select(INPUTS.c.key).where(INPUTS.c.key == _key(post))).first() is not None


def trial_shown(connection: Connection, post: CardPostId) -> bool:
    """Whether its message has been posted."""
    shown = select(CARD_POSTS.c.id).where(CARD_POSTS.c.id == post, CARD_POSTS.c.ref_id.is_not(None))
    return connection.execute(shown).first() is not None


def _key(post: CardPostId) -> str:
    return canonical(["trial", post])
