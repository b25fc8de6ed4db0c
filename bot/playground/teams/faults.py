"""What can go wrong between Copydesk and Teams, on demand and repeatably."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from .shapes import Json

Endpoint = Literal[
    "token",
    "openid",
    "keys",
    "create",
    "send",
    "reply",
    "update",
    "delete",
    "members",
    "member",
    "pagedmembers",
    "team",
]


@dataclass(frozen=True, kw_only=True)
class Throttle:
    """Answer 429 without doing anything; `retry_after` is the header as sent, None leaves it out."""

    retry_after: str | None = "1"


@dataclass(frozen=True, kw_only=True)
class Fail:
    """Answer with an error without doing anything; `retry_after` as in `Throttle`."""

    status: int
    code: str = "ServiceError"
    retry_after: str | None = None


@dataclass(frozen=True, kw_only=True)
class LoseRequest:
    """Do nothing, and drop the connection without an answer."""


@dataclass(frozen=True, kw_only=True)
class FailAfter:
    """Do it, then answer with an error all the same."""

    status: int = 500


@dataclass(frozen=True, kw_only=True)
class LoseAnswer:
    """Do it, then drop the connection without an answer."""


@dataclass(frozen=True, kw_only=True)
class Delay:
    """Do it at once and answer after so many seconds."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Do nothing until the event is set, then go on as usual."""

    until: asyncio.Event = field(repr=False)


Fault = Throttle | Fail | FailAfter | LoseRequest | LoseAnswer | Delay | Hold


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """Deliver the same activity so many times at once; the person sees what the first answer says."""

    copies: int = 2


@dataclass(frozen=True, kw_only=True)
class LoseDelivery:
    """Deliver the activity, lose Copydesk's answer; the client then sends it again as it does after a timeout."""


DeliveryFault = Duplicate | LoseDelivery


def always(_: Json) -> bool:
    """Match every call."""
    return True


F = TypeVar("F")


@dataclass(kw_only=True, eq=False)
class _Rule(Generic[F]):
    fault: F
    left: int | None
    when: Callable[[Json], bool]

    def take(self, body: Json) -> F | None:
        if self.left == 0 or not self.when(body):
            return None
        if self.left is not None:
            self.left -= 1
        return self.fault


class Faults:
    """The faults to come. A rule fires for the first calls that match it, oldest rule first, one rule a call."""

    def __init__(self) -> None:
        """Begin with a world in which nothing fails."""
        self._rules: list[tuple[Endpoint, _Rule[Fault]]] = []
        self._deliveries: list[_Rule[DeliveryFault]] = []

    def inject(
        self, endpoint: Endpoint, fault: Fault, *, times: int | None = 1, when: Callable[[Json], bool] = always
    ) -> None:
        """Let the next `times` calls of an endpoint whose body matches fail so; None means until `clear`."""
        self._rules.append((endpoint, _Rule(fault=fault, left=times, when=when)))

    def inject_delivery(
        self, fault: DeliveryFault, *, times: int | None = 1, when: Callable[[Json], bool] = always
    ) -> None:
        """Let the next `times` activities that match reach Copydesk so; None means until `clear`."""
        self._deliveries.append(_Rule(fault=fault, left=times, when=when))

    def clear(self) -> None:
        """Heal everything."""
        self._rules.clear()
        self._deliveries.clear()

    def take(self, endpoint: Endpoint, body: Json) -> Fault | None:
        """Give the fault that this call suffers, if any, and count it."""
        for name, rule in self._rules:
            fault = rule.take(body) if name == endpoint else None
            if fault is not None:
                return fault
        return None

    def take_delivery(self, activity: Json) -> DeliveryFault | None:
        """Give the fault that this delivery suffers, if any, and count it."""
        for rule in self._deliveries:
            fault = rule.take(activity)
            if fault is not None:
                return fault
        return None
