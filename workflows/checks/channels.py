"""The social channels that a post can be meant for, with how each limits words. Dated data: networks change.

To add a channel, add its entry to `CHANNELS`; a new way of counting is a function in `counting`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from workflows.checks.counting import (
    count_bytes,
    count_emoji_bytes,
    count_graphemes,
    count_utf16,
    count_weighted,
)
from workflows.domain.ids import ChannelId
from workflows.domain.value import value


@value
class Limit:
    """The most that a channel takes, in a unit (in the plural, as people read it), and how to count that unit."""

    most: int
    unit: str
    count: Callable[[str], int]


@value
class Channel:
    """A place of publication. `counted` says in words how; `source` and `checked`, who says so and when it was read."""

    id: ChannelId
    name: str
    limits: tuple[Limit, ...]
    counted: str
    source: str
    checked: date


X: Final = Channel(
    id=ChannelId("x"),
    name="X",
    limits=(Limit(most=280, unit="characters", count=count_weighted),),
    counted="links count 23, emoji 2, Chinese, Japanese and Korean letters 2",
    source="https://docs.x.com/fundamentals/counting-characters; https://github.com/twitter/twitter-text (config v3)",
    checked=date(2026, 11, 22),
)

LINKEDIN: Final = Channel(
    id=ChannelId("linkedin"),
    name="LinkedIn",
    limits=(Limit(most=3000, unit="characters", count=count_utf16),),
    counted="most emoji count 2 or more",
    # The service answers "ShareCommentary text length (8694 characters) exceeded the maximum allowed (3000
    # characters)" from a Java exception, and Java's length is in UTF-16 code units. LinkedIn's pages do not state the
    # unit and others' say code points; UTF-16 never counts less than that, so what passes here passes there.
    source="the refusal quoted in https://github.com/n8n-io/n8n/issues/22899; the unit is inferred, on the safe side",
    checked=date(2026, 11, 22),
)

BLUESKY: Final = Channel(
    id=ChannelId("bluesky"),
    name="Bluesky",
    limits=(
        Limit(most=300, unit="characters", count=count_graphemes),
        Limit(most=3000, unit="bytes", count=count_bytes),
    ),
    counted="any emoji counts 1, links count in full; at most 3,000 bytes as well",
    source="app.bsky.feed.post: maxGraphemes 300, maxLength 3000 (https://atproto.com/specs/lexicon: UTF-8 bytes)",
    checked=date(2026, 11, 22),
)

THREADS: Final = Channel(
    id=ChannelId("threads"),
    name="Threads",
    limits=(Limit(most=500, unit="characters", count=count_emoji_bytes),),
    counted="an emoji counts its UTF-8 bytes, 4 or more for most",
    source="https://developers.facebook.com/docs/threads/posts: 500 characters, emojis count as UTF-8 bytes",
    checked=date(2026, 11, 22),
)

CHANNELS: Final[Mapping[ChannelId, Channel]] = {channel.id: channel for channel in (LINKEDIN, X, BLUESKY, THREADS)}
"""Every channel, in the order that a form lists them."""
