"""Words of letters from two alphabets: “revеnue” with a Cyrillic “е” is another word than it looks like.

Such a word is read in the one alphabet in which all of its letters can be read, where there is one (after Unicode Technical
Standard #39, "Mixed-Script Confusables"). Words in one alphabet are what they are, and so are “kΩ” and “ΔT”.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import regex

# Letters that look alike are the point; capitals are apart, as “н” looks like no “h”, but “Н” like an “H”.
_CYRILLIC: Final = ("асеіорхуАВСЕНІКМОРТХУ", "aceiopxyABCEHIKMOPTXY")
_GREEK: Final = ("οανρτυικωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oavptuikwABEZHIKMNOPTYX")
_RARE: Final = ("ԁԍһјӏԛѕԝүьҽѵѡӀЈЅԌԚԜѴҮЬհոսցօՍՏՕ", "dghjlqswybevwlJSGQWVYbhnugoUSO")
"""Cyrillic and Armenian letters that are read as Latin ones, and not the other way round."""
_NEARLY: Final = ("гкмтγσ", "rkmtyo")
"""Letters that are taken for others among those, and only there."""
TWINS: Final = "".join(letters for letters, _ in (_CYRILLIC, _GREEK, _RARE))
"""Letters of other alphabets that look like Latin ones."""

_BOTH: Final = r"\p{Script=Common}\p{Script=Inherited}"
_READINGS: Final[tuple[tuple["regex.Pattern[str]", Mapping[int, int | str]], ...]] = (
    (
        regex.compile(rf"[\p{{Script=Latin}}{_BOTH}]*+"),
        {ord(one): latin for pair in (_CYRILLIC, _GREEK, _RARE, _NEARLY) for one, latin in zip(*pair, strict=True)},
    ),
    (regex.compile(rf"[\p{{Script=Cyrillic}}{_BOTH}]*+"), str.maketrans(_CYRILLIC[1], _CYRILLIC[0])),
    # In Greek words a Latin letter is meant as often as not: kΩ, ΔT.
    (regex.compile(rf"[\p{{Script=Greek}}{_BOTH}]*+"), {}),
)
"""Each alphabet, and what of others is read in it."""
_OTHER: Final = regex.compile(r"[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]")
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}]++")


def in_one_alphabet(text: str) -> str:
    """The text with each such word as it is read; as long as it was."""
    return _WORD.sub(lambda word: _read(word.group()), text) if _has_other(text) else text


def mixed(text: str) -> Iterator[tuple[str, str]]:
    """Each such word once, as it stands and as it is read."""
    if _has_other(text):
        for word in dict.fromkeys(_WORD.findall(text)):
            read = _read(word)
            if read != word:
                yield word, read


def _has_other(text: str) -> bool:
    return not text.isascii() and bool(_OTHER.search(text))


def _read(word: str) -> str:
    if any(alphabet.fullmatch(word) for alphabet, _ in _READINGS):
        return word
    readings = ((alphabet, word.translate(twins)) for alphabet, twins in _READINGS)
    return next((read for alphabet, read in readings if alphabet.fullmatch(read)), word)
