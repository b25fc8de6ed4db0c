"""What a person sees, as plain lines: for transcripts and for the terminal."""

from bot.playground.slack import forms
from bot.playground.slack.blocks import options
from bot.playground.slack.mrkdwn import pictured, shown
from bot.playground.slack.shapes import Json, as_list, as_object, decoded, objects, text_of
from bot.playground.slack.world import SLACKBOT, Message, Person, View, World

ONLY_YOU = "(only visible to you)"


def name_of(world: World, id_: str) -> str:
    """What a user or conversation id is called; the id itself when nobody knows it."""
    if id_ == world.workspace.bot_user_id:
        return world.workspace.bot_name
    if id_ == SLACKBOT:
        return "Slackbot"
    if id_ in world.people:
        return world.people[id_].real_name
    return world.conversations[id_].name if id_ in world.conversations else id_


def message(world: World, seen: Message, viewer: Person) -> list[str]:
    """A message as the viewer sees it; its text is shown only when it has no blocks."""
    lines = [ONLY_YOU] if seen.seen_by else []
    if not seen.blocks:
        return lines + _marked(world, seen.text, viewer)
    for each in seen.blocks:
        lines += block(world, each, viewer)
    return lines


def view(world: World, seen: View, viewer: Person) -> list[str]:
    """A modal or a Home as the viewer sees it, with what they typed and the errors beside the fields."""
    lines = [f"== {pictured(seen.title)} =="] if seen.title else []
    state = forms.state_values(seen)
    for each in seen.blocks:
        name = str(each["block_id"])
        lines += block(world, each, viewer, typed=as_object(state.get(name)))
        lines += [f"  ! {seen.errors[name]}"] if name in seen.errors else []
    if seen.content["type"] == "modal":
        buttons = [text_of(seen.content.get(name)) for name in ("submit", "close")]
        lines.append(" ".join(f"[{words}]" for words in buttons if words))
    return [line for line in lines if line]


def block(world: World, drawn: Json, viewer: Person, *, typed: Json | None = None) -> list[str]:
    """One block; `typed` is the state of its elements by action id."""
    held = typed or {}
    match drawn.get("type"):
        case "section":
            said = [drawn["text"]] if "text" in drawn else []
            lines = [line for each in said + as_list(drawn.get("fields")) for line in words(world, each, viewer)]
            beside = as_object(drawn.get("accessory"))
            return [*lines, element(beside, held)] if beside else lines
        case "header":
            return words(world, drawn.get("text"), viewer)
        case "context":
            parts = [_small(world, each, viewer) for each in objects(drawn.get("elements"))]
            return ["  ".join(parts)]
        case "actions":
            return [" ".join(element(each, held) for each in objects(drawn.get("elements")))]
        case "input":
            hint = text_of(drawn.get("hint"))
            label = text_of(drawn.get("label")) + (f" ({hint})" if hint else "")
            return [f"{label}: {element(as_object(drawn.get('element')), held)}"]
        case "divider":
            return ["-" * 20]
        case "image":
            return [f"(image: {drawn.get('alt_text')})"]
        case "markdown":
            return str(drawn.get("text")).split("\n")
        case _:
            return _rich(world, drawn, viewer).split("\n")


def words(world: World, text: object, viewer: Person) -> list[str]:
    """The lines of a text object."""
    held = as_object(text)
    if held.get("type") == "mrkdwn":
        return _marked(world, text_of(held), viewer)
    literal = text_of(held)
    return (literal if held.get("emoji") is False else pictured(literal)).split("\n")


def element(drawn: Json, held: Json) -> str:
    """An interactive element with what is typed or chosen in it."""
    kind = str(drawn.get("type"))
    labels = [text_of(option.get("text")) for option in options(drawn)]
    state = as_object(held.get(str(drawn.get("action_id"))))
    chosen = [as_object(state.get("selected_option")), *objects(state.get("selected_options"))]
    picked = [text_of(option.get("text")) for option in chosen if option]
    match kind:
        case "button":
            return f"[{pictured(text_of(drawn.get('text')))}]"
        case "overflow":
            return " ".join(f"[… {label}]" for label in labels)
        case "checkboxes" | "multi_static_select":
            return " ".join(f"[{'x' if label in picked else ' '}] {label}" for label in labels)
        case "radio_buttons" | "static_select":
            return " ".join(f"({'o' if label in picked else ' '}) {label}" for label in labels)
        case "image":
            return f"(image: {drawn.get('alt_text')})"
        case _:
            content = next((str(value) for name, value in state.items() if name != "type" and value), "")
            return pictured(content) or text_of(drawn.get("placeholder")) or "____"


def _marked(world: World, text: str, viewer: Person) -> list[str]:
    return shown(text, name=lambda id_: name_of(world, id_), zone=viewer.tz).split("\n")


def _small(world: World, part: Json, viewer: Person) -> str:
    return element(part, {}) if part.get("type") == "image" else " ".join(words(world, part, viewer))


def _rich(world: World, part: Json, viewer: Person) -> str:
    inner = objects(part.get("elements"))
    match part.get("type"):
        case "text":
            return decoded(str(part.get("text", "")))
        case "emoji":
            return pictured(f":{part.get('name')}:")
        case "link":
            url = str(part.get("url", ""))
            return f"{part['text']} ({url})" if part.get("text") not in (None, url) else url
        case "user" | "channel":
            mark = "@" if part["type"] == "user" else "#"
            return mark + name_of(world, str(part.get(f"{part['type']}_id")))
        case "broadcast":
            return f"@{part.get('range')}"
        case "usergroup":
            return f"@{part.get('usergroup_id')}"
        case "rich_text_list":
            return "\n".join(f"• {_rich(world, each, viewer)}" for each in inner)
        case "rich_text":
            return "\n".join(_rich(world, each, viewer) for each in inner)
        case _:
            return "".join(_rich(world, each, viewer) for each in inner)
