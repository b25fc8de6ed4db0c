"""Reading what came from outside: every look finds the expected type or something empty."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

Json = Mapping[str, Any]


def mapping(found: object) -> Json:
    """The object itself, or an empty one."""
    return cast("Json", found) if isinstance(found, dict) else {}


def items(found: object) -> list[Json]:
    """The objects in a list; anything else is left out."""
    entries = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Json", entry) for entry in entries if isinstance(entry, dict)]


def strings(found: object) -> list[str]:
    """The strings in a list; anything else is left out."""
    entries = cast("list[object]", found) if isinstance(found, list) else []
    return [entry for entry in entries if isinstance(entry, str)]


def text(found: object) -> str:
    """The string itself, or an empty one."""
    return found if isinstance(found, str) else ""


def at(found: object, *path: str) -> str:
    """The string at the end of a path of keys, or an empty one."""
    for key in path:
        found = mapping(found).get(key)
    return text(found)


def loads(said: str) -> object:
    """JSON. Raises ValueError (or RecursionError) for what is none, or where a name stands twice."""
    return json.loads(said, object_pairs_hook=named_once)


def named_once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """An object of these members. Raises ValueError where a name stands twice: two readers could take two different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def is_deeper_than(depth: int, value: object) -> bool:
    """Whether objects and lists stand in one another more than `depth` deep."""
    level = [value]
    for _ in range(depth):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()
