"""How a bug is logged: under an id that can be told to people, and without its own words."""

import logging
import secrets
import traceback
from typing import Final

_log: Final = logging.getLogger(__name__)


def logged(bug: BaseException) -> str:
    """Log a bug's type and place, and give the id. Its message stays out, for it may quote a draft."""
    trouble = secrets.token_hex(4)
    place = "".join(traceback.format_tb(bug.__traceback__))
    _log.error("Teams: a request failed [%s]: %s\n%s", trouble, type(bug).__name__, place)
    return trouble
