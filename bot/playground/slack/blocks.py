"""Finding one's way in Block Kit's trees."""

from collections.abc import Iterator

from bot.playground.slack.shapes import Json, as_object, objects, text_of


def elements_of(block: Json) -> list[Json]:
    """What a person can use in a block: its accessory, its input, its actions; pictures are not."""
    inner = [as_object(block.get("accessory")), as_object(block.get("element"))]
    if block.get("type") == "actions":
        inner += objects(block.get("elements"))
    return [element for element in inner if element and element.get("type") != "image"]


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block and element that a person can use, in reading order."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def options(element: Json) -> list[Json]:
    """What can be chosen in an element, groups opened."""
    grouped = [each for group in objects(element.get("option_groups")) for each in objects(group.get("options"))]
    return objects(element.get("options")) + grouped


def label(block: Json) -> str:
    """What a person reads above or beside an input."""
    return text_of(block.get("label")) or text_of(block.get("text"))
