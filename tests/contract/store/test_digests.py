"""The daily digests: each once, whoever restarts."""

import asyncio
from datetime import date

import pytest

from adapters.storage.store import SqlStore
from tests.contract.store.world import MINUTE, NOW, in_room, known
from workflows.domain.ids import CardPostId, PersonId
from workflows.engine.chat import CardPost, DigestSubject, Direct


async def test_a_digest_is_opened_once(store: SqlStore) -> None:
    """One lead's digest of one day is claimed once however many try, and its card post is due at once."""
    ada = await known(store, "ada")
    opened = await asyncio.gather(*[store.open_digest(digest(ada, 2, f"d{n}"), NOW, NOW) for n in range(5)])
    assert sorted(opened) == [False, False, False, False, True]
    (claimed,) = await store.claim(NOW, 10, MINUTE)
    assert claimed.loaded.proposal is None
    assert claimed.post.subject == DigestSubject(person=ada, day=date(2026, 3, 2))


async def test_the_digest_before(store: SqlStore) -> None:
    """`last_digest` gives when the latest digest before a day was due, None for the first."""
    ada = await known(store, "ada")
    for day in (1, 2, 3):
        await store.open_digest(digest(ada, day, f"d{day}"), NOW.replace(day=day), NOW)
    assert await store.last_digest(ada, date(2026, 3, 3)) == NOW.replace(day=2)
    assert await store.last_digest(ada, date(2026, 3, 1)) is None


async def test_only_a_digest_opens_a_digest(store: SqlStore) -> None:
    """Another card's post is a bug, told at once."""
    with pytest.raises(ValueError, match="not a digest"):
        await store.open_digest(in_room("p1"), NOW, NOW)


def digest(person: PersonId, day: int, name: str) -> CardPost:
    """A digest's card post."""
    subject = DigestSubject(person=person, day=date(2026, 3, day))
    return CardPost(id=CardPostId(name), subject=subject, place=Direct(chat="slack", person=person))
