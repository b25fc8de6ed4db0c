"""How each network counts: one function a way of counting, from the words to a number. Sources stand in `channels`."""

import unicodedata
from typing import Final

import regex

from workflows.checks.emojis import emoji_length, split_emoji
from workflows.checks.x_urls import find_links

_X_LINK: Final = 23
_X_LIGHT: Final = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that X weighs 100; every other weighs 200; a hundred is one (twitter-text configuration 3)."""
_HASHTAG: Final = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_&/])[#＃](?![\ufe0f\u20e3])[\p{L}\p{M}\p{N}_]+"
)  # both are hashes
"""What stands behind a letter or a slash is the end of a link; a hash before a keycap is an emoji."""
_CASHTAG: Final = regex.compile(r"(?<!\S)\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\p{L}\p{N}_$])")
"""A share's symbol, as X takes it (twitter-text 3.1.0)."""


def count_weighted(text: str) -> int:
    """As X counts: NFC; a link 23; an emoji 2; Latin and its like 1 a code point; everything else 2."""
    normal = unicodedata.normalize("NFC", text)
    links = dict(find_links(normal))
    total = position = 0
    while position < len(normal):
        if position in links:
            total += _X_LINK
            position = links[position]
        elif taken := emoji_length(normal, position):
            total += 2
            position += taken
        else:
            total += 1 if any(low <= ord(normal[position]) <= high for low, high in _X_LIGHT) else 2
            position += 1
    return total


def count_utf16(text: str) -> int:
    """UTF-16 code units: 1 a character of the basic plane, 2 any other, so most emoji are 2 or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def count_graphemes(text: str) -> int:
    """What a reader would call characters: extended grapheme clusters (UAX #29); any emoji is 1, line breaks too."""
    return len(regex.findall(r"\X", text))


def count_bytes(text: str) -> int:
    """UTF-8 bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def count_emoji_bytes(text: str) -> int:
    """As Threads counts: an emoji by its UTF-8 bytes, any other code point 1."""
    return sum(count_bytes(piece) if is_emoji else 1 for piece, is_emoji in split_emoji(text))


def count_hashtags(text: str) -> int:
    """Hashtags, each as often as it stands there."""
    return sum(1 for _ in _HASHTAG.finditer(text))


def count_cashtags(text: str) -> int:
    """Symbols of shares, such as $ABC, each as often as it stands there."""
    return sum(1 for _ in _CASHTAG.finditer(text))
