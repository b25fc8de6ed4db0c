"""What Slack tells the app when a person does something (docs.slack.dev/reference/interaction-payloads)."""

from bot.playground.slack import drawing
from bot.playground.slack.forms import Filled, chosen, values
from bot.playground.slack.mrkdwn import escape
from bot.playground.slack.shapes import Json, as_object
from bot.playground.slack.world import Conversation, Message, Person, View, World

_UNNAMED = {"im": "directmessage", "private": "privategroup"}
VERIFICATION = "deprecated-verification-value"


def _channel_name(place: Conversation) -> str:
    return _UNNAMED.get(place.kind, place.name)


def _base(world: World, person: Person, kind: str) -> Json:
    workspace = world.workspace
    enterprise = {"id": workspace.enterprise_id, "name": workspace.name} if workspace.enterprise_id else None
    return {
        "type": kind,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": enterprise,
        "is_enterprise_install": workspace.organisation_wide,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.api_app_id,
        "token": VERIFICATION,
    }


def command(world: World, person: Person, place: Conversation, base_url: str, *, name: str, text: str) -> Json:
    """A slash command: flat form fields; `&`, `<` and `>` arrive escaped."""
    workspace = world.workspace
    fields: Json = {
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": place.id,
        "channel_name": _channel_name(place),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": escape(text),
        "api_app_id": workspace.api_app_id,
        "is_enterprise_install": "true" if workspace.organisation_wide else "false",
        "response_url": _response_url(world, person, place, None, base_url),
        "trigger_id": world.new_trigger(person.id),
    }
    if workspace.enterprise_id:
        fields |= {"enterprise_id": workspace.enterprise_id, "enterprise_name": workspace.name}
    return fields


def action(block: Json, element: Json, filled: Filled, ts: str) -> Json:
    """One entry of `actions`: the element as it was used, without what belongs to its looks."""
    told: Json = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        "action_ts": ts,
    }
    told |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    return told | chosen(element, filled)


def click_in_message(world: World, person: Person, message: Message, done: Json, base_url: str) -> Json:
    """`block_actions` from a message; an ephemeral one is not shown again to the app."""
    place = world.conversations[message.conversation]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": place.id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _base(world, person, "block_actions") | {
        "container": container,
        "trigger_id": world.new_trigger(person.id),
        "channel": {"id": place.id, "name": _channel_name(place)},
        "state": {"values": values(message.blocks, {})},
        "response_url": _response_url(world, person, place, message.ts, base_url),
        "actions": [done],
    }
    if message.seen_by is None:
        payload["message"] = drawing.message(world, message)
    return payload


def click_in_view(world: World, person: Person, view: View, done: Json) -> Json:
    """`block_actions` from a modal or an App Home: there is no response URL."""
    drawn = drawing.view(world.workspace, view)
    return _base(world, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.new_trigger(person.id, view.id),
        "view": drawn,
        "state": as_object(drawn["state"]),
        "actions": [done],
    }


def submission(world: World, person: Person, view: View) -> Json:
    """`view_submission`."""
    return _base(world, person, "view_submission") | {
        "trigger_id": world.new_trigger(person.id, view.id),
        "view": drawing.view(world.workspace, view),
        "response_urls": [],
    }


def closed(world: World, person: Person, view: View, *, cleared: bool) -> Json:
    """`view_closed`."""
    return _base(world, person, "view_closed") | {
        "view": drawing.view(world.workspace, view),
        "is_cleared": cleared,
    }


def global_shortcut(world: World, person: Person, callback_id: str) -> Json:
    """`shortcut`, from the lightning menu."""
    return _base(world, person, "shortcut") | {
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(person.id),
        "action_ts": world.new_ts(),
    }


def message_shortcut(world: World, person: Person, message: Message, callback_id: str, base_url: str) -> Json:
    """`message_action`, from a message's menu."""
    place = world.conversations[message.conversation]
    return _base(world, person, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": world.new_trigger(person.id),
        "action_ts": world.new_ts(),
        "message_ts": message.ts,
        "channel": {"id": place.id, "name": _channel_name(place)},
        "message": drawing.message(world, message),
        "response_url": _response_url(world, person, place, message.ts, base_url),
    }


def event(world: World, inner: Json, *, shared: bool = False) -> Json:
    """The envelope in which an event travels."""
    workspace = world.workspace
    number = world.number()
    return {
        "token": VERIFICATION,
        "team_id": workspace.team_id,
        "enterprise_id": workspace.enterprise_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": workspace.enterprise_id,
        "api_app_id": workspace.api_app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:010d}",
        "event_time": int(world.clock()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise_id,
                "team_id": None if workspace.organisation_wide else workspace.team_id,
                "user_id": workspace.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": workspace.organisation_wide,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{number}",
    }


def _response_url(world: World, person: Person, place: Conversation, message_ts: str | None, base_url: str) -> str:
    return f"{base_url}/response/{world.new_response_url(person.id, place.id, message_ts)}"
