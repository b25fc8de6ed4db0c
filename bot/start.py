"""Starting `copydesk run`: everything that can be refused is refused before anything is touched."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from adapters.policy_file.load import Loaded, load
from adapters.storage.database import UNREACHABLE, Database, NotDurable, prepare
from adapters.storage.migrate import NewerDatabase
from bot.compose import CannotListenError, run_product
from bot.logs import set_up_logs
from bot.settings import Settings

log = structlog.get_logger(__name__)


async def serve(settings: Settings, stopped: Callable[[], Coroutine[Any, Any, None]]) -> tuple[str, ...]:
    """Serve until `stopped` returns. The answer is what kept it from starting, a sentence each; empty after a good run."""
    set_up_logs(settings.log_level)
    # Heard from the first moment, so that a stop during the start is a stop, too.
    stopping = asyncio.create_task(stopped())
    try:
        return await _serve(settings, stopping)
    finally:
        stopping.cancel()


async def _serve(settings: Settings, stopping: asyncio.Task[None]) -> tuple[str, ...]:
    loaded = read_policy(settings)
    if not isinstance(loaded, Loaded):
        return loaded
    for warning in loaded.warnings:
        log.warning("policy", says=warning)
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    try:
        async with run_product(settings, loaded, database) as product:
            unbound = await product.places.unbound()
            if unbound:
                log.warning("desks without a place of their own are asked by direct message", desks=list(unbound))
            chats = [name for name, there in (("slack", settings.slack), ("teams", settings.teams)) if there]
            log.info("serving", url=product.url, chats=chats, policy=loaded.policy.hash[:12])
            await stopping
            log.info("stopping")
    except CannotListenError as error:
        return (f"{error} Set COPYDESK_HOST and COPYDESK_PORT to an address that is free.",)
    finally:
        await database.close()
    return ()


async def open_database(settings: Settings) -> Database | str:
    """The database that the settings name, brought up to date; or why it can't be used, in a sentence."""
    try:
        database = await prepare(settings.database_url)
    except ValueError as wrong:
        return f"COPYDESK_DATABASE_URL: {wrong}"
    except UNREACHABLE as failed:
        # The driver's own words may hold the address with its password.
        return f"The database can't be opened ({type(failed).__name__}). Check COPYDESK_DATABASE_URL and that it is running."
    return database.sentence if isinstance(database, NewerDatabase | NotDurable) else database


def read_policy(settings: Settings) -> Loaded | tuple[str, ...]:
    """The policy that the settings name, or every error in it."""
    if settings.policy is None:
        return ("COPYDESK_POLICY is missing.",)
    return load(settings.policy)
