"""What the page needs of the product, without knowing it: a look behind the scenes, and its clock and process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

Json = dict[str, Any]


class Backstage(Protocol):
    """What the product has on record, as JSON for the page's drawer."""

    async def proposals(self) -> Sequence[Json]:
        """All of them, the newest first: `id`, `number`, `title`, `state`."""
        ...

    async def proposal(self, proposal: str) -> Mapping[str, Any] | None:
        """One of them: what must hold, what was recorded, which cards are where. None where there is none."""
        ...

    async def next_due(self, now: datetime) -> datetime | None:
        """When the clock makes something happen next, after `now` (UTC); None if nothing is due."""
        ...


class Machine(Protocol):
    """The process that the product runs in, and the clock that it and both chats go by."""

    @property
    def running(self) -> bool:
        """Whether the product is there."""
        ...

    def now(self) -> datetime:
        """The moved time, in UTC. Signatures and tokens keep to the machine's."""
        ...

    async def move(self, seconds: float) -> None:
        """Move the clock forward, and let the product do at once what is due then."""
        ...

    async def kill(self) -> None:
        """End the product without a warning. Does nothing where it is not running."""
        ...

    async def start(self) -> None:
        """Start it where it was; returns once it answers. Does nothing where it is running."""
        ...
