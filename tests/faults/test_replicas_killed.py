"""Two replicas on PostgreSQL, killed at random while people click: no decision is lost, none counts twice."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from itertools import product as pairs
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import Connection, select

from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from adapters.storage.tables import LEDGER
from bot.audit import verify_record
from bot.demo import open_local_chats, settings_for
from tests.acceptance.office import UNHURRIED
from tests.faults.crowd import DESK_PEOPLE, POLICY, Driver, Room, fill, gather_desk, opened
from tests.faults.replicas import replicas
from tests.support.databases import Postgres
from workflows.domain.ids import ProposalId
from workflows.lifecycle.evolve import fold

pytestmark = pytest.mark.faults

SEED = 11
REPLICAS = 2
KILLS = 30
POSTS = 50
CLICKS = POSTS * len(DESK_PEOPLE)
AT_ONCE = 16
SHOWN_WITHIN = 60
"""Seconds from the last kill until every card shows how things stand."""


async def test_thirty_kills_lose_no_decision(postgres_server: Postgres, tmp_path: Path) -> None:
    """Two replicas are killed 30 times while 1,000 clicks come, half of them twice and in any order: each is on the ledger
    exactly once, the ledger verifies, and a minute after the last kill every card shows how things stand.
    """
    luck = random.Random(SEED)  # noqa: S311  # a repeatable order of mishaps
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY, encoding="utf-8")
    with postgres_server.migrated() as url:
        async with open_local_chats(UNHURRIED) as (slack, teams):
            room = Room(slack, teams)
            settings = settings_for(slack, teams).model_copy(update={"database_url": url, "policy": policy})
            async with opened(url, room) as company:
                await gather_desk(company)
                await fill(company, room, POSTS)
            async with (
                replicas(settings, tmp_path, luck, REPLICAS) as running,
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            ):
                driver = Driver(room=room, replicas=running, session=session, luck=luck)
                clicks = list(pairs(DESK_PEOPLE, room.cards))
                luck.shuffle(clicks)

                async def click(who: str, proposal: ProposalId) -> None:
                    await driver.click(who, proposal)
                    if driver.answered * (KILLS + 1) // CLICKS > running.kills < KILLS:
                        # The others' clicks are under way.
                        await running.kill()

                await at_once(AT_ONCE, (click(who, proposal) for who, proposal in clicks))
                assert running.kills == KILLS
                await on_record(url, room)
                since = asyncio.get_running_loop().time() - running.killed_at
                assert await late(room, SHOWN_WITHIN - since) == []
            assert (await verify_record(url, lambda _: None)).holds


async def at_once(hands: int, work: Iterable[Awaitable[None]]) -> None:
    """Do all of it, so much at a time."""
    waiting = iter(work)

    async def hand() -> None:
        for one in waiting:
            await one

    await asyncio.gather(*(hand() for _ in range(hands)))


def cards(room: Room) -> dict[str, str]:
    """Every card as it stands in either chat, by where that is; notices beside them are left out."""
    found: dict[str, str] = {}
    for place in room.slack.world.conversations.values():
        for message in place.messages.values():
            if message.metadata and not message.thread_ts:
                found[f"slack {place.name} {message.ts}"] = json.dumps(message.blocks)
    for message in room.teams.world.channel("Legal", "Reviews").messages.values():
        if "Post number" in json.dumps(message.activity):
            found[f"teams {message.id}"] = json.dumps(message.activity)
    return found


async def late(room: Room, seconds: float) -> list[str]:
    """The cards that after so many seconds do not say yet that their post is approved, which they all should."""
    behind = list(cards(room))
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while behind:
                await asyncio.sleep(0.25)
                behind = [where for where, says in cards(room).items() if "Ready to go out" not in says]
    # With its author and in the channel of each chat, and no card stands twice; the first post has its two in Slack.
    assert len(cards(room)) == 3 * POSTS + 2
    return behind


async def on_record(url: str, room: Room) -> None:
    """Each click's decision is on the ledger exactly once, and each post's events lead to how it stands."""
    database = connect(url)
    store = SqlStore(database)

    def reviews(connection: Connection) -> Counter[tuple[str, str]]:
        given = select(LEDGER.c.stream, LEDGER.c.actor).where(LEDGER.c.kind == "review_given")
        return Counter((row.stream, row.actor) for row in connection.execute(given))

    found = await database.read(reviews)
    mine = {key: times for key, times in found.items() if ProposalId(key[0]) in room.cards}
    assert len(mine) == CLICKS
    assert set(mine.values()) == {1}
    approved = await store.queue(("approved",))
    assert len(approved) == POSTS + 1
    for loaded in approved:
        assert loaded.proposal is not None
        events = await store.events_of(loaded.proposal.id)
        assert isinstance(events, tuple)
        assert fold(events) == loaded.proposal
    await database.close()
