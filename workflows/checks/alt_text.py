"""Alt text: what a picture shows, for those who do not see it."""

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.checks.channels import CHANNELS
from workflows.checks.counting import count_utf16
from workflows.checks.finding import Finding
from workflows.domain.brand import Brand
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId

MOST: Final[Mapping[ChannelId, int]] = {ChannelId("x"): 1_000, ChannelId("linkedin"): 4_086}
"""Characters of a picture's alt text. X: as quoted in https://github.com/w3c/wcag/issues/2126; LinkedIn: its API as others report
it. Bluesky's lexicon (app.bsky.embed.images) and the pages of the others name no limit (2026-11-26).
"""


def check_alt_text(content: Content, brand: Brand) -> Iterator[Finding]:
    """Pictures without a text, where the policy wants one, and texts that a channel would not take."""
    for item in content.media:
        if item.kind != "image":
            continue
        if not item.alt_text.strip() and brand.alt_text is not None:
            says = f"The picture “{item.name}” has no alt text. Say in a sentence what it shows."
            yield Finding(field="media", says=says, effect=brand.alt_text, rule="alt text")
        for channel, most in MOST.items():
            used = count_utf16(item.alt_text)
            if channel in content.channels and used > most:
                name = CHANNELS[channel].name
                says = f"{name} allows {most:,} characters of alt text; that of “{item.name}” has {used:,}. Cut {used - most:,}."
                yield Finding(field="media", says=says)
