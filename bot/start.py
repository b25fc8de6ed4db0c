"""Starting `copydesk run`: everything that can be refused is refused before anything is touched."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any, Final

from adapters.policy_file.load import Loaded, load
from adapters.storage.database import UNREACHABLE, Database, Unusable, prepare
from adapters.storage.store import SqlStore
from bot.compose import new_id, run_product, utc_now
from bot.logs import log_unhandled, set_up_logs
from bot.policy import adopt
from bot.serving import CannotListenError
from bot.settings import Settings, secret
from bot.versions import may_sign, nobody_has
from workflows.domain.ids import Chat, Email

_COLLECTED: Final = (20_000, 20, 20)
"""How many new objects, and collections of them, make the collector look. A click makes thousands, which die with it: what
Python takes by itself (700, 10, 10) has it look several times in each, and makes the slowest clicks slower by a fifth.
"""

log = logging.getLogger(__name__)


async def serve(settings: Settings, stopped: Callable[[], Coroutine[Any, Any, None]]) -> tuple[str, ...]:
    """Serve until `stopped` returns. The answer is what kept it from starting, a sentence each; empty after a good run."""
    set_up_logs(settings.log_level)
    asyncio.get_running_loop().set_exception_handler(log_unhandled)
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
    for warning in loaded.warned(utc_now().date()):
        log.warning("policy", extra={"says": warning})
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    try:
        if await database.exposed():
            log.warning("the database role could change the ledger: docs/security.md says how to give it less")
        async with run_product(settings, loaded, database) as product:
            unbound = await product.places.unbound()
            if unbound:
                log.warning(
                    "desks without a place of their own are asked by direct message", extra={"desks": list(unbound)}
                )

            async def reload() -> None:
                # In a thread: to read a long file takes longer than others should wait.
                await product.reload(await asyncio.to_thread(read_policy, settings))

            # What was loaded by now lives as long as the process: the collector need not look at it again and again.
            gc.collect()
            gc.freeze()
            gc.set_threshold(*_COLLECTED)
            gc.enable()
            with _on_hang_up(reload):
                chats = list(configured_chats(settings))
                log.info("serving", extra={"url": product.url, "chats": chats, "policy": loaded.policy.hash[:12]})
                await stopping
            log.info("stopping")
    except CannotListenError as error:
        return (f"{error} Set COPYDESK_HOST and COPYDESK_PORT to an address that is free.",)
    finally:
        await database.close()
    return ()


@contextmanager
def _on_hang_up(reload: Callable[[], Awaitable[None]]) -> Generator[None]:
    """Reload the policy at every SIGHUP, one after the other, as servers do. Windows has no such signal."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    async def reloading() -> None:
        while True:
            await asked.wait()
            asked.clear()
            try:
                await reload()
            except UNREACHABLE:
                log.exception("the policy could not be reloaded: the database does not answer; send SIGHUP again")

    task = loop.create_task(reloading(), name="policy reload")
    # Windows: the loop takes no handlers, and the signal has no name.
    with suppress(NotImplementedError, AttributeError):
        loop.add_signal_handler(signal.SIGHUP, asked.set)
    try:
        yield
    finally:
        with suppress(NotImplementedError, AttributeError):
            loop.remove_signal_handler(signal.SIGHUP)
        task.cancel()


async def open_database(settings: Settings) -> Database | str:
    """The database that the settings name, brought up to date; or why it can't be used, in a sentence."""
    try:
        database = await prepare(settings.database_url, secret(settings.database_owner_url))
    except ValueError as wrong:
        return (
            f"COPYDESK_DATABASE_URL or COPYDESK_DATABASE_OWNER_URL: {wrong}"
            if settings.database_owner_url
            else (f"COPYDESK_DATABASE_URL: {wrong}")
        )
    except UNREACHABLE as failed:
        # The driver's own words may hold the address with its password.
        return f"The database can't be opened ({type(failed).__name__}). Check COPYDESK_DATABASE_URL and that it is running."
    return database.sentence if isinstance(database, Unusable) else database


def read_policy(settings: Settings) -> Loaded | tuple[str, ...]:
    """The policy that the settings name, or every error in it."""
    if settings.policy is None:
        return ("COPYDESK_POLICY is missing.",)
    return load(settings.policy)


async def reload_policy(settings: Settings, by: str = "") -> str | tuple[str, ...]:
    """Put the policy file that the settings name in force, for every process on that database; a sentence that says so, or
    every reason why not. `by` is the address of who does it, if they say.
    """
    read = read_policy(settings)
    database = await open_database(settings)
    if isinstance(database, str):
        return (*(() if isinstance(read, Loaded) else read), database)
    try:
        store = SqlStore(database)
        signed = Email(by.strip().lower()) if by else None
        listed = frozenset(read.policy.people if isinstance(read, Loaded) else ())
        unsigned = (nobody_has(by),) if signed and not await may_sign(store, signed, listed) else ()
        if unsigned and isinstance(read, Loaded):
            return unsigned
        problems = (*await adopt(store, read, configured_chats(settings), new_id, utc_now(), signed), *unsigned)
    finally:
        await database.close()
    if problems or not isinstance(read, Loaded):
        return problems
    return f"In force: policy {read.policy.hash[:12]} ({settings.policy}). A running Copydesk takes it over within seconds."


def configured_chats(settings: Settings) -> tuple[Chat, ...]:
    """The chats that are set up."""
    every: tuple[tuple[Chat, bool], ...] = (("slack", settings.slack), ("teams", settings.teams))
    return tuple(name for name, there in every if there)
