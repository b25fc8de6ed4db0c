"""Trouble on order: what a test may have the platform do wrong, once or by a seeded rule."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.slack.shapes import Json


@dataclass(frozen=True)
class LoseAnswer:
    """Do what was asked, then drop the connection without an answer."""


@dataclass(frozen=True)
class FailAfterDoing:
    """Do what was asked, then answer 500."""


@dataclass(frozen=True)
class LoseRequest:
    """Do nothing; drop the connection without an answer."""


@dataclass(frozen=True)
class FailBeforeDoing:
    """Do nothing; answer with this status, as what stands before Slack does: without JSON."""

    status: int = 503


@dataclass(frozen=True)
class RateLimit:
    """Do nothing; answer 429 and ask to come back after so many seconds.

    `seconds` is the header as it is sent, whatever that says; None leaves it out.
    """

    seconds: int | str | None


@dataclass(frozen=True)
class DelayAnswer:
    """Do what was asked; answer only after so many seconds."""

    seconds: float


@dataclass(frozen=True)
class HoldAnswer:
    """Do what was asked; answer only once the event is set."""

    until: asyncio.Event = field(repr=False)


@dataclass(frozen=True)
class RefuseWith:
    """Do nothing; answer with this error code."""

    error: str


@dataclass(frozen=True)
class DeliverTwice:
    """For what the platform sends: the same bytes a second time."""


Fault = (
    LoseAnswer
    | LoseRequest
    | FailAfterDoing
    | FailBeforeDoing
    | RateLimit
    | DelayAnswer
    | HoldAnswer
    | RefuseWith
    | DeliverTwice
)
INSTEAD = (LoseRequest, FailBeforeDoing, RateLimit, RefuseWith)
"""With these nothing is done of what was asked."""


def always(_: Json) -> bool:
    """Match every call."""
    return True


@dataclass
class _Rule:
    fault: Fault
    share: float
    left: int | None
    when: Callable[[Json], bool] = always


@dataclass(kw_only=True)
class Faults:
    """What to do wrong, and when.

    Named by Web API method (`chat.update`), `response_url`, or kind of delivery (`block_actions`, `command`, …).
    """

    seed: int = 0
    _rules: dict[str, list[_Rule]] = field(default_factory=dict[str, list[_Rule]])
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Start the sequence of the seed."""
        self._random = random.Random(self.seed)  # noqa: S311 - repeatable trouble, not a secret

    def once(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of the method meet the fault."""
        self._rules.setdefault(method, []).append(_Rule(fault=fault, share=1.0, left=times))

    def often(self, method: str, fault: Fault, *, share: float = 1.0, when: Callable[[Json], bool] = always) -> None:
        """Let this share (0 to 1) of all further calls of the method whose arguments match meet the fault."""
        self._rules.setdefault(method, []).append(_Rule(fault=fault, share=share, left=None, when=when))

    def clear(self) -> None:
        """From now on nothing goes wrong."""
        self._rules.clear()

    def next_for(self, method: str, arguments: Json) -> Fault | None:
        """The fault that this call or delivery meets."""
        for rule in self._rules.get(method, []):
            if rule.left == 0 or not rule.when(arguments) or (rule.share < 1 and self._random.random() >= rule.share):
                continue
            if rule.left is not None:
                rule.left -= 1
            return rule.fault
        return None
