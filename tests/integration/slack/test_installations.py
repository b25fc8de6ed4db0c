"""Which installation a request, a conversation and an account belong to, and tokens whose replacement goes wrong."""

import asyncio
import gc
import logging
import time
import weakref
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.auth import Denied
from adapters.slack.config import SlackConfig
from adapters.slack.entrance import SlackEntrance
from adapters.slack.errors import NOT_YET, UNREACHED, Failure, outcome
from adapters.slack.oauth import Tokens
from adapters.slack.outbound import SlackChat
from adapters.slack.people import Identity
from adapters.slack.rotating import LEASE, LEASED_SECONDS
from adapters.slack.several import SlackChats
from adapters.slack.workspaces import FRESH, Workspaces
from adapters.storage.database import Database, connect
from adapters.storage.installations import SqlInstallations
from adapters.storage.safe import Safe
from bot.playground.slack.delivery import FORM
from bot.playground.slack.shapes import Json
from bot.playground.slack.signing import signed_headers
from tests.acceptance.office import QUIET, Hands
from tests.integration.slack.running import ListeningDoor, unheard
from tests.support.databases import copy
from workflows.domain.ids import Chat
from workflows.domain.people import AccountId
from workflows.engine.chat import CannotLook, Conversation, TryLater
from workflows.engine.installations import Installation

KEY = "k" * 64
FROM = {"user_id": "U2", "channel_id": "C1", "trigger_id": "1.2", "response_url": "http://127.0.0.1:9/"}
SOON = QUIET + timedelta(hours=12)
ACME = Installation(
    chat="slack",
    organisation="",
    workspace="T1",
    name="Acme",
    app="A1",
    bot="B1",
    bot_user="U1",
    token="xoxb-1",
    refresh="xoxe-1",
    expires=SOON,
    by="U2",
    at=QUIET,
)
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


@pytest.fixture
async def scene(sqlite_file: Path) -> AsyncIterator[Scene]:
    """Acme is installed; time stands still until it is moved."""
    database, hands, slack = connect(copy(sqlite_file)), Hands(QUIET), Issuing()
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


def envelope(team: str | None, enterprise: str | None, **more: object) -> Json:
    """A click in that workspace."""
    place: Json = {"id": team} if team else {}
    whole: Json = {"id": enterprise} if enterprise else {}
    return {"type": "block_actions", "team": place or None, "enterprise": whole or None, **more}


@pytest.mark.parametrize(
    ("payload", "bot"),
    [
        (envelope("T1", None), "B1"),
        (envelope("T3", "E1"), "B3"),
        (envelope("T9", "E1"), "B2"),
        (envelope(None, "E1", is_enterprise_install=True), "B2"),
        (envelope("T7", None, view={"app_installed_team_id": "T1"}), "B1"),
        (
            {"type": "event_callback", "team_id": "T7", "authorizations": [{"team_id": "T3", "enterprise_id": "E1"}]},
            "B3",
        ),
        ({"command": "/copydesk", "team_id": "T9", "enterprise_id": "E1"}, "B2"),
    ],
)
async def test_a_request_finds_its_installation(scene: Scene, payload: Json, bot: str) -> None:
    """First by its workspace, then by its organisation; what shares a channel with others by whom the event is for."""
    for one in (PART, WHOLE):
        await scene.kept.attach(one)
    chat = await scene.chats.reached_by(payload)
    assert isinstance(chat, SlackChat)
    identity = await chat.api.identity()
    assert isinstance(identity, Identity)
    assert identity.bot == bot


@pytest.mark.parametrize(
    "payload", [envelope("T9", None), envelope(None, None), envelope("T9", "E9"), envelope("", "")]
)
async def test_a_request_of_nobody(scene: Scene, payload: Json) -> None:
    """A workspace that is not installed finds nothing, and neither does one that is not named at all."""
    await scene.kept.attach(WHOLE)
    assert isinstance(await scene.chats.reached_by(payload), Denied)


async def test_a_conversation_of_an_organisation(scene: Scene) -> None:
    """Where a workspace and its whole organisation are installed, a conversation is written to by its own workspace's."""
    for one in (PART, WHOLE):
        await scene.kept.attach(one)
    for team, bot in (("T3", "B3"), ("", "B2")):
        there = Conversation(chat="slack", installation="E1", id="C1", kind="channel", team=team)
        found = await scene.workspaces.holding(there)
        assert found is not None
        assert found.installed.bot == bot


