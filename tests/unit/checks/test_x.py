"""X's counting, case by case.

The rules are X's own (https://docs.x.com/fundamentals/counting-characters, twitter-text 3.1.0 with configuration 3). Every
figure was held against that library, except where a line says otherwise.
"""

import pytest

from workflows.checks.counting import count_weighted

LIGHT_AND_HEAVY = [
    ("", 0),
    ("a", 1),
    (" ", 1),
    ("\n", 1),
    ("two\nlines", 9),
    ("x" * 280, 280),
    ("\u00e9", 1),
    ("e\u0301", 1),  # NFC makes it one letter
    ("\u1112\u1161\u11ab", 2),  # NFC makes it one Hangul syllable, which is heavy
    ("ß", 1),
    ("Ω", 1),
    ("Привет", 6),
    ("שלום", 4),
    ("नमस्ते", 6),
    ("\u10ff", 1),  # the last light letter of the first range
    ("\u1100", 2),  # the first heavy one
    ("\u1e00", 2),
    ("日本語", 6),
    ("한국어", 6),
    ("ｆｕｌｌ", 8),
    ("𝒳", 2),
    ("\u2000", 1),
    ("\u200d", 1),
    ("\u200e", 2),
    ("\u2010", 1),
    ("\u201f", 1),
    ("“quoted”", 8),
    ("it’s", 4),
    ("\u2013\u2014", 2),
    ("\u2022", 2),
    ("\u2026", 2),
    ("\u2032\u2037", 2),
    ("\u2038", 2),
    ("€", 2),
    ("™", 2),
    ("\ufe0f", 2),
]

EMOJI = [
    ("👍", 2),
    ("👍👍", 4),
    ("👍🏿", 2),
    ("🏿", 2),
    ("👩‍👩‍👧‍👦", 2),
    ("🏳️‍🌈", 2),
    ("🏳‍🌈", 5),  # not fully qualified: its parts count
    ("👁‍🗨", 2),
    ("👩‍🍆", 5),  # no such emoji: a woman, a joiner, an aubergine
    ("🇬🇧", 2),
    ("🇬", 2),
    ("🇬🇧🇫", 4),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
    ("1️⃣", 2),
    ("1⃣", 2),
    ("#️⃣", 2),
    ("1", 1),
    ("1️", 3),
    ("❤", 2),
    ("❤️", 2),
    ("©", 1),
    ("©️", 2),
    ("®", 1),
    ("☺︎", 4),  # the text form: the face, and a selector
    ("🤷‍♀️", 2),
    ("🤷‍♀", 5),
    ("❤️‍🔥", 2),  # Emoji 13.1, newer than the library: by its rule
    ("🧑‍🧑‍🧒", 2),  # Emoji 15.1, likewise
    ("a👍b", 4),
]

LINKS = [
    ("https://example.com", 23),
    ("http://example.com", 23),
    ("HTTPS://EXAMPLE.COM", 23),
    ("https://example.com/" + "a" * 200, 23),
    ("https://a.co", 23),
    ("example.com", 23),
    ("Example.Com", 23),
    ("www.example.co.uk", 23),
    ("see example.com now", 31),
    ("example.com.", 24),
    ("(example.com)", 25),
    ("example.com, example.org", 48),
    ("example.com/path?q=1", 23),
    ("https://example.com/a_(b)", 23),
    ("https://example.com/a_(b_(c))", 23),
    ("https://example.com/a).", 25),
    ("https://example.com/?q=1.", 24),
    ("https://example.com:8080/a", 23),
    ("example.com:8080", 28),
    ("example.notatld", 15),
    ("readme.md", 23),  # Moldova's domain, so a link to X
    ("file.txt", 8),
    ("1.5", 3),
    ("e.g. this", 9),
    ("https://localhost", 17),
    ("https://127.0.0.1", 17),
    ("ada@example.com", 15),
    ("@example.com", 12),
    ("#example.com", 12),
    ("$example.com", 12),
    ("-example.com", 12),
    ("_example.com", 12),
    ("/example.com", 12),
    ("a https://b.co", 25),
    ("ahttps://b.co", 13),
    ("日https://b.co", 25),
    ("日b.co", 25),
    ("https://日本.jp", 23),
    ("日本.jp", 7),  # a bare domain only in Latin letters
    ("https://пример.рф", 23),
    ("пример.рф", 9),
    ("xn--e1afmkfd.xn--p1ai", 23),
    ("example.coméa", 25),
    ("example.comです", 27),
    ("example.com-a", 13),
    ("example.com+a", 13),
    ("sub_domain.example.com", 27),
    ("https://t.co/abc123", 23),
    ("https://t.co/abc/def", 27),
    ("https://t.co/" + "a" * 41, 54),
    ("https://" + "a" * 64 + ".com", 76),
    ("https://" + "a" * 63 + ".com", 23),
    ("https://example.com👍", 25),
    ("👍example.com", 25),
    ("https://example.com/é", 23),
    ("https://example.com/日", 25),
    ("https://example.com/@user", 23),
    ("https://example.com/#top", 23),
    ("https://example.com,https://example.org", 47),
]


@pytest.mark.parametrize(("text", "length"), LIGHT_AND_HEAVY)
def test_x_counts_letters_by_weight(text: str, length: int):
    """Latin and its like count one, everything else two, after composing accents."""
    assert count_weighted(text) == length


@pytest.mark.parametrize(("text", "length"), EMOJI)
def test_x_counts_an_emoji_as_two(text: str, length: int):
    """Any emoji counts two however many code points it has; what only looks like one counts by its parts."""
    assert count_weighted(text) == length


@pytest.mark.parametrize(("text", "length"), LINKS)
def test_x_counts_a_link_as_23(text: str, length: int):
    """A link counts 23 whatever its length, and what X does not link counts letter by letter."""
    assert count_weighted(text) == length
