"""How many must approve: read from the file, and counted out for the people there are."""

from typing import assert_never

from workflows.domain.policy import Quorum
from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node


def read_quorum(node: Node | None, reader: Reader, members: int | None) -> Quorum | None:
    """A number from 1 to `members` (None: nobody knows how many there are), `majority` or `all`; None where there is no node, or
    (with a note) a wrong one.
    """
    expected = "how many must approve: a number, majority or all"
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    if text in {"majority", "all"}:
        return "majority" if text == "majority" else "all"
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) < 1:  # digits
        reader.wrong(node, f"expected {expected}, not {quoted(text)}")
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
