"""The per-conversation rate limits of the Bot Connector.

Source: "Optimize your bot with rate limiting in Teams", limits per bot per conversation. Checked 2026-11-22.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Literal

Budget = Literal["write", "create", "read"]

LIMITS: dict[Budget, tuple[tuple[int, float], ...]] = {
    "write": ((7, 1), (8, 2), (60, 30), (1800, 3600)),
    "create": ((7, 1), (8, 2), (60, 30), (1800, 3600)),
    "read": ((14, 1), (16, 2), (120, 30), (3600, 3600)),
}
"""Calls allowed within so many seconds."""


class Pacing:
    """Counts calls per conversation; refuses those over a limit without counting them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with limits switched off; the clock gives seconds and never goes back."""
        self.limits: Literal["off", "on"] = "off"
        self._clock = clock
        self._calls: defaultdict[tuple[Budget, str], deque[float]] = defaultdict(deque)

    def wait(self, budget: Budget, conversation: str) -> float:
        """Count a call and give 0, or give the seconds after which it may be tried again."""
        if self.limits == "off":
            return 0.0
        now = self._clock()
        calls = self._calls[budget, conversation]
        while calls and calls[0] <= now - LIMITS[budget][-1][1]:
            calls.popleft()
        for allowed, window in LIMITS[budget]:
            recent = [at for at in calls if at > now - window]
            if len(recent) >= allowed:
                return recent[-allowed] + window - now
        calls.append(now)
        return 0.0
