"""The wire: every request between the product and both chats with its answer, in one line of time; secrets are never kept."""

import time
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Final

from bot.playground.exchange import Exchange
from bot.playground.page.ports import Json
from bot.playground.page.redact import Redactor
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams

KEPT: Final = 400
"""So many of the newest are kept: a demo may be left running."""
SENT_LATELY: Final = 50
"""Among so many of the newest deliveries a second one of the same bytes is noticed."""
FAULTS: Final = {
    "LoseAnswer": "done, and the answer lost",
    "LoseRequest": "lost on its way",
    "FailAfterDoing": "done, and answered with an error",
    "FailAfter": "done, and answered with an error",
    "FailBeforeDoing": "server error",
    "Fail": "server error",
    "RateLimit": "rate limit",
    "Throttle": "rate limit",
    "DelayAnswer": "slow",
    "Delay": "slow",
    "HoldAnswer": "held back",
    "Hold": "held back",
    "RefuseWith": "refused on order",
}
"""What was made to go wrong, by the fault's name in either chat."""
AGAIN: Final = "delivered again"


class Wire:
    """What passed, oldest first. An entry's number never changes; the entry does, once: when its answer comes."""

    def __init__(self, clock: Callable[[], datetime], secrets: Collection[str], changed: Callable[[], None]) -> None:
        """`clock` gives the time in UTC as both chats have it; `secrets` are cut out wherever they stand."""
        self._clock = clock
        self._redact = Redactor(secrets)
        self._changed = changed
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._open: dict[Exchange, tuple[Json, float]] = {}
        self._sent: deque[tuple[str, bytes]] = deque(maxlen=SENT_LATELY)
        self._count = 0
        self._turn = 0

    def listen(self, slack: LocalSlack, teams: LocalTeams) -> None:
        """Hear everything that passes between these and the product."""
        slack.wire.listeners.append(partial(self.hear, "slack"))
        teams.wire.listeners.append(partial(self.hear, "teams"))

    def hear(self, chat: str, exchange: Exchange) -> None:
        """Note that an exchange began, or that it is over."""
        self._turn += 1
        if not exchange.over:
            self._begin(chat, exchange)
        # What began before anybody listened is not shown.
        elif exchange in self._open:
            self._finish(exchange)
        self._changed()

    def since(self, turn: int) -> Json:
        """What began or ended since that turn, and the turn that it is now."""
        return {"entries": [one for one in self._entries if one["turn"] > turn], "turn": self._turn}

    def _begin(self, chat: str, exchange: Exchange) -> None:
        self._count += 1
        entry: Json = {
            "number": self._count,
            "turn": self._turn,
            "chat": chat,
            "way": exchange.way,
            "at": self._clock().isoformat(),
            "what": self._redact.text(exchange.what),
            "fault": self._is_again(chat, exchange),
            "headers": self._redact.headers(exchange.headers),
            "asked": self._redact.body(exchange.body, exchange.headers.get("Content-Type", "")),
            "over": False,
            "status": None,
            "answer": None,
            "seconds": None,
        }
        self._entries.append(entry)
        self._open[exchange] = (entry, time.monotonic())

    def _finish(self, exchange: Exchange) -> None:
        entry, began = self._open.pop(exchange)
        entry.update(
            turn=self._turn,
            over=True,
            status=exchange.status,
            answer_headers=self._redact.headers(exchange.answer_headers),
            answer=self._redact.body(exchange.answer, exchange.answer_headers.get("Content-Type", "")),
            seconds=round(time.monotonic() - began, 3),
            fault=entry["fault"] or FAULTS.get(exchange.fault, exchange.fault),
        )

    def _is_again(self, chat: str, exchange: Exchange) -> str:
        if exchange.way == "to the chat":
            return ""
        sent = (chat, exchange.body)
        again = sent in self._sent
        self._sent.append(sent)
        return AGAIN if again else ""
