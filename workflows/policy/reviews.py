"""What of the policy has not been looked at for too long."""

from datetime import date

from workflows.checks.channels import CHANNELS
from workflows.domain.brand import Brand


def past_review(brand: Brand, today: date) -> tuple[str, ...]:
    """A sentence for each pillar and channel whose review date lies before `today`, with whom to ask."""
    dated = (
        *((f"the pillar “{one.name}”", one.owner, one.review) for one in brand.pillars.values()),
        *((f"the channel {CHANNELS[key].name}", one.owner, one.review) for key, one in brand.channels.items()),
    )
    return tuple(
        f"{what} was to be reviewed by {review:%Y-%m-%d}; ask {owner.name if owner else 'whoever keeps the policy file'}"
        for what, owner, review in dated
        if review is not None and review < today
    )
