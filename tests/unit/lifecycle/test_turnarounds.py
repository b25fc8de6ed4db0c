"""Turnarounds: when a desk's begins and is over, and what its last ones let expect."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given as anyhow
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    FACTS,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MIA,
    MORNING,
    PLAIN,
    approve,
    edit,
    lift,
    policy,
    propose,
    reject,
    request_changes,
    withdraw,
    world,
)
from workflows.domain.commands import Command
from workflows.domain.content import Content
from workflows.domain.ids import DeskId
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.turnarounds import FEWEST, Turnarounds, together, turnarounds, usual
from workflows.lifecycle.wording import preview

HOUR = timedelta(hours=1)
NOBODY = frozenset[DeskId]()
BOTH = frozenset({MARKETING, LEGAL})
SPANS = st.lists(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=90)), min_size=FEWEST, max_size=20)
DESKS = st.lists(
    st.tuples(st.integers(1, 9), st.timedeltas(min_value=timedelta(), max_value=timedelta(days=90))), min_size=1
)


def does(*commands: Command, facts: Facts = FACTS) -> Turnarounds:
    """What the last of these commands did."""
    before = happened(*commands[:-1], facts=facts)
    stood = evaluate(state(before), facts) if before else None
    return turnarounds(stood, given(before, facts=facts).when(commands[-1]).evaluation)


@pytest.mark.parametrize(
    ("commands", "begun", "over"),
    [
        ([propose(submit=False)], NOBODY, NOBODY),
        ([propose()], BOTH, NOBODY),
        # a desk decides by an approval, a wish for changes, or a no; that of another stays open
        ([propose(), approve(BEN, LEGAL)], NOBODY, {LEGAL}),
        ([propose(), request_changes(BEN, LEGAL)], NOBODY, {LEGAL}),
        ([propose(), reject(BEN, LEGAL)], NOBODY, {LEGAL}),
        ([propose(), withdraw()], NOBODY, NOBODY),
        # whoever changes their mind decides nothing for the first time
        ([propose(), approve(BEN, LEGAL), request_changes(BEN, LEGAL)], NOBODY, NOBODY),
        # an edit lets a desk that waits go on waiting, and asks one again that had decided on what it changes
        ([propose(), edit(CLAIM_WITH_LINK)], NOBODY, NOBODY),
        ([propose(), approve(BEN, LEGAL), edit(CLAIM_WITH_LINK)], NOBODY, NOBODY),
        ([propose(), approve(MIA, MARKETING), edit(CLAIM_WITH_LINK)], {MARKETING}, NOBODY),
        ([propose(PLAIN), edit(CLAIM)], {LEGAL}, NOBODY),
        ([propose(), edit(PLAIN)], NOBODY, NOBODY),
        ([propose(), request_changes(BEN, LEGAL), lift(LOU, LEGAL)], {LEGAL}, NOBODY),
    ],
)
def test_a_turnaround_lasts_from_being_asked_to_having_decided(
    commands: list[Command], begun: frozenset[DeskId], over: frozenset[DeskId]
) -> None:
    """What each last command begins and ends."""
    assert does(*commands) == Turnarounds(begun=frozenset(begun), over=frozenset(over))


def test_a_desk_has_decided_with_its_quorum() -> None:
    """One of two is not yet the desk's word; one who wants changes is, whatever the quorum."""
    facts = world(policy(quorums={MARKETING: 2}))
    assert does(propose(PLAIN), approve(MIA, MARKETING), facts=facts).over == NOBODY
    assert does(propose(PLAIN), approve(MIA, MARKETING), approve(CLEO, MARKETING), facts=facts).over == {MARKETING}
    assert does(propose(PLAIN), request_changes(MIA, MARKETING), facts=facts).over == {MARKETING}


