"""User groups: who is in the one that a desk names.

Sources: docs.slack.dev/reference/methods/usergroups.list and usergroups.users.list (neither comes in pages), and
docs.slack.dev/reference/objects/usergroup-object (`date_delete` is 0 while a group is on), read 2026-11-26.
"""

from datetime import timedelta
from typing import Final

from adapters.slack.api import SlackApi
from adapters.slack.errors import Failure, outcome
from adapters.slack.shapes import Json, at, items, strings
from workflows.domain.people import AccountId
from workflows.engine.chat import Members, MembersOutcome, NoSuchGroup, Refused, Seat, TryLater

NO_SCOPE: Final = "the app may not read user groups: reinstall it from manifest.yaml"
NO_GROUPS: Final = "Slack tells of no user group at all"
"""Why a group can't be read; what an operator reads."""
_AGAIN: Final = timedelta(seconds=30)


async def members(api: SlackApi, name: str) -> MembersOutcome:
    """The people of a user group by its `@handle` or its id. That there is none is believed only where Slack listed others:
    a group is never deleted, only switched off.
    """
    home = await api.identity()
    if isinstance(home, Failure):
        return _failed(home)
    listed = await api.call("usergroups.list", include_disabled=True)
    if isinstance(listed, Failure):
        return _failed(listed)
    groups = items(listed.get("usergroups"))
    if not groups:
        return Refused(cause=NO_GROUPS)
    named = [group for group in groups if _is(group, name)]
    group = next((group for group in named if not group.get("date_delete")), None)
    if group is None:
        return NoSuchGroup(why="disabled" if named else "unknown")
    told = await api.call("usergroups.users.list", usergroup=at(group, "id"))
    if isinstance(told, Failure):
        return _failed(told)
    users = strings(told.get("users"))
    seats = tuple(Seat(account=AccountId(chat="slack", installation=home.installation, user=user)) for user in users)
    return Members(seats=seats, installation=home.installation, id=at(group, "id"))


def _is(group: Json, name: str) -> bool:
    if name.startswith("@"):
        return at(group, "handle").lower() == name[1:].lower()
    return at(group, "id") == name


def _failed(failed: Failure) -> TryLater | Refused:
    if failed.code in ("missing_scope", "no_permission"):
        return Refused(cause=NO_SCOPE)
    came = outcome(failed)
    return came if isinstance(came, TryLater | Refused) else TryLater(after=_AGAIN, scope="installation")
