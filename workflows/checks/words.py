"""Finding words as a reader takes them: look-alike forms (full-width letters, ligatures, letters of other alphabets) made plain,
what nobody sees left out, quotes straight, the words of a hashtag apart as well. What is found can be quoted exactly as it stands.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

import regex

from workflows.checks.alphabets import in_one_alphabet
from workflows.checks.hidden import UNSEEN
from workflows.checks.patience import SECONDS
from workflows.domain.value import value

_FLAGS: Final = regex.IGNORECASE | regex.FULLCASE
_BLANK: Final = "\u2800"
_BLANKS: Final = "\u115f\u1160\u3164\uffa0"
"""Letters without a shape, that leave a space or nothing: to us each is the first, which is no letter."""
_STRAIGHT: Final = str.maketrans(
    f"‘’‚‛“”„‟‐‑−{_BLANKS}", f"''''\"\"\"\"---{_BLANK * len(_BLANKS)}"
)  # look-alikes are the point
_SPACELESS: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts that put no spaces between words: in them a phrase is found anywhere."""
_INSIDE_WORD: Final = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_SPACELESS}]]"
# Case changes nothing about what is a letter; to say so makes an expression three times sooner, and finds with it in half the time.
_BESIDE: Final = rf"(?-i:{_INSIDE_WORD})"
_LETTER: Final = regex.compile(_INSIDE_WORD, regex.V1)
_HASHTAG: Final = regex.compile(r"#[\p{L}\p{M}\p{N}_]+")
_IN_HASHTAG: Final = regex.compile(r"(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|_")
# The first half is in the second: most letters are found there sooner.
_TOKEN: Final = regex.compile(rf"[[a-z0-9]||{_INSIDE_WORD}]+", regex.V1)
_UNSEEN: Final = regex.compile(rf"[[{UNSEEN}]--[\p{{White_Space}}{_BLANK}]]", regex.V1)
_UNSEEN_ASCII: Final = regex.compile(r"[\x00-\x08\x0E-\x1F\x7F]")
"""Those of them in ASCII: most texts are nothing else, and are looked through sooner."""
_PARTED: Final = regex.compile(rf"[\p{{L}}\p{{M}}\p{{N}}]++(?:{_BLANK}++[\p{{L}}\p{{M}}\p{{N}}]++)++")
_PARTS: Final = regex.compile(f"{_BLANK}+")
_CLUSTER: Final = regex.compile(r"\X")
_REMEMBERED: Final = 256
"""One text is looked at by many rules, one after another: so many are kept ready."""


@value
class Readable:
    """A text made plain. Its letter at `i` stands in `source` from `starts[i]` to `ends[i]`; behind the text, on lines of their
    own, stand the hashtags that have several words, and what is one word if its blanks are taken for nothing.
    """

    text: str
    source: str
    starts: Sequence[int]
    ends: Sequence[int]

    def exact(self, start: int, end: int) -> str:
        """What stands in the source where this text has its letters from `start` to `end`, which are some."""
        return self.source[self.starts[start] : self.ends[end - 1]]


@lru_cache(maxsize=_REMEMBERED)
def readable(source: str) -> Readable:
    """The text as its readers take it."""
    text, starts, ends = _plain(source)
    letters, all_starts, all_ends = [_spaced(text)], list(starts), list(ends)
    for at, behind, cuts, between in (*_hashtags(text), *_parted(text)):
        done = at
        for says, start, end in (("\n", at, at), *((between, *cut) for cut in cuts), ("", behind, behind)):
            letters += [text[done:start], says]
            all_starts += [*starts[done:start], *[starts[done]] * len(says)]
            all_ends += [*ends[done:start], *[starts[done]] * len(says)]
            done = end
    return Readable(text="".join(letters), source=source, starts=all_starts, ends=all_ends)


def plain(text: str) -> str:
    """The text alone, without what stands behind it on lines of its own."""
    return _spaced(_plain(text)[0])


