"""The ground truth: every call Copydesk made, every activity it was sent, and whatever either side refused.

Tests compare what Copydesk believes with this. No token and no header is ever kept.
"""

from dataclasses import dataclass, field
from datetime import datetime

from .faults import Endpoint
from .shapes import Json


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of Copydesk to the clouds, `at` that time; `done` says whether it had its effect, whatever was answered.

    `retry_after` is the header that asked to wait, as it was sent.
    """

    endpoint: Endpoint
    method: str
    path: str
    body: Json
    status: int | None
    """None when the answer was lost."""
    done: bool
    retry_after: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Something Copydesk sent that Teams does not take as it is: a call, or a card in an answer."""

    where: str
    """The endpoint, or the name of the invoke whose answer it was in."""
    code: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One attempt to bring an activity to Copydesk, and its answer; None where no answer came in time."""

    activity: Json
    attempt: int
    status: int | None
    answer: bytes


@dataclass(frozen=True, kw_only=True)
class Mishap:
    """A person was shown "Something went wrong"."""

    person: str
    doing: str
    cause: str


@dataclass(kw_only=True)
class Log:
    """All of it, oldest first."""

    calls: list[Call] = field(default_factory=list[Call])
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    deliveries: list[Delivery] = field(default_factory=list[Delivery])
    mishaps: list[Mishap] = field(default_factory=list[Mishap])

    def calls_to(self, endpoint: Endpoint) -> list[Call]:
        """List the calls of one endpoint."""
        return [call for call in self.calls if call.endpoint == endpoint]
