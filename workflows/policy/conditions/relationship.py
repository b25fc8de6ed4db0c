"""`relationship: [paid, gifted]`: what its author filed it under."""

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
        what="a relationship",
        under="relationships",
        known=reading.vocabulary.relationships,
        says="is by someone who is",
        of=lambda post: (post.relationship,),
    )


KIND: Final = single(
    help="The author told one of these relationships to the company, by their keys under `relationships`.",
    examples=(("relationship: [paid, gifted]", "A post by someone who is paid, or was given the product."),),
    parse=parse,
    shape=several(TEXT),
)
