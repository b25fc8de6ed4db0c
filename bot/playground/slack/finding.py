"""Finding what a person uses on their screen, and what using it tells the app."""

from bot.playground.slack import payloads, render
from bot.playground.slack.blocks import interactive, options
from bot.playground.slack.forms import Filled, NotThereError
from bot.playground.slack.mrkdwn import pictured
from bot.playground.slack.shapes import Json, text_of
from bot.playground.slack.world import Person, World


def by_words(world: World, person: Person, blocks: list[Json], label: str, near: str = "") -> Json:
    """The action of what says `label`, or has it as its action id, at or below the first block that shows `near`."""
    below = blocks
    if near:
        shown = [number for number, block in enumerate(blocks) if near in " ".join(render.block(world, block, person))]
        below = blocks[shown[0] :] if shown else []
    found: list[Json] = []
    offered: list[str] = []
    ts = world.new_ts()
    for block, element in interactive(below):
        says = text_of(element.get("text"))
        if element["type"] == "button":
            offered.append(says)
        if label in (says, pictured(says), element["action_id"]):
            found.append(payloads.action(block, element, None, ts))
        for option in options(element):
            offered.append(text_of(option.get("text")))
            if label == offered[-1]:
                found.append(payloads.action(block, element, label, ts))
    if not found or (len(found) > 1 and not near):
        what = "nothing" if not found else f"{len(found)} things"
        message = f"{what} to click called {label!r}; there are: {', '.join(offered)}"
        raise NotThereError(message)
    return found[0]


def by_ids(world: World, blocks: list[Json], block_id: str, action_id: str, filled: Filled) -> Json:
    """The action of the element in exactly this place, with what was put into it."""
    for block, element in interactive(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return payloads.action(block, element, filled, world.new_ts())
    message = "That is not there any more: it was drawn anew meanwhile."
    raise NotThereError(message)
