"""Hold and release: a stop without a verdict, by those whom the policy names."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    BEN,
    CLAIM,
    CLEO,
    EVENING,
    FACTS,
    LEGAL,
    LOU,
    MARKETING,
    MIA,
    MORNING,
    NOW,
    PLAIN,
    POST,
    approve,
    edit,
    email,
    policy,
    propose,
    reached,
    reject,
    request_changes,
    reviewed,
    withdraw,
    world,
)
from workflows.domain.commands import Command, Hold, Release
from workflows.domain.events import Held, Released, TimeMissed
from workflows.domain.ids import PersonId
from workflows.domain.policy import Holders
from workflows.domain.proposal import OnHold
from workflows.domain.refusals import HoldReasonMissing, IsOnHold, NotFound, NotHolder, NotInReview, NotOnHold
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.hold import miss_time

WHY: Final = "The figures are not public yet."


def hold(by: PersonId = CLEO, reason: str = WHY) -> Hold:
    """Stop it."""
    return Hold(proposal=POST, by=by, reason=reason)


def release(by: PersonId = CLEO) -> Release:
    """Let it go on."""
    return Release(proposal=POST, by=by)


ASKED: Final = happened(propose())
HELD: Final = happened(hold(), after=ASKED)
BY_LOU: Final = replace(FACTS, holds=Holders(by=(email(LOU),)))
"""The policy of today names Lou, and nobody else."""


def test_a_comms_lead_holds_a_post_and_releases_it() -> None:
    """Where the policy names nobody, the comms leads may, whoever set it."""
    given(ASKED).when(hold()).then(Held(by=CLEO, at=NOW, reason=WHY))
    assert state(HELD).hold == OnHold(by=CLEO, at=NOW, reason=WHY)
    given(HELD).when(release()).then(Released(by=CLEO, at=NOW))
    assert state(happened(release(), after=HELD)).hold is None


def test_whoever_the_policy_of_today_names_may_and_nobody_else() -> None:
    """Also for a post that was sent under an older one, and for one that somebody else holds."""
    assert given(ASKED, facts=BY_LOU).when(hold(LOU)).proposal.hold == OnHold(by=LOU, at=NOW, reason=WHY)
    given(HELD, facts=BY_LOU).when(release(LOU)).then_kinds("released")
    given(ASKED, facts=BY_LOU).when(hold(CLEO)).then_refused(NotHolder(holders=(LOU,)))


@pytest.mark.parametrize("by", [ADA, BEN, MIA])
def test_nobody_else_holds_or_releases(by: PersonId) -> None:
    """Not the author, not who reviews it."""
    given(ASKED).when(hold(by)).then_refused(NotHolder(holders=(CLEO,)))
    given(HELD).when(release(by)).then_refused(NotHolder(holders=(CLEO,)))


def test_who_left_holds_nothing() -> None:
    """A name in the policy is worth nothing once its person is gone."""
    lou = replace(FACTS.people[LOU], left=True)
    gone = replace(BY_LOU, people={**FACTS.people, LOU: lou})
    given(ASKED, facts=gone).when(hold(LOU)).then_refused(NotHolder(holders=()))


def test_a_second_hold_is_told_of_the_first() -> None:
    """The same words by the same person stand already."""
    given(HELD).when(hold()).then_nothing_happened()
    given(HELD).when(hold(reason="Another.")).then_refused(IsOnHold(by=CLEO, at=NOW, reason=WHY))


def test_there_must_be_a_hold_to_release_and_a_reason_to_hold() -> None:
    """Nothing is recorded otherwise."""
    given(ASKED).when(release()).then_refused(NotOnHold())
    given(ASKED).when(hold(reason=" ")).then_refused(HoldReasonMissing())


def test_only_what_is_in_review_is_held() -> None:
    """A draft is its author's alone, and what ended goes nowhere."""
    given(happened(propose(submit=False))).when(hold()).then_refused(NotFound())
    ended = happened(withdraw(), after=HELD)
    given(ended).when(release()).then_refused(NotInReview(stage="withdrawn"))
    given(happened(reject(BEN, LEGAL), after=HELD)).when(hold()).then_refused(NotInReview(stage="rejected"))


def test_reviews_go_on_during_a_hold() -> None:
    """The approval is reached all the same; an edit leaves the hold where it is."""
    facts = world(policy(slots="one_per_desk"))
    history = happened(hold(), approve(MIA, MARKETING), after=ASKED, facts=facts)
    given(history, facts=facts).when(approve(BEN, LEGAL)).then(reviewed(approve(BEN, LEGAL), CLAIM), reached(CLAIM))
    assert given(HELD).when(edit(PLAIN)).proposal.hold == OnHold(by=CLEO, at=NOW, reason=WHY)


COMMANDS: Final[tuple[Command, ...]] = (
    approve(MIA, MARKETING),
    approve(BEN, LEGAL),
    approve(LOU, LEGAL),
    request_changes(BEN, LEGAL),
    edit(PLAIN),
    edit(CLAIM, base=2),
    approve(MIA, MARKETING, revision=2),
)


@PROPERTY
@for_any(st.lists(st.sampled_from(COMMANDS), max_size=6), st.integers(0, 6), st.booleans())
def test_a_hold_never_changes_an_evaluation(commands: list[Command], position: int, freed: bool) -> None:  # noqa: FBT001  # drawn
    """Wherever in any story a hold, or a hold and a release, is put: every answer and the evaluation are the same."""

    def told(*, held: bool) -> tuple[list[object], object]:
        history, answers = ASKED, list[object]()
        for number, command in enumerate((*commands, None)):
            if held and number == min(position, len(commands)):
                history = happened(hold(), *([release()] if freed else []), after=history)
            if command is not None:
                answer = given(history).when(command).answer
                answers.append(answer)
                history = (*history, *answer) if isinstance(answer, tuple) else history
        return answers, evaluate(state(history), FACTS)

    assert told(held=True) == told(held=False)


def test_a_time_that_passed_during_a_hold_is_missed() -> None:
    """Nothing goes out late by itself: the release notes it, and a new time heals it. A time still to come stands."""
    history = happened(hold(), after=happened(propose(PLAIN, wanted=MORNING)))
    after = world(now=MORNING.at + timedelta(minutes=1))
    released = given(history, facts=after).when(release())
    released.then(Released(by=CLEO, at=after.now), TimeMissed(at=after.now, wanted=MORNING.at))
    assert released.proposal.time == "missed"
    missed = (*history, *released.events)
    assert given(missed, facts=after).when(edit(PLAIN, wanted=EVENING)).proposal.time == "stands"
    given(history).when(release()).then(Released(by=CLEO, at=NOW))


@pytest.mark.parametrize(
    ("since", "until", "missed"),
    [
        (timedelta(0), timedelta(hours=23), False),
        (timedelta(hours=25), timedelta(hours=26), False),
        (timedelta(hours=23), timedelta(hours=25), True),
        (timedelta(hours=24), timedelta(hours=24), True),
    ],
)
def test_what_a_standstill_makes_a_post_miss(since: timedelta, until: timedelta, *, missed: bool) -> None:
    """Only a time between its beginning and its end, both included; and each post once."""
    proposal = state(happened(propose(PLAIN, wanted=MORNING)))
    events = miss_time(proposal, NOW + since, NOW + until)
    assert [event.kind for event in events] == ["time_missed"] * missed
    assert all(miss_time(evolve(proposal, event), NOW + since, NOW + until) == () for event in events)
