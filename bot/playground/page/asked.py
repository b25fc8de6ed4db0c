"""What the page asks for, read without trust: each field that a pane or a lever reads is of its kind, or nothing is done."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, TypeGuard

from bot.playground.page.ports import Json

DEEPEST: Final = 40
"""So far may what is asked be nested: cards are, a little."""
LARGEST: Final = 2**53
"""Above this a browser no longer counts in whole numbers."""

Check = Callable[[object], bool]


class NotUnderstoodError(Exception):
    """What was asked is not what a page asks for; says why in a sentence."""


def read(body: bytes) -> Json:
    """What a request's body asks for. Raises `NotUnderstoodError`."""
    try:
        asked: object = json.loads(body, parse_constant=_refuse)
        # Half a character can be escaped into JSON, and nothing that is written or sent takes it.
        json.dumps(asked, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError("Send JSON.") from error
    if not _is_object(asked) or not _is_shallow(asked, DEEPEST):
        raise NotUnderstoodError("Send one JSON object, not deeply nested.")
    for name, held in asked.items():
        if name in KINDS and not KINDS[name](held):
            raise NotUnderstoodError(f"“{name}” is not of the kind that it must be.")
    return asked


def turn(said: str) -> int:
    """A turn of the wire, as it stands in an address. Raises `NotUnderstoodError`."""
    if not said.isdecimal() or len(said) > len(str(LARGEST)):
        raise NotUnderstoodError("“after” is a whole number.")
    return int(said)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_shallow(value: object, left: int) -> bool:
    inner = list(value.values()) if _is_object(value) else value if _is_list(value) else []
    return left > 0 and all(_is_shallow(one, left - 1) for one in inner)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_text_or_nothing(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _is_number(value: object) -> bool:
    return _is_whole(value) or isinstance(value, float)


def _is_put_in(value: object) -> bool:
    """Whether a person can put this into a field: words, a tick, several choices, or nothing."""
    return value is None or isinstance(value, str | bool) or (_is_list(value) and all(_is_text(one) for one in value))


def _are_put_in(value: object) -> bool:
    return value is None or (_is_object(value) and all(_is_put_in(one) for one in value.values()))


KINDS: Final[Mapping[str, Check]] = {
    **dict.fromkeys(
        ("as", "do", "place", "text", "name", "action", "block", "callback", "view", "chat", "command", "kind", "at"),
        _is_text,
    ),
    **dict.fromkeys(("ts", "root", "message"), _is_text_or_nothing),
    **dict.fromkeys(("button", "dialog"), _is_whole),
    **dict.fromkeys(("values", "inputs"), _are_put_in),
    "filled": _is_put_in,
    "seconds": _is_number,
    "on": _is_truth,
    "card": _is_object,
}
"""What each field holds, whoever reads it."""
