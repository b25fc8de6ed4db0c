"""The social channels that a post can be meant for, with how each limits words. Dated data: networks change.

To add a channel, add its entry to `CHANNELS`; a new way of counting is a function in `counting`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal

from workflows.checks.counting import (
    count_bytes,
    count_cashtags,
    count_emoji_bytes,
    count_graphemes,
    count_hashtags,
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
class Allowance:
    """How many of something (`one`, in the singular) a post may have, how to count them, and what more of them lead to: the
    network refuses the post (`block`), or takes the first ones only (`warn`).
    """

    most: int
    one: str
    count: Callable[[str], int]
    effect: Literal["block", "warn"] = "block"

    def said(self, number: int) -> str:
        """`5 hashtags`, `1 hashtag`."""
        return f"{number:,} {self.one}" if number == 1 else f"{number:,} {self.one}s"


@value
class Figure:
    """How many characters, by whom, and when that was read."""

    most: int
    source: str
    checked: date


@value
class Channel:
    """A place of publication. `refuses` are characters that it takes nowhere in a text, `needs` what a post there has one of
    beside its words. `counted` says in words how it counts; `source` and `checked`, who says so and when it was read.
    `before_more` is what of a post stands on a telephone before it is cut off (None: it is shown whole), `alt_text` how long a
    picture's may be (None: no limit is known; Bluesky's lexicon and the pages of the others name none).
    """

    id: ChannelId
    name: str
    limits: tuple[Limit, ...]
    counted: str
    source: str
    checked: date
    allowances: tuple[Allowance, ...] = ()
    refuses: str = ""
    needs: tuple[Literal["image", "video"], ...] = ()
    before_more: Figure | None = None
    alt_text: Figure | None = None


def _measured(most: int) -> Figure:
    """A figure for `before_more`, where networks document none."""
    return Figure(
        most=most, source="no page of the network's; below what others have measured", checked=date(2026, 11, 26)
    )


X: Final = Channel(
    id=ChannelId("x"),
    name="X",
    limits=(Limit(most=280, unit="characters", count=count_weighted),),
    counted="links count 23, emoji 2, Chinese, Japanese and Korean letters 2; at most one cashtag",
    source=(
        "https://docs.x.com/fundamentals/counting-characters; https://github.com/twitter/twitter-text (config v3); cashtags: "
        "the refusals of X's API as https://github.com/gitroomhq/postiz-app lists them"
    ),
    checked=date(2026, 11, 22),
    allowances=(Allowance(most=1, one="cashtag", count=count_cashtags),),
    alt_text=Figure(
        most=1_000, source="as quoted in https://github.com/w3c/wcag/issues/2126", checked=date(2026, 11, 26)
    ),
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
    before_more=_measured(140),
    alt_text=Figure(most=4_086, source="LinkedIn's API, as others report it", checked=date(2026, 11, 26)),
)

BLUESKY: Final = Channel(
    id=ChannelId("bluesky"),
    name="Bluesky",
    limits=(
        Limit(most=300, unit="characters", count=count_graphemes),
        Limit(most=3000, unit="bytes", count=count_bytes),
    ),
    counted="any emoji counts 1, links count in full; at most 3,000 bytes as well",
    # The lexicon's eight tags are those beside the text; hashtags in the text are not limited in number.
    source="app.bsky.feed.post: maxGraphemes 300, maxLength 3000 (https://atproto.com/specs/lexicon: UTF-8 bytes)",
    checked=date(2026, 11, 22),
)

THREADS: Final = Channel(
    id=ChannelId("threads"),
    name="Threads",
    limits=(Limit(most=500, unit="characters", count=count_emoji_bytes),),
    counted="an emoji counts its UTF-8 bytes, 4 or more for most; one hashtag becomes the post's topic",
    source=(
        "https://developers.facebook.com/docs/threads/posts: 500 characters, emojis count as UTF-8 bytes; one tag a post: "
        "press reports of December 2025, such as https://zeenews.india.com (2998262)"
    ),
    checked=date(2026, 11, 26),
    allowances=(Allowance(most=1, one="hashtag", count=count_hashtags, effect="warn"),),
)

# None of the following states the unit of its figure, but for YouTube: UTF-16 never counts less than code points do.
FACEBOOK: Final = Channel(
    id=ChannelId("facebook"),
    name="Facebook",
    limits=(Limit(most=63_206, unit="characters", count=count_utf16),),
    counted="most emoji count 2 or more",
    source="no page of Facebook's; the figure that https://github.com/gitroomhq/postiz-app and others keep to",
    checked=date(2026, 11, 22),
    before_more=_measured(125),
)

INSTAGRAM: Final = Channel(
    id=ChannelId("instagram"),
    name="Instagram",
    limits=(Limit(most=2_200, unit="characters", count=count_utf16),),
    counted="most emoji count 2 or more; at most 5 hashtags",
    source=(
        "caption: https://www.ayrshare.com/docs (Instagram); hashtags: the network's announcement of December 2025 (30 before), "
        "as quoted in https://www.socialsamosa.com/news-2/instagram-hashtags-five-per-post-10923075"
    ),
    checked=date(2026, 11, 26),
    allowances=(Allowance(most=5, one="hashtag", count=count_hashtags),),
    needs=("image", "video"),
    before_more=_measured(125),
)

TIKTOK: Final = Channel(
    id=ChannelId("tiktok"),
    name="TikTok",
    limits=(Limit(most=2_200, unit="characters", count=count_utf16),),
    counted="most emoji count 2 or more; the figure is that of a video's caption",
    # A photo's description may have 4,000; what fits a video fits both.
    source="https://www.ayrshare.com/docs and https://docs.zernio.com/platforms/tiktok: 2,200 for a video's caption, no text alone",
    checked=date(2026, 11, 26),
    needs=("image", "video"),
    before_more=_measured(80),
)

YOUTUBE: Final = Channel(
    id=ChannelId("youtube"),
    name="YouTube",
    limits=(Limit(most=5_000, unit="bytes", count=count_bytes),),
    counted="UTF-8 bytes of a video's description, without < and >",
    source="https://developers.google.com/youtube/v3/docs/videos: snippet.description, 5000 bytes, no < or >",
    checked=date(2026, 11, 26),
    refuses="<>",
    needs=("video",),
    before_more=_measured(100),
)

CHANNELS: Final[Mapping[ChannelId, Channel]] = {
    channel.id: channel for channel in (LINKEDIN, X, BLUESKY, THREADS, FACEBOOK, INSTAGRAM, TIKTOK, YOUTUBE)
}
"""Every channel, in the order that a form lists them."""
