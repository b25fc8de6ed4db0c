"""The words of a proposal: what would be published, and the hashes that decisions are bound to."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

import rfc8785

from workflows.domain.ids import ChannelId, PartHash, PartName, RevisionHash
from workflows.domain.value import value

TEXT: Final = PartName("text")
LINK: Final = PartName("link")
CHANNELS: Final = PartName("channels")
MEDIA: Final = PartName("media")
PARTS: Final = (TEXT, LINK, CHANNELS, MEDIA)


@value
class Media:
    """One attached file, pinned by its bytes: `digest` is their SHA-256 in hex."""

    kind: Literal["image", "video", "document"]
    name: str
    digest: str
    alt_text: str = ""


@value
class Content:
    """What would be published. `text` and `link` are literal: exactly what readers would see."""

    text: str
    channels: tuple[ChannelId, ...]
    link: str = ""
    media: tuple[Media, ...] = ()


@value
class Wanted:
    """When the author wants it published: an instant in UTC and the IANA zone it was meant in."""

    at: datetime
    zone: str


def published_text(content: Content) -> str:
    """The exact words that go out: the text, and the link on a line of its own unless the text already has it."""
    if not content.link or content.link in content.text:
        return content.text
    return f"{content.text}\n\n{content.link}" if content.text else content.link


def part_values(content: Content) -> Mapping[PartName, object]:
    """Each publishable part as plain JSON data; channels are a set, so their order does not matter."""
    return {
        TEXT: content.text,
        LINK: content.link,
        CHANNELS: sorted(set(content.channels)),
        MEDIA: [
            {"kind": item.kind, "name": item.name, "digest": item.digest, "alt_text": item.alt_text}
            for item in content.media
        ],
    }


def hash_parts(content: Content, salt: bytes) -> Mapping[PartName, PartHash]:
    """Commit to each part by itself, so that an edit shows which parts it touched and nothing else."""
    return {
        name: PartHash(hashlib.sha256(salt + name.encode() + b"\0" + rfc8785.dumps(part)).hexdigest())  # pyright: ignore[reportArgumentType]  # plain JSON by construction
        for name, part in part_values(content).items()
    }


def hash_revision(content: Content, salt: bytes) -> RevisionHash:
    """Commit to everything that would be published: `SHA-256(salt || canonical JSON of the parts)` (RFC 8785)."""
    return RevisionHash(hashlib.sha256(salt + rfc8785.dumps(part_values(content))).hexdigest())  # pyright: ignore[reportArgumentType]  # plain JSON by construction
