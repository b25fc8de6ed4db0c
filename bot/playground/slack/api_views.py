"""`views.*`: forms and App Homes."""

import copy
import secrets

from bot.playground.slack import drawing, limits
from bot.playground.slack.arguments import ApiError, Arguments
from bot.playground.slack.shapes import Json, as_object, objects
from bot.playground.slack.validation import check_home, check_modal
from bot.playground.slack.world import Trigger, View, World, name_blocks


def open_modal(world: World, arguments: Arguments) -> Json:
    """`views.open`: needs a fresh trigger; what was open before is gone."""
    content = _modal(arguments)
    trigger = _spend(world, arguments)
    stack = world.stack(trigger.user)
    stack.clear()
    return _answer(world, put_on_top(world, trigger.user, content))


def push(world: World, arguments: Arguments) -> Json:
    """`views.push`: on top of the view that the trigger came from."""
    content = _modal(arguments)
    trigger = _spend(world, arguments)
    if trigger.view_id is None or world.find_view(trigger.view_id) is None:
        raise ApiError("not_found")
    return _answer(world, put_on_top(world, trigger.user, content))


def update(world: World, arguments: Arguments) -> Json:
    """`views.update`, by view id or external id; what was typed stays where block and action keep their ids."""
    content = _modal(arguments)
    external = arguments.text("external_id")
    if external:
        opened = (view for stack in world.modals.values() for view in stack)
        view = next((each for each in opened if each.content.get("external_id") == external), None)
    else:
        view = world.find_view(arguments.need("view_id"))
    if view is None:
        raise ApiError("not_found")
    _same_hash(arguments, view)
    replace(world, view, content)
    return _answer(world, view)


def publish(world: World, arguments: Arguments) -> Json:
    """`views.publish`: the App Home of one person."""
    if not world.workspace.home_tab:
        raise ApiError("not_enabled")
    user = arguments.need("user_id")
    if user not in world.people:
        raise ApiError("user_not_found")
    content = as_object(arguments.tree("view", otherwise="invalid_arguments"))
    wrong = check_home(content)
    if wrong:
        raise ApiError("invalid_arguments", wrong)
    home = world.homes.get(user)
    if home is None:
        name = world.new_id("V")
        home = View(id=name, user=user, content={}, hash="", root_id=name)
        world.homes[user] = home
    else:
        _same_hash(arguments, home)
    replace(world, home, content)
    return _answer(world, home)


def put_on_top(world: World, user: str, content: Json) -> View:
    """Lay a new modal on the person's stack, three at most."""
    stack = world.stack(user)
    if len(stack) >= limits.VIEW_STACK:
        raise ApiError("push_limit_reached")
    name = world.new_id("V")
    view = View(
        id=name,
        user=user,
        content={},
        hash="",
        root_id=stack[0].id if stack else name,
        previous_id=stack[-1].id if stack else None,
    )
    replace(world, view, content)
    stack.append(view)
    return view


def replace(world: World, view: View, content: Json) -> None:
    """Give a view new content and a new hash."""
    view.content = copy.deepcopy(content)
    name_blocks(world, objects(view.content.get("blocks")))
    view.hash = f"{world.new_ts().partition('.')[0]}.{secrets.token_hex(4)}"
    view.errors = {}


def _modal(arguments: Arguments) -> Json:
    content = as_object(arguments.tree("view", otherwise="invalid_arguments"))
    wrong = check_modal(content)
    if wrong:
        raise ApiError("invalid_arguments", wrong)
    return content


def _spend(world: World, arguments: Arguments) -> Trigger:
    trigger = world.triggers.get(arguments.need("trigger_id"))
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if world.clock() > trigger.expires:
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger


def _same_hash(arguments: Arguments, view: View) -> None:
    wanted = arguments.text("hash")
    if wanted and wanted != view.hash:
        raise ApiError("hash_conflict")


def _answer(world: World, view: View) -> Json:
    return {"view": drawing.view(world.workspace, view)}
