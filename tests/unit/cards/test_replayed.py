"""What a replay says of a post."""

from dataclasses import replace

from tests.unit.lifecycle.spec import happened, state
from tests.unit.lifecycle.world import BEN, CLAIM, FACTS, IVY, LEGAL, NOW, propose
from workflows.cards.replayed import summary, told
from workflows.domain.proposal import Restriction
from workflows.lifecycle.replaying import Difference


def test_who_wrote_a_confidential_post_is_not_told() -> None:
    """As where it is moved to another policy: by its number and its day alone."""
    less, post = Difference(added={}, removed=(LEGAL,), quorums={}), state(happened(propose(CLAIM)))
    closed = replace(post, restriction=Restriction(by=None, at=NOW, why="is named so"))
    assert ", by Ada: no longer asks Legal." in told(post, less, FACTS)
    assert ", confidential: no longer asks Legal." in told(closed, less, FACTS)


def test_who_would_have_watched_is_named() -> None:
    """Both those who come and those who go; the summary counts such posts."""
    other = Difference(added={}, removed=(), quorums={}, watching=(IVY,), unwatching=(BEN,))
    assert ": also watched by Ivy; no longer watched by Ben." in told(state(happened(propose(CLAIM))), other, FACTS)
    assert summary([other]) == "1 post replayed, 1 would have differed: 1 would have been watched by others."