async def test_one_that_was_installed_a_moment_ago(scene: Scene) -> None:
    """What another replica installed is found at once by a request, and within seconds by everything else."""
    assert await scene.workspaces.of("T3") is None
    await scene.kept.attach(replace(PART, organisation=""))
    assert isinstance(await scene.chats.reached_by(envelope("T3", None)), SlackChat)
    assert await scene.workspaces.of("T3") is not None


async def test_a_slow_database_holds_up_nobody(scene: Scene) -> None:
    """What was read before serves while it is read anew, once for all who ask; what comes of that serves from then on."""
    await scene.workspaces.all()
    scene.hands.now += timedelta(seconds=FRESH)
    await scene.kept.attach(replace(PART, organisation=""))
    scene.kept.answers.clear()
    for _ in range(3):
        assert isinstance(await scene.chats.reached_by(envelope("T1", None)), SlackChat)
    assert scene.kept.reads == 2
    scene.kept.answers.set()
    await scene.workspaces.drain()
    assert await scene.workspaces.of("T3") is not None
    assert scene.kept.reads == 2


async def test_a_dead_database_makes_nobody_a_stranger(scene: Scene) -> None:
    """Where the rows cannot be read, Slack is told to come again; whoever is known from before comes through."""

    async def turned_away(team: str) -> HTTPStatus | None:
        found = await scene.chats.reached_by(envelope(team, None))
        return found.status if isinstance(found, Denied) else None

    scene.kept.away = True
    assert await turned_away("T1") == HTTPStatus.SERVICE_UNAVAILABLE
    scene.kept.away = False
    assert await turned_away("T1") is None
    assert await turned_away("T9") == HTTPStatus.FORBIDDEN
    scene.kept.away = True
    scene.hands.now += timedelta(seconds=FRESH)
    assert await turned_away("T1") is None
    assert await turned_away("T9") == HTTPStatus.SERVICE_UNAVAILABLE


async def test_installed_while_it_is_being_read(scene: Scene) -> None:
    """What had been read before an installation, and is only told after it, does not hide it."""
    scene.kept.answers.clear()
    reading = asyncio.create_task(scene.workspaces.all())
    await scene.kept.asked.wait()
    await scene.kept.attach(replace(PART, organisation=""))
    scene.workspaces.forget()
    scene.kept.answers.set()
    assert [one.installed.workspace for one in await reading] == ["T1"]
    assert await scene.workspaces.of("T3") is not None


@pytest.mark.parametrize("unheard", [False, True])
async def test_what_could_not_be_kept_is_tried_again(
    scene: Scene, caplog: pytest.LogCaptureFixture, *, unheard: bool
) -> None:
    """The database is away for a moment just when the next token came: it is kept all the same, and not thought lost where only
    the answer was.
    """
    scene.kept.failures, scene.kept.unheard = 1, unheard
    scene.hands.now += timedelta(hours=11)
    await scene.workspaces.upkeep()
    assert (await scene.row()).token == "xoxb-2"
    assert await scene.token() == "xoxb-2"
    assert "was not kept" in caplog.text
    assert "is lost" not in caplog.text


async def test_those_who_waited_share_a_failure(scene: Scene) -> None:
    """While Slack gives no next token, whoever waited for it does not ask again each for themselves; a little later one does."""
    scene.slack.down = True
    scene.slack.answers.clear()
    scene.hands.now = SOON
    waiting = [asyncio.create_task(scene.token()) for _ in range(5)]
    await scene.slack.asked.wait()
    scene.slack.answers.set()
    assert {one.code if isinstance(one, Failure) else one for one in await asyncio.gather(*waiting)} == {NOT_YET}
    assert scene.slack.calls == 1
    scene.slack.down = False
    scene.hands.now += UNREACHED
    assert await scene.token() == "xoxb-2"


async def test_a_lease_that_came_late(scene: Scene) -> None:
    """The right to get the next token came so late that it may be another's by now: the refresh token is not spent."""

    def late() -> None:
        scene.hands.now += timedelta(seconds=LEASED_SECONDS + 1)

    scene.kept.leased = late
    scene.hands.now = SOON
    assert isinstance(await scene.token(), Failure)
    assert scene.slack.calls == 0
    scene.kept.leased = lambda: None
    scene.hands.now += LEASE
    assert await scene.token() == "xoxb-2"


