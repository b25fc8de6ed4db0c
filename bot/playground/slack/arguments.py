"""The arguments of a Web API call, whichever way a client wrote them, and the errors it may get."""

import json
from dataclasses import dataclass

from bot.playground.slack.shapes import Json


class ApiError(Exception):
    """A refusal as Slack words it: a code, and for invalid blocks or views what is wrong where."""

    def __init__(self, error: str, explained: list[str] | None = None) -> None:
        """Refuse with this code."""
        super().__init__(error)
        self.error = error
        self.explained = tuple(explained or ())


@dataclass(frozen=True)
class Arguments:
    """Arguments as they came: JSON values, or text where the call was form-encoded."""

    given: Json

    def has(self, name: str) -> bool:
        """Whether the argument was given."""
        return self.given.get(name) is not None

    def text(self, name: str) -> str:
        """An optional string; empty when it is not there."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def need(self, name: str) -> str:
        """A string without which the call is refused."""
        if not self.text(name):
            raise ApiError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str) -> bool:
        """A boolean, false when it is not there."""
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, *, default: int, most: int) -> int:
        """A positive whole number, cut to the most that is allowed."""
        given = self.text(name) or str(default)
        if not given.isdecimal() or int(given) < 1:
            raise ApiError("invalid_arguments", [f"[ERROR] must be a positive number [json-pointer:/{name}]"])
        return min(int(given), most)

    def tree(self, name: str, *, otherwise: str) -> object:
        """A JSON value, itself or as text; refused with the code `otherwise` when it is no JSON."""
        value: object = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(otherwise, [f"[ERROR] must be valid JSON [json-pointer:/{name}]"]) from None


def page(items: list[Json], arguments: Arguments, *, default: int, most: int) -> tuple[list[Json], Json]:
    """One page of a list, and the `response_metadata` that leads to the next."""
    cursor = arguments.text("cursor")
    start = cursor.removeprefix("next:") if cursor else "0"
    if not start.isdecimal() or (cursor and not cursor.startswith("next:")):
        raise ApiError("invalid_cursor")
    first = int(start)
    end = first + arguments.number("limit", default=default, most=most)
    return items[first:end], {"next_cursor": f"next:{end}" if end < len(items) else ""}
