"""What the page needs of the product, without knowing it: a look behind the scenes, and its clock and process."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

Json = dict[str, Any]

Condition = Literal["running", "starting", "stopped", "died"]
"""How the product's process stands. It was `stopped` on purpose; it `died` by itself."""


class Due(Protocol):
    """What the clock makes happen next."""

    @property
    def at(self) -> datetime:
        """When, in UTC."""
        ...

    @property
    def what(self) -> str:
        """What, in a few words."""
        ...


class Backstage(Protocol):
    """What the product has on record, as JSON for the page's drawer."""

    async def proposals(self) -> Sequence[Json]:
        """All of them, the newest first: `id`, `number`, `title`, `state`."""
        ...

    async def proposal(self, proposal: str) -> Mapping[str, Any] | None:
        """One of them: what must hold, what was recorded, which cards are where. None where there is none."""
        ...

    async def next_due(self, now: datetime) -> Due | None:
        """What the clock makes happen next, at or after `now` (UTC); None if nothing is due."""
        ...


class Machine(Protocol):
    """The process that the product runs in, and the clock that it and both chats go by."""

    @property
    def condition(self) -> Condition:
        """How the process stands."""
        ...

    @property
    def why(self) -> str:
        """Why it did not start or died, in a sentence; empty where there is nothing to say."""
        ...

    def now(self) -> datetime:
        """The moved time, in UTC. Signatures and tokens keep to the machine's."""
        ...

    def watch(self, changed: Callable[[], None]) -> None:
        """Have `changed` called whenever the condition changes."""
        ...

    async def move(self, seconds: float) -> None:
        """Move the clock forward, and let the product do at once what is due then."""
        ...

    async def kill(self) -> None:
        """End the product without a warning. Does nothing where it is not running."""
        ...

    async def start(self) -> None:
        """Start it where it was; returns once it answers, or once it is known not to start: then `why` says so. Does nothing
        where it is running.
        """
        ...
