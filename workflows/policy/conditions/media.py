"""`media: [image, video]`: something of these kinds is attached."""

from typing import Final, Literal

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.reading import listed
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node

Kind = Literal["image", "video", "document"]
_NAMES: Final[dict[Kind, str]] = {"image": "an image", "video": "a video", "document": "a document"}


@value
class HasMedia:
    """Holds where a file of one of `kinds` is attached."""

    kinds: tuple[Kind, ...]

    def because(self, subject: Subject) -> str | None:
        """`has an image and a video`."""
        there = {item.kind for item in subject.content.media}
        met = [_NAMES[kind] for kind in self.kinds if kind in there]
        return f"has {listed(met, 'and')}" if met else None

    def looks_for(self) -> str:
        """`has an image or a video`."""
        return f"has {listed((_NAMES[kind] for kind in self.kinds), 'or')}"


def parse(node: Node, reading: Reading) -> HasMedia | None:
    """A list of kinds of files."""
    kinds = reading.reader.choices(node, "a kind of file", _NAMES)
    return HasMedia(kinds=kinds) if kinds else None


KIND: Final = single(
    help="A file of one of these kinds is attached: `image`, `video` or `document` (the form can't attach files yet).",
    examples=(("media: [video]", "A post with a video."),),
    parse=parse,
    shape=several(one_of(_NAMES)),
)
