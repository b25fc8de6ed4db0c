"""Bluesky's counting, case by case: extended grapheme clusters, by the rules of UAX #29 (https://www.unicode.org/reports/tr29/,
Unicode 15.1). Each figure is worked out from the rule that its group names, never from the function.
"""

import pytest

from workflows.checks.counting import count_graphemes

JOINER, NON_JOINER = "\u200d", "\u200c"
KISS = f"👨🏻{JOINER}❤\ufe0f{JOINER}💋{JOINER}👨🏿"

GB1_TO_3 = [
    ("", 0),
    ("a", 1),
    ("\r", 1),
    ("\r\n", 1),  # GB3: never between the two
    ("\n\r", 2),
    ("\r\r", 2),
    ("\r\n\r\n", 2),
    ("a\r\nb", 3),
]
GB4_AND_5 = [
    ("\n\n", 2),
    ("a\nb", 3),
    ("a\t", 2),
    ("\x00\x00", 2),
    ("\u0085a", 2),
    ("a\u2028b", 3),
    ("a\u00adb", 3),  # a soft hyphen is a control
    ("a\u200bb", 3),  # so is a zero-width space
    ("a\u200eb", 3),
    ("\ufeffa", 2),
    ("\n\u0301", 2),  # an accent finds no letter behind a control
    ("a\u200b\u0301", 3),
    ("\r\u0308\n", 3),
]
GB6_TO_8 = [
    ("\u1100\u1161", 1),  # L × V
    ("\u1100\u1161\u11a8", 1),  # L × V × T
    ("\u1100\u1100", 1),  # L × L
    ("\u1100\uac00", 1),  # L × LV
    ("\u1100\uac01", 1),  # L × LVT
    ("\uac00\u1161", 1),  # LV × V
    ("\uac00\u11a8", 1),  # LV × T
    ("\uac01\u11a8", 1),  # LVT × T
    ("\u1161\u1161", 1),  # V × V
    ("\u11a8\u11a8", 1),  # T × T
    ("\uac01\u1161", 2),
    ("\u1161\u1100", 2),
    ("\u11a8\u1100", 2),
    ("\u11a8\u1161", 2),
    ("\uac00\u1100", 2),
    ("\uac00\uac00", 2),
    ("a\u1161", 2),
    ("한국어", 3),
    ("\u1112\u1161\u11ab\u1100\u116e\u11a8", 2),
]
GB9 = [
    ("e\u0301", 1),
    ("e\u0301\u0327", 1),
    ("a" + "\u0301" * 50, 1),
    ("\u0301", 1),
    ("\u0301a", 2),
    (f"a{JOINER}", 1),
    (f"a{JOINER}b", 2),
    (f"a{NON_JOINER}", 1),
    (f"a{NON_JOINER}b", 2),
    ("👍🏿", 1),
    ("a🏿", 1),  # a skin tone extends whatever it follows
    ("🏿", 1),
    ("❤\ufe0f", 1),
    ("a\ufe0f", 1),
    ("1\ufe0f\u20e3", 1),
    ("1\u20e3", 1),
    ("#\ufe0f\u20e3", 1),
    ("か\u3099", 1),
    ("\uff76\uff9e", 1),  # half-width katakana with its voiced mark
    ("\u0e01\u0e38", 1),
    ("שָׁלוֹם", 4),
    ("مَرْحَبًا", 5),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),  # the tag characters extend
]
GB9A = [
    ("\u0915\u093e", 1),
    ("\u0915\u0940", 1),
    ("\u0e01\u0e33", 1),
    ("\u0ea5\u0eb3", 1),
    ("\u0b95\u0bc6\u0bbe", 1),
    ("a\u0903", 1),
    ("\u0903", 1),
    ("தமிழ்", 3),
]
GB9B = [
    ("\u0600", 1),
    ("\u06001", 1),
    ("\u0600\u0661", 1),
    ("\u06dd\u0661", 1),
    ("\u0d4e\u0d15", 1),
    ("\u0600\n", 2),
    ("1\u0600", 2),
]
GB9C = [
    ("\u0915\u094d\u0937", 1),
    (f"\u0915\u094d{JOINER}\u0937", 1),
    (f"\u0915\u094d{NON_JOINER}\u0937", 2),  # a non-joiner keeps them apart
    ("\u0915\u093c\u094d\u0937", 1),
    ("\u0915\u094d\u0937\u094d\u092f", 1),
    ("\u0915\u094d", 1),
    ("\u0915\u094da", 2),
    ("\u0915\u0937", 2),
    ("नमस्ते", 3),
    ("हिन्दी", 2),
    ("क्षत्रिय", 3),
    ("\u0995\u09cd\u09b7", 1),  # Bengali
    ("\u0a95\u0acd\u0ab7", 1),  # Gujarati
    ("\u0b15\u0b4d\u0b37", 1),  # Oriya
    ("\u0c15\u0c4d\u0c37", 1),  # Telugu
    ("\u0d15\u0d4d\u0d37", 1),  # Malayalam
    ("\u0b95\u0bcd\u0bb7", 2),  # Tamil has no such rule
]
GB11 = [
    (f"👩{JOINER}👩{JOINER}👧{JOINER}👦", 1),
    (f"👩{JOINER}👩", 1),
    ("👩👩", 2),
    (f"👩{JOINER}", 1),
    (f"👩{JOINER}a", 2),
    (f"a{JOINER}👩", 2),
    (f"1{JOINER}👩", 2),
    (f"👩🏽{JOINER}🚀", 1),
    (f"❤\ufe0f{JOINER}🔥", 1),
    (f"🏳\ufe0f{JOINER}🌈", 1),
    (f"👁\ufe0f{JOINER}🗨\ufe0f", 1),
    (f"🐻{JOINER}❄\ufe0f", 1),
    (f"👩{JOINER}🍆", 1),  # no such emoji, and one cluster all the same
    (f"©{JOINER}®", 1),
    (KISS, 1),
    (KISS * 3, 3),
]
GB12_AND_13 = [
    ("🇬", 1),
    ("🇬🇧", 1),
    ("🇬🇧🇫", 2),
    ("🇬🇧🇫🇷", 2),
    ("🇬🇧🇫🇷🇩", 3),
    ("a🇬🇧", 2),
    ("🇬a🇧", 3),
    (f"🇬{JOINER}🇧", 2),
    ("🇬\u0301🇧🇫", 2),
    ("🇬🇧🏿", 1),
]
GB999 = [
    ("abc", 3),
    ("a b", 3),
    ("日本語", 3),
    ("Привет", 6),
    ("ไทย", 3),
    ("สวัสดี", 4),
    ("\ufb01", 1),  # a ligature is one letter
    ("𝒳𝒴", 2),
    ("👍👍", 2),
    ("a👍b", 3),
    ("…", 1),
    ("https://example.com", 19),
]
TABLE = [*GB1_TO_3, *GB4_AND_5, *GB6_TO_8, *GB9, *GB9A, *GB9B, *GB9C, *GB11, *GB12_AND_13, *GB999]


@pytest.mark.parametrize(("text", "graphemes"), TABLE)
def test_bluesky_counts_grapheme_clusters(text: str, graphemes: int) -> None:
    """What the rules keep together counts one."""
    assert count_graphemes(text) == graphemes


def test_the_tables_are_long_enough_to_mean_something() -> None:
    """A hundred different cases."""
    assert len(dict(TABLE)) == len(TABLE) >= 100
