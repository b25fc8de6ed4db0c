"""Slack's numbers, checked 2026-11-22 against docs.slack.dev/reference (block-kit, views, methods) unless a line says
otherwise.

Lengths are counted in UTF-16 units of the escaped text: at least what Slack counts, whichever way it does.
"""

import json
from typing import Final

from workflows.engine.pacing import Budget, Pace, Paces, Window

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_SIZE: Final = 13_200
"""All blocks of a message as compact JSON; not documented, measured by others (slackapi/bolt-js#2509)."""
NOTIFICATION: Final = 4_000
"""`text` of `chat.update`; `chat.postMessage` takes more."""

TEXT: Final = 3_000
FIELD: Final = 2_000
FIELDS: Final = 10
HEADER: Final = 150
ACTIONS: Final = 25
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
TYPED: Final = 3_000
"""The most that a text input holds, as its `initial_value` or its `max_length`."""
FIELD_ERROR: Final = 1_000
"""What we send at most beside a field; Slack documents no number."""

CHOICES: Final = 10
"""Options of checkboxes and radio buttons."""
OPTIONS: Final = 100
"""Options of a menu."""
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
ID: Final = 255

VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000

PAGE: Final = 200
"""Entries of a list in one answer; Slack advises no more."""
LIST_PAGES: Final = 50
THREAD_PAGES: Final = 10
HISTORY_PAGES: Final = 2
"""What is looked for was posted a moment ago."""

ACCOUNT_SECONDS: Final = 1.2
"""How long a click waits for the directory, or for its form to open; design.md, "One click, end to end"."""
ANSWER_SECONDS: Final = 2.5
"""How long a request is worked on before it is answered all the same; Slack gives up after 3 s."""
CALL_SECONDS: Final = 10.0
"""How long a delivery waits before its outcome is unknown."""
BODY_BYTES: Final = 1_000_000
BODY_DEPTH: Final = 40
"""The deepest payload that is read; the documented ones stay under 20."""
CLOCK_SECONDS: Final = 300
"""How far a signed request's time may lie from ours (docs.slack.dev/authentication/verifying-requests-from-slack)."""

_TIER_3: Final = (Window(calls=49, seconds=60, kept=2),)
"""50 or more a minute, for each method, workspace and app; we stay one below, and keep two for what was just clicked."""
_TIER_4: Final = (Window(calls=99, seconds=60, kept=10),)
"""100 or more a minute; ten are kept for those who look at their Home just now."""
PACES: Final[Paces] = {
    "post": Pace(
        # One message a second to a channel; a tenth more, because what was sent later may arrive sooner.
        conversation=Budget(name="chat.postMessage", windows=(Window(calls=1, seconds=1.1),)),
        # "Several hundred messages per minute" for a workspace; Slack gives no number.
        installation=Budget(name="chat.postMessage", windows=(Window(calls=240, seconds=60, kept=10),)),
    ),
    "update": Pace(installation=Budget(name="chat.update", windows=_TIER_3)),
    "remove": Pace(installation=Budget(name="chat.delete", windows=_TIER_3)),
    "publish": Pace(installation=Budget(name="views.publish", windows=_TIER_4)),
}
"""How fast we call at most (docs.slack.dev/apis/web-api/rate-limits; the methods' pages name their tiers)."""


def length(text: str) -> int:
    """How long a text is in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def size(blocks: object) -> int:
    """How large blocks are as compact JSON, in UTF-16 units."""
    return length(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
