"""Deciding for a desk: who may, on which words, once."""

import pytest

from tests.unit.lifecycle.spec import given, happened, state, without
from tests.unit.lifecycle.world import (
    ARCHIVE,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    DEE,
    EVENING,
    FACTS,
    INVESTORS,
    IVY,
    LATER,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    MORNING,
    NOW,
    PLAIN,
    REVENUE,
    STRANGER,
    TONE,
    approve,
    edit,
    policy,
    propose,
    reached,
    reject,
    rejected,
    request_changes,
    review,
    reviewed,
    withdraw,
    world,
)
from workflows.domain.commands import SubmitReview
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Decision, Reason, Rejected, Review
from workflows.domain.refusals import (
    AlreadyCounts,
    AlreadyDecided,
    NotAwaited,
    NotFound,
    NotInReview,
    NotNeeded,
    ReasonMissing,
    StaleRevision,
)

ASKED = happened(propose())
"""Marketing and legal are asked for one approval each."""
TWO_EACH = world(policy(quorums={MARKETING: 2, LEGAL: 2}))
ONE_PER_DESK = world(policy(slots="one_per_desk"))


def test_an_approval_is_recorded_with_its_authority() -> None:
    """It says who, for which desk, on which hash, and as what."""
    given(ASKED, facts=LATER).when(approve(MIA, MARKETING)).then(reviewed(approve(MIA, MARKETING), CLAIM, LATER))
    answered = given(ASKED).when(approve(LOU, LEGAL))
    answered.then(reviewed(approve(LOU, LEGAL), CLAIM))
    assert answered.proposal.reviews == (
        Review(
            reviewer=LOU,
            desk=LEGAL,
            revision=1,
            retimes=0,
            decision="approve",
            reason=None,
            authority="lead",
            at=NOW,
        ),
    )
    assert answered.status(LEGAL) == "met"
    assert answered.status(MARKETING) == "pending"


def test_the_last_approval_that_was_missing_reaches_it() -> None:
    """With every desk met the proposal is approved, and says so once."""
    almost = happened(approve(MIA, MARKETING), after=ASKED)
    answered = given(almost).when(approve(BEN, LEGAL))
    answered.then(reviewed(approve(BEN, LEGAL), CLAIM), reached(CLAIM))
    assert answered.evaluation.approved
    assert answered.evaluation.awaited == frozenset()


@pytest.mark.parametrize("by", [STRANGER, BEN, IVY])
def test_who_does_not_sit_on_the_desk_is_told_who_is_awaited(by: PersonId) -> None:
    """The wrong person hears who was asked."""
    refusal = NotAwaited(desk=MARKETING, awaited=(DEE,))
    given(ASKED).when(approve(by, MARKETING)).then_refused(refusal)
    given(ASKED).when(request_changes(by, MARKETING)).then_refused(refusal)


def test_who_has_left_the_desk_no_longer_acts_for_it() -> None:
    """Membership is what it is when they decide: leaving ends changing one's mind, too."""
    history = happened(approve(BEN, LEGAL), after=ASKED)
    facts = without(FACTS, LEGAL, BEN)
    given(history, facts=facts).when(request_changes(BEN, LEGAL)).then_refused(NotAwaited(desk=LEGAL, awaited=()))


@pytest.mark.parametrize(
    ("desk", "refusal"), [(ARCHIVE, NotNeeded(desk=ARCHIVE)), (DeskId("no-such-desk"), NotFound())]
)
def test_a_desk_that_is_not_asked_decides_nothing(desk: DeskId, refusal: NotNeeded | NotFound) -> None:
    """A desk off the route is not needed; one that is not in the policy does not exist."""
    given(ASKED).when(approve(STRANGER, desk)).then_refused(refusal)


def test_a_desk_that_an_edit_took_off_the_route_is_not_needed() -> None:
    """Its old button finds nothing to decide."""
    history = happened(edit(PLAIN), after=ASKED)
    given(history).when(approve(BEN, LEGAL, revision=2)).then_refused(NotNeeded(desk=LEGAL))


def test_a_button_drawn_for_older_words_is_stale() -> None:
    """It cannot approve newer ones, even for a desk whose parts are the same."""
    history = happened(edit(CLAIM_WITH_LINK), after=ASKED)
    given(history).when(approve(BEN, LEGAL)).then_refused(StaleRevision(seen=1, head=2))
    given(history).when(approve(MIA, MARKETING)).then_refused(StaleRevision(seen=1, head=2))


