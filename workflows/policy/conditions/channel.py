"""`channel: [linkedin, x]`: the post is meant for one of these."""

from typing import Final

from workflows.checks.channels import CHANNELS
from workflows.domain.ids import ChannelId
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.reading import listed
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node


@value
class OnChannel:
    """Holds for a post that goes to at least one of `channels`."""

    channels: tuple[ChannelId, ...]

    def because(self, subject: Subject) -> str | None:
        """`is for LinkedIn`, naming those that are met."""
        met = [CHANNELS[channel].name for channel in self.channels if channel in subject.content.channels]
        return f"is for {listed(met, 'and')}" if met else None

    def looks_for(self) -> str:
        """`is for X or LinkedIn`."""
        return f"is for {listed((CHANNELS[channel].name for channel in self.channels), 'or')}"


def parse(node: Node, reading: Reading) -> OnChannel | None:
    """A list of channels that we know."""
    read = reading.reader.choices(node, "a channel", CHANNELS)
    return OnChannel(channels=read) if read else None


KIND: Final = single(
    help=f"The post is meant for one of these channels: {listed((f'`{channel}`' for channel in CHANNELS), 'or')}.",
    examples=(("channel: [linkedin]", "A post for LinkedIn, whatever else it is for."),),
    parse=parse,
    shape=several(one_of(CHANNELS)),
)
