"""Characters that nobody sees: controls that turn words round, letters without a shape, joiners where nothing is joined.

They are part of what is published, so they are never taken out in silence: `revealed` shows each as a mark such as ⟨U+202E⟩.
Left in peace are those without which words would be drawn wrongly: what holds an emoji together, and the joiners that
Persian, Indian and other scripts are written with.
"""

from collections.abc import Iterator
from typing import Final

import emoji
import regex

UNSEEN: Final = r"\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB\u2028\u2029\u2800"
"""What nobody sees, for a set in an expression; spaces and line breaks that are meant as such are among it."""
_SUSPECT: Final = regex.compile(rf"[{UNSEEN}--[\t\n]]", regex.V1)

_JOINED_SCRIPTS: Final = "".join(
    rf"\p{{Script_Extensions={script}}}"
    for script in (
        "Arabic", "Syriac", "Mongolian", "Nko", "Mandaic", "Hanifi_Rohingya", "Adlam",
        "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala",
        "Tibetan", "Myanmar", "Khmer", "Balinese", "Javanese", "Meetei_Mayek", "Sharada", "Grantha", "Tirhuta",
    )
)  # fmt: skip
_MARK: Final = r"(?:\uFE0F|\p{Emoji_Modifier})?"
_IN_PLACE: Final = regex.compile(
    "|".join(
        (
            # A joiner behind a letter or a mark of a script that joins.
            rf"(?<=[[\p{{L}}\p{{M}}]&&[{_JOINED_SCRIPTS}]--[{UNSEEN}]])[\u200C\u200D]",
            # A joiner between two pictures.
            rf"(?<=\p{{Extended_Pictographic}}{_MARK})\u200D(?=\p{{Extended_Pictographic}})",
            # Which of its shapes a character is to have.
            r"(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]",
            r"(?<=[0-9#*])\uFE0F(?=\u20E3)",
            r"(?<=\p{Ideographic})[\uFE00-\uFE02\U000E0100-\U000E01EF]",
            r"(?<=\p{Sm})\uFE00",
            r"(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]",
        )
    ),
    regex.V1,
)
_FLAGS: Final = frozenset(known for known in emoji.EMOJI_DATA if "\N{CANCEL TAG}" in known)
"""England, Scotland, Wales: a black flag and unseen letters that say which."""
_FLAG: Final = regex.compile("|".join(map(regex.escape, sorted(_FLAGS))))
_NAMES: Final = (
    ("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c\u202c\u2069", "turn words round"),
    ("\u200c\u200d", "join or part letters where nothing is joined"),
)


def hidden(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of characters that nobody sees, in order, as (start, end): each of one character, as often as it stands
    there in a row.
    """
    if not _SUSPECT.search(text):
        return
    at_peace = {place for found in _FLAG.finditer(text) for place in range(*found.span())}
    at_peace |= {found.start() for found in _IN_PLACE.finditer(text)}
    start = end = 0
    for found in _SUSPECT.finditer(text):
        place = found.start()
        if place in at_peace:
            continue
        if end and place == end and text[place] == text[start]:
            end += 1
            continue
        if end:
            yield start, end
        start, end = place, place + 1
    if end:
        yield start, end


def revealed(text: str) -> str:
    """The text with a mark in place of each character that nobody sees; any other text is returned as it is."""
    written: list[str] = []
    place = 0
    for start, end in hidden(text):
        times = f" ×{end - start}" if end - start > 1 else ""
        written += [text[place:start], f"⟨U+{ord(text[start]):04X}{times}⟩"]
        place = end
    return "".join([*written, text[place:]]) if written else text


def told(text: str) -> str:
    """What to say of them; empty where there are none."""
    found = [text[start] for start, end in hidden(text) for _ in range(end - start)]
    if not found:
        return ""
    are = f"are {len(found):,} characters" if len(found) > 1 else "is a character"
    them = "They are" if len(found) > 1 else "It is"
    does = [what for which, what in _NAMES if set(which) & set(found)]
    what = f" Some {' or '.join(does)}." if does else ""
    return (
        f"There {are} in it that nobody sees, shown here as marks like ⟨U+200B⟩.{what} "
        f"{them} published with the words: delete what is not meant."
    )
