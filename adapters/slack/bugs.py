"""How a bug is logged: under the number of its request, which can be told to people, and without its own words."""

import logging
import secrets
import traceback
from typing import Final

from workflows.engine.underway import number

_log: Final = logging.getLogger(__name__)


def logged(bug: BaseException) -> str:
    """Log a bug's type and place, and give the number. Its message stays out, for it may quote a draft."""
    # Outside of any request there is none to share.
    trouble = number() or secrets.token_hex(4)
    place = "".join(traceback.format_tb(bug.__traceback__))
    _log.error("Slack: a request failed [%s]: %s\n%s", trouble, type(bug).__name__, place)
    return trouble
