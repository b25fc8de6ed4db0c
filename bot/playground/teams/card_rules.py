"""Whether Teams would take an Adaptive Card: the 1.5 tables, and the rules that Teams adds to them.

Sources: Adaptive Cards 1.5 schema; Teams documentation on card format, universal actions, user-specific views
and dialogs. Every problem is told with its place, all at once.
"""

import json
import re
from collections.abc import Iterator
from typing import Literal

from .card_shapes import ACTIONS, CARD, CHOICE, COLUMN, ELEMENTS, FACT, INNER_CARD, TEXT_RUN, Family, Shape
from .shapes import Json, is_list, is_object, list_at, object_at, objects_at, text_at

MAX_CARD_BYTES = 28 * 1024
"""Safe on every road into Teams; bot messages alone may hold more. Checked 2026-11-22."""
MAX_REFRESH_USERS = 60
MAX_PRIMARY_ACTIONS = 6

Place = Literal["message", "dialog", "compose"]
"""Where a card is shown: in a chat, in a dialog, or put into the compose box by a message extension."""

SUBMIT_TYPES = {"task/fetch", "messageBack", "imBack", "invoke", "signin"}
TEAMS_ID = re.compile(r"29:\S+|8:orgid:\S+")


def problems(card: object, place: Place) -> list[str]:
    """List why Teams would not take this card; an empty list if it would."""
    if not is_object(card):
        return ["card: expected an object"]
    found = list(_card(card, CARD, "card"))
    found += _ids(card)
    found += _refresh(card, place)
    found += _mentions(card)
    if place == "dialog":
        found += [
            f"{path}: Action.Execute does nothing in a dialog"
            for path, thing in objects_in(card)
            if thing.get("type") == "Action.Execute"
        ]
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size > MAX_CARD_BYTES:
        found.append(f"card: {size} bytes, at most {MAX_CARD_BYTES}")
    return found


def objects_in(value: object, path: str = "card") -> Iterator[tuple[str, Json]]:
    """Walk every object of a card with its place, leaving out what nobody sees: carried data and the refresh."""
    if is_object(value):
        yield path, value
        for name, inner in value.items():
            if name not in {"data", "msteams", "refresh", "requires"}:
                yield from objects_in(inner, f"{path}.{name}")
    elif is_list(value):
        for index, inner in enumerate(value):
            yield from objects_in(inner, f"{path}[{index}]")


def _card(card: Json, shape: Shape, path: str) -> Iterator[str]:
    if card.get("type") != "AdaptiveCard":
        yield f"{path}.type: expected AdaptiveCard"
    if not list_at(card, "body") and not list_at(card, "actions"):
        yield f"{path}: neither body nor actions"
    yield from _shaped(card, shape, path)
    yield from _too_many(card, path)


def _shaped(thing: Json, shape: Shape, path: str) -> Iterator[str]:
    for name in shape.required:
        if name not in thing:
            yield f"{path}.{name}: required"
    if shape.must_list is not None and not list_at(thing, shape.must_list):
        yield f"{path}.{shape.must_list}: at least one is required"
    for name, value in thing.items():
        check = shape.required.get(name) or shape.optional.get(name)
        family = shape.lists.get(name) or shape.single.get(name)
        if check is not None:
            expected = check(value)
            if expected is not None:
                yield f"{path}.{name}: expected {expected}"
        elif family is not None and name in shape.lists:
            yield from _children(value, family, f"{path}.{name}")
        elif family is not None:
            yield from _child(value, family, f"{path}.{name}")
        elif name != "type":
            yield f"{path}.{name}: unknown property"


def _children(value: object, family: Family, path: str) -> Iterator[str]:
    if not is_list(value):
        yield f"{path}: expected a list"
        return
    for index, child in enumerate(value):
        yield from _child(child, family, f"{path}[{index}]")


def _child(child: object, family: Family, path: str) -> Iterator[str]:
    if isinstance(child, str) and family == "inline":
        return
    if not is_object(child):
        yield f"{path}: expected an object"
        return
    kind = text_at(child, "type")
    shape = _shape_of(kind, family)
    if shape is None:
        yield f"{path}: unknown {family} {kind!r}"
        return
    yield from _shaped(child, shape, path)
    if kind == "Action.ShowCard":
        yield from _card(object_at(child, "card"), INNER_CARD, f"{path}.card")
    if kind == "Action.Submit":
        yield from _submit(child, path)
    if kind == "ActionSet":
        yield from _too_many(child, path)
    if kind == "Input.ChoiceSet":
        yield from _chosen(child, path)
    if family == "action" and "title" not in child:
        yield f"{path}.title: a button without words"