@pytest.mark.parametrize(("revision", "retimes"), [(0, 0), (-1, 0), (2, 0), (1, 1), (1, -1)])
def test_words_and_times_that_never_were_are_not_found(revision: int, retimes: int) -> None:
    """Numbers come back from the client, so any may be made up."""
    given(ASKED).when(approve(MIA, MARKETING, revision=revision, retimes=retimes)).then_refused(NotFound())


def test_a_button_drawn_for_an_older_time_is_stale_where_the_desk_judges_the_time() -> None:
    """Other desks need not look at the time; what they saw is what is recorded."""
    history = happened(propose(REVENUE, wanted=MORNING), edit(REVENUE, wanted=EVENING))
    given(history).when(approve(IVY, INVESTORS)).then_refused(StaleRevision(seen=1, head=1))
    given(history).when(approve(IVY, INVESTORS, retimes=1)).then(reviewed(approve(IVY, INVESTORS, retimes=1), REVENUE))
    given(history).when(approve(MIA, MARKETING)).then(reviewed(approve(MIA, MARKETING), REVENUE))


@pytest.mark.parametrize("decision", ["request_changes", "reject"])
@pytest.mark.parametrize("reason", [None, Reason(code="other", words=" \n")])
def test_a_no_needs_a_reason(decision: Decision, reason: Reason | None) -> None:
    """A code without words is none."""
    given(ASKED).when(review(MIA, MARKETING, decision, reason=reason)).then_refused(ReasonMissing())


def test_a_yes_keeps_no_reason() -> None:
    """What a client sends along with an approval is dropped, and makes no second decision of it."""
    with_reason = review(MIA, MARKETING, "approve", reason=TONE)
    answered = given(ASKED).when(with_reason)
    answered.then(reviewed(approve(MIA, MARKETING), CLAIM))
    given((*ASKED, *answered.events)).when(with_reason).then_nothing_happened()


@pytest.mark.parametrize("decide_again", [approve(MIA, MARKETING), request_changes(MIA, MARKETING)])
def test_the_same_decision_again_stands_already(decide_again: SubmitReview) -> None:
    """A double click counts once: no second event."""
    given(happened(decide_again, after=ASKED)).when(decide_again).then_nothing_happened()


def test_the_same_approval_on_words_that_its_desk_does_not_judge_stands_already() -> None:
    """Legal judged the text; a new link leaves its review standing, so approving again adds nothing."""
    history = happened(approve(BEN, LEGAL), edit(CLAIM_WITH_LINK), after=ASKED)
    given(history).when(approve(BEN, LEGAL, revision=2)).then_nothing_happened()


def test_the_same_rejection_again_stands_already_and_any_other_comes_too_late() -> None:
    """After the end only its own repetition is accepted."""
    history = happened(reject(MIA, MARKETING), after=ASKED)
    given(history).when(reject(MIA, MARKETING)).then_nothing_happened()
    for other in (
        reject(MAX, MARKETING),
        reject(MIA, LEGAL),
        reject(MIA, MARKETING, revision=2),
        reject(MIA, MARKETING, reason=Reason(code="timing", words=TONE.words)),
        request_changes(MIA, MARKETING),
    ):
        given(history).when(other).then_refused(NotInReview(stage="rejected"))
    given(happened(withdraw(), after=ASKED)).when(reject(MIA, MARKETING)).then_refused(NotInReview(stage="withdrawn"))


def test_a_no_ends_it() -> None:
    """Rejecting is final, and keeps who, for which desk, why, and the route."""
    command = reject(BEN, LEGAL)
    answered = given(ASKED).when(command)
    answered.then(reviewed(command, CLAIM), rejected(command))
    stage = answered.proposal.stage
    assert isinstance(stage, Rejected)
    assert (stage.by, stage.desk, stage.reason, stage.at, stage.review) == (
        BEN,
        LEGAL,
        TONE,
        NOW,
        state(ASKED).stage,
    )
    assert not answered.evaluation.approved


def test_a_no_ends_what_was_approved_without_further_ado() -> None:
    """Who had approved may still reject; no loss of approval is told beside the end."""
    approved = happened(approve(MIA, MARKETING), approve(BEN, LEGAL), after=ASKED)
    given(approved).when(reject(BEN, LEGAL)).then_kinds("review_given", "rejected")


