"""How long a post is on a channel, counted as that channel counts."""

from functools import lru_cache
from typing import Final

from workflows.checks.channels import CHANNELS, Channel
from workflows.domain.content import Content, published_text
from workflows.domain.ids import ChannelId
from workflows.domain.value import value

_REMEMBERED: Final = 256
"""The same words are drawn on many cards, one after another: so many counts are kept."""


@value
class Length:
    """What of a channel's allowance is used; both numbers are in `unit` (in the plural)."""

    channel: ChannelId
    name: str
    used: int
    limit: int
    unit: str

    @property
    def over(self) -> int:
        """How much has to go; 0 where it fits."""
        return max(0, self.used - self.limit)


@lru_cache(maxsize=_REMEMBERED)
def measure(text: str, channel: Channel) -> Length:
    """Count `text` for `channel`; where the channel has several limits, the one that is used most."""
    lengths = [
        Length(channel=channel.id, name=channel.name, used=limit.count(text), limit=limit.most, unit=limit.unit)
        for limit in channel.limits
    ]
    return max(lengths, key=lambda length: length.used / length.limit)


def measure_all(content: Content) -> tuple[Length, ...]:
    """Count what would be published for each of its channels that we know, in the order of `CHANNELS`."""
    text = published_text(content)
    return tuple(measure(text, channel) for channel in CHANNELS.values() if channel.id in content.channels)
