"""`language: [de]`: what its author filed it under."""

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
        what="a language",
        under="languages",
        known=reading.vocabulary.languages,
        says="is written in",
        of=lambda post: (post.language,),
    )


KIND: Final = single(
    help="The post is written in one of these languages, by their keys under `languages`, as its author says.",
    examples=(("language: [de]", "A post in the language with the key `de`."),),
    parse=parse,
    shape=several(TEXT),
)
