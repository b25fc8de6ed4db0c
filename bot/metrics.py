"""The figures at /metrics, for Prometheus. Labels are fixed words of ours: no person, no place, no id and no word of a draft."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from workflows.domain.ids import Chat
from workflows.engine.store import Backlog
from workflows.engine.underway import Underway

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""What `generate_latest` writes. Source: "Exposition formats" in Prometheus' documentation."""

ACKNOWLEDGED: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds. Slack waits for three, and from five on Teams sends again."""

NO_KIND: Final = "other"
"""What asked nothing of us: an event that is only acknowledged, a check of the address."""


class Metrics:
    """Counts for one running product, in a registry of its own. All but `page` cost a few microseconds."""

    def __init__(self, chats: Collection[Chat]) -> None:
        """`chats` are those that are configured: their figures are there from the start."""
        self._chats = chats
        self._registry = CollectorRegistry()
        self._acknowledged = Histogram(
            "copydesk_acknowledgement_seconds",
            "From a request's arrival to its answer.",
            ["chat", "kind"],
            buckets=ACKNOWLEDGED,
            registry=self._registry,
        )
        self._turned_away = Counter(
            "copydesk_requests_refused",
            "Requests refused before it was known who asks.",
            ["chat", "cause"],
            registry=self._registry,
        )
        self._commands = Counter(
            "copydesk_commands",
            "What was asked of proposals, and what came of it: recorded, repeated, or the refusal.",
            ["command", "outcome"],
            registry=self._registry,
        )
        self._calls = Counter(
            "copydesk_platform_calls",
            "What the chats were asked to do, and what came of it.",
            ["chat", "call", "outcome"],
            registry=self._registry,
        )
        self._waiting = Gauge(
            "copydesk_courier_backlog",
            "Card posts that do not show yet what they should.",
            ["chat"],
            registry=self._registry,
        )
        self._oldest = Gauge(
            "copydesk_courier_oldest_seconds",
            "For how long the longest waiting card post has been due.",
            ["chat"],
            registry=self._registry,
        )
        self._parked = Gauge(
            "copydesk_courier_parked",
            "Card posts that cannot be shown until something changes.",
            ["chat"],
            registry=self._registry,
        )

    def ended(self, chat: Chat, underway: Underway, seconds: float) -> None:
        """A request was answered after so long, or refused before it was known who asks."""
        if underway.refused:
            self.turned_away(chat, underway.refused)
        else:
            self._acknowledged.labels(chat, underway.kind or NO_KIND).observe(seconds)

    def turned_away(self, chat: Chat, cause: str) -> None:
        """A request was refused before it was known who asks."""
        self._turned_away.labels(chat, cause).inc()

    def commanded(self, command: str, outcome: str) -> None:
        """Something was asked of a proposal."""
        self._commands.labels(command, outcome).inc()

    def called(self, chat: Chat, call: str, outcome: str) -> None:
        """A chat was asked to do something."""
        self._calls.labels(chat, call, outcome).inc()

    def page(self, backlogs: Sequence[Backlog], now: datetime) -> bytes:
        """All figures, with how the courier stands."""
        nothing = (Backlog(chat=chat, waiting=0, oldest=None, parked=0) for chat in self._chats)
        for backlog in (*nothing, *backlogs):
            self._waiting.labels(backlog.chat).set(backlog.waiting)
            overdue = (now - backlog.oldest).total_seconds() if backlog.oldest else 0.0
            self._oldest.labels(backlog.chat).set(max(0.0, overdue))
            self._parked.labels(backlog.chat).set(backlog.parked)
        return generate_latest(self._registry)
