"""JSON as it comes over the wire, read without trust: what is missing or of another kind reads as empty."""

from typing import Any, TypeGuard

Json = dict[str, Any]


def is_object(value: object) -> TypeGuard[Json]:
    """Say whether a decoded JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Say whether a decoded JSON value is an array."""
    return isinstance(value, list)


def at(value: object, *path: str) -> Any:
    """Give what lies at a path of names, or None where any step is missing."""
    for name in path:
        if not is_object(value):
            return None
        value = value.get(name)
    return value


def object_at(value: object, *path: str) -> Json:
    """Give the object at a path; an empty one if there is none."""
    found: object = at(value, *path)
    return found if is_object(found) else {}


def list_at(value: object, *path: str) -> list[Any]:
    """Give the array at a path; an empty one if there is none."""
    found: object = at(value, *path)
    return found if is_list(found) else []


def objects_at(value: object, *path: str) -> list[Json]:
    """Give the objects in the array at a path, leaving out what is no object."""
    return [item for item in list_at(value, *path) if is_object(item)]


def text_at(value: object, *path: str) -> str:
    """Give the text at a path; an empty one if there is none."""
    found: object = at(value, *path)
    return found if isinstance(found, str) else ""
