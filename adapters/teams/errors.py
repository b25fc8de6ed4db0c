"""What the Bot Connector's refusals and silences mean, as the outcomes that the engine knows.

Sources: "Send proactive messages" (status codes), "Rate limiting" and "Update and delete messages" of the Teams
documentation. A call that may have been carried out is never called a failure.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Final, assert_never

from adapters.teams import wire
from workflows.engine.chat import (
    MessageGone,
    NoSuchAccount,
    PlaceGone,
    Refused,
    Removed,
    TryLater,
    UnknownOutcome,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The Bot Connector answered. `code` is its own error code, `retry_after` what it asked us to wait."""

    status: int
    body: wire.Json = field(default_factory=dict[str, object], repr=False)
    code: str = ""
    retry_after: timedelta | None = None

    @property
    def good(self) -> bool:
        """Whether it did what was asked."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(frozen=True, slots=True)
class NeverSent:
    """The call did not leave us: no token, or nobody answered the connection."""

    cause: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """The host is not on the list of those that may see our token."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The call left us and no answer came."""

    cause: str


Result = Answered | NeverSent | Forbidden | NoAnswer
Failure = MessageGone | PlaceGone | TryLater | Refused | UnknownOutcome

_GONE_ACTIVITY: Final = "ActivityNotFoundInConversation"
_NOT_A_MEMBER: Final = "MemberNotFoundInConversation"
_NOT_REGISTERED: Final = "BotNotRegistered"
_OUT_OF_STEP: Final = timedelta(seconds=2)
"""412: another call in this conversation was under way."""
_THROTTLED: Final = timedelta(seconds=30)
_UNREACHED: Final = timedelta(seconds=30)


def failure(result: Result) -> Failure | None:
    """What came of posting or updating; None if it worked."""
    match result:
        case Answered():
            return None if result.good else _answered(result)
        case NeverSent():
            return TryLater(after=_UNREACHED, scope="installation")
        case Forbidden():
            return Refused(cause="service URL not allowed")
        case NoAnswer(cause):
            return UnknownOutcome(cause=cause)
        case _:
            assert_never(result)


def removal(result: Result) -> Removed | TryLater | Refused | UnknownOutcome:
    """What came of deleting: what is not there any more is removed."""
    match failure(result):
        case None | MessageGone():
            return Removed()
        case PlaceGone(cause=cause):
            return Refused(cause=cause)
        case (TryLater() | Refused() | UnknownOutcome()) as rest:
            return rest


def absence(result: Result) -> NoSuchAccount | TryLater:
    """What it means that a roster or a person's own chat could not be read; reading again never hurts."""
    match failure(result):
        case TryLater() as later:
            return later
        case UnknownOutcome():
            return TryLater(after=_UNREACHED, scope="conversation")
        case None | MessageGone() | PlaceGone() | Refused():
            return NoSuchAccount()


def is_nobody(result: Result) -> bool:
    """Whether the roster answered that this person is not in the conversation, rather than that we may not ask."""
    return isinstance(result, Answered) and result.status == HTTPStatus.NOT_FOUND and result.code == _NOT_A_MEMBER


def _answered(answer: Answered) -> Failure:
    cause = f"{answer.status} {answer.code}".strip()
    match answer.status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return TryLater(after=_wait(answer, _THROTTLED), scope="conversation")
        case HTTPStatus.PRECONDITION_FAILED:
            return TryLater(after=_wait(answer, _OUT_OF_STEP), scope="conversation")
        case HTTPStatus.UNAUTHORIZED if answer.code != _NOT_REGISTERED:
            return TryLater(after=_UNREACHED, scope="installation")
        case HTTPStatus.BAD_GATEWAY | HTTPStatus.SERVICE_UNAVAILABLE | HTTPStatus.GATEWAY_TIMEOUT if answer.retry_after:
            return TryLater(after=_wait(answer, _THROTTLED), scope="conversation")
        case HTTPStatus.NOT_FOUND if answer.code == _GONE_ACTIVITY:
            return MessageGone()
        case HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND:
            return PlaceGone(cause=cause)
        case status if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return UnknownOutcome(cause=cause)
        case _:
            return Refused(cause=cause)


def _wait(answer: Answered, otherwise: timedelta) -> timedelta:
    return otherwise if answer.retry_after is None else answer.retry_after
