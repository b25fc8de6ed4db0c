"""What may stand at a place of the policy file, as fragments of its JSON Schema (draft 2020-12)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

Shape = Mapping[str, object]

KEY: Final = r"[a-z][a-z0-9-]{0,39}"
"""A key of the file's own, such as a desk's."""

TEXT: Final[Shape] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""One word or sentence. The reader takes any scalar as text; an editor reads `5` as a number and `yes` as a truth."""

CONDITION: Final[Shape] = {"$ref": "#/$defs/condition"}
"""One condition of any kind, wherever one may stand."""


def one_of(words: Iterable[str | int]) -> Shape:
    """One of these words; a number or a truth stands both as such and as the word it is written with."""
    return {"enum": list(words)}


def like(pattern: str) -> Shape:
    """A text of this form."""
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def either(*shapes: Shape) -> Shape:
    """Any of these shapes."""
    return {"anyOf": list(shapes)}


def several(item: Shape) -> Shape:
    """A list of such items, none twice; a lone one is a list of one."""
    return either(item, {"type": "array", "items": item, "minItems": 1, "uniqueItems": True})


def perhaps(item: Shape) -> Shape:
    """A list of such items, none twice, which may be empty; a lone one is a list of one."""
    return either(item, {"type": "array", "items": item, "uniqueItems": True})


def many(item: Shape) -> Shape:
    """A list of such items that must not be empty."""
    return {"type": "array", "items": item, "minItems": 1}


def keyed(item: Shape) -> Shape:
    """A mapping from keys of the file's own to such items."""
    return {"type": "object", "propertyNames": like(KEY), "additionalProperties": item, "minProperties": 1}


def fields(
    needed: Mapping[str, str], optional: Mapping[str, str], shapes: Mapping[str, Shape], *, least: int = 0
) -> Shape:
    """A mapping with the keys that a reader asks for, each described by what it expects and with its shape."""
    known = {**needed, **optional}
    _refuse_others(shapes, known)
    properties = {key: {**shapes[key], "description": says} for key, says in known.items()}
    limits = {"minProperties": least} if least else {}
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
        **limits,
    }


def with_any(shape: Shape, keys: Iterable[str]) -> Shape:
    """A mapping of this shape that has at least one of these keys."""
    return {**shape, "anyOf": [{"required": [key]} for key in keys]}


def with_its(shape: Shape, key: str, other: str) -> Shape:
    """A mapping of this shape in which `key` goes with `other`."""
    return {**shape, "dependentRequired": {key: [other]}}


def with_one(shape: Shape, keys: Iterable[str]) -> Shape:
    """A mapping of this shape that has exactly one of these keys."""
    return {**shape, "oneOf": [{"required": [key]} for key in keys]}


def _refuse_others(shapes: Collection[str], known: Collection[str]) -> None:
    others = set(shapes) ^ set(known)
    if others:
        raise ValueError(f"each key needs a shape, and each shape a key: {sorted(others)}")
