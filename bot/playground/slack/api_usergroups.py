"""`usergroups.*`: who is in a user group. Neither list comes in pages."""

from bot.playground.slack import drawing
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import World


def list_all(world: World, arguments: Arguments) -> Json:
    """`usergroups.list`."""
    with_disabled = arguments.flag("include_disabled")
    shown = [group for group in world.groups.values() if with_disabled or not group.date_delete]
    return {"usergroups": [drawing.user_group(group) for group in shown]}


def users(world: World, arguments: Arguments) -> Json:
    """`usergroups.users.list`."""
    group = world.groups.get(arguments.need("usergroup"))
    if group is None or (group.date_delete and not arguments.flag("include_disabled")):
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}
