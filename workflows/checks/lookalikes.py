"""Addresses and words whose letters look like others: `раypal.com`, where the first two are Cyrillic, leads elsewhere.

An address in one alphabet is left in peace, as is one in Japanese, Korean or Chinese with Latin letters, as browsers do
(Unicode Technical Standard #39, "Restriction-Level Detection": Highly Restrictive).
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

import regex

from workflows.checks.alphabets import TWINS, mixed
from workflows.checks.hosts import DOT, in_ascii
from workflows.checks.x_domains import TOP_LEVEL_DOMAINS

_LETTER: Final = r"\p{L}\p{M}\p{N}_"
# Possessive, and begun only where a name begins, so that a long run of letters is walked once.
_LABEL: Final = rf"[{_LETTER}]++(?:[\p{{Cf}}-]++[{_LETTER}]++)*+"
_ADDRESS: Final = regex.compile(
    rf"(?<![{_LETTER}\p{{Cf}}-])(?<protocol>(?i:https?)://)?(?<host>{_LABEL}(?:{DOT}{_LABEL})++)"
)
_COMMON: Final = r"\p{Script=Common}\p{Script=Inherited}"
_READABLE: Final = tuple(
    regex.compile(rf"[{letters}{_COMMON}]*+")
    for letters in (
        r"\p{Script=Latin}",
        r"\p{Script=Cyrillic}",
        r"\p{Script=Greek}",
        r"\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}",
        r"\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}",
        r"\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}",
    )
)
"""What the letters of a name may be, together."""
_APART: Final = regex.compile(r"[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]*+")
"""Alphabets that nobody takes for these three."""
_TWINS: Final = regex.compile(rf"[{TWINS}\p{{N}}_-]+")
"""A name of nothing but such letters, under a Latin ending, is read as Latin."""
_ODD_LATIN: Final = regex.compile("[ıɑɡɩʟǀ]")
_NAMED: Final = 3
_WITHOUT_A_DOT: Final = frozenset({"tr", "az"})
"""Where `ı` is a letter like any other."""


def lookalikes(text: str) -> Iterator[str]:
    """Each address in the text whose letters are not what they look like, as it truly is: in ASCII (`xn--…`)."""
    yield from dict.fromkeys(true for found in _ADDRESS.finditer(text) if (true := _true(found)))


def _true(found: "regex.Match[str]") -> str:
    """The address as it truly is, if it is none that it looks like."""
    host = found["host"]
    if host.isascii() or not (found["protocol"] or _ends_like_an_address(host)):
        return ""
    return in_ascii(host) if _looks_like_another(host) else ""


def _labels(host: str) -> list[str]:
    return regex.split(DOT, host)


def _ends_like_an_address(host: str) -> bool:
    return unicodedata.normalize("NFKC", _labels(host)[-1]).lower() in TOP_LEVEL_DOMAINS


def _looks_like_another(host: str) -> bool:
    if unicodedata.normalize("NFKC", host) != unicodedata.normalize("NFC", host):
        return True
    labels = [label.lower() for label in _labels(host)]
    return any(_is_disguised(label, labels[-1]) for label in labels if not label.isascii())


def _is_disguised(label: str, ending: str) -> bool:
    if ending.isascii() and _TWINS.fullmatch(label):
        return True
    if _ODD_LATIN.search(label) and ending not in _WITHOUT_A_DOT:
        return True
    return not any(together.fullmatch(label) for together in (_APART, *_READABLE))


def told(text: str) -> str:
    """What to say of them; empty where there are none."""
    found = tuple(lookalikes(text))
    if not found:
        return ""
    which = "An address in it has" if len(found) == 1 else f"{len(found)} addresses in it have"
    leads = "It leads" if len(found) == 1 else "They lead"
    return f"{which} letters that are not what they look like. {leads} to {', '.join(found)}: check that this is meant."


def told_of_words(text: str) -> str:
    """The same of words outside such addresses; at most three are named."""
    found = [word for word, _ in mixed(_ADDRESS.sub(lambda found: " " if _true(found) else found.group(), text))]
    if not found:
        return ""
    named = [f"“{word}”" for word in found[:_NAMED]] + ([f"{len(found) - _NAMED} more"] if len(found) > _NAMED else [])
    one = len(found) == 1
    which = "A word in it has" if one else f"{len(found)} words in it have"
    them, others = ("it", "another") if one else ("them", "others")
    return (
        f"{which} letters of two alphabets that look alike: {', '.join(named)}. "
        f"Search and screen readers take {them} for {others}: type {them} anew, or check that this is meant."
    )
