"""Which stretches of a text are emoji, as the networks that count them apart see it.

What is an emoji is the Unicode list that the `emoji` library carries. As in X's counting, a joined sequence is one
emoji only when it is fully qualified (every part that needs U+FE0F has it), else each part stands for itself; © and ®
without U+FE0F are letters. Held against twitter-text 3.1.0 on every sequence up to Emoji 11; newer ones follow the
same rule.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import emoji

_LETTERS: Final = frozenset("©®")
_ALSO_JOINED: Final = frozenset({"👁‍🗨"})
"""Eye in speech bubble: the one sequence that X takes as a single emoji although it is not fully qualified."""
_KEYCAP: Final = "\N{COMBINING ENCLOSING KEYCAP}"


_WHOLE: Final = frozenset({emoji.STATUS["fully_qualified"], emoji.STATUS["component"]})


def _stands_alone(sequence: str, status: object) -> bool:
    if status in _WHOLE or sequence in _ALSO_JOINED:
        return True
    return sequence[-1] == _KEYCAP or (len(sequence) == 1 and sequence not in _LETTERS)


def _by_first_character() -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for sequence, data in emoji.EMOJI_DATA.items():
        if _stands_alone(sequence, data["status"]):
            index.setdefault(sequence[0], []).append(sequence)
    return {first: tuple(sorted(sequences, key=len, reverse=True)) for first, sequences in index.items()}


_SEQUENCES: Final = _by_first_character()


def emoji_length(text: str, start: int) -> int:
    """How many code points the longest emoji takes that begins at index `start`; 0 where none begins."""
    return next((len(known) for known in _SEQUENCES.get(text[start], ()) if text.startswith(known, start)), 0)


def split_emoji(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order: every emoji whole and marked True, every other code point by itself and marked False."""
    position = 0
    while position < len(text):
        taken = emoji_length(text, position)
        yield text[position : position + (taken or 1)], taken > 0
        position += taken or 1
