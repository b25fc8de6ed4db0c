"""The daily digests: each lead's digest of each day is opened once."""

from datetime import date, datetime

from sqlalchemy import Connection, func, select

from adapters.storage.posts import wish
from adapters.storage.sql import insert_new
from adapters.storage.tables import DIGESTS
from workflows.domain.ids import PersonId
from workflows.engine.chat import CardPost, DigestSubject


def open_digest(connection: Connection, post: CardPost, due: datetime, now: datetime) -> bool:
    """Claim a digest and wish its card post; False if it was claimed before. Raises `ValueError` for another card."""
    if not isinstance(post.subject, DigestSubject):
        raise ValueError("not a digest's card post")  # noqa: TRY004  # it is a CardPost; its content is wrong
    claimed = {"person": post.subject.person, "day": post.subject.day, "due": due, "opened_at": now}
    if not insert_new(connection, DIGESTS, claimed):
        return False
    wish(connection, [post], now)
    return True


def last_digest(connection: Connection, person: PersonId, before: date) -> datetime | None:
    """When the latest digest before that day was due."""
    earlier = select(func.max(DIGESTS.c.due)).where(DIGESTS.c.person == person, DIGESTS.c.day < before)
    return connection.execute(earlier).scalar()
