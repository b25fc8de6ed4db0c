"""How a failed call to Slack came out. Sources: docs.slack.dev/reference/methods (the errors of each method),
docs.slack.dev/apis/web-api/rate-limits.
"""
# The SDK leaves the type of an error's answer open; what it holds is looked at before it leaves this module.
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, Literal, cast

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.shapes import Json, at, mapping
from workflows.domain.value import value
from workflows.engine.chat import MessageGone, PlaceGone, Refused, TryLater, UnknownOutcome
from workflows.engine.retry_after import retry_after

Outcome = MessageGone | PlaceGone | TryLater | Refused | UnknownOutcome
Scope = Literal["conversation", "installation"]

NO_MESSAGE: Final = frozenset({"message_not_found"})
NO_PLACE: Final = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
        "cannot_reply_to_message",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "user_not_in_channel",
        "team_not_found",
    }
)
CLOSED: Final[Mapping[str, Literal["archived", "deleted"]]] = {
    "channel_not_found": "deleted",
    "is_archived": "archived",
}
"""Nobody posts there any more, or it is in another workspace than the token is."""
BUSY: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
IN_DOUBT: Final = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
NOT_YET: Final = "next_on_its_way"
"""A code of our own: the next token of one installation is being got. The others need not wait for it."""
NO_TOKEN: Final = {
    "token_revoked": "Slack revoked the bot's token: install the app again",
    "token_expired": "the bot's token has expired: install the app again",
    "account_inactive": "the bot's account is deactivated: install the app again in this workspace",
    "invalid_auth": "Slack does not accept the bot's token: check COPYDESK_SLACK_BOT_TOKEN, or install the app again",
    "not_authed": "the call had no token: check COPYDESK_SLACK_BOT_TOKEN",
}
"""Nobody can be written to there with this token, so whoever was to read it is asked elsewhere. An operator reads the words."""
NO_ACCESS: Final = {
    "access_denied": "Slack denies the app access",
    "missing_scope": "the app lacks a permission: reinstall it from manifest.yaml",
    "no_permission": "the app lacks a permission: reinstall it from manifest.yaml",
    "org_login_required": "the workspace is being moved to an enterprise organisation",
}
"""What an operator reads; none of it is shown in the chat."""

WITHOUT_ADVICE: Final = timedelta(seconds=30)
UNREACHED: Final = timedelta(seconds=5)


@value
class Failure:
    """A call that brought no answer: Slack's error code (empty if Slack was not heard), the status and the headers."""

    code: str = ""
    status: int = 0
    retry_after: str = ""
    sent: bool = True
    detail: str = ""


def failure(error: BaseException) -> Failure:
    """Read what a call through the SDK raised. Texts of Slack's answers are left out: they may quote the words."""
    if isinstance(error, SlackApiError):
        response = cast("object", error.response)
        status = getattr(response, "status_code", None) or getattr(response, "status", 0)
        headers: Json = getattr(response, "headers", None) or {}
        code = at(mapping(getattr(response, "data", None)), "error")
        retry = next((str(found) for name, found in headers.items() if name.lower() == "retry-after"), "")
        return Failure(code=code, status=status, retry_after=retry, detail=f"status {status}")
    # Nothing was sent where no connection was made; what was sent may have been done.
    sent = not isinstance(error, aiohttp.ClientConnectorError)
    return Failure(sent=sent, detail=type(error).__name__)


def outcome(failed: Failure, scope: Scope = "installation") -> Outcome:
    """What came of the call. `scope` is how far a rate limit of that method reaches."""
    code = failed.code
    if failed.status == HTTPStatus.TOO_MANY_REQUESTS or code in BUSY:
        return TryLater(after=wait(failed.retry_after), scope=scope)
    if not failed.sent:
        return TryLater(after=UNREACHED, scope="conversation" if code == NOT_YET else "installation")
    if code in NO_MESSAGE:
        return MessageGone()
    if code in NO_PLACE:
        return PlaceGone(cause=code, closed=CLOSED.get(code))
    if code in NO_TOKEN:
        return PlaceGone(cause=NO_TOKEN[code])
    if not code and 400 <= failed.status < 500 and failed.status != HTTPStatus.REQUEST_TIMEOUT:
        return Refused(cause=failed.detail)
    if not code or code in IN_DOUBT or failed.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnknownOutcome(cause=code or failed.detail)
    return Refused(cause=NO_ACCESS.get(code, code))


def wait(header: str, now: datetime | None = None) -> timedelta:
    """How long a `Retry-After` asks to wait; half a minute where it does not say."""
    return retry_after(header, now or datetime.now(UTC)) or WITHOUT_ADVICE
