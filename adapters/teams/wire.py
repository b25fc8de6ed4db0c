"""Reading JSON that came from outside: nothing in it is where it should be until it was looked at."""

import json
from collections.abc import Mapping
from typing import Final, NoReturn, cast

from adapters.teams import limits

Json = dict[str, object]
"""A JSON object."""


class MalformedError(Exception):
    """The body is no activity that anyone could have meant. Its words name no content."""


def objects(value: object) -> list[Json]:
    """The JSON objects of a list; anything else in it is passed over."""
    if not isinstance(value, list):
        return []
    return [item for item in map(as_object, cast("list[object]", value)) if item is not None]


def texts(value: object) -> list[str]:
    """The strings of a list; anything else in it is passed over."""
    if not isinstance(value, list):
        return []
    return [item for item in cast("list[object]", value) if isinstance(item, str)]


def as_object(value: object) -> Json | None:
    """The value if it is a JSON object."""
    return cast("Json", value) if isinstance(value, dict) else None


def at(value: object, *path: str) -> object:
    """The value at the end of a path of names; None where the path ends early."""
    for name in path:
        here = as_object(value)
        if here is None:
            return None
        value = here.get(name)
    return value


def text(value: object, *path: str) -> str:
    """The string at the end of a path; empty where there is none."""
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def parse(raw: bytes) -> Json:
    """Read a request's body. Raises MalformedError unless it is a JSON object of bounded depth in clean Unicode, where no
    name stands twice.
    """
    try:
        body: object = json.loads(raw, parse_constant=_no_constant, object_pairs_hook=_named_once)
        if b"\\u" in raw:  # only an escape can hide half a surrogate pair, which no database or hash can take
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as broken:
        raise MalformedError("no JSON") from broken
    found = as_object(body)
    if found is None:
        raise MalformedError("no JSON object")
    if _deeper_than(limits.BODY_DEPTH, found):
        raise MalformedError("nested too deeply")
    return found


def dump(value: Mapping[str, object]) -> bytes:
    """JSON as it goes over the wire: UTF-8, without escapes that would make cards longer than they are."""
    return json.dumps(value, ensure_ascii=False).encode()


_CONTAINERS: Final = (dict, list)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _named_once(pairs: list[tuple[str, object]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        # Whoever read the first of two, and whoever read the last, would have read two different requests.
        raise ValueError("a name stands twice")
    return found


def _deeper_than(depth: int, value: object) -> bool:
    level: list[object] = [value]
    for _ in range(depth):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, _CONTAINERS)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(cast("Json", value).values())
    return cast("list[object]", value)
