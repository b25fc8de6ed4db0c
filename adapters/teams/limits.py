"""Teams' own numbers, in one place. Checked 2026-11-22 against the Teams and Bot Framework documentation."""

from typing import Final

from workflows.engine.pacing import Budget, Pace, Paces, Window

CARD_BYTES: Final = 28 * 1024
"""A card as UTF-8 JSON. Bot messages may hold more (about 100 KB), webhooks and other roads into Teams may not."""
REFRESH_USERS: Final = 60
"""People who may have their own view of a card (user-specific views)."""
BUTTONS: Final = 6
"""Primary actions that Teams shows in one row or at the foot of a card."""
BUTTON_CHARACTERS: Final = 60
"""A longer title is cut by the clients."""
TITLE_CHARACTERS: Final = 60
"""A dialog's title."""
SUMMARY_CHARACTERS: Final = 240
"""The text of a notification."""
ROSTER_PAGE: Final = 200
"""People asked for at once when a roster is read; Teams gives at most 500."""
ROSTER_PAGES: Final = 25
"""How far a roster is read: the largest chats and most teams are smaller."""
CONVERSATIONS: Final = 10_000
"""Conversations whose newest service URL is kept in memory; for others the stored one is used."""

BODY_BYTES: Final = 1_000_000
"""The largest activity that is read."""
BODY_DEPTH: Final = 40
"""The deepest activity that is read; the documented ones stay under 15."""
TOKEN_CHARACTERS: Final = 8 * 1024
"""The longest Authorization header that is looked at."""
ID_CHARACTERS: Final = 512
"""The longest id of a conversation, activity or account that is believed."""

CLOCK_LEEWAY_SECONDS: Final = 300
"""How far the Bot Connector's clock and ours may differ (Bot Connector authentication, "requirements")."""
KEYS_LIVE_SECONDS: Final = 24 * 3600
"""How long signing keys are used before they are asked for again (the documentation says: at least daily)."""
KEYS_PAUSE_SECONDS: Final = 60
"""Unknown keys make us ask at most this often."""
ANSWER_SECONDS: Final = 4.0
"""An invoke is answered by then, whatever happens: message extensions are given up after 5 s."""
CALL_SECONDS: Final = 10.0
"""The longest that one call of the Bot Connector or of the login server may take."""
ANSWER_BYTES: Final = 256 * 1024
"""The largest answer that is read from either."""
LINK_CHARACTERS: Final = 2_000
"""The longest link to a message that is kept."""
ZONE_CHARACTERS: Final = 64
"""The longest name of a time zone that is looked up."""

_WRITES: Final = Pace(
    conversation=Budget(
        name="writes",
        windows=(
            # 7 a second and 8 in two seconds, 60 in half a minute, 1,800 an hour, each with room for our answers to clicks.
            Window(calls=7, seconds=2, kept=1),
            Window(calls=58, seconds=30, kept=1),
            Window(calls=1_750, seconds=3_600, kept=20),
        ),
    ),
    # 50 requests a second for an app in a tenant, of which looking people up needs some.
    installation=Budget(name="writes", windows=(Window(calls=45, seconds=1, kept=5),)),
)
PACES: Final[Paces] = {"post": _WRITES, "update": _WRITES, "remove": _WRITES}
"""How fast we write at most ("Optimize your bot with rate limiting in Teams": per bot per thread, per app per tenant)."""
