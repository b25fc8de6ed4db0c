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
DISCLOSURE: Final = PartName("disclosure")
SOURCES: Final = PartName("sources")
AUDIENCE: Final = PartName("audience")
MESSAGE: Final = PartName("message")
PARTS: Final = (TEXT, LINK, CHANNELS, MEDIA, DISCLOSURE, SOURCES, AUDIENCE, MESSAGE)
"""In the order in which people read them."""


@value
class Media:
    """One attached file, pinned by its bytes: `digest` is their SHA-256 in hex. `people` says whether people can be seen in
    it, where its author has told.
    """

    kind: Literal["image", "video", "document"]
    name: str
    digest: str
    alt_text: str = ""
    people: Literal["untold", "nobody", "somebody"] = "untold"


@value
class Content:
    """What would be published. `text` and `link` are literal: exactly what readers would see.

    The rest says what the post is, by the keys of the policy's `Vocabulary`: what its author is to the company
    (`relationship`), what proves its claims (`sources`), whom it is for, and what it is about.
    """

    text: str
    channels: tuple[ChannelId, ...]
    link: str = ""
    media: tuple[Media, ...] = ()
    relationship: str = ""
    sources: str = ""
    markets: tuple[str, ...] = ()
    language: str = ""
    pillar: str = ""
    campaign: str = ""
    topics: tuple[str, ...] = ()


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
    """Each part as plain JSON data; channels, markets and topics are sets, so their order does not matter.

    A part that came later than the first four is there only when it says something: what was hashed before it existed keeps
    its hash.
    """
    later: Mapping[PartName, object] = {
        DISCLOSURE: content.relationship,
        SOURCES: content.sources,
        AUDIENCE: _filled({"markets": sorted(set(content.markets)), "language": content.language}),
        MESSAGE: _filled(
            {"pillar": content.pillar, "campaign": content.campaign, "topics": sorted(set(content.topics))}
        ),
    }
    return {
        TEXT: content.text,
        LINK: content.link,
        CHANNELS: sorted(set(content.channels)),
        MEDIA: [_media_values(item) for item in content.media],
        **{name: values for name, values in later.items() if values},
    }


def _media_values(item: Media) -> Mapping[str, str]:
    told = {} if item.people == "untold" else {"people": item.people}
    return {"kind": item.kind, "name": item.name, "digest": item.digest, "alt_text": item.alt_text, **told}


def _filled(values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: one for name, one in values.items() if one}


def hash_parts(content: Content, salt: bytes) -> Mapping[PartName, PartHash]:
    """Commit to each part by itself, so that an edit shows which parts it touched and nothing else."""
    return {
        name: PartHash(hashlib.sha256(salt + name.encode() + b"\0" + rfc8785.dumps(part)).hexdigest())  # pyright: ignore[reportArgumentType]  # plain JSON by construction
        for name, part in part_values(content).items()
    }


def hash_revision(content: Content, salt: bytes) -> RevisionHash:
    """Commit to everything that would be published: `SHA-256(salt || canonical JSON of the parts)` (RFC 8785)."""
    return RevisionHash(hashlib.sha256(salt + rfc8785.dumps(part_values(content))).hexdigest())  # pyright: ignore[reportArgumentType]  # plain JSON by construction
