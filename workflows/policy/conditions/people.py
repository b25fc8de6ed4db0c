"""`people: [somebody, untold]`: whether people can be seen in a picture or a video, as its author told."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.reading import listed
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node

Told = Literal["somebody", "nobody", "untold"]
_SAYS: Final[Mapping[Told, str]] = {
    "somebody": "shows people",
    "nobody": "has a picture without people",
    "untold": "has a picture of which nobody said whether it shows people",
}


@value
class ShowsPeople:
    """Holds where any picture or video is one of `told`."""

    told: tuple[Told, ...]

    def because(self, subject: Subject) -> str | None:
        """`shows people`."""
        there = {item.people for item in subject.content.media if item.kind != "document"}
        met = [_SAYS[told] for told in self.told if told in there]
        return listed(met, "and") if met else None

    def looks_for(self) -> str:
        """`shows people or has a picture without people`."""
        return listed((_SAYS[told] for told in self.told), "or")


def parse(node: Node, reading: Reading) -> ShowsPeople | None:
    """A list of what its author may have told."""
    told = reading.reader.choices(node, "what was told of the people in it", get_args(Told))
    return ShowsPeople(told=told) if told else None


KIND: Final = single(
    help=(
        "A picture or video shows people (`somebody`), shows none (`nobody`), or its author did not say (`untold`); "
        "documents do not count."
    ),
    examples=(
        ("people: [somebody]", "A post with people in a picture: they must have agreed."),
        ("people: [somebody, untold]", "The same, and pictures of which nobody knows."),
    ),
    parse=parse,
    shape=several(one_of(get_args(Told))),
)
