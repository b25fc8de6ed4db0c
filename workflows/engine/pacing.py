"""Pacing: how to stay below the limits of a chat, so that it never has to ask for quiet.

A limit is so many calls in any so many seconds. What is kept of the past are marks, each for one or several calls, so that
a limit of thousands an hour costs no more to remember than one of fifty a minute. Pure: the time is an argument.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from workflows.domain.value import value

MOST_MARKS: Final = 60
"""Marks kept for one window; beyond that several calls share one, which counts until the last of them is past."""

Act = Literal["post", "update", "remove", "publish"]
"""What is done with a message or a Home; chats count these apart or together."""
Scope = Literal["conversation", "installation"]


@value
class Window:
    """At most `calls` in any `seconds`. The last `kept` of them are for cards that somebody has just clicked."""

    calls: int
    seconds: float
    kept: int = 0


@value
class Budget:
    """Calls that a chat counts together, and how many there may be: all of `windows` hold. `name` tells it from the chat's
    other counts.
    """

    name: str
    windows: tuple[Window, ...]


@value
class Pace:
    """What one act costs: a call on the conversation's budget and one on the whole installation's, where there are such."""

    conversation: Budget | None = None
    installation: Budget | None = None


Paces = Mapping[Act, Pace]
"""A chat's whole tempo. An act that is missing is not paced."""


@value
class Mark:
    """So many calls, the last of them at `at` (UTC)."""

    at: datetime
    calls: int


Spent = tuple[tuple[Mark, ...], ...]
"""The marks of each window of a budget, oldest first."""


@value
class Turn:
    """One call about to be made, as far as one budget counts it; `key` names that count among all."""

    scope: Scope
    key: str
    budget: Budget


@value
class Wait:
    """Not yet: nothing in this scope before `until`."""

    scope: Scope
    until: datetime


def free_at(budget: Budget, spent: Spent, now: datetime, *, clicked: bool = False) -> datetime:
    """When the next call fits into every window: `now`, or later. `clicked` may use what is kept for it."""
    at = now
    for window, marks in zip(budget.windows, spent, strict=False):
        allowed = max(1, window.calls - (0 if clicked else window.kept))
        length = timedelta(seconds=window.seconds)
        # A mark of the future is a clock that was set back: it counts as of now, so that it ends some time.
        recent = [Mark(at=min(mark.at, now), calls=mark.calls) for mark in marks if mark.at + length > now]
        over = sum(mark.calls for mark in recent) - allowed
        for mark in recent:
            if over < 0:
                break
            over -= mark.calls
            at = max(at, mark.at + length)
    return at


def spend(budget: Budget, spent: Spent, now: datetime) -> Spent:
    """The marks after one more call; those that no longer count are dropped."""
    windows = budget.windows
    before = spent if len(spent) == len(windows) else tuple(() for _ in windows)
    return tuple(_marked(window, marks, now) for window, marks in zip(windows, before, strict=True))


def _marked(window: Window, marks: tuple[Mark, ...], now: datetime) -> tuple[Mark, ...]:
    share = -(-window.calls // MOST_MARKS)
    kept = tuple(mark for mark in marks if mark.at + timedelta(seconds=window.seconds) > now)
    if kept and kept[-1].calls < share:
        return (*kept[:-1], Mark(at=now, calls=kept[-1].calls + 1))
    return (*kept, Mark(at=now, calls=1))
