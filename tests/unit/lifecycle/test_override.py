"""An override: two whom the policy names let a post go out whatever its reviews, bound to its very words and time."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import Events, given, happened
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    FACTS,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    MORNING,
    POST,
    STRANGER,
    approve,
    edit,
    email,
    propose,
    reject,
    request_changes,
    withdraw,
)
from workflows.domain.commands import Command, GiveOverride
from workflows.domain.ids import PersonId
from workflows.domain.refusals import (
    AlreadyOverrides,
    NotConfirmed,
    NothingToOverride,
    NotInReview,
    NotOverrider,
    OverrideReasonMissing,
    OwnWords,
    StaleRevision,
)
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.evolve import fold

NAMED: Final = (CLEO, LOU, ADA, ABE)
MAY: Final = replace(FACTS, override_by=tuple(email(one) for one in NAMED))
"""The policy of today names Cleo and Lou, and two authors."""
WHY: Final = "The fair opens in an hour."


def override(by: PersonId, *, revision: int = 1, retimes: int = 0, reason: str = WHY) -> GiveOverride:
    """Say, as one of two, that it may go out."""
    return GiveOverride(proposal=POST, by=by, revision=revision, retimes=retimes, reason=reason)


ASKED: Final = happened(propose(), request_changes(BEN, LEGAL))
HALF: Final = happened(override(CLEO), after=ASKED, facts=MAY)
WHOLE: Final = happened(override(LOU), after=HALF, facts=MAY)


def test_only_a_confirmed_account_overrides() -> None:
    """Of two whom the policy names, whoever has not said who they are is none."""
    unsure = replace(MAY, link="matched")
    given(ASKED, facts=unsure).when(override(CLEO)).then_refused(NotConfirmed(name="Cleo", email=email(CLEO)))


def test_two_people_override_and_what_is_missing_stays_visible() -> None:
    """One is not enough; with the second it counts as approved, while legal still blocks and marketing is still awaited."""
    half = given(ASKED, facts=MAY).when(override(CLEO))
    half.then_kinds("override_given")
    assert not half.evaluation.approved
    whole = given(HALF, facts=MAY).when(override(LOU))
    whole.then_kinds("override_given", "approval_reached")
    assert whole.evaluation.overridden
    assert (whole.status(LEGAL), whole.status(MARKETING)) == ("blocked", "pending")
    assert [(one.by, one.reason) for one in whole.evaluation.overrides] == [(CLEO, WHY), (LOU, WHY)]


def test_one_person_is_not_two() -> None:
    """The same again stands already, other words are refused with who else may; nobody who wrote it is among them."""
    given(HALF, facts=MAY).when(override(CLEO)).then_nothing_happened()
    given(HALF, facts=MAY).when(override(CLEO, reason="Again.")).then_refused(AlreadyOverrides(others=(ABE, LOU)))


def test_nobody_may_unless_the_policy_names_them() -> None:
    """Left out, that is nobody: not the comms lead, not a desk's lead."""
    given(ASKED).when(override(CLEO)).then_refused(NotOverrider(overriders=()))
    given(ASKED, facts=MAY).when(override(MIA)).then_refused(NotOverrider(overriders=tuple(sorted(NAMED))))


def test_nobody_overrides_for_their_own_words() -> None:
    """Not the author, not a co-author, not whoever edited the head."""
    given(ASKED, facts=MAY).when(override(ADA)).then_refused(OwnWords())
    with_abe = happened(propose(co_authors=frozenset({ABE})))
    given(with_abe, facts=MAY).when(override(ABE)).then_refused(OwnWords())
    edited = happened(edit(CLAIM_WITH_LINK, CLEO), after=ASKED)
    given(edited, facts=MAY).when(override(CLEO, revision=2)).then_refused(OwnWords())


def test_an_edit_ends_an_override_half_or_whole() -> None:
    """New words and a new time alike; a card of older words overrides nothing."""
    for history in (HALF, WHOLE):
        for changed in (edit(CLAIM_WITH_LINK), edit(CLAIM, wanted=MORNING)):
            answered = given(history, facts=MAY).when(changed)
            assert (answered.evaluation.overrides, answered.evaluation.approved) == ((), False)
    assert "approval_lost" in [event.kind for event in given(WHOLE, facts=MAY).when(edit(CLAIM_WITH_LINK)).events]
    edited = happened(edit(CLAIM_WITH_LINK), after=HALF, facts=MAY)
    given(edited, facts=MAY).when(override(LOU)).then_refused(StaleRevision(seen=1, head=2))
    retimed = happened(edit(CLAIM, wanted=MORNING), after=HALF, facts=MAY)
    given(retimed, facts=MAY).when(override(LOU)).then_refused(StaleRevision(seen=1, head=1))


@pytest.mark.parametrize("by", [CLEO, LOU])
def test_who_overrode_keeps_their_authority(by: PersonId) -> None:
    """Whoever the policy no longer names may not override any more; what they said before counts."""
    less = replace(MAY, override_by=tuple(email(one) for one in NAMED if one != by))
    assert evaluate(given(WHOLE).when(approve(MIA, MARKETING)).proposal, less).overridden


def test_there_must_be_something_to_override_and_a_reason() -> None:
    """Not what is approved, not what ended, not without words."""
    given(WHOLE, facts=MAY).when(override(LOU, reason="More.")).then_refused(NothingToOverride())
    given(ASKED, facts=MAY).when(override(CLEO, reason=" ")).then_refused(OverrideReasonMissing())
    given(happened(withdraw(), after=ASKED), facts=MAY).when(override(CLEO)).then_refused(
        NotInReview(stage="withdrawn")
    )


def test_a_reviewer_may_still_end_what_is_overridden() -> None:
    """An override lets it go out; it takes nobody's no away."""
    given(happened(propose(), override(CLEO), override(LOU), facts=MAY), facts=MAY).when(reject(BEN, LEGAL)).then_kinds(
        "review_given", "rejected"
    )


COMMANDS: Final[tuple[Command, ...]] = (
    *(override(by, revision=revision) for by in (CLEO, LOU, ADA, ABE, STRANGER) for revision in (1, 2)),
    edit(CLAIM_WITH_LINK),
    edit(CLAIM_WITH_LINK, CLEO),
    edit(CLAIM, CLEO, base=2),
    request_changes(BEN, LEGAL),
    approve(MAX, MARKETING),
)


@PROPERTY
@for_any(st.lists(st.sampled_from(COMMANDS), max_size=9), st.booleans())
def test_an_override_needs_two_allowed_people_on_the_head(commands: list[Command], joint: bool) -> None:  # noqa: FBT001  # drawn
    """Whatever anybody does in any order: it stands only by two different named people who wrote nothing of the head."""
    history: Events = happened(propose(co_authors=frozenset({ABE}) if joint else frozenset()))
    for command in commands:
        answer = given(history, facts=MAY).when(command).answer
        history = (*history, *answer) if isinstance(answer, tuple) else history
        proposal = fold(history)
        assert proposal is not None
        evaluation = evaluate(proposal, MAY)
        said = {one.by for one in evaluation.overrides}
        assert len(said) == len(evaluation.overrides)
        assert said <= set(NAMED) - barred(proposal)
        assert all(one.revision == proposal.head.number for one in evaluation.overrides)
        met = all(standing.status == "met" for standing in evaluation.standings)
        assert evaluation.approved == (met or len(said) >= 2)
