"""What would be published, and the hashes that decisions are bound to."""

import hashlib
from dataclasses import replace
from typing import Final

import pytest

from workflows.domain.content import (
    AUDIENCE,
    CHANNELS,
    DISCLOSURE,
    LINK,
    MEDIA,
    MESSAGE,
    PARTS,
    SOURCES,
    TEXT,
    Content,
    Media,
    hash_parts,
    hash_revision,
    published_text,
)
from workflows.domain.ids import ChannelId, PartName

X, LINKEDIN = ChannelId("x"), ChannelId("linkedin")
SALT: Final = bytes(32)
CONTENT: Final = Content(
    text="Näher geht’s nicht.",
    channels=(X, LINKEDIN),
    link="https://example.com",
    media=(Media(kind="image", name="stand.png", digest="ab" * 32, alt_text="Our stand."),),
)
FILED: Final = replace(
    CONTENT, relationship="employee", sources="https://example.com/study", markets=("de",), pillar="craft"
)


@pytest.mark.parametrize(
    ("text", "link", "published"),
    [
        ("Come.", "", "Come."),
        ("Come.", "https://example.com", "Come.\n\nhttps://example.com"),
        ("See https://example.com now.", "https://example.com", "See https://example.com now."),
        ("", "https://example.com", "https://example.com"),
        ("", "", ""),
    ],
)
def test_the_link_goes_out_once(text: str, link: str, published: str) -> None:
    """On a line of its own, unless the text already has it."""
    assert published_text(Content(text=text, link=link, channels=(X,))) == published


def test_every_part_is_hashed_by_itself() -> None:
    """There is a commitment for each part, and nothing else."""
    assert set(hash_parts(FILED, SALT)) == set(PARTS)


def test_what_is_not_said_is_not_hashed() -> None:
    """Nor are parts hashed that the post has nothing of: words from before there were such parts keep their hashes."""
    assert set(hash_parts(CONTENT, SALT)) == {TEXT, LINK, CHANNELS, MEDIA}


@pytest.mark.parametrize(
    ("other", "touched"),
    [
        (replace(CONTENT, text="Näher."), TEXT),
        (replace(CONTENT, link=""), LINK),
        (replace(CONTENT, channels=(X,)), CHANNELS),
        (replace(CONTENT, media=()), MEDIA),
        (replace(CONTENT, media=(replace(CONTENT.media[0], alt_text="A stand."),)), MEDIA),
        (replace(CONTENT, media=(replace(CONTENT.media[0], name="hall.png"),)), MEDIA),
        (replace(CONTENT, media=(replace(CONTENT.media[0], digest="cd" * 32),)), MEDIA),
        (replace(CONTENT, media=(replace(CONTENT.media[0], kind="video"),)), MEDIA),
        (replace(CONTENT, media=(replace(CONTENT.media[0], people="nobody"),)), MEDIA),
        (replace(CONTENT, relationship="employee"), DISCLOSURE),
        (replace(CONTENT, sources="https://example.com/study"), SOURCES),
        (replace(CONTENT, markets=("de", "us")), AUDIENCE),
        (replace(CONTENT, language="de"), AUDIENCE),
        (replace(CONTENT, pillar="craft"), MESSAGE),
        (replace(CONTENT, campaign="spring"), MESSAGE),
        (replace(CONTENT, topics=("earnings",)), MESSAGE),
    ],
)
def test_a_change_touches_its_own_part_and_the_whole(other: Content, touched: PartName) -> None:
    """Only the hash of the part that differs moves, and that of the revision."""
    before, after = hash_parts(CONTENT, SALT), hash_parts(other, SALT)
    assert [part for part in PARTS if before.get(part) != after.get(part)] == [touched]
    assert hash_revision(CONTENT, SALT) != hash_revision(other, SALT)


@pytest.mark.parametrize("channels", [(LINKEDIN, X), (X, LINKEDIN, X)])
def test_channels_are_a_set(channels: tuple[ChannelId, ...]) -> None:
    """Neither their order nor a repetition is a change."""
    other = replace(CONTENT, channels=channels)
    assert hash_parts(other, SALT) == hash_parts(CONTENT, SALT)
    assert hash_revision(other, SALT) == hash_revision(CONTENT, SALT)


def test_the_order_of_media_is_published() -> None:
    """Two pictures the other way round are another post."""
    second = Media(kind="image", name="hall.png", digest="cd" * 32)
    one, two = replace(CONTENT, media=(*CONTENT.media, second)), replace(CONTENT, media=(second, *CONTENT.media))
    assert hash_parts(one, SALT)[MEDIA] != hash_parts(two, SALT)[MEDIA]


def test_hashes_are_salted() -> None:
    """Whoever guesses the words cannot confirm them without the proposal's salt."""
    other = b"\x01" + SALT[1:]
    assert hash_revision(CONTENT, SALT) != hash_revision(CONTENT, other)
    assert not set(hash_parts(CONTENT, SALT).values()) & set(hash_parts(CONTENT, other).values())


def test_equal_values_of_different_parts_have_different_hashes() -> None:
    """The part's name is hashed with it: a text never passes for a link."""
    same = hash_parts(Content(text="https://example.com", link="https://example.com", channels=()), SALT)
    assert same[TEXT] != same[LINK]


def test_a_revision_hash_is_the_salted_canonical_json() -> None:
    """Anybody can recompute it: SHA-256 of the salt and RFC 8785's bytes, keys sorted and UTF-8 unescaped."""
    canonical = (
        '{"channels":["linkedin","x"],"link":"https://example.com","media":[{"alt_text":"Our stand.","digest":"'
        + "ab" * 32
        + '","kind":"image","name":"stand.png"}],"text":"Näher geht’s nicht."}'
    )
    assert hash_revision(CONTENT, SALT) == hashlib.sha256(SALT + canonical.encode()).hexdigest()
    assert hash_parts(CONTENT, SALT)[TEXT] == hashlib.sha256(SALT + 'text\0"Näher geht’s nicht."'.encode()).hexdigest()
