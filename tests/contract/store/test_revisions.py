"""Every revision can be re-created from the ledger, and is proven by the hash that decisions are bound to."""

from dataclasses import replace

import pytest

from adapters.storage.audit import Broken
from adapters.storage.database import Database
from adapters.storage.ledger import WordsErased
from adapters.storage.store import SqlStore
from tests.contract.store.rawly import run, unlock
from tests.contract.store.world import NOW, POST, SALT, WORDS, accepting, begun, known, order, propose
from workflows.domain.content import Content, Media, hash_parts, hash_revision
from workflows.domain.events import RevisionAdded
from workflows.domain.ids import ChannelId, PersonId, ProposalId
from workflows.domain.refusals import NotFound

FIRST = Content(text=WORDS, channels=(ChannelId("x"),))
WRITTEN = (
    FIRST,
    replace(FIRST, text=" \ttwo spaces  \N{ZERO WIDTH JOINER}\n\nand a line "),
    replace(FIRST, link="https://example.com/?a=1&b=2", channels=(ChannelId("linkedin"), ChannelId("x"))),
    replace(FIRST, media=(Media(kind="image", name="a.png", digest="0" * 64, alt_text="A kitchen."),)),
    replace(FIRST, text=""),
)


async def test_every_revision_is_re_created(store: SqlStore) -> None:
    """Several edits later, each revision comes back word for word, with who wrote it and the proof."""
    ada = await known(store, "ada")
    await _write(store, ada)
    found = await store.revisions(POST)
    assert isinstance(found, tuple)
    assert [one.content for one in found] == list(WRITTEN)
    assert [(one.number, one.by, one.at, one.proven) for one in found] == [(n, ada, NOW, True) for n in range(1, 6)]
    assert [one.hash for one in found] == [hash_revision(content, bytes.fromhex(SALT)) for content in WRITTEN]


async def test_what_cannot_be_re_created_is_told(store: SqlStore, database: Database) -> None:
    """An unknown proposal, and one whose words were destroyed, give no revision; the destroyed one still verifies."""
    assert await store.revisions(ProposalId("none")) == NotFound()
    await _write(store, await known(store, "ada"))
    await run(database, "DELETE FROM ledger_words WHERE sequence = 3")
    assert await store.revisions(POST) == WordsErased(sequence=3)
    assert await store.events_of(POST) == WordsErased(sequence=3)
    assert await store.verify() is None


@pytest.mark.attack
async def test_other_words_are_not_proven(store: SqlStore, database: Database) -> None:
    """Words that were put in the place of others are told as altered, never shown as what was approved."""
    await _write(store, await known(store, "ada"))
    await unlock(database)
    await run(database, "UPDATE ledger_words SET words = replace(words, 'kitchen', 'chicken') WHERE sequence = 5")
    assert await store.revisions(POST) == Broken(stream=POST, sequence=5, why="the words beside it were altered")


async def test_words_that_were_never_what_the_hash_says_are_not_proven(store: SqlStore) -> None:
    """A revision recorded with a hash of other words is shown as unproven."""
    ada = await known(store, "ada")
    first, added = begun(ada)
    assert isinstance(added, RevisionAdded)
    wrong = replace(added, content=replace(added.content, text="Other words."))
    await store.apply(order(ada, "k"), accepting([first, wrong]))
    found = await store.revisions(POST)
    assert isinstance(found, tuple)
    assert [one.proven for one in found] == [False]


async def _write(store: SqlStore, by: PersonId) -> None:
    await propose(store, by)
    salt = bytes.fromhex(SALT)
    for number, content in enumerate(WRITTEN[1:], start=2):
        added = RevisionAdded(
            number=number,
            by=by,
            at=NOW,
            hash=hash_revision(content, salt),
            parts=hash_parts(content, salt),
            content=content,
        )
        await store.apply(order(by, f"k{number}"), accepting([added]))
