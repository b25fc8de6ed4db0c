"""Reading what came from outside: every look finds the expected type or something empty."""

from collections.abc import Mapping
from typing import Any, cast

Json = Mapping[str, Any]


def mapping(found: object) -> Json:
    """The object itself, or an empty one."""
    return cast("Json", found) if isinstance(found, dict) else {}


def items(found: object) -> list[Json]:
    """The objects in a list; anything else is left out."""
    entries = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("Json", entry) for entry in entries if isinstance(entry, dict)]


def text(found: object) -> str:
    """The string itself, or an empty one."""
    return found if isinstance(found, str) else ""


def at(found: object, *path: str) -> str:
    """The string at the end of a path of keys, or an empty one."""
    for key in path:
        found = mapping(found).get(key)
    return text(found)
