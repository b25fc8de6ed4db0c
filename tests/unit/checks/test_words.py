"""Words are found as a reader takes them, and quoted exactly as they stand."""

from typing import Final

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from workflows.checks.words import find, pattern, phrase, readable, stem

FOUND = [
    (phrase("world's best"), "The World’s  best kettle", ["World’s  best"]),
    (phrase("win a prize"), "Come! #WinAPrize now", ["WinAPrize"]),
    (phrase("win a prize"), "Come! #win_a_prize_now", ["win_a_prize"]),
    (phrase("best"), "ｂｅｓｔ of the bests", ["ｂｅｓｔ"]),
    (phrase("best"), "be\u200bst", ["be\u200bst"]),
    (phrase("café"), "our cafe\u0301!", ["cafe\u0301"]),
    (phrase("fit"), "a ﬁt", ["ﬁt"]),
    (phrase("最高"), "世界最高の茶", ["最高"]),
    (phrase("ad"), "adventure, had, ad", ["ad"]),
    (phrase("#ad"), "#adventure #ad #adFree", ["#ad"]),
    (stem("guarant"), "Guaranteed! A guarantee, non-guarantor", ["Guaranteed", "guarantee", "guarantor"]),
    (stem("cheap"), "dirtcheap, cheaper", ["cheaper"]),
    (pattern(r"\d+ ?%"), "４０ % off, or 5%", ["４０ %", "5%"]),
    (pattern("(?=a)"), "banana", []),
]

CASED: Final = [letter for letter in map(chr, range(0x1_F000)) if letter.lower() != letter.upper() and letter.isalpha()]
"""Letters of every script that has two cases."""


@pytest.mark.parametrize(("what", "text", "words"), FOUND)
def test_what_is_found_is_quoted_as_it_stands(what: "regex.Pattern[str]", text: str, words: list[str]) -> None:
    """Forms, case, quotes, joins and hashtags do not hide a word; what is told of it is what its writer typed."""
    assert list(find(what, readable(text))) == words


@given(st.text(), st.text(st.sampled_from("best #BestEver“”ﬁé\u200b\u0301 \n"), max_size=30))
def test_every_letter_knows_where_it_stands(before: str, after: str) -> None:
    """Of any text, whatever is found is a piece of it."""
    text = readable(before + after)
    assert len(text.starts) == len(text.ends) == len(text.text)
    assert all(words in text.source for words in find(pattern(r"\w+"), text))


@given(st.text())
def test_words_are_found_wherever_they_stand(around: str) -> None:
    """A word between spaces is found whatever stands around it."""
    assert "best" in list(find(phrase("best"), readable(f"{around} best {around}")))


def test_a_letter_beside_a_word_makes_another_of_it() -> None:
    """Whichever letter, large or small: no phrase is found beside it, and a stem goes on with it."""
    assert [letter for letter in CASED if phrase("best").search(f"best{letter} {letter}best")] == []
    assert [letter for letter in CASED if not stem("best").fullmatch(f"best{letter}")] == []