def test_a_later_stage_is_waited_for_from_its_turn_on() -> None:
    """Not from when the post was sent: it waits for the desk before it."""
    rules = (policy().rules[0], replace(LEGAL_ON_CLAIMS, stage=2))
    facts = world(policy(rules=rules))
    assert does(propose(), facts=facts).begun == {MARKETING}
    assert does(propose(), approve(MIA, MARKETING), facts=facts) == Turnarounds(
        begun=frozenset({LEGAL}), over=frozenset({MARKETING})
    )


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([], None),
        ([1, 1, 1, 1], None),
        ([1, 2, 3, 4, 100], 4),
        ([100, 4, 2, 3, 1], 4),
        ([1, 2, 3, 4, 5, 100], 5),
        ([*range(1, 11)], 8),
        ([*range(1, 21)], 16),
        ([0, 0, 0, 0, 0], 0),
    ],
)
def test_usual_is_what_four_in_five_did_not_exceed(hours: list[int], expected: int | None) -> None:
    """One long one of five changes nothing, and of fewer nothing is said."""
    assert usual([one * HOUR for one in hours]) == (None if expected is None else expected * HOUR)


@PROPERTY
@anyhow(SPANS, st.randoms())
def test_the_order_of_what_was_never_matters(spans: list[timedelta], random: Random) -> None:
    """Only how long each took: at least four in five as long as is said, and one of them just so."""
    said = usual(spans)
    assert said is not None
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert usual(shuffled) == said
    assert said in spans
    assert sum(one <= said for one in spans) * 5 >= len(spans) * 4


@PROPERTY
@anyhow(DESKS)
def test_desks_together_take_at_least_the_slowest_and_at_most_all(desks: list[tuple[int, timedelta]]) -> None:
    """At once it is the slowest, one after another their sum, and always something between."""
    spans = [span for _, span in desks]
    assert max(spans) <= together(desks) <= sum(spans, timedelta())
    assert together([(1, span) for span in spans]) == max(spans)
    assert together(list(enumerate(spans))) == sum(spans, timedelta())


@pytest.mark.parametrize(
    ("commands", "words", "settled"),
    [
        ([propose()], CLAIM_WITH_LINK, NOBODY),
        ([propose(), approve(BEN, LEGAL)], CLAIM_WITH_LINK, {LEGAL}),
        ([propose(), request_changes(BEN, LEGAL)], CLAIM_WITH_LINK, {LEGAL}),
        ([propose(), approve(MIA, MARKETING)], CLAIM_WITH_LINK, NOBODY),
        ([propose(), approve(BEN, LEGAL)], Content(text="A new claim.", channels=CLAIM.channels), NOBODY),
    ],
)
def test_a_desk_that_an_edit_does_not_ask_again_is_not_waited_for(
    commands: list[Command], words: Content, settled: frozenset[DeskId]
) -> None:
    """Legal judges the text only: what it said of it stands where that stays."""
    shown = preview(words, None, state(happened(*commands)), FACTS.people[ADA], FACTS)
    assert {one.requirement.desk for one in shown.desks if one.status == "settled"} == settled
    assert {one.status for one in shown.desks if one.requirement.desk not in settled} == {"asked"}


def test_an_editor_does_not_count_for_what_they_edit() -> None:
    """Cleo approved the text for marketing; where she adds a link herself, she is out, and marketing is asked again."""
    proposal = state(happened(propose(), approve(CLEO, MARKETING)))
    facts = world(policy(rules=(replace(policy().rules[0], judges=("text",)),)))
    by = {
        one: preview(CLAIM_WITH_LINK, None, proposal, facts.people[one], facts).desks[0].status for one in (ADA, CLEO)
    }
    assert by == {ADA: "settled", CLEO: "asked"}


def test_a_desk_that_judges_the_time_is_asked_again_by_another() -> None:
    """Where only the wanted time changes."""
    facts = world(policy(rules=(replace(policy().rules[0], judges_time=True),)))
    proposal = state(happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts))
    asked = [preview(PLAIN, wanted, proposal, facts.people[ADA], facts).desks[0].status for wanted in (None, MORNING)]
    assert asked == ["settled", "asked"]
