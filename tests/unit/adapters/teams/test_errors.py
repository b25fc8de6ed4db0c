"""Every answer of the Bot Connector, and every silence, as an outcome."""

from datetime import timedelta

import pytest

from adapters.teams.errors import Answered, Failure, Forbidden, NeverSent, NoAnswer, Result, absence, failure, removal
from workflows.engine.chat import (
    LookUpOutcome,
    MessageGone,
    NoSuchAccount,
    PlaceGone,
    Refused,
    Removed,
    RemoveOutcome,
    TryLater,
    UnknownOutcome,
)


def said(status: int, code: str = "", wait: int | None = None) -> Answered:
    """An answer with its error code and Retry-After in seconds."""
    return Answered(status=status, code=code, retry_after=None if wait is None else timedelta(seconds=wait))


def later(seconds: float) -> TryLater:
    """Later, in this conversation."""
    return TryLater(after=timedelta(seconds=seconds))


EVERYWHERE_LATER = TryLater(after=timedelta(seconds=30), scope="installation")

FAILURES: list[tuple[Result, Failure | None]] = [
    (said(200), None),
    (said(201), None),
    (said(204), None),
    (said(429), later(30)),
    (said(429, wait=7), later(7)),
    (said(429, wait=0), later(0)),
    (said(412), later(2)),
    (said(412, "PreconditionFailed", 5), later(5)),
    (said(502, wait=3), later(3)),
    (said(503, wait=3), later(3)),
    (said(504, wait=3), later(3)),
    (said(502), UnknownOutcome(cause="502")),
    (said(503), UnknownOutcome(cause="503")),
    (said(504), UnknownOutcome(cause="504")),
    (said(500, "ServiceError"), UnknownOutcome(cause="500 ServiceError")),
    (said(500, wait=3), UnknownOutcome(cause="500")),
    (said(408), UnknownOutcome(cause="408")),
    (said(401), EVERYWHERE_LATER),
    (said(401, "BotNotRegistered"), Refused(cause="401 BotNotRegistered")),
    (said(404, "ActivityNotFoundInConversation"), MessageGone()),
    (said(404, "ConversationNotFound"), PlaceGone(cause="404 ConversationNotFound")),
    (said(404), PlaceGone(cause="404")),
    (said(403, "BotNotInConversationRoster"), PlaceGone(cause="403 BotNotInConversationRoster")),
    (said(403, "ConversationBlockedByUser"), PlaceGone(cause="403 ConversationBlockedByUser")),
    (said(403, "BotDisabledByAdmin"), PlaceGone(cause="403 BotDisabledByAdmin")),
    (said(403, "MessageWritesBlocked"), PlaceGone(cause="403 MessageWritesBlocked")),
    (said(403), PlaceGone(cause="403")),
    (said(413, "MessageSizeTooBig"), Refused(cause="413 MessageSizeTooBig")),
    (said(400, "BadSyntax"), Refused(cause="400 BadSyntax")),
    (said(405), Refused(cause="405")),
    (said(302), Refused(cause="302")),
    (NeverSent("ClientConnectorError"), EVERYWHERE_LATER),
    (Forbidden(), Refused(cause="service URL not allowed")),
    (NoAnswer("TimeoutError"), UnknownOutcome(cause="TimeoutError")),
]


@pytest.mark.parametrize(("result", "outcome"), FAILURES)
def test_what_came_of_posting(result: Result, outcome: Failure | None) -> None:
    """Throttled is later, gone is gone, refused is refused, and what may have happened is unknown."""
    assert failure(result) == outcome


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (said(200), Removed()),
        (said(404, "ActivityNotFoundInConversation"), Removed()),
        (said(404, "ConversationNotFound"), Refused(cause="404 ConversationNotFound")),
        (said(403), Refused(cause="403")),
        (said(429, wait=2), later(2)),
        (said(400), Refused(cause="400")),
        (NoAnswer("x"), UnknownOutcome(cause="x")),
    ],
)
def test_what_came_of_deleting(result: Result, outcome: RemoveOutcome) -> None:
    """Only a message that is not there is removed."""
    assert removal(result) == outcome


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (said(404, "MemberNotFoundInConversation"), NoSuchAccount()),
        (said(403), NoSuchAccount()),
        (said(400), NoSuchAccount()),
        (said(200), NoSuchAccount()),
        (said(429, wait=2), later(2)),
        (said(500), later(30)),
        (NoAnswer("x"), later(30)),
        (NeverSent("x"), EVERYWHERE_LATER),
    ],
)
def test_what_an_unread_roster_means(result: Result, outcome: LookUpOutcome) -> None:
    """Only the directory's own word makes somebody unknown; trouble is asked again."""
    assert absence(result) == outcome