def _shape_of(kind: str, family: Family) -> Shape | None:
    match family:
        case "element":
            return ELEMENTS.get(kind)
        case "column":
            return COLUMN if kind in {"", "Column"} else None
        case "fact":
            return FACT
        case "choice":
            return CHOICE
        case "inline":
            return TEXT_RUN if kind == "TextRun" else None
        case "action":
            return ACTIONS.get(kind)
        case "select":
            return None if kind == "Action.ShowCard" else ACTIONS.get(kind)


def _too_many(thing: Json, path: str) -> Iterator[str]:
    primary = [action for action in objects_at(thing, "actions") if action.get("mode", "primary") == "primary"]
    if len(primary) > MAX_PRIMARY_ACTIONS:
        yield f"{path}.actions: {len(primary)} buttons, Teams shows {MAX_PRIMARY_ACTIONS}"


def _submit(action: Json, path: str) -> Iterator[str]:
    teams = object_at(action, "data", "msteams")
    if teams and teams.get("type") not in SUBMIT_TYPES:
        yield f"{path}.data.msteams.type: unknown {teams.get('type')!r}"


def _chosen(element: Json, path: str) -> Iterator[str]:
    offered = [text_at(choice, "value") for choice in objects_at(element, "choices")]
    if len(offered) != len(set(offered)):
        yield f"{path}.choices: two choices share a value"
    chosen = text_at(element, "value")
    picked = chosen.split(",") if element.get("isMultiSelect") is True else [chosen]
    if chosen and not set(picked) <= set(offered):
        yield f"{path}.value: {chosen!r} is not offered"


def _ids(card: Json) -> Iterator[str]:
    seen: set[str] = set()
    for path, thing in objects_in(card):
        element_id = text_at(thing, "id")
        if element_id and element_id in seen:
            yield f"{path}.id: {element_id!r} is used twice"
        seen.add(element_id)
    for path, thing in objects_in(card):
        for target in list_at(thing, "targetElements"):
            wanted = target if isinstance(target, str) else text_at(target, "elementId")
            if wanted not in seen:
                yield f"{path}.targetElements: no element {wanted!r}"


def _refresh(card: Json, place: Place) -> Iterator[str]:
    if "refresh" not in card:
        return
    refresh = object_at(card, "refresh")
    action = object_at(refresh, "action")
    if place == "dialog":
        yield "card.refresh: a dialog is never refreshed"
    if text_at(card, "version") not in {"1.4", "1.5"}:
        yield "card.refresh: needs version 1.4 or 1.5"
    if action.get("type") != "Action.Execute":
        yield "card.refresh.action: expected Action.Execute"
    else:
        yield from _shaped(action, ACTIONS["Action.Execute"], "card.refresh.action")
    for name in refresh.keys() - {"action", "userIds", "expires", "type"}:
        yield f"card.refresh.{name}: unknown property"
    if "userIds" not in refresh:
        return
    users = refresh["userIds"]
    if not is_list(users):
        yield "card.refresh.userIds: expected a list"
        return
    if len(users) > MAX_REFRESH_USERS:
        yield f"card.refresh.userIds: {len(users)} people, at most {MAX_REFRESH_USERS}"
    for index, user in enumerate(users):
        if not (isinstance(user, str) and TEAMS_ID.fullmatch(user)):
            yield f"card.refresh.userIds[{index}]: expected a 29: or 8:orgid: id"


def _mentions(card: Json) -> Iterator[str]:
    words = "\n".join(text_at(thing, name) for _, thing in objects_in(card) for name in ("text", "value"))
    for index, entity in enumerate(objects_at(card, "msteams", "entities")):
        path = f"card.msteams.entities[{index}]"
        if entity.get("type") != "mention" or not text_at(entity, "mentioned", "id"):
            yield f"{path}: expected a mention"
        elif text_at(entity, "text") not in words:
            yield f"{path}: its text is not on the card"
