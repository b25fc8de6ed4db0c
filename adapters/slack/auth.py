"""The guard in front of everything: who sent these bytes, are they well formed, and are they meant for us.

Nothing reads a body before its signature is checked, and nothing here logs one. Sources:
docs.slack.dev/authentication/verifying-requests-from-slack, docs.slack.dev/reference/interaction-payloads.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any, Final, Literal
from urllib.parse import parse_qsl

from aiohttp import web
from yarl import query_to_pairs

from adapters.slack import limits
from adapters.slack.people import Identity
from adapters.slack.shapes import Json, at, is_deeper_than, items, loads, mapping, named_once, text
from workflows.domain.value import value

SIGNED_BY: Final = ("X-Slack-Request-Timestamp", "X-Slack-Signature")
ELSEWHERE: Final = "another workspace"

_TIME: Final = re.compile(r"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}")
_SSL_CHECK: Final = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_FORM_FIELDS: Final = 100
_UNREADABLE: Final = "\N{REPLACEMENT CHARACTER}"
_SSL_CHECK_BYTES: Final = 1_000
_ODD: Final = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""How JSON escapes NUL and each half of a surrogate pair."""
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


@value
class Denied:
    """Why a request is refused, for the log and for the status; never a part of its body."""

    status: HTTPStatus
    cause: str


MALFORMED: Final = Denied(status=HTTPStatus.BAD_REQUEST, cause="malformed")


async def read(request: web.Request) -> bytes | Denied:
    """The body, unless it is larger than any that Slack sends."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        return Denied(status=HTTPStatus.BAD_REQUEST, cause="compressed")
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > limits.BODY_BYTES:
                return Denied(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, cause="too large")
    except (web.RequestPayloadError, ConnectionError):
        return Denied(status=HTTPStatus.BAD_REQUEST, cause="broken off")
    return bytes(body)


def is_ssl_check(body: bytes) -> bool:
    """Whether Slack only checks our certificate. It is answered without looking further and does nothing."""
    return len(body) < _SSL_CHECK_BYTES and _SSL_CHECK.search(body) is not None


def check_signature(
    headers: Mapping[str, str], body: bytes, secret: str, now: float | None = None
) -> Literal["signed"] | Denied:
    """Whether Slack signed these bytes within the last five minutes. `now` in seconds since 1970: the machine's clock."""
    stamp, signature = (headers.get(name, "") for name in SIGNED_BY)
    if not _TIME.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return Denied(status=HTTPStatus.UNAUTHORIZED, cause="no signature")
    if abs((time.time() if now is None else now) - int(stamp)) > limits.CLOCK_SECONDS:
        return Denied(status=HTTPStatus.UNAUTHORIZED, cause="too old or from the future")
    expected = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={expected}", signature):
        return Denied(status=HTTPStatus.UNAUTHORIZED, cause="wrong signature")
    return "signed"


def parse(body: bytes) -> Json | Denied:
    """The payload: an event as JSON, an interaction as JSON in a form's field, a command as the form itself."""
    try:
        said = body.decode()
        if not said.startswith("{"):
            fields = named_once(_form(said))
            if "payload" not in fields:
                return _checked(fields)
            said = text(fields["payload"])
        payload = loads(said)
    except (ValueError, RecursionError):
        return MALFORMED
    if _ODD.search(said) or not isinstance(payload, dict):
        return _checked(payload)
    # In what is UTF-8, only an escape can hide what `_checked` looks for; JSON itself refuses a bare NUL.
    found = mapping(payload)  # pyright: ignore[reportUnknownArgumentType]  # a JSON object
    return found if _is_well_formed(found) else MALFORMED


def _form(said: str) -> list[tuple[str, str]]:
    """The fields of a form. Raises ValueError where there are too many, or where one is not UTF-8."""
    # Ten times as quick as the standard library, but what is not UTF-8 comes out as this mark, as does the mark itself.
    given = query_to_pairs(said, max_fields=_FORM_FIELDS)
    if any(_UNREADABLE in name + value for name, value in given):
        return parse_qsl(said, keep_blank_values=True, errors="strict", max_num_fields=_FORM_FIELDS)
    return given


@value
class Envelope:
    """What came over a socket: a payload with the id under which it is acknowledged, or a word about the socket itself.

    `takes_words` if the acknowledgement may carry an answer. `sockets` is how many the app has open, in a `hello`.
    """

    kind: str
    id: str = ""
    payload: Json = field(default_factory=dict[str, Any], repr=False)
    takes_words: bool = False
    reason: str = ""
    sockets: int = 0


