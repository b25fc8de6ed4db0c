"""Slack's numbers, each under the name of what it limits, as its reference pages gave them in November 2026.

Lengths are in characters. Source: docs.slack.dev/reference (block-kit, views, methods) unless a line says otherwise.
"""

from typing import Final

ACKNOWLEDGE_SECONDS: Final = 3.0
TRIGGER_SECONDS: Final = 3.0
RESPONSE_URL_SECONDS: Final = 30 * 60
RESPONSE_URL_USES: Final = 5
EVENT_RETRY_SECONDS: Final = (0.0, 60.0, 300.0)

SOCKETS: Final = 10
"""Sockets that an app may have open at once."""
SOCKET_EVENT_SECONDS: Final = 60.0
"""How long an event is sent again over other sockets; ours, for Slack documents no number."""

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
# Measured by others, not documented (bolt-js 2509 and 2867): the size of the blocks as compact JSON.
MESSAGE_BLOCK_CHARACTERS: Final = 13_200
MESSAGE_TEXT: Final = 40_000
UPDATED_MESSAGE_TEXT: Final = 4_000

TEXT_OBJECT: Final = 3_000
SECTION_FIELDS: Final = 10
SECTION_FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTION_ELEMENTS: Final = 25
MARKDOWN_TEXT: Final = 12_000
IMAGE_URL: Final = 3_000
ALT_TEXT: Final = 2_000
IMAGE_TITLE: Final = 2_000
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000

IDENTIFIER: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_URL: Final = 3_000
PLACEHOLDER: Final = 150
TYPED_TEXT: Final = 3_000

SELECT_OPTIONS: Final = 100
OVERFLOW_OPTIONS: Final = 5
CHOICE_OPTIONS: Final = 10
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75

CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24
PRIVATE_METADATA: Final = 3_000
VIEW_STACK: Final = 3

PAGE: Final = 1_000