def find(what: "regex.Pattern[str]", where: Readable, seconds: float | None = None) -> Iterator[str]:
    """Everything found, exactly as it stands there.

    Raises TimeoutError where that takes more than `seconds`, which is for patterns that are not our own: nobody knows then.
    """
    for found in what.finditer(where.text, timeout=seconds):
        if found.end() > found.start():
            yield where.exact(*found.span())


@cache
def pattern(expression: str) -> "regex.Pattern[str]":
    """A regular expression, whatever the case. What nobody sees is in no text that is looked at, so it is looked for without."""
    return regex.compile(_UNSEEN.sub("", expression), _FLAGS)


@cache
def phrase(words: str) -> "regex.Pattern[str]":
    """Finds a phrase that is no piece of a longer word; between its words any space will do."""
    last = plain(words).split()[-1][-1]
    after = rf"(?!{_BESIDE})" if _LETTER.match(last) else ""
    return regex.compile(_begun(words) + after, _FLAGS | regex.V1)


@cache
def stem(words: str) -> "regex.Pattern[str]":
    """Finds the words that begin with these letters, such as “guaranteed” for `guarant`."""
    return regex.compile(rf"{_begun(words)}{_BESIDE}*", _FLAGS | regex.V1)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text that is plain, or of a phrase, folded to be compared; in order. A script without spaces has none."""
    return tuple(_TOKEN.findall(plain(text).casefold()))


def wrong_with_words(words: str) -> str | None:
    """What keeps `words` from being found as a phrase or a stem."""
    return None if plain(words).strip() else "expected a word or phrase, not invisible characters"


def wrong_with_pattern(expression: str) -> str | None:
    """What keeps `expression` from being a pattern, beginning “expected …, not …”; None where nothing does."""
    shown = f"“{expression[:60]}{'…' if len(expression) > 60 else ''}”"
    try:
        empty = pattern(expression).search("", timeout=SECONDS)
    except regex.error as error:
        return f"expected a regular expression; {shown} is none: {error}"
    except (TimeoutError, OverflowError, RecursionError, MemoryError):
        return f"expected a regular expression that can be tried quickly; {shown} can't"
    return f"expected a regular expression that finds something; {shown} also matches nothing at all" if empty else None


def _begun(words: str) -> str:
    first = plain(words).split()
    before = rf"(?<!{_BESIDE})" if _LETTER.match(first[0][0]) else ""
    return before + r"\s+".join(map(regex.escape, first))


def _plain(source: str) -> tuple[str, Sequence[int], Sequence[int]]:
    if source.isascii() and not _UNSEEN_ASCII.search(source):
        return source, range(len(source)), range(1, len(source) + 1)
    straight = source.translate(_STRAIGHT)
    if unicodedata.is_normalized("NFKC", straight) and not _UNSEEN.search(straight):
        return in_one_alphabet(straight), range(len(straight)), range(1, len(straight) + 1)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(straight):
        made = _UNSEEN.sub("", unicodedata.normalize("NFKC", cluster.group())).translate(_STRAIGHT)
        letters.append(made)
        starts += [cluster.start()] * len(made)
        ends += [cluster.end()] * len(made)
    return in_one_alphabet("".join(letters)), starts, ends


def _spaced(text: str) -> str:
    return text.replace(_BLANK, " ")


_Line = tuple[int, int, Sequence[tuple[int, int]], str]
"""A stretch of the text that is read once more: from where to where, what is taken out of it, and what stands there instead."""


def _hashtags(text: str) -> Iterator[_Line]:
    for tag in _HASHTAG.finditer(text):
        cuts = [cut.span() for cut in _IN_HASHTAG.finditer(text, *tag.span())]
        if cuts:
            yield tag.start() + 1, tag.end(), cuts, " "


def _parted(text: str) -> Iterator[_Line]:
    for word in _PARTED.finditer(text) if _BLANK in text else ():
        yield *word.span(), [part.span() for part in _PARTS.finditer(text, *word.span())], ""
