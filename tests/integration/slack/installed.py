"""Acme's installation in one process, over a database and a Slack that can be told to go wrong."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import aiohttp

from adapters.slack.errors import Failure
from adapters.slack.oauth import Tokens
from adapters.slack.several import SlackChats
from adapters.slack.workspaces import Workspaces
from adapters.storage.database import Database, connect
from adapters.storage.installations import SqlInstallations
from adapters.storage.safe import Safe
from tests.acceptance.office import QUIET, Hands
from tests.support.installations import acme
from workflows.domain.ids import Chat
from workflows.engine.installations import Installation

KEY = "k" * 64
SOON = QUIET + timedelta(hours=12)
ACME = acme("xoxb-1", "xoxe-1", QUIET, SOON)
WHOLE = replace(ACME, organisation="E1", workspace="", bot="B2")
PART = replace(ACME, organisation="E1", workspace="T3", bot="B3")


class Unlucky(SqlInstallations):
    """A database that fails the next `failures` times when tokens are to be kept, before or (`unheard`) after doing it, is
    `away`, or is slow to answer.
    """

    failures = 0
    unheard = False
    away = False

    def __init__(self, database: Database, safe: Safe) -> None:
        """It answers at once until it is told otherwise."""
        super().__init__(database, safe)
        self.reads = 0
        self.leased: Callable[[], None] = lambda: None
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()
        self.answers.set()

    async def every(self, chat: Chat) -> tuple[Installation, ...]:
        """Fail, or read; what was read then is told once `answers` is set."""
        if self.away:
            raise ConnectionError
        self.reads += 1
        rows = await super().every(chat)
        self.asked.set()
        await self.answers.wait()
        return rows

    async def renew(self, known: Installation, token: str, refresh: str, expires: datetime | None) -> bool:
        """Fail, or do it."""
        fails = self.failures > 0
        if fails:
            self.failures -= 1
        if fails and not self.unheard:
            raise ConnectionError
        kept = await super().renew(known, token, refresh, expires)
        if fails:
            raise ConnectionError
        return kept

    async def lease(self, known: Installation, now: datetime, until: datetime) -> bool:
        """Give it, once it was asked for."""
        given = await super().lease(known, now, until)
        self.leased()
        return given


@dataclass
class Issuing:
    """Slack's side of a refresh: each refresh token is good for once."""

    spent: list[str] = field(default_factory=list[str])
    refuses: str = ""
    calls: int = 0
    down: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    """What is asked is done at once, and answered once this is set."""

    def __post_init__(self) -> None:
        """It answers at once until it is told otherwise."""
        self.answers.set()

    async def refresh(self, refresh: str, now: datetime) -> Tokens | Failure:
        """The next tokens."""
        del now
        self.calls += 1
        if self.down:
            self.asked.set()
            await self.answers.wait()
            return Failure(detail="TimeoutError")
        if self.refuses or refresh in self.spent:
            return Failure(code=self.refuses or "invalid_refresh_token")
        self.spent.append(refresh)
        self.asked.set()
        await self.answers.wait()
        number = len(self.spent) + 1
        return Tokens(token=f"xoxb-{number}", refresh=f"xoxe-{number}", expires=SOON + timedelta(hours=12))


@dataclass
class Scene:
    """One process with its installations."""

    kept: Unlucky
    slack: Issuing
    workspaces: Workspaces
    chats: SlackChats
    hands: Hands

    async def token(self) -> str | Failure:
        """What calls in Acme are made with now."""
        found = await self.workspaces.of("T1")
        assert found is not None
        return await found.access.token()

    async def row(self) -> Installation:
        """Acme's row."""
        return next(one for one in await self.kept.every("slack") if one.workspace == "T1")


@asynccontextmanager
async def installed(database_url: str) -> AsyncGenerator[Scene]:
    """Acme is installed; time stands still until it is moved."""
    database, hands, slack = connect(database_url), Hands(QUIET), Issuing()
    kept = Unlucky(database, Safe((KEY,)))
    await kept.attach(ACME)
    async with aiohttp.ClientSession() as session:
        workspaces = Workspaces(
            installations=kept,
            admitted=frozenset({"T1", "T3", "E1"}),
            oauth=slack,
            api_url="http://127.0.0.1:9/api/",
            session=session,
            clock=hands.read,
            steady=lambda: hands.read().timestamp(),
        )
        yield Scene(kept=kept, slack=slack, workspaces=workspaces, chats=SlackChats(workspaces, session), hands=hands)
    await database.close()
