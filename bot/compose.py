"""Composition: every part of the product is made and tied together here, and nowhere else."""

import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from adapters.policy_file.load import Loaded
from adapters.storage.database import Database
from adapters.storage.groups import SqlGroups
from adapters.storage.store import SqlStore
from bot.chats import Entrance, open_chats
from bot.chores import Chores
from bot.edge import WatchedDoor
from bot.hearing import Hearing
from bot.installing import open_installations
from bot.metrics import Metrics
from bot.platforms import WatchedPlatform
from bot.policy import PolicyKeeper, Read
from bot.rounds import Rounds
from bot.serving import serving
from bot.settings import Settings
from bot.versions import all_policies, operator
from bot.waking import Waking
from bot.watching import Watching
from workflows.domain.commands import Command
from workflows.domain.ids import Chat
from workflows.domain.refusals import Refusal
from workflows.domain.value import value
from workflows.engine.attachments import Attachments
from workflows.engine.binding import Binder
from workflows.engine.chat import ChatPlatform
from workflows.engine.comings import Comings
from workflows.engine.courier import Courier
from workflows.engine.covering import Covering
from workflows.engine.denials import Denials
from workflows.engine.execute import Executor
from workflows.engine.filling import Filler
from workflows.engine.following import Following
from workflows.engine.groups import Groups
from workflows.engine.guide import Guide
from workflows.engine.handing_on import HandingOn
from workflows.engine.handle import Engine
from workflows.engine.holding import Holding
from workflows.engine.homes import Homes
from workflows.engine.instead import Instead
from workflows.engine.linking import Linking
from workflows.engine.overriding import Overriding
from workflows.engine.places import Places
from workflows.engine.policies import Policies
from workflows.engine.presence import Presence
from workflows.engine.sightings import Sightings
from workflows.engine.standstill import Brake
from workflows.engine.store import Recorded
from workflows.engine.suggesting import Suggesting
from workflows.engine.sweep import Sweep
from workflows.engine.upkeep import Upkeep
from workflows.engine.watchers import Watchers

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


