"""`auth.*`, `bots.info` and `users.*`: who the app is, and who the people are."""

from bot.playground.slack import drawing, limits
from bot.playground.slack.arguments import ApiError, Arguments, page
from bot.playground.slack.shapes import Json
from bot.playground.slack.world import World


def auth_test(world: World, _arguments: Arguments) -> Json:
    """`auth.test`."""
    workspace = world.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot_name.lower(),
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "enterprise_id": workspace.enterprise_id,
        "is_enterprise_install": workspace.organisation_wide,
    }


def auth_revoke(_world: World, _arguments: Arguments) -> Json:
    """`auth.revoke`."""
    return {"revoked": True}


def auth_teams_list(world: World, arguments: Arguments) -> Json:
    """`auth.teams.list`: the workspaces of the organisation that have the app."""
    names = {world.workspace.team_id: world.workspace.name}
    names |= {group.team_id: group.team_id for group in world.groups.values() if group.team_id not in names}
    teams: list[Json] = [{"id": team, "name": name} for team, name in names.items()]
    shown, more = page(teams, arguments, default=100, most=limits.PAGE)
    return {"teams": shown, "response_metadata": more}


def bot_info(world: World, arguments: Arguments) -> Json:
    """`bots.info`: the app's own bot."""
    workspace = world.workspace
    if arguments.need("bot") != workspace.bot_id:
        raise ApiError("bot_not_found")
    bot = {
        "id": workspace.bot_id,
        "deleted": False,
        "name": workspace.bot_name,
        "app_id": workspace.api_app_id,
        "user_id": workspace.bot_user_id,
    }
    return {"bot": bot}


def info(world: World, arguments: Arguments) -> Json:
    """`users.info`."""
    person = world.people.get(arguments.need("user"))
    if person is None:
        raise ApiError("user_not_found")
    return {"user": drawing.user(world.workspace, person)}


def look_up_by_email(world: World, arguments: Arguments) -> Json:
    """`users.lookupByEmail`: active members of this workspace only."""
    wanted = arguments.need("email").lower()
    for person in world.people.values():
        known = (person.email or "").lower() == wanted
        if known and not person.deleted and person.team_id == world.workspace.team_id:
            return {"user": drawing.user(world.workspace, person)}
    raise ApiError("users_not_found")


def list_all(world: World, arguments: Arguments) -> Json:
    """`users.list`."""
    drawn = [drawing.user(world.workspace, person) for person in world.people.values()]
    shown, more = page(drawn, arguments, default=limits.PAGE, most=limits.PAGE)
    return {"members": shown, "response_metadata": more}
