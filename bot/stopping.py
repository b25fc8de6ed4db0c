"""`copydesk stop` and `copydesk resume`: everything is stopped, or goes on, in the name of somebody whom the policy names."""

from collections.abc import Awaitable, Callable

from adapters.storage.store import SqlStore
from bot.compose import Clock, new_id, utc_now
from bot.settings import Settings
from bot.start import configured_chats, open_database
from bot.versions import nobody_has, policies_in_force, somebody
from workflows.domain.people import Person
from workflows.engine.execute import Executor
from workflows.engine.requests import Say
from workflows.engine.standstill import Brake


async def stop_everything(settings: Settings, by: str, reason: str, clock: Clock = utc_now) -> str | tuple[str, ...]:
    """Stop everything; what was done, or what keeps it from being done. `by` is an address, `clock` gives the time in UTC."""
    return await _braked(settings, by, lambda brake, person: brake.stop(person, None, reason, clock()))


async def resume_everything(settings: Settings, by: str, clock: Clock = utc_now) -> str | tuple[str, ...]:
    """Let everything go on; which posts missed their time, or what keeps it from being done."""
    return await _braked(settings, by, lambda brake, person: brake.resume(person, None, clock()))


async def _braked(settings: Settings, by: str, act: Callable[[Brake, Person], Awaitable[Say]]) -> str | tuple[str, ...]:
    database = await open_database(settings)
    if isinstance(database, str):
        return (database,)
    try:
        store = SqlStore(database)
        policies = await policies_in_force(store, "there is nothing to stop")
        if isinstance(policies, str):
            return (policies,)
        person = await somebody(store, by)
        if person is None:
            return (nobody_has(by),)
        brake = Brake(
            store=store,
            standstills=store,
            posts=store,
            digests=store,
            policies=policies,
            executor=Executor(store, policies, new_id, lambda _, __: None),
            chats=configured_chats(settings),
            new_id=new_id,
            wake=lambda: None,
        )
        said = await act(brake, person)
    finally:
        await database.close()
    return (said.text,) if said.refused else said.text
