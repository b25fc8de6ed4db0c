"""The grammar in which Block Kit's limits are written: a rule looks at one value and reports what is wrong, where."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.playground.slack.shapes import Json, as_list, as_object

Faults = list[str]
Rule = Callable[[object, str, Faults], None]


def fault(faults: Faults, where: str, what: str) -> None:
    """Note a fault in the words and the form that Slack uses."""
    faults.append(f"[ERROR] {what} [json-pointer:{where}]")


def string(longest: int, *, shortest: int = 0, pattern: str = "") -> Rule:
    """A string of so many characters, matching the whole pattern if there is one."""

    def check(value: object, where: str, faults: Faults) -> None:
        if not isinstance(value, str):
            fault(faults, where, "must be a string")
        elif len(value) > longest:
            fault(faults, where, f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            fault(faults, where, f"must be more than {shortest - 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            fault(faults, where, "has the wrong format")

    return check


def whole(low: int, high: int) -> Rule:
    """A whole number from low to high."""

    def check(value: object, where: str, faults: Faults) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            fault(faults, where, f"must be a whole number from {low} to {high}")

    return check


def flag(value: object, where: str, faults: Faults) -> None:
    """True or false."""
    if not isinstance(value, bool):
        fault(faults, where, "must be a boolean")


def anything(_value: object, _where: str, _faults: Faults) -> None:
    """A value whose inside is not looked at."""


def one_of(*words: str) -> Rule:
    """One of these words."""

    def check(value: object, where: str, faults: Faults) -> None:
        if value not in words:
            fault(faults, where, f"must be one of {', '.join(words)}")

    return check


def many(rule: Rule, *, least: int, most: int) -> Rule:
    """A list of so many items that all keep the rule."""

    def check(value: object, where: str, faults: Faults) -> None:
        if not isinstance(value, list):
            fault(faults, where, "must be an array")
            return
        items = as_list(cast("object", value))
        if len(items) < least:
            fault(faults, where, f"no less than {least} items allowed")
        if len(items) > most:
            fault(faults, where, f"no more than {most} items allowed")
        for number, item in enumerate(items):
            rule(item, f"{where}/{number}", faults)

    return check


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An object: which fields it must have, which it may have (no others), and what must hold between them."""

    required: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    optional: Mapping[str, Rule] = field(default_factory=dict[str, Rule])
    between: tuple[Callable[[Json, str, Faults], None], ...] = ()

    def __call__(self, value: object, where: str, faults: Faults) -> None:
        """Check one value."""
        if not isinstance(value, dict):
            fault(faults, where, "must be an object")
            return
        item = as_object(cast("object", value))
        for name in self.required:
            if name not in item:
                fault(faults, where, f"missing required field: {name}")
        for name, inner in item.items():
            rule = self.required.get(name) or self.optional.get(name)
            if rule is not None:
                rule(inner, f"{where}/{name}", faults)
            elif name != "type":
                fault(faults, where, f"invalid additional property: {name}")
        for relation in self.between:
            relation(item, where, faults)


def tagged(shapes: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which of the shapes it has."""

    def check(value: object, where: str, faults: Faults) -> None:
        kind = as_object(value).get("type")
        rule = shapes.get(kind) if isinstance(kind, str) else None
        if rule is None:
            fault(faults, where, f"unsupported type: {kind}")
        else:
            rule(value, where, faults)

    return check