def envelope(said: str) -> Envelope | Denied:
    """Read an envelope, and its payload as strictly as the body of a request."""
    try:
        found = mapping(loads(said))
    except (ValueError, RecursionError):
        return MALFORMED
    sockets = found.get("num_connections")
    kind, reason = at(found, "type"), at(found, "reason")
    if not at(found, "envelope_id"):
        return Envelope(kind=kind, reason=reason, sockets=sockets if isinstance(sockets, int) else 0)
    payload = _checked(found.get("payload"))
    if isinstance(payload, Denied):
        return payload
    takes_words = found.get("accepts_response_payload") is True
    return Envelope(kind=kind, id=at(found, "envelope_id"), payload=payload, takes_words=takes_words)


def _checked(payload: object) -> Json | Denied:
    try:
        written = json.dumps(payload, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        # Not UTF-8, nested too deep, or half a surrogate pair, which (like NUL) no database takes.
        return MALFORMED
    found = mapping(payload)
    hides_nul = b"\\u0000" in written and _NUL.search(written) is not None
    return found if not hides_nul and _is_well_formed(found) else MALFORMED


def _is_well_formed(payload: Json) -> bool:
    """Whether a payload has what every request of its kind has, in bounds. Kinds that we did not ask for need nothing."""
    if is_deeper_than(limits.BODY_DEPTH, payload):
        return False
    parts = ("team", "enterprise", "view", "message", "container", "channel", "event")
    if any(payload.get(part) is not None and not isinstance(payload[part], dict) for part in parts):
        return False
    if "command" in payload:
        return _has(payload, ("command",), ("trigger_id",), ("user_id",), ("team_id",))
    match payload.get("type"):
        case "url_verification":
            return _has(payload, ("challenge",))
        case "event_callback":
            listed = payload.get("authorizations", [])
            return (
                _has(payload, ("event_id",), ("event", "type"))
                and isinstance(listed, list)
                # What is in the list is looked at by `items`; the type check asks to know it before.
                and len(items(listed)) == len(listed)  # pyright: ignore[reportUnknownArgumentType]
            )
        case "block_actions":
            actions = items(payload.get("actions"))
            used = bool(actions) and all(_has(one, ("action_id",), ("block_id",), ("type",)) for one in actions)
            return used and _has(payload, ("user", "id"), ("trigger_id",))
        case "shortcut":
            return _has(payload, ("user", "id"), ("callback_id",), ("trigger_id",))
        case "message_action":
            where = _has(payload, ("channel", "id"), ("message_ts",))
            return where and _has(payload, ("user", "id"), ("callback_id",), ("trigger_id",))
        case "view_submission":
            values = mapping(mapping(payload.get("view")).get("state")).get("values")
            return isinstance(values, dict) and _has(payload, ("user", "id"), ("view", "id"), ("view", "callback_id"))
        case kind:
            return isinstance(kind, str)


def _has(payload: Json, *paths: tuple[str, ...]) -> bool:
    return all(0 < len(at(payload, *path)) <= limits.TEXT for path in paths)


def check_home(payload: Json, home: Identity) -> Literal["ours"] | Denied:
    """Whether the request is from our app, in our installation. Slack's signature alone does not say so."""
    if at(payload, "type") == "url_verification":
        return "ours"
    if at(payload, "api_app_id") != home.app:
        return Denied(status=HTTPStatus.FORBIDDEN, cause="another app")
    if _teams(payload) & {home.team, home.installation}:
        return "ours"
    return Denied(status=HTTPStatus.FORBIDDEN, cause=ELSEWHERE)


def installations_of(payload: Json) -> tuple[tuple[str, str], ...]:
    """The installations that a request says it came through, each as organisation and workspace (either may be empty), the
    likeliest first; never the home of the person who caused it.

    An event names those that may see it in `authorizations`; the envelope's own ids may be of the workspace that it happened in
    (docs.slack.dev/apis/events-api).
    """
    # A form's own workspace; who fills it in may be of another that shares the channel where it was opened.
    named = [(at(payload, "enterprise", "id"), at(payload, "view", "app_installed_team_id"))]
    named += [(at(one, "enterprise_id"), at(one, "team_id")) for one in items(payload.get("authorizations"))]
    named.append((at(payload, "enterprise_id"), at(payload, "team_id")))
    named.append((at(payload, "enterprise", "id"), at(payload, "team", "id")))
    named.append((at(payload, "context_enterprise_id"), at(payload, "context_team_id")))
    named.sort(key=lambda one: not one[1])
    return tuple(dict.fromkeys(one for one in named if any(one)))


def _teams(payload: Json) -> set[str]:
    """All that a request names of them."""
    return {name for one in installations_of(payload) for name in one if name}
