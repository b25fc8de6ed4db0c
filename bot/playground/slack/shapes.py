"""JSON as it travels: names for its shapes, and narrowing that a type checker can follow."""

from collections.abc import Iterator
from typing import Any, cast

Json = dict[str, Any]


def as_object(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return cast("Json", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a JSON array, else an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def objects(value: object) -> list[Json]:
    """The objects of a JSON array; anything else in it is left out."""
    return [cast("Json", item) for item in as_list(value) if isinstance(item, dict)]


def walk(value: object) -> Iterator[Json]:
    """Every object inside a JSON value, outermost first, in reading order."""
    if isinstance(value, dict):
        here = cast("Json", value)
        yield here
        for inner in here.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from walk(inner)


def text_of(value: object) -> str:
    """The words of a text object; empty for anything else. Plain text is read as it is shown, marked-up text as it is.

    Slack decodes `&amp;`, `&lt;` and `&gt;` in every text object: its own payloads give plain text escaped
    (slackapi/bolt-python#513; docs.slack.dev/messaging/formatting-message-text, "Escaping text").
    """
    held = as_object(value)
    words = str(held.get("text", ""))
    return decoded(words) if held.get("type") == "plain_text" else words


def decoded(text: str) -> str:
    """Text without Slack's three escapes."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
