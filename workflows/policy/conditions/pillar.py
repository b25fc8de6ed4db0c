"""`pillar: [reliability]`: what its author filed it under."""

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
        what="a pillar",
        under="pillars",
        known=reading.vocabulary.pillars,
        says="carries the message",
        of=lambda post: (post.pillar,),
    )


KIND: Final = single(
    help="The post carries one of these messages, by their keys under `pillars`.",
    examples=(("pillar: [reliability]", "A post that carries the message with the key `reliability`."),),
    parse=parse,
    shape=several(TEXT),
)
