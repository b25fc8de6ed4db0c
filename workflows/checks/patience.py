"""How long the words of one post are searched: what took too long on them is tried on them again only now and then, and nothing
else that may run away once there are too many. That is remembered across clicks, since the words are the same at each.
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
FIRST_PAUSE: Final = 32
"""How often a pattern is not tried on words after it took too long on them; twice as often each time that it does so again. It may
have been the machine that was slow.
"""
_REMEMBERED: Final = 1_024
"""Posts of which it is known what is too slow on them."""

Found = TypeVar("Found")


class Patience:
    """What took too long on certain words."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._slow: dict[regex.Pattern[str], _Pause] = {}

    def spend(self, what: "regex.Pattern[str]", look: Callable[[float], Found]) -> Found:
        """What `look` finds with this pattern, given the seconds that it may take. Raises TimeoutError where that was not
        enough, now or before: nobody knows then.
        """
        pause = self._slow.get(what)
        if pause is None and len(self._slow) >= MOST_SLOW:
            raise TimeoutError
        if pause is not None and pause.left:
            pause.left -= 1
            raise TimeoutError
        try:
            found = look(SECONDS)
        except TimeoutError:
            self._slow[what] = _Pause(2 * pause.length if pause else FIRST_PAUSE)
            raise
        self._slow.pop(what, None)
        return found


class _Pause:
    """How often a pattern is not tried in all, and is not yet."""

    def __init__(self, length: int) -> None:
        self.length: Final = length
        self.left = length


def patience_with(content: Content) -> Patience:
    """The patience that is left with a post: all that looks for the policy's patterns in its words shares it."""
    return patience(content.text, content.link, *(item.alt_text for item in content.media))


@lru_cache(maxsize=_REMEMBERED)
def patience(*texts: str) -> Patience:
    """The patience that is left with these words."""
    del texts  # they are the key
    return Patience()