async def test_whoever_waits_for_the_next_token_gives_up(scene: Scene) -> None:
    """The one who needed a token no longer waits, while Slack has spent the refresh token: what comes for it is kept, and a
    stop waits for that.
    """
    scene.slack.answers.clear()
    scene.hands.now = SOON
    asking = asyncio.create_task(scene.token())
    await scene.slack.asked.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    scene.slack.answers.set()
    await scene.workspaces.drain()
    assert (await scene.row()).token == "xoxb-2"


async def test_an_account_of_a_workspace_that_is_not_installed(scene: Scene) -> None:
    """Another workspace does not know them, which says nothing: they have not left."""
    stranger = AccountId(chat="slack", installation="T8", user="U1")
    assert await scene.chats.look_up(stranger, None) == CannotLook()


async def test_a_crash_between_answer_and_save(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """The process that got the next token died before it was kept. Nothing loops: the old token serves to its end, the log says
    what to do, then the installation is lost.
    """
    caplog.set_level(logging.WARNING)
    scene.slack.spent.append("xoxe-1")
    scene.hands.now += timedelta(hours=11)
    for _ in range(3):
        await scene.workspaces.upkeep()
    assert await scene.token() == "xoxb-1"
    assert caplog.text.count("install Copydesk there again") == 1
    scene.hands.now += timedelta(hours=1)
    assert isinstance(await scene.token(), Failure)
    assert (await scene.row()).lost == "invalid_refresh_token"
    assert caplog.text.count("install Copydesk there again") == 2


async def test_another_replica_holds_the_lease(scene: Scene) -> None:
    """While another gets the next token, the old one serves; once that one has expired, whoever waits comes again later."""
    now = scene.hands.now = SOON - timedelta(minutes=30)
    assert await scene.kept.lease(await scene.row(), now, now + timedelta(hours=2))
    await scene.workspaces.upkeep()
    assert await scene.token() == "xoxb-1"
    scene.hands.now = SOON
    waiting = await scene.token()
    assert isinstance(waiting, Failure)
    # Only what goes there waits, not the other workspaces.
    assert outcome(waiting, "installation") == TryLater(after=timedelta(seconds=5), scope="conversation")
    assert scene.slack.spent == []
    scene.hands.now = now + timedelta(hours=2)
    assert await scene.token() == "xoxb-2"


async def test_a_token_refused_though_another_is_there(scene: Scene) -> None:
    """A call that was made with yesterday's token loses nothing: it is made again with today's."""
    found = await scene.workspaces.of("T1")
    assert found is not None
    await scene.kept.attach(replace(ACME, token="xoxb-new"))
    assert await found.access.refused("xoxb-1", "token_revoked")
    assert (await scene.row()).lost == ""
    assert await scene.token() == "xoxb-new"
    assert not await found.access.refused("xoxb-new", "account_inactive")
    assert (await scene.row()).lost == "account_inactive"
    assert await scene.workspaces.named("", "T1") is None


async def test_what_served_an_old_installation_is_let_go(scene: Scene) -> None:
    """A workspace that is installed anew, with another bot, is served anew; nothing is left of how it was served before."""
    config = SlackConfig(bot_token="xoxb-unused", signing_secret="secret")
    door = ListeningDoor()
    door.free.set()
    entrance = SlackEntrance(config, scene.chats, door, unheard)
    application = web.Application()
    application.router.add_routes(entrance.routes())
    asked = urlencode({"command": "/copydesk", "text": "help", "team_id": "T1", "api_app_id": "A1", **FROM}).encode()
    async with TestClient(TestServer(application)) as slack:

        async def served() -> weakref.ref[SlackChat]:
            signed = signed_headers("secret", str(int(time.time())), asked)
            answer = await slack.post("/slack/events", data=asked, headers={**signed, "Content-Type": FORM})
            assert answer.status == HTTPStatus.OK
            (serving,) = scene.chats.current
            return weakref.ref(serving)

        before = await served()
        await scene.kept.attach(replace(ACME, bot="B9"))
        scene.hands.now += timedelta(seconds=FRESH)
        after = await served()
        await entrance.drain()
        gc.collect()
        assert before() is None
        assert after() is not None
