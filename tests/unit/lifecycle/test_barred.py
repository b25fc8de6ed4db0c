"""Who must not decide: nobody judges their own words."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    BEN,
    CLAIM,
    CLEO,
    DEE,
    LEGAL,
    MARKETING,
    MAX,
    MIA,
    PLAIN,
    TONE,
    approve,
    edit,
    policy,
    propose,
    review,
    world,
)
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Decision
from workflows.domain.refusals import OwnWords


@pytest.mark.parametrize("by", [ADA, ABE])
@pytest.mark.parametrize("decision", ["approve", "request_changes", "reject"])
def test_nobody_reviews_their_own_words(by: PersonId, decision: Decision) -> None:
    """An author and a co-author are barred, even where they sit on the desk."""
    facts = world(policy(members={MARKETING: (ADA, ABE, MIA)}))
    history = happened(propose(co_authors=frozenset({ABE})), facts=facts)
    given(history, facts=facts).when(review(by, MARKETING, decision, reason=TONE)).then_refused(OwnWords())


def test_whoever_wrote_the_head_is_barred() -> None:
    """A comms lead who edited the words does not approve them, and is not awaited."""
    history = happened(propose(PLAIN), edit(CLAIM, CLEO))
    answered = given(history).when(approve(CLEO, MARKETING, revision=2))
    answered.then_refused(OwnWords())
    assert given(history).when(approve(BEN, LEGAL, revision=2)).evaluation.awaited == {MIA, MAX, DEE}


def test_whoever_wrote_a_part_that_still_stands_is_barred() -> None:
    """A lead who set the link does not approve it after the author edited the text beside it; once it is replaced, they may."""
    linked = replace(PLAIN, link="https://example.com/lead")
    history = happened(propose(PLAIN), edit(linked, CLEO), edit(replace(linked, text="Other words."), ADA, base=2))
    given(history).when(approve(CLEO, MARKETING, revision=3)).then_refused(OwnWords())
    history = happened(edit(replace(PLAIN, text="Other words."), ADA, base=3), after=history)
    given(history).when(approve(CLEO, MARKETING, revision=4)).then_kinds("review_given", "approval_reached")


def test_whoever_took_a_part_out_is_barred_while_it_stays_out() -> None:
    """A lead who cleared the market decided whom the post is for; once it has one again, they may approve."""
    german = replace(PLAIN, markets=("de",))
    reworded = replace(PLAIN, text="Other words.")
    history = happened(propose(german), edit(PLAIN, CLEO), edit(reworded, ADA, base=2))
    given(history).when(approve(CLEO, MARKETING, revision=3)).then_refused(OwnWords())
    history = happened(edit(replace(reworded, markets=("at",)), ADA, base=3), after=history)
    given(history).when(approve(CLEO, MARKETING, revision=4)).then_kinds("review_given", "approval_reached")
