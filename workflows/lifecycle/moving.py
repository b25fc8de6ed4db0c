"""What it changes for a running proposal to be moved to the policy in force."""

from typing import Literal

from workflows.domain.proposal import Review
from workflows.domain.value import value
from workflows.lifecycle.replaying import Difference


@value
class Move:
    """What it changes for a proposal to come under the policy in force: its route, which approvals stop counting, what becomes of
    its approval, and whether a rule makes it confidential.
    """

    difference: Difference
    lapsing: tuple[Review, ...]
    approval: Literal["same", "reached", "lost"]
    restricted: bool
