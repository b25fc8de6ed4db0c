"""Words are found as a reader takes them, and quoted exactly as they stand."""

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
