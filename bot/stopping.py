"""`copydesk stop` and `copydesk resume`: everything is stopped, or goes on, in the name of somebody whom the policy names."""

from collections.abc import Awaitable, Callable

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.store import SqlStore
from bot.compose import Clock, new_id, older_policies, utc_now
from bot.settings import Settings
from bot.start import configured_chats, open_database
from workflows.domain.ids import Email
from workflows.domain.people import Person
from workflows.engine.execute import Executor
from workflows.engine.policies import Policies
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
        policies = await _policies(store)
        if policies is None:
            return ("No policy was ever in force here: there is nothing to stop before the first `copydesk run`.",)
        person = await store.person_of(Email(by.strip().lower()))
        if person is None or person.left:
            return (f"Nobody here has the address “{by}”. Give that of somebody whom the policy names.",)
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


async def _policies(store: SqlStore) -> Policies | None:
    """The policy in force, which names who may, and those before it; not the file, which may be newer than what was adopted."""
    hash_ = await store.policy_in_force()
    read = load_text((await store.policy_texts())[hash_], "the policy in force") if hash_ else None
    return Policies(read.policy, await older_policies(store, read.policy)) if isinstance(read, Loaded) else None
