"""Words and patterns: what counts as mentioned."""

import pytest

from tests.unit.policy.posts import SLOW, SLOWED, post
from tests.unit.policy.trees import Plain, because, condition, read
from workflows.checks.words import phrase as expression_for
from workflows.domain.content import Media
from workflows.domain.explained import Explained
from workflows.policy.conditions.base import TOO_SLOW

FOUND = [
    ("giveaway", "A giveaway!"),
    ("giveaway", "GIVEAWAY"),
    ("giveaway", "giveaway"),
    ("Giveaway", "our giveaway's terms"),
    ("giveaway", "(giveaway)"),
    ("giveaway", "#giveaway"),
    ("giveaway", "#giveaway_2026"),
    ("giveaway", "#BigGiveaway"),
    ("revenue growth", "#RevenueGrowth"),
    ("giveaway", "see https://example.com/giveaway/"),
    ("giveaway", "give\u200baway"),
    ("giveaway", "give\u00adaway"),
    ("giveaway", "ｇｉｖｅａｗａｙ"),
    ("give away", "give\n  away"),
    ("give away", "give\u00a0away"),
    ("first ever", "the first ever bike"),
    ("world's first", "the world’s first bike"),
    ("world’s first", "the world's first bike"),
    ("risk-free", "it is risk‑free"),
    ("straße", "STRASSE"),
    ("profit", "profit/loss"),
    ("#1", "We are #1!"),
    ("no. 1", "The No. 1 bike"),
    ("C++", "Learn C++, now"),
    ("100%", "100% safe"),
    ("İstanbul", "İSTANBUL"),
    ("прибыль", "Наша Прибыль растёт"),
    ("営業利益", "今期の営業利益は"),
    ("กำไร", "บริษัทมีกำไรมาก"),
    ("מחזור", "המחזור: מחזור"),
    ("caf\u00e9", "cafe\u0301"),
]

NOT_FOUND = [
    ("giveaway", "giveaways"),
    ("giveaway", "nogiveaway"),
    ("giveaway", "give away"),
    ("giveaway", "giveaway2"),
    ("art", "start"),
    ("art", "artful"),
    ("éa", "idéal"),
    ("#1", "#12"),
    ("прибыль", "прибыльный"),
    ("give away", "giveaway"),
    ("a.b", "axb"),
    ("rev", "reve\u0301"),
]


@pytest.mark.parametrize(("phrase", "text"), FOUND)
def test_a_phrase_is_found_whole(phrase: str, text: str):
    """A phrase is found whatever the case, the form of its letters and what is hidden in it; it is quoted as written."""
    assert because({"words": {"phrases": [phrase]}}, post(text)) == f"mentions “{phrase}”"


@pytest.mark.parametrize(("phrase", "text"), NOT_FOUND)
def test_a_piece_of_a_word_is_no_phrase(phrase: str, text: str):
    """A phrase inside a longer word is not found."""
    assert because({"words": {"phrases": [phrase]}}, post(text)) is None


@pytest.mark.parametrize(
    ("pattern", "text", "reason"),
    [
        (r"\d+ ?%", "up 12 % now", "mentions “12 %”"),
        (r"\d+ ?%", "up １２％ now", "mentions “12%”"),
        ("q[1-4]", "in Q3", "mentions “Q3”"),
        (r"a\s+b", "A\n\nB", "mentions “A B”"),
        ("(?-i:Dr)", "dr", None),
        (r"\d+", "none", None),
    ],
)
def test_a_pattern_quotes_what_it_found(pattern: str, text: str, reason: str | None):
    """A pattern is tried whatever the case, and what it found is quoted on one line."""
    assert because({"words": {"patterns": [pattern]}}, post(text)) == reason


def test_what_finds_a_phrase_is_made_for_the_first_post_that_may_have_it():
    """Reading a policy makes no expressions: a start reads hundreds of phrases, and most are in no post."""
    made = expression_for.cache_info().misses
    campaign = condition({"words": {"phrases": ["four seasons sale", "autumn sale"]}})
    assert expression_for.cache_info().misses == made
    assert campaign.state(post("Autumn begins")) == "fails"
    assert expression_for.cache_info().misses == made + 1


def test_the_first_three_are_named():
    """Many words are counted rather than listed."""
    words: Plain = {"words": {"phrases": ["a", "b", "c", "d", "e"]}}

    assert because(words, post("a b")) == "mentions “a” and “b”"
    assert because(words, post("c d b a e")) == "mentions “a”, “b”, “c” and 2 more"


def test_link_and_alt_text_are_words_too():
    """What readers get is looked at: the link, and the words for who can't see a picture."""
    words: Plain = {"words": {"phrases": ["giveaway"]}}
    picture = Media(kind="image", name="giveaway.png", digest="", alt_text="Our giveaway")

    assert because(words, post("Hi", link="https://example.com/giveaway"))
    assert because(words, post("Hi", media=(picture,)))


def test_a_slow_pattern_gives_up():
    """A pattern that runs away is stopped, and nobody knows then what it would have found."""
    words = condition({"words": {"patterns": [SLOW]}})

    assert words.explain(SLOWED) == Explained(says=f"matches “{SLOW}”", state="unknown", because=TOO_SLOW)


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ({}, ["“words” needs “phrases”, “stems” or “patterns”"]),
        ("giveaway", ["expected “words” with phrases, stems and patterns"]),
        ({"phrase": ["a"]}, ["“words” has no key “phrase”; did you mean “phrases”?"]),
        ({"phrases": []}, ["expected a word or phrase; the list is empty"]),
        ({"phrases": [""]}, ["expected a word or phrase"]),
        ({"phrases": ["\u200b"]}, ["expected a word or phrase, not invisible characters"]),
        ({"phrases": [["a"]]}, ["expected a word or phrase"]),
        ({"phrases": ["a", "a"]}, ["“a” is listed twice"]),
        (
            {"patterns": ["("]},
            ["expected a regular expression; “(” is none: missing ) at position 1"],
        ),
        (
            {"patterns": ["(" * 5000 + ")" * 5000]},
            [f"expected a regular expression that can be tried quickly; “{'(' * 60}…” can't"],
        ),
        (
            {"patterns": ["x*"]},
            ["expected a regular expression that finds something; “x*” also matches nothing at all"],
        ),
    ],
)
def test_what_is_wrong_with_words_is_said(words: dict[str, list[str]], problems: list[str]):
    """Each mistake in a list of words has its sentence."""
    assert read({"words": words})[1] == problems  # pyright: ignore[reportArgumentType]  # wrong shapes too
