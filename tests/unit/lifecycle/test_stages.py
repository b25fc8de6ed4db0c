"""Stages: desks of a later one wait until every desk of those before is met; what they gave before counts."""

from dataclasses import replace
from typing import Final

from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    FACTS,
    INVESTORS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MAX,
    MIA,
    REVENUE,
    RULES,
    approve,
    edit,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.content import LINK, Content
from workflows.domain.refusals import NotYetItsTurn
from workflows.lifecycle.evaluate import evaluate

LEGAL_LAST: Final = world(policy(rules=(replace(LEGAL_ON_CLAIMS, stage=2), ALWAYS_MARKETING)))
"""Marketing first, then legal."""
THREE: Final = world(
    policy(rules=tuple(replace(rule, stage=stage) for stage, rule in zip((1, 2, 3), RULES, strict=True)))
)
EVERY_DESK: Final = Content(text="Our claim on revenue.", channels=CLAIM.channels)


def test_a_later_desk_waits_for_those_before_it() -> None:
    """Legal is on the route, is not awaited, and whoever clicks there is told whom it waits for."""
    history = happened(propose(), facts=LEGAL_LAST)
    answered = given(history, facts=LEGAL_LAST).when(approve(BEN, LEGAL))

    answered.then_refused(NotYetItsTurn(desk=LEGAL, first=(MARKETING,)))
    standing = evaluate(state(history), LEGAL_LAST).of(LEGAL)
    assert standing is not None
    assert (standing.status, standing.awaited, standing.missing) == ("waiting", frozenset(), 1)


def test_no_decision_jumps_the_queue() -> None:
    """Asking for changes waits for its turn like an approval."""
    history = happened(propose(), facts=LEGAL_LAST)

    given(history, facts=LEGAL_LAST).when(request_changes(BEN, LEGAL)).then_refused(
        NotYetItsTurn(desk=LEGAL, first=(MARKETING,))
    )


def test_its_turn_comes_when_the_desks_before_it_are_met() -> None:
    """Once marketing approved, legal is awaited; once legal did, the post is approved."""
    history = happened(propose(), approve(MIA, MARKETING), facts=LEGAL_LAST)

    assert evaluate(state(history), LEGAL_LAST).awaited >= {BEN, BEA, LOU}
    given(history, facts=LEGAL_LAST).when(approve(BEN, LEGAL)).then_kinds("review_given", "approval_reached")


def test_each_stage_waits_for_every_one_before_it() -> None:
    """Investor relations, third of three, wait for marketing and legal, then for legal alone."""
    history = happened(propose(EVERY_DESK), facts=THREE)
    given(history, facts=THREE).when(approve(IVY, INVESTORS)).then_refused(
        NotYetItsTurn(desk=INVESTORS, first=(MARKETING, LEGAL))
    )
    later = happened(propose(EVERY_DESK), approve(MIA, MARKETING), facts=THREE)
    given(later, facts=THREE).when(approve(IVY, INVESTORS)).then_refused(NotYetItsTurn(desk=INVESTORS, first=(LEGAL,)))


def test_a_stage_that_nothing_is_before_begins_at_once() -> None:
    """A post that needs no desk of the first stage begins with the next."""
    alone = world(policy(rules=(replace(ALWAYS_MARKETING, stage=2),)))

    given(happened(propose(REVENUE), facts=alone), facts=alone).when(approve(MIA, MARKETING)).then_kinds(
        "review_given", "approval_reached"
    )


def test_what_a_later_desk_gave_counts_when_an_earlier_one_is_asked_again() -> None:
    """Legal judges the link alone here: new words ask marketing again, and legal's approval stands all the while."""
    facts = world(policy(rules=(ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, stage=2, judges=(LINK,)))))
    other = replace(CLAIM, text="Our claim: hardly anything is faster.")
    history = happened(propose(), approve(MIA, MARKETING), approve(BEN, LEGAL), edit(other, ADA), facts=facts)

    standings = evaluate(state(history), facts).standings
    assert [(one.requirement.desk, one.status) for one in standings] == [(MARKETING, "pending"), (LEGAL, "met")]
    given(history, facts=facts).when(approve(MAX, MARKETING, revision=2)).then_kinds("review_given", "approval_reached")


def test_a_later_desk_waits_again_when_an_earlier_one_is_asked_again() -> None:
    """An edit that re-opens both lets legal wait for marketing once more, until its turn comes again."""
    other = replace(CLAIM, text="Our claim: hardly anything is faster.")
    history = happened(propose(), approve(MIA, MARKETING), approve(BEN, LEGAL), edit(other, ADA), facts=LEGAL_LAST)

    given(history, facts=LEGAL_LAST).when(approve(BEN, LEGAL, revision=2)).then_refused(
        NotYetItsTurn(desk=LEGAL, first=(MARKETING,))
    )


def test_without_stages_all_are_asked_at_once() -> None:
    """Where the policy names no stage, everybody is awaited from the start."""
    evaluation = evaluate(state(happened(propose())), FACTS)

    assert [one.status for one in evaluation.standings] == ["pending", "pending"]
