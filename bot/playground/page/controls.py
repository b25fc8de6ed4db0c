"""What is done to the world from outside: the time machine, trouble on order, and the product's process."""

from collections.abc import Mapping

from bot.playground.page.ports import Backstage, Json, Machine
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams


class Controls:
    """The page's levers."""

    def __init__(self, slack: LocalSlack, teams: LocalTeams, backstage: Backstage, machine: Machine) -> None:
        """All of them move these."""
        self._slack, self._teams = slack, teams
        self._backstage = backstage
        self._machine = machine

    async def seen(self) -> Json:
        """How the levers stand, and what there is to know beside them."""
        now = self._machine.now()
        due = await self._backstage.next_due(now)
        return {
            "now": now.isoformat(),
            "next_due": due.isoformat() if due else None,
            "running": self._machine.running,
        }

    async def do(self, asked: Json) -> Mapping[str, object]:
        """Pull a lever. Raises `ValueError` for one that is not there."""
        match asked["do"]:
            case "travel":
                await self._machine.move(float(asked["seconds"]))
            case "travel to the next":
                now = self._machine.now()
                due = await self._backstage.next_due(now)
                if due is None:
                    return {"says": "Nothing is due."}
                await self._machine.move((due - now).total_seconds())
            case "kill":
                await self._machine.kill()
            case "start":
                await self._machine.start()
            case other:
                raise ValueError(f"there is no lever called {other}")
        return {}
