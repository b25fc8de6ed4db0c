"""The wire: every request between the product and both chats with its answer, in one line of time; secrets are never kept."""

from bot.playground.page.ports import Json
from bot.playground.slack import LocalSlack
from bot.playground.teams import LocalTeams


def wire(slack: LocalSlack, teams: LocalTeams, after: int) -> Json:
    """What passed, without the first `after` entries."""
    calls: list[Json] = [
        {
            "chat": "slack",
            "way": "in",
            "at": call.at,
            "what": call.method,
            "asked": call.arguments,
            "came": call.outcome,
        }
        for call in slack.calls
    ]
    calls += [
        {
            "chat": "teams",
            "way": "in",
            "at": call.at.timestamp(),
            "what": f"{call.method} {call.path}",
            "asked": call.body,
            "came": call.status,
        }
        for call in teams.log.calls
    ]
    ordered = sorted(calls, key=lambda each: each["at"])
    return {"entries": ordered[after:], "total": len(ordered)}
