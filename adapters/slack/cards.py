"""A card as Block Kit. Every string of a card is literal text; only `Mention` calls people.

Source: docs.slack.dev/reference/block-kit/blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Final, assert_never

from adapters.slack import limits
from adapters.slack.words import cut, escape, pieces, plain
from workflows.cards import surfaces
from workflows.cards.actions import encode_button
from workflows.cards.card import (
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Element,
    Facts,
    Heading,
    Mention,
    Paragraph,
    Words,
)
from workflows.cards.visible import visible
from workflows.cards.whole import unread
from workflows.checks.hidden import revealed
from workflows.engine.requests import Say

Block = dict[str, Any]

_USER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")
READ_ALL: Final = "Read it all"
"""The button under a card that was too long."""


def summary(card: Card) -> str:
    """The notification text: the card's summary and never a word of a draft."""
    return escape(cut(revealed(card.summary), limits.NOTIFICATION))


def message_blocks(card: Card) -> list[Block]:
    """The card as the blocks of a message, within Slack's limits. What does not fit is named, with the way to it."""
    blocks = list(draw(card.elements))
    if _fits(blocks, limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE):
        return blocks
    unreadable = (unread(one) if isinstance(one, Buttons) else one for one in card.elements)
    return _shortened(list(draw(unreadable)), _rest(card.elements))


def draw(elements: Iterable[Element]) -> Iterator[Block]:
    """Elements as blocks, each within its own limits."""
    for number, element in enumerate(map(visible, elements)):
        match element:
            case Heading(text=text):
                yield from _heading(text)
            case Paragraph(text=text, weight=weight):
                yield from _paragraph(text, weight)
            case Words(label=label, text=text):
                yield from _strong(label)
                yield from _sections(text)
            case Facts(rows=rows):
                yield from _facts(rows)
            case Bullets(items=items):
                yield from _sections("\n".join(f"{mark} {sentence}" for mark, sentence in items))
            case Mention():
                yield from _mention(element)
            case Buttons(buttons=buttons):
                yield from _buttons(buttons, number)
            case Divider():
                yield {"type": "divider"}
            case _:
                assert_never(element)


def _sections(text: str) -> Iterator[Block]:
    for piece in pieces(text):
        yield {"type": "section", "text": plain(piece)}


def _heading(text: str) -> Iterator[Block]:
    if not text:
        return
    if limits.length(escape(text)) <= limits.HEADER:
        yield {"type": "header", "text": plain(text)}
    else:
        yield from _strong(text)


def _strong(text: str) -> Iterator[Block]:
    # Slack's markup has no way to write `*` inside bold words; rich text takes them literally.
    for piece in pieces(text):
        said = {"type": "text", "text": escape(piece), "style": {"bold": True}}
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [said]}]}


def _paragraph(text: str, weight: str) -> Iterator[Block]:
    match weight:
        case "strong":
            yield from _strong(text)
        case "small":
            for piece in pieces(text):
                yield {"type": "context", "elements": [plain(piece)]}
        case _:
            yield from _sections(text)


def _facts(rows: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    lines = [f"{label}\n{fact}" for label, fact in rows]
    if all(limits.length(escape(line)) <= limits.FIELD for line in lines):
        waiting = iter(lines)
        while some := list(islice(waiting, limits.FIELDS)):
            yield {"type": "section", "fields": [plain(line) for line in some]}
    else:
        for label, fact in rows:
            yield from _sections(f"{label}: {fact}")


def _mention(element: Mention) -> Iterator[Block]:
    reached = [one for one in element.accounts if one.id.chat == "slack" and _USER.fullmatch(one.id.user)]
    called = " ".join(dict.fromkeys(f"<@{one.id.user}>" for one in reached))
    persons = {one.person for one in reached}
    named = ", ".join(name for person, name in element.people if person not in persons)
    if called:
        for piece in _lines_of(called):
            yield {"type": "section", "text": {"type": "mrkdwn", "text": piece}}
    yield from _sections(f"{named}: {element.text}" if named else element.text)


def _lines_of(called: str) -> Iterator[str]:
    """Mentions, separated by spaces, in lines that fit a section."""
    line = ""
    for mention in called.split():
        if len(line) + 1 + len(mention) > limits.TEXT:
            yield line
            line = ""
        line = f"{line} {mention}".strip()
    yield line


def _buttons(buttons: tuple[Button, ...], number: int) -> Iterator[Block]:
    drawn = [button(one, f"{one.action.name}:{number}.{place}") for place, one in enumerate(buttons)]
    for start in range(0, len(drawn), limits.ACTIONS):
        yield {"type": "actions", "elements": drawn[start : start + limits.ACTIONS]}


def button(one: Button, action_id: str) -> Block:
    """A button. Its value says what it means; its id only tells it from its neighbours."""
    drawn: Block = {
        "type": "button",
        "text": plain(cut(one.label, limits.BUTTON_TEXT)),
        "action_id": action_id,
        "value": encode_button(one.action, one.filled),
    }
    if one.style != "default":
        drawn["style"] = one.style
    return drawn


def saying(say: Say) -> Card:
    """A private sentence as a card."""
    row = (Buttons(buttons=say.buttons),) if say.buttons else ()
    return Card(summary=say.text, elements=(Paragraph(text=say.text), *row))


def _fits(blocks: list[Block], most: int, size: int) -> bool:
    return len(blocks) <= most and limits.size(blocks) <= size


def _rest(elements: Iterable[Element]) -> list[Block]:
    """What stands where the card was cut: that something is missing, and the way to it."""
    actions = (one.action for element in elements if isinstance(element, Buttons) for one in element.buttons)
    about = next((action for action in actions if action.proposal), None)
    if about is None:
        return list(_strong(surfaces.more_elsewhere("")))
    opens = replace(about, name="show")
    row = {"type": "actions", "elements": [button(Button(label=READ_ALL, action=opens), "show:rest")]}
    return [*_strong(surfaces.more_elsewhere(READ_ALL)), row]


def _shortened(blocks: list[Block], rest: list[Block]) -> list[Block]:
    """As much from the top as fits, then `rest`, then every row of buttons, which are never left out for words."""
    rows: list[Block] = []
    for row in (block for block in blocks if block["type"] == "actions"):
        if _fits([*rows, row, *rest], limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE):
            rows.append(row)
    kept: list[Block] = []
    for block in (block for block in blocks if block["type"] != "actions"):
        if _fits([*kept, block, *rest, *rows], limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE):
            kept.append(block)
            continue
        kept += _beginning(block, [*kept, *rest, *rows])
        break
    return [*kept, *rest, *rows]


def _beginning(block: Block, beside: list[Block]) -> list[Block]:
    """The beginning of a section, in what room is left."""
    if block["type"] != "section" or "text" not in block or block["text"]["type"] != "plain_text":
        return []
    said: str = block["text"]["text"]
    while said and not _fits([*beside, _said(said)], limits.MESSAGE_BLOCKS, limits.MESSAGE_SIZE):
        said = said[: len(said) * 9 // 10]
    # A cut may have gone through an escaped character.
    said = re.sub(r"&[a-z]{0,3}\Z", "", said)
    return [_said(said)] if said else []


def _said(escaped: str) -> Block:
    return {"type": "section", "text": {"type": "plain_text", "text": escaped, "emoji": False}}
