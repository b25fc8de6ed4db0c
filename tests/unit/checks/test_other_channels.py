"""How LinkedIn, Bluesky and Threads count, case by case; the sources stand with each channel."""

import pytest

from workflows.checks.channels import BLUESKY, CHANNELS, LINKEDIN, THREADS
from workflows.checks.counting import count_bytes, count_emoji_bytes, count_graphemes, count_utf16
from workflows.checks.length import Length, measure

FAMILY = "👩‍👩‍👧‍👦"

GRAPHEMES_AND_BYTES = [
    ("", 0, 0),
    ("a", 1, 1),
    ("hello world", 11, 11),
    ("\n", 1, 1),
    ("\r\n", 1, 2),
    ("\n\n", 2, 2),
    ("\t", 1, 1),
    ("é", 1, 2),
    ("e\u0301", 1, 3),
    ("ą\u0301", 1, 4),
    ("ß", 1, 2),
    ("€", 1, 3),
    ("“a”", 3, 7),
    ("…", 1, 3),
    ("日本語", 3, 9),
    ("한국어", 3, 9),
    ("\u1112\u1161\u11ab", 1, 9),  # one syllable from three letters
    ("Привет", 6, 12),
    ("שָׁלוֹם", 4, 14),
    ("مَرْحَبًا", 5, 18),
    ("नमस्ते", 3, 18),  # UAX #29 since Unicode 15.1 keeps a conjunct whole
    ("สวัสดี", 4, 18),
    ("👍", 1, 4),
    ("👍🏿", 1, 8),
    ("❤️", 1, 6),
    ("❤", 1, 3),
    (FAMILY, 1, 25),
    ("🏳️‍🌈", 1, 14),
    ("🇬🇧", 1, 8),
    ("🇬🇧🇫🇷", 2, 16),
    ("🇬🇧🇫", 2, 12),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1, 28),
    ("1️⃣", 1, 7),
    ("👩‍🍆", 1, 11),
    ("👍👍", 2, 8),
    ("a👍b", 3, 6),
    ("\u200d", 1, 3),
    ("a\u200d", 1, 4),
    ("\u200b", 1, 3),
    ("\ufeff", 1, 3),
    ("𝒳", 1, 4),
    ("https://example.com/a", 21, 21),
    ("#a @b", 5, 5),
    ("x" * 300, 300, 300),
    ("é" * 300, 300, 600),
    (FAMILY * 120, 120, 3000),
]

UTF16 = [
    ("", 0),
    ("a", 1),
    ("é", 1),
    ("e\u0301", 2),
    ("日本語", 3),
    ("\r\n", 2),
    ("€", 1),
    ("👍", 2),
    ("👍🏿", 4),
    (FAMILY, 11),
    ("🇬🇧", 4),
    ("❤️", 2),
    ("𝒳", 2),
    ("https://example.com", 19),
    ("x" * 3000, 3000),
]

EMOJI_BYTES = [
    ("", 0),
    ("a", 1),
    ("é", 1),
    ("日本語", 3),
    ("€", 1),
    ("\n", 1),
    ("👍", 4),
    ("👍🏿", 8),
    (FAMILY, 25),
    ("🇬🇧", 8),
    ("❤️", 6),
    ("1️⃣", 7),
    ("1", 1),
    ("©", 1),
    ("a👍b", 6),
    ("https://example.com", 19),
]


@pytest.mark.parametrize(("text", "graphemes", "size"), GRAPHEMES_AND_BYTES)
def test_bluesky_counts_graphemes_and_bytes(text: str, graphemes: int, size: int):
    """Bluesky counts what a reader calls characters, and UTF-8 bytes beside it."""
    assert (count_graphemes(text), count_bytes(text)) == (graphemes, size)


@pytest.mark.parametrize(("text", "length"), UTF16)
def test_linkedin_counts_utf16(text: str, length: int):
    """LinkedIn's figure is in UTF-16 code units."""
    assert count_utf16(text) == length


@pytest.mark.parametrize(("text", "length"), EMOJI_BYTES)
def test_threads_counts_emoji_by_their_bytes(text: str, length: int):
    """Threads counts an emoji by its UTF-8 bytes and everything else by the letter."""
    assert count_emoji_bytes(text) == length


def test_the_limit_that_is_used_most_is_told():
    """Of Bluesky's two limits the one that is nearer to full is told, in its own unit."""
    short = measure("hello", BLUESKY)
    heavy = measure(FAMILY * 121, BLUESKY)

    assert short == Length(channel=BLUESKY.id, name="Bluesky", used=5, limit=300, unit="characters")
    assert heavy == Length(channel=BLUESKY.id, name="Bluesky", used=3025, limit=3000, unit="bytes")
    assert (short.over, heavy.over) == (0, 25)


def test_a_full_channel_is_not_over():
    """Exactly the limit fits; one more is one over."""
    assert measure("x" * 3000, LINKEDIN).over == 0
    assert measure("x" * 3001, LINKEDIN).over == 1
    assert measure("x" * 501, THREADS).over == 1


def test_every_channel_says_who_says_so():
    """Each channel's figures are dated and have a source."""
    assert all(channel.source and channel.counted and channel.checked.year >= 2026 for channel in CHANNELS.values())
    assert all(key == channel.id for key, channel in CHANNELS.items())
