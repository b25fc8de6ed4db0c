"""How each failure of a call comes out."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from adapters.slack.errors import (
    BUSY,
    IN_DOUBT,
    NO_ACCESS,
    NO_MESSAGE,
    NO_PLACE,
    NO_TOKEN,
    Failure,
    Outcome,
    failure,
    outcome,
    wait,
)
from workflows.engine.chat import MessageGone, PlaceGone, Refused, TryLater, UnknownOutcome

REFUSED = [
    *(
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "cant_update_message",
    ),
    *("edit_window_closed", "cant_delete_message", "invalid_arguments", "metadata_too_large", "unknown_method"),
    *(
        "invalid_metadata_format",
        "as_user_not_supported",
        "block_mismatch",
        "ekm_access_denied",
        "an_error_of_tomorrow",
    ),
]
TABLE: list[tuple[str, type[Outcome]]] = [
    *((code, MessageGone) for code in sorted(NO_MESSAGE)),
    *((code, PlaceGone) for code in sorted(NO_PLACE)),
    *((code, TryLater) for code in sorted(BUSY)),
    *((code, UnknownOutcome) for code in sorted(IN_DOUBT)),
    *((code, Refused) for code in sorted(NO_ACCESS)),
    *((code, PlaceGone) for code in sorted(NO_TOKEN)),
    *((code, Refused) for code in REFUSED),
]


@pytest.mark.parametrize(("code", "expected"), TABLE)
def test_every_known_error_has_its_outcome(code: str, expected: type[Outcome]) -> None:
    """Slack's error codes are each told as what they mean for the message."""
    assert type(outcome(Failure(code=code, status=200))) is expected


@pytest.mark.parametrize("code", ["message_not_found", "is_archived", "not_in_channel", "token_revoked", "fatal_error"])
def test_each_code_is_in_one_table(code: str) -> None:
    """No code means two things."""
    assert sum(code in table for table in (NO_MESSAGE, NO_PLACE, BUSY, IN_DOUBT, NO_ACCESS, NO_TOKEN)) == 1


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (429, TryLater),
        *((status, UnknownOutcome) for status in (200, 408, 500, 502, 503, 504)),
        *((status, Refused) for status in (404, 413)),
    ],
)
def test_answers_without_a_code(status: int, expected: type[Outcome]) -> None:
    """Where only the status is known, server errors are in doubt and client errors refused."""
    assert type(outcome(Failure(status=status))) is expected


def test_what_was_not_sent_did_not_happen() -> None:
    """No connection means nothing was sent; a dropped or slow one means that it may have been done."""
    key = ConnectionKey(
        host="slack.com", port=443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
    )
    refused = aiohttp.ClientConnectorError(key, OSError("refused"))
    assert isinstance(outcome(failure(refused)), TryLater)
    for error in (
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(104, "reset"),
        aiohttp.ClientPayloadError(),
        ConnectionResetError(),
        TimeoutError(),
        ValueError("no JSON"),
    ):
        assert outcome(failure(error)) == UnknownOutcome(cause=type(error).__name__)


def test_an_operator_reads_what_to_do() -> None:
    """When access is lost, the cause says what to do, and holds no token."""
    for code in ("token_revoked", "account_inactive", "invalid_auth", "missing_scope"):
        refused = outcome(Failure(code=code, status=200))
        assert isinstance(refused, Refused | PlaceGone)
        assert len(refused.cause.split()) > 4


def test_how_far_a_rate_limit_reaches() -> None:
    """A limit reaches as far as the method's does."""
    failed = Failure(status=429, retry_after="9")
    assert outcome(failed, "conversation") == TryLater(after=timedelta(seconds=9), scope="conversation")
    assert outcome(failed) == TryLater(after=timedelta(seconds=9), scope="installation")


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        *(("0", 1), ("1", 1), ("120", 120), ("999999999999", 3600)),
        *((odd, 30) for odd in ("", "soon", "-5", "1.5", "Sun, 22 Nov 2026 12:00:45")),
        *(("Sun, 22 Nov 2026 12:00:45 GMT", 45), ("Sun, 22 Nov 2020 12:00:00 GMT", 1)),
    ],
)
def test_how_long_to_wait(retry_after: str, seconds: int) -> None:
    """`Retry-After` in seconds or as a date, absent or odd: always at least a second and at most an hour."""
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert wait(retry_after, now) == timedelta(seconds=seconds)
