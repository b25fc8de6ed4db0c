"""The ground truth of a run: every call the app made, as the platform saw it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.slack.faults import INSTEAD
from bot.playground.slack.shapes import Json

SECRET = frozenset({"token", "refresh_token", "client_secret", "code"})


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, `at` so many seconds since 1970. `outcome` is `ok` or the error code; `fault` names what was injected, if
    anything; `retry_after` is the header that asked to wait, as it was sent; no token is kept.
    """

    number: int
    method: str
    arguments: Json
    outcome: str
    explained: tuple[str, ...] = ()
    fault: str = ""
    retry_after: str = ""
    at: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether the platform itself said no, not a fault in its stead."""
        return self.outcome != "ok" and self.fault not in {kind.__name__ for kind in INSTEAD}


@dataclass(kw_only=True)
class Journal:
    """All calls, oldest first. `clock` gives seconds since 1970."""

    clock: Callable[[], float] = time.time
    calls: list[Call] = field(default_factory=list[Call])

    def note(
        self,
        method: str,
        arguments: Json,
        outcome: str,
        *,
        explained: tuple[str, ...] = (),
        fault: str = "",
        retry_after: str = "",
    ) -> None:
        """Add a call."""
        kept = {name: value for name, value in arguments.items() if name not in SECRET}
        self.calls.append(
            Call(
                number=len(self.calls) + 1,
                method=method,
                arguments=kept,
                outcome=outcome,
                explained=explained,
                fault=fault,
                retry_after=retry_after,
                at=self.clock(),
            )
        )

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def refused(self) -> list[Call]:
        """What the platform said no to, without the faults that a test injected."""
        return [call for call in self.calls if call.refused]
