"""`usergroups.*`: who is in a user group. Neither list comes in pages; both are of one workspace."""

from bot.playground.slack import drawing
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import World


def list_all(world: World, arguments: Arguments) -> Json:
    """`usergroups.list`."""
    with_disabled, team = arguments.flag("include_disabled"), _team(world, arguments)
    there = [group for group in world.groups.values() if team in ("", group.team_id)]
    shown = [group for group in there if with_disabled or not group.date_delete]
    return {"usergroups": [drawing.user_group(group) for group in shown]}


def users(world: World, arguments: Arguments) -> Json:
    """`usergroups.users.list`."""
    group, team = world.groups.get(arguments.need("usergroup")), _team(world, arguments)
    if (
        group is None
        or team not in ("", group.team_id)
        or (group.date_delete and not arguments.flag("include_disabled"))
    ):
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}


def _team(world: World, arguments: Arguments) -> str:
    """The workspace that is asked about; with a workspace's own token it is that one, whatever the call says."""
    return arguments.need("team_id") if world.workspace.organisation_wide else ""
