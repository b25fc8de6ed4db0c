"""Addresses whose letters look like others are named as what they are; those in any one alphabet are left in peace."""

from time import thread_time

import pytest

from workflows.checks.lookalikes import lookalikes, told, told_of_words

# Letters that look like others are the point of this file.
ATTACKS = {
    "\u0440\u0430ypal.com": "xn--ypal-43d9g.com",
    "https://\u0440\u0430ypal.com/login": "xn--ypal-43d9g.com",
    "see \u0440\u0430ypal.com.": "xn--ypal-43d9g.com",
    "\u0430\u0440\u0440\u04cf\u0435.com": "xn--80ak6aa92e.com",
    "https://g\u03bf\u03bfgle.example": "xn--ggle-0nda.example",
    "\uff50\uff41\uff59\uff50\uff41\uff4c.com": "paypal.com",
    "\u0131rs.gov": "xn--rs-gpa.gov",
    "www.\u0455pacex.com": "www.xn--pacex-g2e.com",
    "\u0621paypal.com": "xn--paypal-hii.com",
}
INNOCENT = (
    "paypal.com",
    "https://example.com/\u0440\u0430",
    "münchen.de",
    "straße.de",
    "яндекс.com",
    "пример.рф",
    "сор.рф",
    "Ελλάδα.gr",
    "例え.jp",
    "日本go.jp",
    "한국kr.kr",
    "المغرب.com",
    "भारत.in",
    "ışık.com.tr",
    "Наш IT-специалист.Он пришёл",
    "Ждём тебя.Приходи",
    "10 kΩ, 5 μm, ΔT and βH2",
    "IT-отдел и 3D-печать",
    "東京tower",
)


@pytest.mark.parametrize(("text", "true"), ATTACKS.items())
def test_an_address_in_disguise_is_named(text: str, true: str) -> None:
    """As it truly is, which everybody can read, however often it stands there."""
    assert list(lookalikes(f"{text} {text}")) == [true]
    assert f"It leads to {true}" in told(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_other_alphabets_are_no_disguise(text: str) -> None:
    """Nobody is warned of an address for being written in their own alphabet."""
    assert told(text) == ""
    assert told_of_words(text) == ""


def test_a_word_of_two_alphabets_is_named() -> None:
    """Where it looks like a word of one; as part of an address in disguise it is told of there."""
    assert told_of_words("Our rev\u0435nue, see \u0440\u0430ypal.com") == (
        "A word in it has letters of two alphabets that look alike: “rev\u0435nue”. "
        "Search and screen readers take it for another: type it anew, or check that this is meant."
    )


def test_three_words_are_named() -> None:
    """And the others counted, each once."""
    says = told_of_words("\u0430b \u0430c \u0430d \u0430f \u0430b")
    assert (
        "4 words in it have letters of two alphabets that look alike: “\u0430b”, “\u0430c”, “\u0430d”, 1 more." in says
    )


def test_several_are_named_together() -> None:
    """One sentence for all of them."""
    assert told("\u0440\u0430ypal.com, \u0131rs.gov") == (
        "2 addresses in it have letters that are not what they look like. "
        "They lead to xn--ypal-43d9g.com, xn--rs-gpa.gov: check that this is meant."
    )


LONG = (
    "漢" * 30_000,
    "é-" * 20_000,
    "é." * 20_000,
    "a.é" * 20_000,
    "https://é" * 8_000,
    "a\u0430" * 30_000,
    "a\u0430 " * 20_000,
)


@pytest.mark.parametrize("text", LONG)
def test_a_long_text_keeps_nobody_waiting(text: str) -> None:
    """Looking costs about the same for each character."""
    began = thread_time()
    told(text)
    told_of_words(text)
    assert thread_time() - began < 0.5
