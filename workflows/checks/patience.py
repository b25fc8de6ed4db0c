"""How long the words of one post are searched: what took too long on them is not tried on them again, and with it nothing else
that may run away once there are too many. That is remembered across clicks, since the words are the same at each.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

import regex

from workflows.domain.content import Content

SECONDS: Final = 0.1
"""The most that one pattern may take on one text."""
MOST_SLOW: Final = 3
"""How many patterns may take too long on one post before no more are tried on it."""
_REMEMBERED: Final = 1_024
"""Posts of which it is known what is too slow on them."""

Found = TypeVar("Found")


class Patience:
    """What took too long on certain words."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._slow: set[regex.Pattern[str]] = set()

    def spend(self, what: "regex.Pattern[str]", look: Callable[[float], Found]) -> Found:
        """What `look` finds with this pattern, given the seconds that it may take. Raises TimeoutError where that was not
        enough, now or before: nobody knows then.
        """
        if what in self._slow or len(self._slow) >= MOST_SLOW:
            raise TimeoutError
        try:
            return look(SECONDS)
        except TimeoutError:
            self._slow.add(what)
            raise


def patience_with(content: Content) -> Patience:
    """The patience that is left with a post: all that looks for the policy's patterns in its words shares it."""
    return patience(content.text, content.link, *(item.alt_text for item in content.media))


@lru_cache(maxsize=_REMEMBERED)
def patience(*texts: str) -> Patience:
    """The patience that is left with these words."""
    del texts  # they are the key
    return Patience()
