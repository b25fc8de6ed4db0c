"""What is written down of how long desks took: nothing of a confidential post."""

from dataclasses import replace

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import happened
from tests.unit.lifecycle.world import (
    ADA,
    MARKETING,
    MIA,
    PLAIN,
    POST,
    approve,
    propose,
)
from workflows.domain.commands import LiftRestriction
from workflows.engine.expecting import noted
from workflows.lifecycle.turnarounds import Turnarounds

OPEN = happened(propose(PLAIN))
NAMED = happened(replace(propose(PLAIN), readers="named"))
LIFTED = happened(LiftRestriction(proposal=POST, by=ADA, revision=1), after=NAMED)


def test_nothing_is_noted_where_a_post_is_confidential_before_or_after_a_decision() -> None:
    """Neither its being sent, nor a decision on it, nor what makes it so or ends that; of an open one, both ends are."""
    approved = sight(happened(approve(MIA, MARKETING), after=OPEN))
    assert noted(None, sight(OPEN)).begun == {MARKETING}
    assert noted(sight(OPEN), approved).over == {MARKETING}
    assert noted(None, sight(NAMED)) == Turnarounds()
    assert noted(sight(NAMED), approved) == Turnarounds()
    assert noted(sight(OPEN), sight(happened(approve(MIA, MARKETING), after=NAMED))) == Turnarounds()
    assert noted(sight(NAMED), sight(LIFTED)) == Turnarounds()
