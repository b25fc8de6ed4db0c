"""Behind the scenes of a running Copydesk, read from its database as JSON: for the demo's page.

It reads the file that the product's own process writes, and only ever reads: readers there keep nobody waiting. What it says
of a proposal is said in the words of its cards and of `why`.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from adapters.policy_file.load import Loaded as ReadPolicy
from adapters.policy_file.load import load_text
from adapters.storage.behind import Behind, behind
from adapters.storage.database import Database
from adapters.storage.store import SqlStore
from bot.scenes import card_posts, chain, head, tree
from workflows.cards import guidance, messages
from workflows.cards.views import status_line
from workflows.domain.content import published_text
from workflows.domain.ids import PolicyHash, ProposalId
from workflows.domain.policy import DigestOrder, Policy
from workflows.domain.refusals import ParkedByNewerVersion
from workflows.engine.jobs import WEEKDAYS, due_at
from workflows.engine.policies import Policies
from workflows.engine.seeing import facts_of, seen
from workflows.engine.store import Loaded, QueueStatus
from workflows.lifecycle.wording import preview

Json = dict[str, Any]

WEEK: Final = 8
"""So many days are looked through for the next digest: today may be over, and a week has seven."""
TITLE: Final = 60
"""So much of the words stands in the list."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """What the clock makes happen next: when (UTC), and what, in a few words."""

    at: datetime
    what: str


class Backstage:
    """Reads what the product recorded; changes nothing."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Look into this one; whoever opened it closes it. `clock` gives the time in UTC, as the product has it."""
        self._clock = clock
        self._database = database
        self._store = SqlStore(database)
        self._read: dict[PolicyHash, Policy] = {}

    async def proposals(self) -> Sequence[Json]:
        """All of them, the newest first."""
        policies = await self._policies()
        if policies is None:
            return []
        now = self._clock()
        found = await self._store.queue(get_args(QueueStatus))
        newest = sorted(
            ((one.proposal, one) for one in found if one.proposal), key=lambda each: each[0].created, reverse=True
        )
        return [
            {
                "id": proposal.id,
                "number": guidance.reference(proposal.id),
                "title": _title(published_text(proposal.head.content)),
                "state": status_line(seen(proposal, loaded, policies, now)),
            }
            for proposal, loaded in newest
        ]

    async def proposal(self, proposal: str) -> Mapping[str, Any] | None:
        """One of them, or None."""
        policies = await self._policies()
        found = await self._database.read(partial(behind, proposal=ProposalId(proposal)))
        if policies is None or found is None:
            return None
        if isinstance(found, ParkedByNewerVersion):
            return {"id": proposal, "state": messages.refusal(found, {}, policies.current)}
        return _shown(found, policies, self._clock())

    async def next_due(self, now: datetime) -> Due | None:
        """What the clock makes happen next, at or after `now`: a card that waits for its time, or a digest."""
        policies = await self._policies()
        if policies is None:
            return None
        card = await self._store.next_due(now)
        waits = [Due(at=card, what="A card is tried again")] if card else []
        digests = [due for order in policies.current.digests if (due := next_digest(order, policies.current, now))]
        return min([*waits, *digests], key=lambda due: due.at, default=None)

    async def _policies(self) -> Policies | None:
        """Every version that was adopted, each read once; None before the first."""
        versions, current = await asyncio.gather(self._store.policy_versions(), self._store.policy_in_force())
        for known, one in versions.items():
            if known not in self._read and isinstance(read := load_text(one.text, "an adopted policy"), ReadPolicy):
                self._read[known] = read.policy
        if current is None or current not in self._read:
            return None
        dates = {known: one.since for known, one in versions.items()}
        return Policies(self._read[current], tuple(self._read.values()), dates)


def next_digest(order: DigestOrder, policy: Policy, now: datetime) -> Due | None:
    """The next time that a digest goes out after `now`."""
    today = now.astimezone(ZoneInfo(order.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(WEEK))
    times = (due_at(order, day) for day in days if WEEKDAYS[day.weekday()] in order.weekdays)
    at = next((time for time in times if time > now), None)
    person = policy.people.get(order.to)
    return Due(at=at, what=f"The daily digest goes to {person.name if person else order.to}") if at else None


def _shown(found: Behind, policies: Policies, now: datetime) -> Json:
    proposal = found.loaded.proposal
    if proposal is None:
        raise LookupError("there is no such proposal")
    view = seen(proposal, found.loaded, policies, now)
    return {
        "id": proposal.id,
        "number": guidance.reference(proposal.id),
        "title": _title(published_text(proposal.head.content)),
        "state": status_line(view),
        "head": head(view),
        "tree": tree(view, _route(found.loaded, policies, now)),
        "ledger": chain(found, view),
        "posts": card_posts(found, view),
    }


def _route(loaded: Loaded, policies: Policies, now: datetime) -> Iterable[str]:
    """Whom the policy of today would ask about a draft."""
    proposal = loaded.proposal
    author = loaded.people.get(proposal.author) if proposal else None
    if proposal is None or author is None:
        return ()
    facts = facts_of(proposal, loaded, policies, now)
    return preview(proposal.head.content, proposal.wanted, proposal, author, facts).says


def _title(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"
