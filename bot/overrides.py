"""`copydesk overrides`: what was let go out whatever its reviews, for whoever looks at it afterwards. Never a word of a post."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

from adapters.storage.overrides import Overriding
from adapters.storage.store import SqlStore
from bot.looking import CannotLook, open_to_read
from bot.settings import Settings
from workflows.cards.guidance import reference
from workflows.domain.ids import ProposalId
from workflows.lifecycle.evaluate import OVERRIDERS


async def list_overrides(settings: Settings) -> str | tuple[str, ...]:
    """Each override with its two people, as text; or what keeps it from being read."""
    database = await open_to_read(settings.database_url)
    if isinstance(database, CannotLook):
        return (database.says,)
    try:
        found = await SqlStore(database).overrides()
    finally:
        await database.close()
    return "\n\n".join(_told(found)) or "No review was ever overridden."


def _told(found: Sequence[Overriding]) -> Iterator[str]:
    together: dict[tuple[ProposalId, int, int], dict[str, Overriding]] = {}
    for one in found:
        together.setdefault((one.proposal, one.revision, one.retimes), {}).setdefault(one.name, one)
    for (proposal, revision, _), said in together.items():
        yield "\n".join([f"No. {reference(proposal)}, revision {revision}{_state(said)}", *map(_line, said.values())])


def _state(said: Mapping[str, Overriding]) -> str:
    return ": overridden" if len(said) >= OVERRIDERS else ": asked for, and not confirmed"


def _line(one: Overriding) -> str:
    return f"  {one.name}, {one.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {one.reason or '(the words were destroyed)'}"
