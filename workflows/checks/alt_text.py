"""Alt text: what a picture shows, for those who do not see it."""

from collections.abc import Iterator

from workflows.checks.channels import CHANNELS
from workflows.checks.counting import count_utf16
from workflows.checks.finding import Finding
from workflows.domain.brand import Brand
from workflows.domain.content import Content


def check_alt_text(content: Content, brand: Brand) -> Iterator[Finding]:
    """Pictures without a text, where the policy wants one, and texts that a channel would not take."""
    rule = brand.alt_text
    owner = rule.owner.name if rule and rule.owner else ""
    for item in content.media:
        if item.kind != "image":
            continue
        if not item.alt_text.strip() and rule is not None:
            asks = f" {owner} keeps that rule." if owner else ""
            says = f"The picture “{item.name}” has no alt text. Say in a sentence what it shows.{asks}"
            yield Finding(field="media", says=says, effect=rule.effect, rule="alt text", owner=owner)
        used = count_utf16(item.alt_text)
        for channel in CHANNELS.values():
            most = channel.alt_text.most if channel.alt_text else used
            if channel.id in content.channels and used > most:
                says = (
                    f"{channel.name} allows {most:,} characters of alt text; that of “{item.name}” has {used:,}. "
                    f"Cut {used - most:,}."
                )
                yield Finding(field="media", says=says)