def test_who_comes_second_is_told_who_was_first() -> None:
    """Once a desk is met, or blocked, a colleague changes nothing: not by a yes and not by a no."""
    for first in (approve(MIA, MARKETING), request_changes(MIA, MARKETING)):
        history = happened(first, after=ASKED)
        refusal = AlreadyDecided(desk=MARKETING, by=(MIA,), at=NOW)
        for second in (approve(MAX, MARKETING), request_changes(MAX, MARKETING), reject(MAX, MARKETING)):
            given(history, facts=LATER).when(second).then_refused(refusal)


def test_a_full_quorum_is_named_in_order_with_the_time_it_was_full() -> None:
    """Of two who were needed both are named, and the moment is the second one's."""
    first = happened(propose(), approve(MIA, MARKETING), facts=TWO_EACH)
    later = world(TWO_EACH.policy, now=LATER.now)
    history = happened(approve(DEE, MARKETING), facts=later, after=first)
    refusal = AlreadyDecided(desk=MARKETING, by=(MIA, DEE), at=LATER.now)
    given(history, facts=later).when(approve(MAX, MARKETING)).then_refused(refusal)


def test_a_person_counts_once_on_a_proposal() -> None:
    """Who approved for one desk cannot approve for another, but may stop it there."""
    history = happened(approve(DEE, MARKETING), after=ASKED)
    given(history).when(approve(DEE, LEGAL)).then_refused(AlreadyCounts(desk=LEGAL))
    given(history).when(request_changes(DEE, LEGAL)).then(reviewed(request_changes(DEE, LEGAL), CLAIM))
    given(history).when(reject(DEE, LEGAL)).then_kinds("review_given", "rejected")


def test_a_slot_that_an_edit_freed_can_be_filled_elsewhere() -> None:
    """An approval of older words fills no slot. Marketing, which had asked her, then asks somebody else."""
    history = happened(approve(DEE, MARKETING), edit(CLAIM_WITH_LINK), after=ASKED)
    given(history).when(approve(DEE, LEGAL, revision=2)).then_kinds("review_given", "routed")


def test_the_policy_may_let_a_person_count_for_every_desk() -> None:
    """With one slot per desk the same person approves for both, and that is enough."""
    history = happened(propose(), approve(DEE, MARKETING), facts=ONE_PER_DESK)
    answered = given(history, facts=ONE_PER_DESK).when(approve(DEE, LEGAL))
    answered.then(reviewed(approve(DEE, LEGAL), CLAIM), reached(CLAIM))


def test_a_mind_may_change_until_the_end() -> None:
    """The later decision replaces the earlier; changing an approval into a block loses the approval."""
    approved = happened(approve(MIA, MARKETING), approve(BEN, LEGAL), after=ASKED)
    blocked = given(approved).when(request_changes(MIA, MARKETING))
    blocked.then_kinds("review_given", "approval_lost")
    assert blocked.status(MARKETING) == "blocked"
    again = given(happened(request_changes(MIA, MARKETING), after=approved)).when(approve(MIA, MARKETING))
    again.then(reviewed(approve(MIA, MARKETING), CLAIM), reached(CLAIM))
    standing = again.evaluation.of(MARKETING)
    assert standing is not None
    assert [one.reviewer for one in standing.counted] == [MIA]


def test_other_words_for_the_same_no_replace_them() -> None:
    """A reviewer may say better what to change."""
    history = happened(request_changes(MIA, MARKETING), after=ASKED)
    other = request_changes(MIA, MARKETING, reason=Reason(code="tone", words="Far too loud."))
    answered = given(history).when(other)
    answered.then(reviewed(other, CLAIM))
    standing = answered.evaluation.of(MARKETING)
    assert standing is not None
    assert [one.reason for one in standing.blocking] == [other.reason]


def test_recorded_reviews_outlive_membership() -> None:
    """Somebody who leaves the desk after deciding still counts."""
    history = happened(approve(MIA, MARKETING), after=ASKED)
    facts = without(FACTS, MARKETING, MIA, MAX)
    answered = given(history, facts=facts).when(approve(BEA, LEGAL))
    answered.then(reviewed(approve(BEA, LEGAL), CLAIM), reached(CLAIM))
