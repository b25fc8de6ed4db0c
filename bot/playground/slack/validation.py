"""What Slack accepts as the blocks of a message, as a modal and as an App Home; all else is told with its place."""

import json
from collections import Counter

from bot.playground.slack import limits
from bot.playground.slack.blocks import elements_of
from bot.playground.slack.elements import ACCESSORIES, ACTIONS, IDENTIFIER, IMAGE, INPUTS, plain, words
from bot.playground.slack.rules import Faults, Rule, Shape, anything, fault, flag, many, one_of, string, tagged
from bot.playground.slack.shapes import Json, as_object, objects, walk


def _block(*, required: dict[str, Rule] | None = None, optional: dict[str, Rule] | None = None) -> Shape:
    return Shape(required=required or {}, optional={"block_id": IDENTIFIER, **(optional or {})})


def _something_said(block: Json, where: str, faults: Faults) -> None:
    if "text" not in block and "fields" not in block:
        fault(faults, where, "must have text or fields")


_ON_EVERY_SURFACE: dict[str, Rule] = {
    "section": Shape(
        optional={
            "block_id": IDENTIFIER,
            "text": words(),
            "fields": many(words(limits.SECTION_FIELD_TEXT), least=1, most=limits.SECTION_FIELDS),
            "accessory": tagged(ACCESSORIES),
            "expand": flag,
        },
        between=(_something_said,),
    ),
    "divider": _block(),
    "header": _block(required={"text": plain(limits.HEADER_TEXT)}),
    "context": _block(
        required={
            "elements": many(
                tagged({"image": IMAGE, "plain_text": words(), "mrkdwn": words()}),
                least=1,
                most=limits.CONTEXT_ELEMENTS,
            )
        }
    ),
    "actions": _block(required={"elements": many(tagged(ACTIONS), least=1, most=limits.ACTION_ELEMENTS)}),
    "image": _block(
        required={
            "image_url": string(limits.IMAGE_URL, shortest=1),
            "alt_text": string(limits.ALT_TEXT, shortest=1),
        },
        optional={"title": plain(limits.IMAGE_TITLE)},
    ),
    "input": _block(
        required={"label": plain(limits.INPUT_LABEL), "element": tagged(INPUTS)},
        optional={"hint": plain(limits.INPUT_HINT), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": _block(
        required={
            "elements": many(
                tagged(
                    {
                        "rich_text_section": anything,
                        "rich_text_list": anything,
                        "rich_text_quote": anything,
                        "rich_text_preformatted": anything,
                    }
                ),
                least=1,
                most=limits.VIEW_BLOCKS,
            )
        }
    ),
}
_IN_MESSAGES: dict[str, Rule] = {
    **_ON_EVERY_SURFACE,
    "markdown": _block(required={"text": string(limits.MARKDOWN_TEXT, shortest=1)}),
}
_VIEW: dict[str, Rule] = {
    "private_metadata": string(limits.PRIVATE_METADATA),
    "callback_id": string(limits.IDENTIFIER),
    "external_id": string(limits.IDENTIFIER),
}
_VIEW_BLOCKS = many(tagged(_ON_EVERY_SURFACE), least=0, most=limits.VIEW_BLOCKS)
_MODAL = Shape(
    required={"type": one_of("modal"), "title": plain(limits.VIEW_TITLE), "blocks": _VIEW_BLOCKS},
    optional={
        **_VIEW,
        "submit": plain(limits.VIEW_BUTTON),
        "close": plain(limits.VIEW_BUTTON),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = Shape(required={"type": one_of("home"), "blocks": _VIEW_BLOCKS}, optional=_VIEW)


def _repeated(names: list[object]) -> list[str]:
    return [str(name) for name, times in Counter(map(str, filter(None, names))).items() if times > 1]


def _ids_differ(blocks: list[Json], where: str, faults: Faults) -> None:
    # Block ids are unique in a message or view, action ids within their block
    # (docs.slack.dev/reference/block-kit: "unique among all other action_ids in the containing block").
    for name in _repeated([block.get("block_id") for block in blocks]):
        fault(faults, where, f"block_id already exists: {name}")
    for number, block in enumerate(blocks):
        for name in _repeated([element.get("action_id") for element in elements_of(block)]):
            fault(faults, f"{where}/{number}", f"action_id already exists: {name}")
    if sum(each.get("focus_on_load") is True for each in walk(blocks)) > 1:
        fault(faults, where, "focus_on_load may be set on only one element")


def check_message(blocks: object) -> Faults:
    """What Slack would find wrong with the blocks of a message; nothing if it would take them."""
    faults: Faults = []
    many(tagged(_IN_MESSAGES), least=0, most=limits.MESSAGE_BLOCKS)(blocks, "/blocks", faults)
    _ids_differ(objects(blocks), "/blocks", faults)
    return faults


def is_too_long(blocks: object) -> bool:
    """Whether Slack would answer `msg_blocks_too_long`, however short each block is."""
    size = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))
    return size > limits.MESSAGE_BLOCK_CHARACTERS


def check_modal(view: object) -> Faults:
    """What Slack would find wrong with a modal; nothing if it would open it."""
    faults: Faults = []
    _MODAL(view, "/view", faults)
    content = as_object(view)
    blocks = objects(content.get("blocks"))
    _ids_differ(blocks, "/view/blocks", faults)
    if "submit" not in content and any(block.get("type") == "input" for block in blocks):
        fault(faults, "/view", "missing required field: submit")
    return faults


def check_home(view: object) -> Faults:
    """What Slack would find wrong with an App Home; nothing if it would publish it."""
    faults: Faults = []
    _HOME(view, "/view", faults)
    _ids_differ(objects(as_object(view).get("blocks")), "/view/blocks", faults)
    return faults
