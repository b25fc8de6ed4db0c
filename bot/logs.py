"""Logs: one line of JSON per event on standard error, or readable lines on a terminal. Never words of a draft, never a secret."""

import logging
import sys
import traceback
from types import TracebackType

import structlog

QUIET = ("slack_bolt", "slack_sdk", "msrest", "botbuilder", "apscheduler", "alembic", "aiohttp.access")
"""Libraries that log bodies, tokens or every tick: only their warnings pass."""


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
        case _:
            pass
    return event


def set_up_logs(level: str) -> None:
    """Send the standard library's logging and our own through one set of processors at `level`."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    draw = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    processors: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        _where_it_broke,
        draw,
    ]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
