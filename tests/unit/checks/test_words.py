"""Words are found as a reader takes them, and quoted exactly as they stand."""

from typing import Final

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from workflows.checks.hidden import UNSEEN
from workflows.checks.words import find, pattern, phrase, plain, readable, stem

FOUND = [
    (phrase("world's best"), "The World’s  best kettle", ["World’s  best"]),
    (phrase("win a prize"), "Come! #WinAPrize now", ["WinAPrize"]),
    (phrase("win a prize"), "Come! #win_a_prize_now", ["win_a_prize"]),
    (phrase("best"), "ｂｅｓｔ of the bests", ["ｂｅｓｔ"]),
    (phrase("best"), "be\u200bst", ["be\u200bst"]),
    (phrase("best tea"), "our\u2800best\u3164tea\uffa0now", ["best\u3164tea"]),
    (phrase("best"), "the be\u2800st", ["be\u2800st"]),
    (phrase("best tea"), "be\x00st\x0btea\u2028now", ["be\x00st\x0btea"]),
    (pattern("be\u200bst"), "be\u034fst", ["be\u034fst"]),
    (phrase("best"), "b\u0435\u0455t", ["b\u0435\u0455t"]),
    (phrase("b\u0435st"), "BEST", ["BEST"]),
    (phrase("выручка"), "Наша выpучкa", ["выpучкa"]),
    (phrase("cop"), "сор", []),
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


EVERY: Final = "".join(map(chr, range(0x11_0000)))
MARKED: Final = frozenset(regex.findall(f"[{UNSEEN}]", EVERY))
"""Each character that nobody sees, but where words need it."""


def test_nothing_unseen_hides_a_word() -> None:
    """No character that is shown as a mark keeps a word from being found, inside it or beside it, but for one that ends a line."""
    joined = [one for one in MARKED if not regex.match(r"\p{White_Space}", one)]
    assert len(joined) > 4_000
    assert [one for one in joined if not next(find(phrase("revenue"), readable(f"our reve{one}nue grew")), "")] == []
    assert [one for one in MARKED if not next(find(phrase("revenue"), readable(f"{one}revenue{one} grew")), "")] == []


def test_a_phrase_is_read_like_a_post() -> None:
    """Whatever is in it that nobody sees, or in another alphabet's letters, it is the same phrase."""
    assert plain("Pr\u0456\ufe0fce\u2800cut") == "Price cut"


@given(st.text(), st.text(st.sampled_from("best #BestEver“”ﬁé\u200b\u2800\u0435\u0301 \n"), max_size=30))
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
