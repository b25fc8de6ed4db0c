"""What it changes for a running proposal to be moved to the policy in force."""

from typing import Literal

from workflows.domain.ids import PersonId
from workflows.domain.proposal import Review
from workflows.domain.value import value
from workflows.lifecycle.replaying import Difference


@value
class Move:
    """What it changes for a proposal to come under the policy in force: its route, which approvals stop counting, what becomes of
    its approval, whether a rule makes it confidential, and who comes to watch it or does no longer.
    """

    difference: Difference
    lapsing: tuple[Review, ...]
    approval: Literal["same", "reached", "lost"]
    restricted: bool
    watching: tuple[PersonId, ...] = ()
    unwatching: tuple[PersonId, ...] = ()
