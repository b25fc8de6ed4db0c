"""`copydesk digest --preview PERSON`: the digest as plain text, from what is on record now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.policy_file.load import Loaded
from adapters.storage.store import SqlStore
from bot.compose import Clock, utc_now
from bot.looking import CannotLook, open_to_read
from bot.settings import Settings
from bot.start import read_policy
from bot.versions import all_policies
from workflows.cards.text import as_text
from workflows.domain.policy import DigestOrder, Policy
from workflows.engine.jobs import draw_digest


async def preview_digest(settings: Settings, wanted: str, clock: Clock = utc_now) -> str | tuple[str, ...]:
    """The digest of the lead with this address or name, or what keeps it from being drawn. `clock` gives the time in UTC."""
    loaded = read_policy(settings)
    if not isinstance(loaded, Loaded):
        return loaded
    order = _order(loaded.policy, wanted)
    if order is None:
        known = ", ".join(order.to for order in loaded.policy.digests) or "nobody"
        return (f"The policy orders no digest for “{wanted}”. It does for: {known}.",)
    database = await open_to_read(settings.database_url)
    if isinstance(database, CannotLook):
        return (database.says,)
    try:
        return await _draw(SqlStore(database), loaded, order, clock())
    finally:
        await database.close()


async def _draw(store: SqlStore, loaded: Loaded, order: DigestOrder, now: datetime) -> str:
    policies = await all_policies(store, loaded.policy)
    day = now.astimezone(ZoneInfo(order.zone)).date()
    return as_text(await draw_digest(store, policies, order, day, now))


def _order(policy: Policy, wanted: str) -> DigestOrder | None:
    key = wanted.strip().casefold()
    for order in policy.digests:
        person = policy.people.get(order.to)
        if key in (order.to, person.name.casefold() if person else order.to):
            return order
    return None
