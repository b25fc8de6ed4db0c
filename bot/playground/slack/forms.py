"""What a person puts into a view: filling it in, its state as Slack sends it, what Slack's own client refuses."""

from collections.abc import Mapping, Sequence

import emoji

from bot.playground.slack import limits
from bot.playground.slack.blocks import interactive, label, options
from bot.playground.slack.shapes import Json, as_object, text_of
from bot.playground.slack.world import View

Filled = str | Sequence[str] | None
_TYPED = {"plain_text_input", "url_text_input", "email_text_input"}
_PICKED_BY_ID = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
_ONE_OPTION = {"static_select", "radio_buttons"}
_MANY_OPTIONS = {"checkboxes", "multi_static_select"}


class NotThereError(LookupError):
    """What a person was to use is not on their screen; says what is."""


def option(element: Json, wanted: str) -> Json:
    """The option that a person calls by its label, or a test by its value."""
    offered = options(element)
    for each in offered:
        if wanted in (text_of(each.get("text")), each.get("value")):
            return each
    labels = ", ".join(text_of(each.get("text")) for each in offered)
    message = f"no option {wanted!r}; offered: {labels}"
    raise NotThereError(message)


def value_of(element: Json, filled: Filled) -> Json:
    """What Slack's state says of an element that a person filled in; dates as YYYY-MM-DD, times as HH:MM."""
    kind = str(element["type"])
    one = filled if isinstance(filled, str) else None
    several = [filled] if isinstance(filled, str) else list(filled or ())
    match kind:
        case _ if kind in _TYPED:
            # Typed pictures arrive by name; the empty field as null.
            return {"type": kind, "value": emoji.demojize(one, language="alias") if one else None}
        case _ if kind in _ONE_OPTION:
            return {"type": kind, "selected_option": option(element, one) if one else None}
        case _ if kind in _MANY_OPTIONS:
            return {"type": kind, "selected_options": [option(element, each) for each in several]}
        case "datepicker":
            return {"type": kind, "selected_date": one or None}
        case "timepicker":
            return {"type": kind, "selected_time": one or None}
        case "datetimepicker":
            return {"type": kind, "selected_date_time": int(one) if one else None}
        case _:
            return {"type": kind, _PICKED_BY_ID[kind]: one or None}


def chosen(element: Json, filled: Filled) -> Json:
    """What an action says was put into its element; nothing for a button."""
    match element["type"]:
        case "button":
            return {}
        case "overflow":
            return {"selected_option": option(element, str(filled))}
        case _:
            return {name: held for name, held in value_of(element, filled).items() if name != "type"}


def initial(element: Json) -> Json:
    """What Slack's state says of an element that nobody touched."""
    kind = str(element["type"])
    match kind:
        case _ if kind in _TYPED:
            return {"type": kind, "value": element.get("initial_value") or None}
        case _ if kind in _ONE_OPTION:
            return {"type": kind, "selected_option": element.get("initial_option")}
        case _ if kind in _MANY_OPTIONS:
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        case "datepicker":
            return {"type": kind, "selected_date": element.get("initial_date")}
        case "timepicker":
            return {"type": kind, "selected_time": element.get("initial_time")}
        case "datetimepicker":
            return {"type": kind, "selected_date_time": element.get("initial_date_time")}
        case _:
            selected = _PICKED_BY_ID[kind]
            return {"type": kind, selected: element.get(selected.replace("selected", "initial"))}


def _stateful(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every block and element that holds what was put into it: buttons and menus hold nothing."""
    return [(block, each) for block, each in interactive(blocks) if each["type"] not in {"button", "overflow"}]


def values(blocks: list[Json], typed: Mapping[tuple[str, str], Json]) -> Json:
    """`state.values` of these blocks: by block id, by action id."""
    found: dict[str, Json] = {}
    for block, element in _stateful(blocks):
        key = (str(block["block_id"]), str(element["action_id"]))
        kept = typed.get(key)
        known = kept if kept and kept["type"] == element["type"] else initial(element)
        found.setdefault(key[0], {})[key[1]] = known
    return found


def state_values(view: View) -> Json:
    """`state.values` of a view."""
    return values(view.blocks, view.typed)


def fill(view: View, filled: Mapping[str, Filled]) -> None:
    """Put values into a view's fields, each named by its label or its block id."""
    usable = _stateful(view.blocks)
    for name, wanted in filled.items():
        for block, element in usable:
            if name in (label(block), block["block_id"], element["action_id"]):
                view.typed[str(block["block_id"]), str(element["action_id"])] = value_of(element, wanted)
                break
        else:
            labels = ", ".join(label(block) for block, _ in usable)
            message = f"no field {name!r} in {view.title!r}; there are: {labels}"
            raise NotThereError(message)


def keep(view: View, block_id: str, action_id: str, filled: Filled) -> None:
    """Keep what was put into the element in this place, if it is one that holds anything."""
    for block, element in _stateful(view.blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            view.typed[block_id, action_id] = value_of(element, filled)


def refused_by_client(view: View) -> dict[str, str]:
    """What Slack's client itself says beside the fields before it sends a form, by block id."""
    errors: dict[str, str] = {}
    state = state_values(view)
    for block, element in interactive(view.blocks):
        if block.get("type") != "input":
            continue
        held = as_object(as_object(state[str(block["block_id"])])[str(element["action_id"])])
        content = next((value for name, value in held.items() if name != "type"), None)
        if not content and not block.get("optional"):
            errors[str(block["block_id"])] = "Please complete this required field."
        elif isinstance(content, str) and element["type"] == "plain_text_input":
            least, most = int(element.get("min_length", 0)), int(element.get("max_length", limits.TYPED_TEXT))
            if len(content) > most:
                errors[str(block["block_id"])] = f"Please enter at most {most} characters."
            elif len(content) < least:
                errors[str(block["block_id"])] = f"Please enter at least {least} characters."
    return errors
