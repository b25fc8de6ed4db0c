"""Claims in a text: what somebody could ask proof of. `claim_words` has the words of each language."""

from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Final, get_args

import regex

from workflows.checks.claim_words import ANYWHERE, CLAIM_WORDS, ClaimKind
from workflows.checks.patience import patience
from workflows.checks.words import readable
from workflows.domain.value import value

KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
_LETTER: Final = r"[\p{L}\p{M}\p{N}]"
_REMEMBERED: Final = 64
"""The same words are asked about by several rules and checks, one after another."""
_ALWAYS: Final = "en"
"""English claims stand in posts of any language."""


@value
class Claim:
    """One claim: its kind, and the words of it exactly as they stand in the text."""

    kind: ClaimKind
    words: str


def claims(text: str, language: str = "", kinds: Collection[ClaimKind] = KINDS) -> tuple[Claim, ...]:
    """Every claim of these kinds in the text, kind by kind; see `claims_of`."""
    return tuple(claim for kind in KINDS if kind in kinds for claim in claims_of(kind, text, language))


@lru_cache(maxsize=_REMEMBERED)
def claims_of(kind: ClaimKind, text: str, language: str = "") -> tuple[Claim, ...]:
    """The claims of one kind, in the order of the text, the same words once.

    `language` is what the post is said to be written in, as a tag such as `de` or `de-at`; where it is none that we have words
    for, all of them are looked for. Raises TimeoutError where it takes too long: nobody knows then.
    """
    looked = readable(text)
    known = language.lower().partition("-")[0]
    finder = _finder(kind, known if known in CLAIM_WORDS else "", several=_folds_to_several(looked.text))

    def found(seconds: float) -> tuple[Claim, ...]:
        matches = finder.finditer(looked.text, timeout=seconds)
        said = (Claim(kind=kind, words=" ".join(looked.exact(*match.span()).split())) for match in matches)
        return tuple(dict.fromkeys(said))

    return patience(text).spend(finder, found)


@cache
def _finder(kind: ClaimKind, language: str, *, several: bool) -> "regex.Pattern[str]":
    """One expression for all words of a kind; the longer of two that begin alike, as the tables have the longer ones first.
    `several` is for texts with letters that fold to several.
    """
    languages: Iterable[str] = dict.fromkeys((_ALWAYS, language)) if language else CLAIM_WORDS
    words = "|".join([*ANYWHERE[kind], *(word for each in languages for word in CLAIM_WORDS[each][kind])])
    # To look for “SS” where “ß” stands takes twice as long, and finds nothing more where neither words nor text have such letters.
    folding = regex.FULLCASE if several or _folds_to_several(words) else regex.V0
    # What ends in a sign, such as 12 %, may be followed by anything; a word by no more letters.
    return regex.compile(rf"(?<!{_LETTER})(?:{words})(?:(?<!{_LETTER})|(?!{_LETTER}))", regex.IGNORECASE | folding)


def _folds_to_several(text: str) -> bool:
    """Whether a letter of the text is several once case is ignored, as “ß” is “ss”."""
    return len(text.casefold()) > len(text)
