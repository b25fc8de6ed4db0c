"""Logs: one line of JSON per event on standard error, or readable lines on a terminal. Never words of a draft, never a secret."""

import asyncio
import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from workflows.engine.underway import number

OURS: Final = ("adapters", "bot", "workflows")
"""Who speaks at the level that is set. Of libraries only warnings pass: below them some log bodies, tokens or every tick."""

_OF_WORK: Final = ("answer", "cause", "chat", "command", "done", "fate", "kind", "outcome", "post", "posts", "proposal")
_OF_A_START: Final = ("chats", "desks", "policy", "says", "url")
FIELDS: Final = (*_OF_WORK, *_OF_A_START)
"""What may stand beside a line as `extra`: ids, counts and fixed words, and what whoever runs Copydesk has set up."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What could end a line or steer a terminal: control characters, line and paragraph separators, marks of direction."""

log = logging.getLogger(__name__)


class _Json(logging.Formatter):
    """An object on one line: in JSON no text can end it."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_told(record), default=repr)


class _Readable(logging.Formatter):
    """A line for whoever sits at the terminal, which no text ends; where something broke is ours, and stands below it."""

    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        broke: str = told.pop("exception", "")
        first = f"{told.pop('timestamp')} {told.pop('level'):<8} {told.pop('event')}"
        line = "  ".join((first, *(f"{name}={said}" for name, said in told.items())))
        return "\n".join(filter(None, (_CONTROL.sub(lambda found: ascii(found[0])[1:-1], line), broke.rstrip())))


def _told(record: logging.LogRecord) -> dict[str, Any]:
    """What is said of an event; of an exception its type and where it came from: its own words may quote what somebody wrote."""
    told: dict[str, Any] = {
        "timestamp": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        "logger": record.name,
    }
    # The number of the request that caused the line, if one did.
    if caused_by := number():
        told["request"] = caused_by
    told |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    kind, _, trace = record.exc_info or (None, None, None)
    if kind is not None:
        told["exception"] = f"{kind.__name__}\n{''.join(traceback.format_tb(trace))}"
    return told


def set_up_logs(level: str) -> None:
    """Send everything that is logged to standard error in one form, what is ours from `level` up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Readable() if sys.stderr.isatty() else _Json())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def log_unhandled(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """For the loop: what nobody caught, by type and place. The loop's own way prints the exception's words."""
    bug = context.get("exception")
    log.error("unhandled in the event loop", exc_info=bug if isinstance(bug, BaseException) else None)
