"""The example company at work: both local chats, Copydesk between them, and what must hold after every story."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

from adapters.policy_file.load import Loaded, load_text
from bot.compose import Clock, Product
from bot.demo import DECIDERS, Known, introduce
from bot.playground.slack import LocalSlack
from bot.playground.slack.shapes import objects
from bot.playground.teams import Chat, LocalTeams
from tests.acceptance.people import InSlack, InTeams
from workflows.cards.guidance import reference
from workflows.domain.ids import Email
from workflows.domain.people import Person
from workflows.domain.proposal import Proposal, Review
from workflows.engine.store import QueueStatus
from workflows.lifecycle.evolve import fold

MARKETING = "#marketing-review"
"""Where marketing is asked, in Slack."""
DECIDE = ["[Approve] [Request changes] [Reject]", "[Suggest wording]"]
"""The rows of buttons where somebody is asked to decide."""
EVERY: tuple[QueueStatus, ...] = ("draft", "in_review", "approved", "rejected", "withdrawn")
PATIENCE = 180.0
"""Seconds until a test gives up. On a slow machine a call may be given up and repeated after a minute."""
QUIET = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
"""A Tuesday, an hour and a half before Cleo's digest: begun then, no story depends on when it is told."""
UNHURRIED = 20.0
"""How many times longer than in real life everybody waits for an answer: a slow machine is not what the stories are about."""
DECIDING = ("approve|", "request_changes|", "reject|", "reconsider|", "lift_block|", "submit|")


@cache
def understood(policy: str) -> Loaded:
    """A policy's text, read; once for all stories under it."""
    loaded = load_text(policy, "policy")
    assert isinstance(loaded, Loaded)
    return loaded


def running_from(start: datetime) -> Clock:
    """A clock that shows `start` now, and runs."""
    ahead = start - datetime.now(UTC)
    return lambda: datetime.now(UTC) + ahead


@dataclass
class Hands:
    """The hands of a clock that a test moves."""

    now: datetime

    def read(self) -> datetime:
        """The time in UTC."""
        return self.now

    def set(self, to: datetime) -> None:
        """Set the clock."""
        self.now = to

    async def move(self, company: "Company", by: timedelta, *, calm: bool = True) -> None:
        """Let time pass, and Copydesk look at what is due then."""
        self.now += by
        await company.product.tick()
        if calm:
            await company.calm()


@dataclass(kw_only=True)
class Company:
    """Everyone and everything. `expected` are refusals that a test provokes on purpose."""

    slack: LocalSlack
    teams: LocalTeams
    product: Product
    expected: set[str] = field(default_factory=set[str])

    def attach(self, product: Product) -> None:
        """Let both chats bring to this Copydesk what people do."""
        self.product = product
        self.slack.copydesk_url = self.teams.copydesk_url = product.url

    @property
    def legal(self) -> Chat:
        """The Teams channel where legal is asked once it is bound."""
        return self.teams.world.channel("Legal", "Reviews")

    def in_slack(self, name: str) -> InSlack:
        """Somebody at their Slack."""
        return InSlack(client=self.slack.person(name), slack=self.slack, calm=self.calm)

    def in_teams(self, name: str) -> InTeams:
        """Somebody at their Teams."""
        return InTeams(client=self.teams.person(name), teams=self.teams, calm=self.calm)

    async def introduce(self, known: Known = DECIDERS) -> None:
        """These people have said in these chats that it is them."""
        await introduce(self.product.store, self.slack, self.teams, known, self.product.clock())

    async def bind_legal(self) -> None:
        """Cleo binds legal to its channel."""
        assert "Done: from now on I ask Legal here." in await self.in_teams("cleo").says("bind legal", self.legal)

    async def calm(self) -> None:
        """Wait until every card shows what it should, or waits for a later time or for somebody to be met."""
        store = self.product.store
        async with asyncio.timeout(PATIENCE):
            while await store.next_due(self.product.clock()) is not None:  # noqa: ASYNC110  # rows ring no bell
                await asyncio.sleep(0.02)

    async def proposals(self) -> list[Proposal]:
        """Everything on record."""
        return [one.proposal for one in await self.product.store.queue(EVERY) if one.proposal]

    async def numbers(self) -> list[str]:
        """The numbers under which people speak of the proposals, oldest first."""
        return [reference(one.id) for one in sorted(await self.proposals(), key=lambda one: one.created)]

    async def decided(self) -> list[Review]:
        """Every decision on record."""
        return [review for proposal in await self.proposals() for review in proposal.reviews]

    async def people(self, email: str) -> list[Person]:
        """Whoever has this address: one person, or none."""
        found = await self.product.store.person_of(Email(email))
        return [found] if found else []

    async def check(self) -> None:
        """Neither chat refused anything, the ledger holds and replays to what is stored, nobody was shown too much."""
        store = self.product.store
        assert [call for call in self.slack.refused if call.outcome not in self.expected] == []
        assert [one for one in self.teams.log.refusals if one.code not in self.expected] == []
        assert self.teams.log.mishaps == []
        assert await store.verify() is None
        proposals = await self.proposals()
        for proposal in proposals:
            events = await store.events_of(proposal.id)
            assert isinstance(events, tuple)
            assert fold(events) == proposal
        words = set[tuple[str, str]]().union(
            *(_telling(one.content.text) for each in proposals for one in each.revisions)
        )
        for said in self.notifications():
            assert not words & _telling(said), "a notification shows words of a draft"
        for place in self.slack.world.conversations.values():
            for message in place.ephemerals.values():
                assert not any(f'"{each}' in str(message.blocks) for each in DECIDING)

    def notifications(self) -> Iterator[str]:
        """All that a lock screen could show, of every message that was ever posted, edited or whispered."""
        for call in self.slack.calls:
            if call.method.startswith("chat."):
                yield str(call.arguments.get("text", ""))
        for call in self.teams.log.calls:
            yield str(call.body.get("summary", ""))
            yield str(call.body.get("text", ""))
            for attachment in objects(call.body.get("attachments")):
                content = attachment.get("content")
                yield str(content.get("fallbackText", "")) if isinstance(content, dict) else ""


def _telling(text: str) -> set[tuple[str, str]]:
    """Words long enough to tell what a draft is about, in pairs."""
    found = re.findall(r"\w{3,}", text.casefold())
    return set(pairwise(found))
