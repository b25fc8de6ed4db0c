"""Hours of the day as the policy file has them."""

import re
from datetime import time
from typing import Final

from workflows.policy.reading import Reader, quoted
from workflows.policy.tree import Node

HOUR: Final = r"([01][0-9]|2[0-3]):([0-5][0-9])"


def read_hour(node: Node | None, reader: Reader, expected: str) -> time | None:
    """An hour such as `08:30`; None with a note where it is none, and without one where there is no node."""
    text = reader.text(node, expected)
    if node is None or text is None:
        return None
    match = re.fullmatch(HOUR, text, re.ASCII)
    if match is None:
        reader.wrong(node, f"expected {expected}, from 00:00 to 23:59, not {quoted(text)}")
        return None
    return time(int(match[1]), int(match[2]))
