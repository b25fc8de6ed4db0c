"""Days as the policy file has them."""

import re
from datetime import date
from typing import Final

from workflows.policy.reading import Reader, quoted
from workflows.policy.shapes import like
from workflows.policy.tree import Node

DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DAY_SHAPE: Final = like(DAY)
"""How it looks in the JSON Schema."""


def read_day(node: Node | None, reader: Reader, expected: str, year: int | None = None) -> date | None:
    """A day such as `2027-01-31`, or with `year` one without its own such as `01-31`; None with a note where it is none, and
    without one where there is no node.
    """
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    whole = text if year is None else f"{year}-{text}"
    try:
        if re.fullmatch(DAY, whole, re.ASCII):
            return date.fromisoformat(whole)
    except ValueError:
        pass
    reader.wrong(node, f"expected {expected}, not {quoted(text)}")
    return None
