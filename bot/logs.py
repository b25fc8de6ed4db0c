"""Logs: one line of JSON per event on standard error, or readable lines on a terminal. Never words of a draft, never a secret."""

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final

import structlog

from workflows.engine.underway import number

OURS: Final = ("adapters", "bot", "workflows")
"""Who speaks at the level that is set. Of libraries only warnings pass: below them some log bodies, tokens or every tick."""

FIELDS: Final = ("answer", "cause", "chat", "command", "done", "kind", "outcome", "post", "posts", "proposal")
"""What the standard library's loggers may put beside a line as `extra`: ids, counts and fixed words."""

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What could end a line or steer a terminal: control characters, line and paragraph separators, marks of direction."""

log = structlog.get_logger(__name__)


def _numbered(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The number of the request that caused the line, if one did."""
    if "request" not in event and (of := number()):
        event["request"] = of
    return event


def _where_it_broke(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An exception as its type and where it came from: its own words may quote what somebody wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    match info:
        case (type() as kind, _, TracebackType() as trace):
            event["exception"] = f"{kind.__name__}\n{''.join(traceback.format_tb(trace))}"
        case (type() as kind, _, None):
            event["exception"] = kind.__name__
        case _:
            pass
    return event


def _on_one_line(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """No text ends the line or steers the terminal; JSON sees to that by itself. Where something broke is ours, and long."""
    for name, said in event.items():
        if isinstance(said, str) and name != "exception":
            event[name] = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], said)
    return event


def set_up_logs(level: str) -> None:
    """Send the standard library's logging and our own through one set of processors, ours from `level` up."""
    shared: list[structlog.typing.Processor] = [
        _numbered,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    on_a_terminal = sys.stderr.isatty()
    draw: list[structlog.typing.Processor] = (
        [_on_one_line, structlog.dev.ConsoleRenderer()] if on_a_terminal else [structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _where_it_broke, *draw]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(FIELDS)], processors=processors
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def log_unhandled(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """For the loop: what nobody caught, by type and place. The loop's own way prints the exception's words."""
    bug = context.get("exception")
    log.error("unhandled in the event loop", exc_info=bug if isinstance(bug, BaseException) else None)
