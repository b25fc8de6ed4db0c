"""The record leads to the state, and a record that cannot be is a bug."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import Events, happened, state
from tests.unit.lifecycle.world import (
    BEN,
    CLAIM,
    LEGAL,
    LOU,
    MARKETING,
    MIA,
    PLAIN,
    POST,
    approve,
    edit,
    lift,
    propose,
    reject,
    rejected,
    request_changes,
    reviewed,
    submit,
    withdraw,
)
from workflows.domain.events import ApprovalReached, BlockLifted, Event
from workflows.domain.ids import DeskId
from workflows.lifecycle.evolve import evolve, fold

STORY = happened(
    propose(submit=False),
    submit(),
    request_changes(BEN, LEGAL),
    lift(LOU, LEGAL),
    approve(MIA, MARKETING),
    approve(BEN, LEGAL),
    edit(PLAIN),
    approve(MIA, MARKETING, revision=2),
    reject(MIA, MARKETING, revision=2),
)
DRAFT = happened(propose(submit=False))
ASKED = happened(propose())
REVIEWED = reviewed(approve(BEN, LEGAL), CLAIM)
LIFTED = BlockLifted(by=LOU, at=REVIEWED.at, desk=LEGAL, revision=1)


def test_nothing_happened_means_no_proposal() -> None:
    """An empty record is nothing."""
    assert fold(()) is None


def test_every_event_raises_the_sequence_by_one() -> None:
    """Whatever it is, and whether or not it changes anything else."""
    for count in range(1, len(STORY) + 1):
        assert state(STORY[:count]).sequence == count


def test_notices_of_approval_change_nothing_else() -> None:
    """Whether it is approved is computed, never stored."""
    before = state(ASKED)
    event = ApprovalReached(at=before.created, revision=1, revision_hash=before.head.hash)
    assert evolve(before, event) == replace(before, sequence=before.sequence + 1)


@pytest.mark.parametrize(
    ("history", "event"),
    [
        pytest.param((), STORY[1], id="words without a proposal"),
        pytest.param(DRAFT, DRAFT[0], id="a second beginning"),
        pytest.param(DRAFT, DRAFT[1], id="the same revision again"),
        pytest.param(DRAFT, happened(propose(PLAIN), edit(CLAIM), edit(PLAIN, base=2))[6], id="a revision left out"),
        pytest.param(DRAFT, REVIEWED, id="a review of a draft"),
        pytest.param(DRAFT, rejected(reject(BEN, LEGAL)), id="the rejection of a draft"),
        pytest.param(DRAFT, LIFTED, id="a block lifted on a draft"),
        pytest.param(ASKED, replace(REVIEWED, revision=0), id="a review of nothing"),
        pytest.param(ASKED, replace(REVIEWED, revision=2), id="a review of words to come"),
        pytest.param(ASKED, replace(LIFTED, desk=DeskId("archive")), id="a block lifted where nobody was asked"),
        pytest.param(happened(propose(), withdraw()), REVIEWED, id="a review after the withdrawal"),
        pytest.param(STORY, REVIEWED, id="a review after the rejection"),
        pytest.param(STORY, ASKED[0], id="a beginning after the end"),
        pytest.param(STORY, ASKED[-1], id="a route after the rejection"),
        pytest.param(happened(propose(), withdraw()), ASKED[-1], id="a route after the withdrawal"),
    ],
)
def test_an_event_that_cannot_follow_is_a_bug(history: Events, event: Event) -> None:
    """A broken record raises; it is never guessed at."""
    with pytest.raises(ValueError, match=r"\w"):
        evolve(fold(history), event)


def test_a_proposal_keeps_its_name() -> None:
    """From its first event to its end."""
    assert state(STORY).id == POST
