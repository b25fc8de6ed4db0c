"""`market: [de, at]`: what its author filed it under."""

from typing import Final

from workflows.policy.conditions.base import Reading, single
from workflows.policy.conditions.filed import Filed, read_filed
from workflows.policy.shapes import TEXT, several
from workflows.policy.tree import Node


def parse(node: Node, reading: Reading) -> Filed | None:
    """A list of keys that the policy names."""
    return read_filed(
        node,
        reading,
        what="a market",
        under="markets",
        known=reading.vocabulary.markets,
        says="is for the market",
        of=lambda post: post.markets,
    )


KIND: Final = single(
    help="The post is for one of these markets, by their keys under `markets`.",
    examples=(("market: [de, at]", "A post for either of two markets, or for both."),),
    parse=parse,
    shape=several(TEXT),
)
