"""How many must approve: read from the file, and counted out for the people there are."""

import re
from typing import Final, assert_never

from workflows.domain.policy import Quorum
from workflows.policy.reading import Reader, near, quoted
from workflows.policy.shapes import either, like, one_of
from workflows.policy.tree import Node

_WORDS: Final = ("majority", "all")
_NUMBER: Final = r"0*[1-9][0-9]{0,3}"
QUORUM: Final = either({"type": "integer", "minimum": 1}, like(_NUMBER), one_of(_WORDS))
"""How it looks in the JSON Schema."""


def read_quorum(node: Node | None, reader: Reader, members: int | None) -> Quorum | None:
    """A number from 1 to `members` (None: nobody knows how many there are), `majority` or `all`; None where there is no node, or
    (with a note) a wrong one.
    """
    expected = "how many must approve: a number, majority or all"
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    if text in _WORDS:
        return "majority" if text == "majority" else "all"
    if not re.fullmatch(_NUMBER, text, re.ASCII):
        reader.wrong(node, f"expected {expected}, not {quoted(text)}{near(text, _WORDS)}")
        return None
    if members is not None and int(text) > members:
        has = "1 member" if members == 1 else f"{members} members"
        reader.wrong(node, f"expected at most {members}: the desk has {has}, so {text} can never approve")
        return None
    return int(text)


def resolve_quorum(quorum: Quorum, people: int) -> int:
    """How many of `people` (who may fill it now) that is: at least 1, so that a desk nobody may fill is never met."""
    match quorum:
        case int():
            return max(1, quorum)
        case "majority":
            return people // 2 + 1
        case "all":
            return max(1, people)
        case _:
            assert_never(quorum)
