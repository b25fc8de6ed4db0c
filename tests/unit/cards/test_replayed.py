"""What a replay says of a post."""

from dataclasses import replace

from tests.unit.lifecycle.spec import happened, state
from tests.unit.lifecycle.world import CLAIM, FACTS, LEGAL, NOW, propose
from workflows.cards.replayed import told
from workflows.domain.proposal import Restriction
from workflows.lifecycle.replaying import Difference


def test_who_wrote_a_confidential_post_is_not_told() -> None:
    """As where it is moved to another policy: by its number and its day alone."""
    less, post = Difference(added={}, removed=(LEGAL,), quorums={}), state(happened(propose(CLAIM)))
    closed = replace(post, restriction=Restriction(by=None, at=NOW, why="is named so"))
    assert ", by Ada: no longer asks Legal." in told(post, less, FACTS)
    assert ", confidential: no longer asks Legal." in told(closed, less, FACTS)
