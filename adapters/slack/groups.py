"""User groups: who is in the one that a desk names.

Sources: docs.slack.dev/reference/methods/usergroups.list and usergroups.users.list (neither comes in pages; both need `team_id`
with the token of a whole organisation), auth.teams.list (the workspaces of one, in pages), and
docs.slack.dev/reference/objects/usergroup-object (`date_delete` is 0 while a group is on), read 2026-11-27.
"""

from datetime import timedelta
from typing import Final

from adapters.slack import limits
from adapters.slack.api import SlackApi
from adapters.slack.errors import Failure, outcome
from adapters.slack.people import Identity
from adapters.slack.shapes import Json, at, items, strings
from workflows.domain.people import AccountId
from workflows.engine.chat import Members, MembersOutcome, NoSuchGroup, Refused, Seat, TryLater

NO_SCOPE: Final = "the app may not read user groups: reinstall it from manifest.yaml"
NO_GROUPS: Final = "Slack tells of no user group at all"
NO_WORKSPACES: Final = "the organisation has let the app into none of its workspaces yet"
AMBIGUOUS: Final = "several workspaces have a user group of that handle: name the one you mean by its id"
"""Why a group can't be read; what an operator reads."""
_AGAIN: Final = timedelta(seconds=30)


async def members(api: SlackApi, name: str, before: str) -> MembersOutcome:
    """The people of a user group by its `@handle` or its id. That there is none is believed only where Slack listed others:
    a group is never deleted, only switched off. Several workspaces of an organisation may have one of that handle: then the
    one that was found `before` is meant, by its id.
    """
    home = await api.identity()
    if isinstance(home, Failure):
        return _failed(home)
    teams = await _teams(api, home)
    if isinstance(teams, Failure):
        return _failed(teams)
    if not teams:
        return Refused(cause=NO_WORKSPACES)
    listed: dict[str, tuple[str | None, Json]] = {}
    for team in teams:
        said = await api.call("usergroups.list", include_disabled=True, team_id=team)
        if isinstance(said, Failure):
            return _failed(said)
        listed |= {at(group, "id"): (team, group) for group in items(said.get("usergroups"))}
    if not listed:
        return Refused(cause=NO_GROUPS)
    named = {key: (team, group) for key, (team, group) in listed.items() if _is(group, name)}
    live = {key: team for key, (team, group) in named.items() if not group.get("date_delete")}
    if not live:
        return NoSuchGroup(why="disabled" if named else "unknown")
    if len(live) > 1 and before not in live:
        return Refused(cause=AMBIGUOUS)
    found = before if before in live else next(iter(live))
    told = await api.call("usergroups.users.list", usergroup=found, team_id=live[found])
    if isinstance(told, Failure):
        return _failed(told)
    users = strings(told.get("users"))
    seats = tuple(Seat(account=AccountId(chat="slack", installation=home.installation, user=user)) for user in users)
    return Members(seats=seats, installation=home.installation, id=found)


async def _teams(api: SlackApi, home: Identity) -> list[str | None] | Failure:
    """The workspaces to ask for their groups, by their ids; None is the one whose token it is, which needs no name."""
    if home.team:
        return [None]
    teams: list[str | None] = []
    async for team in api.entries("auth.teams.list", "teams", pages=limits.LIST_PAGES, limit=limits.PAGE):
        if isinstance(team, Failure):
            return team
        teams.append(at(team, "id"))
    return teams


def _is(group: Json, name: str) -> bool:
    if name.startswith("@"):
        return at(group, "handle").lower() == name[1:].lower()
    return at(group, "id") == name


def _failed(failed: Failure) -> TryLater | Refused:
    if failed.code in ("missing_scope", "no_permission"):
        return Refused(cause=NO_SCOPE)
    came = outcome(failed)
    return came if isinstance(came, TryLater | Refused) else TryLater(after=_AGAIN, scope="installation")
