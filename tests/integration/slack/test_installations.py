"""Which installation a request, a conversation and an account belong to, also while the database is slow or away."""

import asyncio
import gc
import time
import weakref
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.auth import Denied
from adapters.slack.config import SlackConfig
from adapters.slack.entrance import SlackEntrance
from adapters.slack.outbound import SlackChat
from adapters.slack.people import Identity
from adapters.slack.workspaces import FRESH
from bot.playground.slack.delivery import FORM
from bot.playground.slack.shapes import Json
from bot.playground.slack.signing import signed_headers
from tests.integration.slack.installed import ACME, PART, WHOLE, Scene
from tests.integration.slack.running import ListeningDoor, unheard
from workflows.domain.people import AccountId
from workflows.engine.chat import CannotLook, Conversation, NoSuchAccount

FROM = {"user_id": "U2", "channel_id": "C1", "trigger_id": "1.2", "response_url": "http://127.0.0.1:9/"}


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


async def test_what_was_found_in_a_lost_workspace_is_looked_for_nowhere_else(scene: Scene) -> None:
    """Neither in another workspace nor by its organisation's installation; no chat is asked."""
    await scene.kept.attach(PART)
    (part,) = [one for one in await scene.kept.every("slack") if one.workspace == "T3"]
    assert await scene.kept.lose(part, "token_revoked")
    await scene.kept.attach(WHOLE)
    before = Conversation(chat="slack", installation="E1", id="C1", kind="channel", team="T3")
    assert await scene.chats.resolve("#labs", before) == NoSuchAccount()


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


async def test_an_account_of_a_workspace_that_is_not_installed(scene: Scene) -> None:
    """Another workspace does not know them, which says nothing: they have not left."""
    stranger = AccountId(chat="slack", installation="T8", user="U1")
    assert await scene.chats.look_up(stranger, None) == CannotLook()


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
