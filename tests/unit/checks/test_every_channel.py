"""What just fits each channel, and what does not any more; how hashtags and cashtags are counted."""

from typing import Literal

import pytest

from workflows.checks.channels import CHANNELS
from workflows.checks.counting import count_cashtags, count_hashtags
from workflows.checks.findings import check
from workflows.domain.brand import Brand
from workflows.domain.content import Content, Media
from workflows.domain.ids import ChannelId

Kind = Literal["image", "video", "document"]
TAGS = "#a #b #c #d #e"

FITS = [
    ("x", "x" * 280),
    ("x", "Up: $ABC"),
    ("linkedin", "x" * 3000),
    ("linkedin", f"{TAGS} {TAGS} $ABC $ABD < >"),
    ("bluesky", "x" * 300),
    ("bluesky", f"{TAGS} {TAGS}"),
    ("threads", "x" * 500),
    ("threads", "One #tag"),
    ("facebook", "x" * 63_206),
    ("facebook", f"{TAGS} {TAGS}"),
    ("instagram", "x" * 2200),
    ("instagram", TAGS),
    ("tiktok", "x" * 2200),
    ("tiktok", f"{TAGS} {TAGS}"),
    ("youtube", "é" * 2500),
    ("youtube", "3 ≤ 4"),
]

TOO_MUCH = [
    ("x", "x" * 281, "X allows 280; this is 281. Cut 1, or untick X."),
    ("x", "$ABC and $ABD", "X takes 1 cashtag; this has 2. Take out 1, or untick X."),
    ("linkedin", "x" * 3001, "LinkedIn allows 3,000; this is 3,001. Cut 1, or untick LinkedIn."),
    ("bluesky", "x" * 301, "Bluesky allows 300; this is 301. Cut 1, or untick Bluesky."),
    ("threads", "👍" * 126, "Threads allows 500; this is 504. Cut 4, or untick Threads."),
    ("facebook", "x" * 63_207, "Facebook allows 63,206; this is 63,207. Cut 1, or untick Facebook."),
    ("instagram", "x" * 2201, "Instagram allows 2,200; this is 2,201. Cut 1, or untick Instagram."),
    ("instagram", "👍" * 1101, "Instagram allows 2,200; this is 2,202. Cut 2, or untick Instagram."),
    ("instagram", f"{TAGS} #f #g", "Instagram takes 5 hashtags; this has 7. Take out 2, or untick Instagram."),
    ("tiktok", "x" * 2201, "TikTok allows 2,200; this is 2,201. Cut 1, or untick TikTok."),
    ("youtube", "é" * 2501, "YouTube allows 5,000 bytes; this is 5,002. Cut 2, or untick YouTube."),
    ("youtube", "3 < 4", "YouTube takes no < in a text. Write it in words, or untick YouTube."),
    ("youtube", "<3 -> 4", "YouTube takes no < and no > in a text. Write it in words, or untick YouTube."),
]

HASHTAGS = [
    ("", 0),
    ("#a", 1),
    ("#a#b", 1),  # the second stands behind a letter
    ("#a #a", 2),
    ("(#a)", 1),
    ("＃a", 1),
    ("#Grüße #日本語 #नमस्ते", 3),
    ("#2026", 1),
    ("# a", 0),
    ("a#b", 0),
    ("#", 0),
    ("#️⃣ one", 0),  # a keycap
    ("https://example.com/#top", 0),
    ("https://example.com/page#top", 0),
    ("&#39;", 0),
    ("#under_score", 1),
    ("👍#a", 1),
]

CASHTAGS = [
    ("", 0),
    ("$ABC", 1),
    ("$abc, $ABC", 2),
    ("$BRK.A", 1),
    ("$BRK_A.", 1),
    ("$ABCDEFG", 0),
    ("$5m", 0),
    ("US$ABC", 0),
    ("$ABC$", 0),
    ("$$ABC", 0),
    ("$ABC1", 0),
    ("up\n$ABC", 1),
]


def found(channel: str, text: str) -> list[tuple[str, str]]:
    """What is said of a post for one channel, each with its effect; it has a video, for those that take nothing else."""
    return said(channel, text, "video")


def said(channel: str, text: str, *media: Kind) -> list[tuple[str, str]]:
    """The same of a post with these files."""
    files = tuple(Media(kind=kind, name="a", digest="", alt_text="A kettle") for kind in media)
    content = Content(text=text, channels=(ChannelId(channel),), media=files)
    return [(one.effect, one.says) for one in check(content, Brand())]


@pytest.mark.parametrize(("channel", "text"), FITS)
def test_what_just_fits_is_taken(channel: str, text: str):
    """A post that fills its channel to the last character is not spoken of."""
    assert found(channel, text) == []


@pytest.mark.parametrize(("channel", "text", "says"), TOO_MUCH)
def test_what_does_not_fit_is_kept(channel: str, text: str, says: str):
    """One more is told, with what to do."""
    assert found(channel, text) == [("block", says)]


def test_threads_takes_the_first_hashtag_only():
    """More than one are no mistake there, but of no use: the author is told."""
    assert found("threads", "#a #b") == [
        ("warn", "Threads takes 1 hashtag; this has 2. Take out 1, or untick Threads."),
    ]


@pytest.mark.parametrize(
    ("channel", "needs", "enough", "too_little"),
    [
        ("instagram", "a picture or a video", ("image", "video"), ("document",)),
        ("tiktok", "a picture or a video", ("image", "video"), ("document",)),
        ("youtube", "a video", ("video",), ("image", "document")),
    ],
)
def test_where_words_alone_are_no_post(
    channel: str, needs: str, enough: tuple[Kind, ...], too_little: tuple[Kind, ...]
):
    """Whoever writes and whoever reviews is told; it keeps nobody, because the file may be added there."""
    note = [("note", f"{CHANNELS[ChannelId(channel)].name} takes no post without {needs}.")]
    assert said(channel, "Hello") == note
    assert [said(channel, "Hello", kind) for kind in too_little] == [note] * len(too_little)
    assert [said(channel, "Hello", kind) for kind in enough] == [[]] * len(enough)


def test_each_channel_has_its_rows():
    """No channel is without something that fits and something that does not."""
    assert {channel for channel, _ in FITS} == {channel for channel, *_ in TOO_MUCH} == set(CHANNELS)


@pytest.mark.parametrize(("text", "count"), HASHTAGS)
def test_hashtags_are_counted(text: str, count: int):
    """What a network makes a link of, and nothing that belongs to an address."""
    assert count_hashtags(text) == count


@pytest.mark.parametrize(("text", "count"), CASHTAGS)
def test_cashtags_are_counted(text: str, count: int):
    """Symbols of shares alone, no sums of money."""
    assert count_cashtags(text) == count