@value
class Product:
    """A running Copydesk and its address; `tick` does at once what the clock would do next, `reload` takes over a policy
    file that was read again. `routes` are all that is served, each as its method and path.
    """

    url: str
    routes: frozenset[str]
    store: SqlStore
    policies: Policies
    places: Places
    clock: Clock
    tick: Callable[[], Awaitable[None]]
    reload: Callable[[Read], Awaitable[None]]


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random id that says nothing: 120 bits, safe in URLs and buttons."""
    return secrets.token_hex(15)


def new_salt() -> str:
    """32 random bytes in hex."""
    return secrets.token_hex(32)


@asynccontextmanager
async def run_product(
    settings: Settings,
    loaded: Loaded,
    database: Database,
    clock: Clock = utc_now,
    patience: float = 1.0,
    pace: Literal["within limits", "at will"] = "within limits",
) -> AsyncGenerator[Product]:
    """Copydesk, serving at `settings.host` and `settings.port` until the block ends; `database` is closed by whoever opened it.

    `clock` gives the time in UTC for everything that is due or recorded; signatures and tokens are judged by the machine's.
    After `patience` times the usual wait whoever asked is told that it takes longer: 1 for people, more for tests on slow machines.
    `pace` is for local chats, which have no limits: there cards may be written at will.
    """
    store = SqlStore(database)
    installations = await open_installations(settings, database)
    async with open_chats(settings, patience, installations, clock) as chats:
        await store.adopt_policy(loaded.policy, loaded.text, clock(), operator=operator())
        policies = await all_policies(store, loaded.policy)
        metrics = Metrics(chats.keys())
        hearing = Hearing(metrics)
        platforms: dict[Chat, ChatPlatform] = {
            chat: WatchedPlatform(opened.platform, metrics) for chat, opened in chats.items()
        }
        homes = Homes(store, policies, new_id)
        instead = Instead(posts=store, digests=store, policies=policies, chats=platforms.keys(), new_id=new_id)
        courier = Courier(
            posts=store,
            instead=instead,
            digests=store,
            homes=homes,
            platforms=platforms,
            policies=policies,
            new_id=new_id,
            sightings=Sightings(store),
            chance=_chance,
            paces={chat: opened.paces for chat, opened in chats.items()} if pace == "within limits" else {},
        )
        wake = Waking(Rounds(store, courier, clock, cause=hearing.cause), database)
        places = Places(store=store, posts=store, digests=store, platforms=platforms, policies=policies, new_id=new_id)

        def heard(command: Command, answer: Recorded | Refusal) -> None:
            hearing.heard(command, answer)
            if isinstance(answer, Recorded):
                wake()

        executor = Executor(store, policies, new_id, heard)
        following = Following(posts=store, executor=executor, policies=policies, chats=platforms.keys(), new_id=new_id)
        upkeep = Upkeep(
            store=store, platforms=platforms, policies=policies, following=following, new_id=new_id, wake=wake
        )
        groups, comings = Groups(SqlGroups(database), store, upkeep), Comings(store, upkeep)
        linking = Linking(store=store, links=store, policies=policies, chats=platforms.keys(), new_id=new_id, wake=wake)
        engine = Engine(
            store=store,
            posts=store,
            platforms=platforms,
            policies=policies,
            executor=executor,
            filler=Filler(store, store, policies, executor, new_id, new_salt),
            binder=Binder(store, policies, places, platforms, wake),
            comings=comings,
            handing_on=HandingOn(store, policies, executor),
            suggesting=Suggesting(store, store, policies, executor),
            covering=Covering(
                store=store, book=store, policies=policies, chats=platforms.keys(), new_id=new_id, wake=wake
            ),
            homes=homes,
            holding=Holding(store, store, policies, executor),
            overriding=Overriding(store, store, policies, executor),
            watchers=Watchers(store, store, store, policies, executor),
            brake=Brake(
                store=store,
                standstills=store,
                posts=store,
                digests=store,
                policies=policies,
                executor=executor,
                chats=platforms,
                new_id=new_id,
                wake=wake,
            ),
            groups=groups,
            guide=Guide(store, store, homes, groups, linking, policies),
            linking=linking,
            presence=Presence(
                store=store,
                whereabouts=store,
                posts=store,
                instead=instead,
                policies=policies,
                places=places,
                platforms=platforms,
                new_id=new_id,
                wake=wake,
            ),
            denials=Denials(store, lambda: policies.current),
            sightings=Sightings(store),
            clock=clock,
            wake=wake,
        )

        async def follow_policy() -> None:
            await places.find(clock())
            await places.move(clock())
            wake()

        keeper = PolicyKeeper(store, policies, platforms, new_id, clock, follow_policy)

        attachments = None
        if installations:
            attachments = Attachments(
                store=store,
                attached=installations,
                posts=store,
                instead=instead,
                places=places,
                platforms=platforms,
                new_id=new_id,
                wake=wake,
            )

        async def keep_up() -> None:
            for opened in chats.values():
                await opened.upkeep()

        chores = Chores(
            digests=store,
            policies=policies,
            places=places,
            groups=groups,
            comings=comings,
            sweep=Sweep(store, homes, following, policies, new_id),
            keeper=keeper,
            sealing=store,
            attachments=attachments,
            upkeep=keep_up,
            new_id=new_id,
            clock=clock,
            wake=wake,
        )
        door = WatchedDoor(engine)
        entrances: dict[Chat, Entrance] = {
            chat: opened.enter(door, partial(metrics.ended, chat)) for chat, opened in chats.items()
        }
        async with (
            serving(settings, entrances, Watching(database, store, places, metrics, clock), metrics) as served,
            wake.going_round(),
        ):
            try:
                with chores.running():
                    await _begin(entrances.values(), homes, clock(), chores.all)
                    yield Product(
                        url=served.url,
                        routes=served.routes,
                        store=store,
                        policies=policies,
                        places=places,
                        clock=clock,
                        tick=chores.all,
                        reload=keeper.reload,
                    )
            finally:
                await served.finish()


async def _begin(
    entrances: Iterable[Entrance], homes: Homes, now: datetime, tick: Callable[[], Awaitable[None]]
) -> None:
    for entrance in entrances:
        await entrance.open()
    try:
        await homes.catch_up(now)
        await tick()
    except Exception:
        # A chat that is down must not keep the other from being served; the ticker tries again.
        log.exception("first look at lists, places and digests failed")


def _chance() -> float:
    return secrets.randbelow(1_000_000) / 1_000_000
