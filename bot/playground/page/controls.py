"""What is done to the world from outside: the time machine, trouble on order, and the product's process."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.playground.page.ports import Backstage, Json, Machine
from bot.playground.page.trouble import Trouble
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams

FURTHEST: Final = timedelta(days=31)
"""So far the clock may be moved at once."""
JUST_AFTER: Final = 0.001
"""Seconds past the moment that something is due, so that it is due by then."""


class Controls:
    """The page's levers."""

    def __init__(self, slack: LocalSlack, teams: LocalTeams, backstage: Backstage, machine: Machine) -> None:
        """All of them move these."""
        self._backstage = backstage
        self._machine = machine
        self._trouble = Trouble(slack, teams)
        self._moved = 0.0

    async def seen(self) -> Json:
        """How the levers stand, and what there is to know beside them."""
        now = self._machine.now()
        due = await self._backstage.next_due(now)
        return {
            "now": now.isoformat(),
            "moved": self._moved,
            "next_due": {"at": due.at.isoformat(), "what": due.what} if due else None,
            "product": self._machine.condition,
            "why": self._machine.why,
            "trouble": self._trouble.seen(),
        }

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Pull a lever. Raises `ValueError` for one that is not there."""
        match asked["do"]:
            case "travel":
                await self._travel(asked["seconds"])
            case "travel to":
                # To the time that was promised: what is due next may have changed since that was read.
                until = datetime.fromisoformat(asked["at"]) - self._machine.now()
                await self._travel(max(0, until.total_seconds()) + JUST_AFTER)
            case "trouble":
                self._trouble.switch(str(asked["chat"]), str(asked["kind"]), on=asked["on"] is True)
            case "all well":
                self._trouble.end()
            case "kill":
                await self._machine.kill()
            case "start":
                await self._machine.start()
            case other:
                raise ValueError(f"there is no lever called {other}")
        return {}

    async def _travel(self, seconds: float) -> None:
        if not 0 < seconds <= FURTHEST.total_seconds():
            raise ValueError(f"The clock goes forward only, {FURTHEST.days} days at most.")
        await self._machine.move(seconds)
        self._moved += seconds
