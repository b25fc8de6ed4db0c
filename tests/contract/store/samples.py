"""Rows for each migration to carry on: at least one in every table that it makes. A new migration adds its own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

_NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ROOM: Final = '["slack","T1","C1"]'

SAMPLES: Final[Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]] = {
    "0001": (
        (
            "people",
            {
                "id": "p1",
                "name": "Ada",
                "email": "ada@example.com",
                "role": "lead",
                "attributes": '["eu"]',
                "was_listed": True,
            },
        ),
        (
            "accounts",
            {
                "chat": "slack",
                "installation": "T1",
                "user": "U1",
                "link": "matched",
                "person": "p1",
                "alias": "",
                "zone": "Europe/Berlin",
                "seen_at": _NOW,
            },
        ),
        (
            "conversations",
            {
                "key": _ROOM,
                "chat": "slack",
                "installation": "T1",
                "id": "C1",
                "kind": "channel",
                "address": "",
                "owner_installation": None,
                "owner_user": None,
            },
        ),
        ("place_bindings", {"desk": "legal", "conversation": _ROOM}),
        ("resolved_names", {"name": "#legal", "conversation": _ROOM}),
        ("policies", {"hash": "h1", "text": "company: Example", "adopted_at": _NOW}),
        (
            "proposals",
            {
                "id": "post-1",
                "author": "p1",
                "created": _NOW,
                "sequence": 1,
                "version": 1,
                "state": "{}",
                "status": "draft",
                "wanted": None,
                "changed": _NOW,
            },
        ),
        (
            "ledger",
            {
                "stream": "post-1",
                "sequence": 1,
                "kind": "proposed",
                "version": 1,
                "actor": "p1",
                "chat": "slack",
                "policy": None,
                "at": _NOW,
                "body": "{}",
                "commitment": "c",
                "prev_hash": "0",
                "row_hash": "r",
            },
        ),
        ("ledger_words", {"stream": "post-1", "sequence": 1, "words": "{}"}),
        ("inputs", {"key": "k1", "proposal": "post-1", "say": "Done.", "at": _NOW}),
        ("lanes", {"key": _ROOM, "leased_until": _NOW, "fence": 1}),
        (
            "card_posts",
            {
                "id": "c1",
                "nature": "n1",
                "subject": "{}",
                "proposal": "post-1",
                "conversation": _ROOM,
                "parent": None,
                "chat": None,
                "person": None,
                "lane": _ROOM,
                "wanted": 1,
                "shown": 0,
                "digest": "",
                "attempts": 0,
                "due": _NOW,
                "parked": "",
                "ref_conversation": None,
                "ref_id": None,
                "ref_thread": None,
            },
        ),
        ("digests", {"person": "p1", "day": date(2026, 3, 2), "due": _NOW, "opened_at": _NOW}),
    ),
    "0002": (("pauses", {"chat": "slack", "until": _NOW}),),
    "0003": (),
    "0004": (),
    "0005": (("budgets", {"key": "slack T1 chat.update", "spent": "[]"}),),
    "0006": (),
    "0007": (
        (
            "agenda",
            {"proposal": "post-1", "owner": "desk legal", "section": "needs_you", "due": _NOW, "without": "[]"},
        ),
    ),
    "0008": (),
    "0009": (("seals", {"number": 1, "stream": "post-1", "sequence": 1, "row_hash": "r", "seal_hash": "s"}),),
    "0010": (),
    "0011": (
        (
            "installations",
            {
                "chat": "slack",
                "organisation": "",
                "workspace": "T1",
                "name": "Acme",
                "app": "A1",
                "bot": "B1",
                "bot_user": "U1",
                "token": "sealed",
                "refresh": "sealed",
                "expires": None,
                "installed_by": "U2",
                "installed_at": _NOW,
                "version": 1,
                "lost": "",
                "noted": 1,
                "leased_until": _NOW,
            },
        ),
        ("install_states", {"state": "s", "browser": "b", "until": _NOW}),
    ),
    "0012": (),
    "0013": (),
    "0014": (("covers", {"person": "p1", "by": "p1", "since": _NOW, "until": _NOW, "zone": "Europe/Berlin"}),),
    "0015": (("standstill", {"only": 1, "by": "p1", "at": _NOW, "reason": "The figures leaked."}),),
    "0016": (),
    "0017": (
        (
            "chat_groups",
            {
                "key": "slack @legal",
                "chat": "slack",
                "name": "@legal",
                "installation": "T1",
                "id": "S1",
                "read_at": _NOW,
                "due": _NOW,
                "turn": 1,
                "trouble": "",
                "lost": "",
            },
        ),
    ),
    "0018": (("turnarounds", {"proposal": "post-1", "desk": "legal", "asked": _NOW, "decided": None}),),
}

MADE: Final[Mapping[str, int]] = {"unsealed": 1}
"""Rows that migrations make from the samples: what was on the ledger waits to be sealed."""
