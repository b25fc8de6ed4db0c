"""Claims: what somebody could ask proof of, in four languages."""

import pytest

from workflows.checks.claim_words import CLAIM_WORDS, ClaimKind
from workflows.checks.claims import KINDS, claims

FOUND: list[tuple[str, ClaimKind, str]] = [
    # numbers
    ("It is 40 % lighter", "numbers", "40 %"),
    ("Up 12.5% on the year", "numbers", "12.5%"),
    ("up １２％", "numbers", "１２％"),
    ("Saves 30 per cent of the power", "numbers", "30 per cent"),
    ("£5m for the new line", "numbers", "£5m"),
    ("It costs 300 €", "numbers", "300 €"),
    ("EUR 300 only", "numbers", "EUR 300"),
    ("5 million riders", "numbers", "5 million"),
    ("10,000 customers", "numbers", "10,000"),
    ("500+ shops", "numbers", "500+"),
    ("3x the range", "numbers", "3x"),
    ("20k downloads", "numbers", "20k"),
    ("9 in 10 riders agree", "numbers", "9 in 10"),
    ("Nine out of ten dentists", "numbers", "Nine out of ten"),
    ("Twice as light", "numbers", "Twice as"),
    ("It lasts three times longer", "numbers", "three times"),
    ("We doubled our range", "numbers", "doubled"),
    ("A tenfold gain", "numbers", "tenfold"),
    ("Half of all riders", "numbers", "Half of"),
    ("Thousands of happy riders", "numbers", "Thousands of"),
    ("Spart 30 Prozent Strom", "numbers", "30 Prozent"),
    ("Neun von zehn Fahrern", "numbers", "Neun von zehn"),
    ("Doppelt so leicht", "numbers", "Doppelt so"),
    ("Trois fois plus léger", "numbers", "Trois fois"),
    ("30 pour cent de moins", "numbers", "30 pour cent"),
    ("Nueve de cada diez", "numbers", "Nueve de cada diez"),
    ("El doble de ligera", "numbers", "El doble de"),
    # superlatives
    ("The best bike", "superlatives", "best"),
    ("The fastest bike there is", "superlatives", "fastest"),
    ("Our biggest sale", "superlatives", "biggest"),
    ("The easiest way", "superlatives", "easiest"),
    ("We are #1", "superlatives", "#1"),
    ("The No. 1 bike", "superlatives", "No. 1"),
    ("the number one choice", "superlatives", "number one"),
    ("The world’s first folding tandem", "superlatives", "The world’s first"),
    ("A market-leading battery", "superlatives", "market-leading"),
    ("The most comfortable saddle", "superlatives", "most"),
    ("Unrivalled comfort", "superlatives", "Unrivalled"),
    ("An award-winning frame", "superlatives", "award-winning"),
    ("Das beste Rad", "superlatives", "beste"),
    ("Das Rad fährt am schnellsten", "superlatives", "am schnellsten"),
    ("Der Marktführer", "superlatives", "Marktführer"),
    ("Le plus rapide", "superlatives", "Le plus rapide"),
    ("Notre vélo est le meilleur", "superlatives", "le meilleur"),
    ("La bici más ligera del mundo", "superlatives", "bici más ligera del mundo"),
    ("El mejor precio", "superlatives", "El mejor"),
    # comparisons
    ("Lighter than air", "comparisons", "Lighter than"),
    ("More range than any other bike", "comparisons", "More range than"),
    ("Better brakes", "comparisons", "Better"),
    ("Compared with last year", "comparisons", "Compared with"),
    ("It outperforms them", "comparisons", "outperforms"),
    ("Unlike other bikes", "comparisons", "Unlike other"),
    ("It beats the competition", "comparisons", "beats the"),
    ("Leichter als die anderen", "comparisons", "Leichter als"),
    ("Im Vergleich zum Vorjahr", "comparisons", "Im Vergleich zum"),
    ("Plus rapide que les autres", "comparisons", "Plus rapide que"),
    ("Por fin mejor que antes", "comparisons", "mejor que"),
    # guarantees
    ("Guaranteed to last", "guarantees", "Guaranteed"),
    ("A risk-free trial", "guarantees", "risk-free"),
    ("A risk‑free trial", "guarantees", "risk‑free"),
    ("100% safe", "guarantees", "100% safe"),
    ("Or your money back", "guarantees", "Or your money back"),
    ("It never fails", "guarantees", "never fails"),
    ("Clinically proven", "guarantees", "Clinically proven"),
    ("We promise", "guarantees", "We promise"),
    ("Garantiert dicht", "guarantees", "Garantiert"),
    ("Ganz ohne Risiko", "guarantees", "ohne Risiko"),
    ("Satisfait ou remboursé", "guarantees", "Satisfait ou remboursé"),
    ("Sin ningún riesgo", "guarantees", "Sin ningún riesgo"),
]

PLAIN = [
    "Hello world",
    "We are hiring. Come and see us!",
    "Thank you all for coming to the open day on 12 May 2026.",
    "Our new office has 12 desks and one dog.",
    "It starts 5 ms sooner.",
    "Meet the team behind the bikes: 25 years, 3 countries.",
    "Best wishes from all of us",
    "We do our best",
    "An interesting request from a guest in the forest",
    "Most of us ride to work",
    "At least we tried, at most twice",
    "Rather than drive, ride; other than that, enjoy",
    "Sooner or later",
    "See you at 10:30 in room 24/7",
    "Call 555 0100",
    "Almost there",
    "Die meisten Leute, das erste Mal, im letzten Jahr",
    "Nous sommes plus de monde cette année",
    "Qué bien, más adelante os contamos",
    "#12 of the series",
]


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_a_claim_is_found(text: str, kind: ClaimKind, words: str):
    """The kind, and the words exactly as they stand."""
    assert words in [claim.words for claim in claims(text) if claim.kind == kind]


@pytest.mark.parametrize("text", PLAIN)
def test_what_claims_nothing_is_no_claim(text: str):
    """Everyday words, dates and small numbers need no proof."""
    assert claims(text) == ()


@pytest.mark.parametrize("text", [text for text, _, _ in FOUND])
def test_a_letter_that_is_two_in_capitals_changes_nothing_elsewhere(text: str):
    """Beside “Maß”, which is “MASS”, the same claims are found as without it."""
    for language in ("", "en", "de"):
        assert claims(f"{text}; Maß", language) == claims(text, language)


@pytest.mark.parametrize("words", ["größte", "GRÖSSTE", "GRÖẞTE", "Grösste"])
def test_a_claim_is_found_in_capitals(words: str):
    """“ß” is “SS” in capitals, and “ss” in Switzerland."""
    assert [claim.words for claim in claims(f"Die {words} Auswahl", "de")] == [words]


def test_a_claim_is_found_where_two_letters_are_written_as_one():
    """English words have no “ß”; a post that has one for their “ss” claims the same."""
    assert [claim.words for claim in claims("A flawleß finish", "en")] == ["flawleß"]


def test_only_the_words_of_the_posts_language_are_looked_for():
    """English counts everywhere; another language's words do not, once a post says what it is written in."""
    text = "Ohne Risiko the best"

    assert [claim.words for claim in claims(text, "fr")] == ["best"]
    assert [claim.words for claim in claims(text, "de-AT")] == ["best", "Ohne Risiko"]
    assert claims(text, "tlh") == claims(text)


def test_each_language_has_every_kind():
    """A kind of claim is looked for in every language that we have words of."""
    assert {
        language: set(words) == set(KINDS) and all(words.values()) for language, words in CLAIM_WORDS.items()
    } == dict.fromkeys(("en", "de", "fr", "es"), True)
