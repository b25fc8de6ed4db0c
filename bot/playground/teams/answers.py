"""Reading Copydesk's answers to invokes as strictly as the Teams client does.

Sources: universal actions for Adaptive Cards (invoke response), dialogs (task module response), message
extensions (respond to the dialog's submit).
"""

import json
from http import HTTPStatus
from typing import assert_never

from .card_rules import Place, problems
from .outcomes import Closed, Dialog, DialogSource, Inserted, InvokeKind, Outcome, ShownCard, Toast, WentWrong
from .shapes import Json, at, is_object, object_at, objects_at, text_at

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
WORD_SIZES = {"small", "medium", "large"}


def read(kind: InvokeKind, status: int, raw: bytes, source: DialogSource) -> Outcome:
    """Say what the person sees for this answer; anything out of shape is `WentWrong` with every problem named."""
    if status != HTTPStatus.OK:
        return WentWrong(cause=f"HTTP {status}")
    try:
        body: object = json.loads(raw)
    except ValueError:
        return WentWrong(cause="the answer is no JSON" if raw else "an empty answer")
    if not is_object(body):
        return WentWrong(cause="the answer is no object")
    match kind:
        case "adaptiveCard/action":
            return _card_action(body)
        case "task/fetch":
            return _task(body, source)
        case "task/submit":
            return _task(body, source) if body else Closed()
        case "composeExtension/fetchTask":
            return _extension(body, source) if "composeExtension" in body else _task(body, source)
        case "composeExtension/submitAction":
            if not body:
                return Closed()
            return _extension(body, source) if "composeExtension" in body else _task(body, source)
        case _:
            assert_never(kind)


def _card_action(body: Json) -> Outcome:
    status: object = body.get("statusCode")
    kind: object = body.get("type")
    value: object = body.get("value")
    if kind == ERROR:
        return WentWrong(cause=f"error {text_at(value, 'code')}: {text_at(value, 'message')}")
    if status != HTTPStatus.OK:
        return WentWrong(cause=f"statusCode {status!r} with type {kind!r}")
    if kind == MESSAGE:
        if isinstance(value, str) and value.strip():
            return Toast(text=value)
        return WentWrong(cause="a message without words")
    if kind == ADAPTIVE_CARD:
        return _if_valid(value, "message") or ShownCard(card=object_at(body, "value"))
    return WentWrong(cause=f"unknown type {kind!r}")


def _task(body: Json, source: DialogSource) -> Outcome:
    task = object_at(body, "task")
    match task.get("type"):
        case "message":
            words = text_at(task, "value")
            return Toast(text=words) if words.strip() else WentWrong(cause="a message without words")
        case "continue":
            return _dialog(object_at(task, "value"), source)
        case other:
            return WentWrong(cause=f"unknown task type {other!r}")


def _dialog(value: Json, source: DialogSource) -> Outcome:
    title = text_at(value, "title")
    if not title.strip():
        return WentWrong(cause="a dialog without a title")
    for side in ("height", "width"):
        size: object = value.get(side, "medium")
        if not (isinstance(size, int) or size in WORD_SIZES):
            return WentWrong(cause=f"dialog {side} {size!r}")
    if at(value, "card", "contentType") != ADAPTIVE_CARD:
        return WentWrong(cause="a dialog without a card attachment")
    card: object = at(value, "card", "content")
    return _if_valid(card, "dialog") or Dialog(title=title, card=object_at(value, "card", "content"), source=source)


def _extension(body: Json, source: DialogSource) -> Outcome:
    extension = object_at(body, "composeExtension")
    match extension.get("type"):
        case "message":
            words = text_at(extension, "text")
            return Toast(text=words) if words.strip() else WentWrong(cause="a message without words")
        case "result":
            attachments = objects_at(extension, "attachments")
            if len(attachments) != 1 or attachments[0].get("contentType") != ADAPTIVE_CARD:
                return WentWrong(cause="a result without exactly one card")
            card = object_at(attachments[0], "content")
            return _if_valid(card, "compose") or Inserted(card=card)
        case other:
            return WentWrong(cause=f"unknown extension answer {other!r} in {source.command.get('commandId')!r}")


def _if_valid(card: object, place: Place) -> WentWrong | None:
    found = problems(card, place)
    return WentWrong(cause="; ".join(found)) if found else None
