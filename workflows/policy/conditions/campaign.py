"""`campaign: [spring]`: what its author filed it under."""

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
        what="a campaign",
        under="campaigns",
        known=reading.vocabulary.campaigns,
        says="is part of the campaign",
        of=lambda post: (post.campaign,),
    )


KIND: Final = single(
    help="The post is part of one of these campaigns, by their keys under `campaigns`.",
    examples=(("campaign: [spring]", "A post of the campaign with the key `spring`."),),
    parse=parse,
    shape=several(TEXT),
)
