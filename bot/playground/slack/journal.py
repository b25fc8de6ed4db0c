"""The ground truth of a run: every call the app made, as the platform saw it."""

from dataclasses import dataclass, field

from bot.playground.slack.shapes import Json

SECRET = frozenset({"token", "refresh_token", "client_secret", "code"})


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call. `outcome` is `ok` or the error code; `fault` names what was injected, if anything; no token is kept."""

    number: int
    method: str
    arguments: Json
    outcome: str
    explained: tuple[str, ...] = ()
    fault: str = ""

    @property
    def refused(self) -> bool:
        """Whether the platform itself said no, not a fault in its stead."""
        return self.outcome != "ok" and self.fault not in {"RateLimit", "RefuseWith"}


@dataclass(kw_only=True)
class Journal:
    """All calls, oldest first."""

    calls: list[Call] = field(default_factory=list[Call])

    def note(
        self, method: str, arguments: Json, outcome: str, *, explained: tuple[str, ...] = (), fault: str = ""
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
            )
        )

    def of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def refused(self) -> list[Call]:
        """What the platform said no to, without the faults that a test injected."""
        return [call for call in self.calls if call.refused]
