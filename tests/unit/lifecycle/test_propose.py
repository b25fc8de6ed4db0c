"""Proposing, drafting, submitting, withdrawing."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    CLAIM,
    CLEO,
    EMPTY,
    INVESTORS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    MARKETING,
    MIA,
    MORNING,
    NOW,
    PLAIN,
    POST,
    SALT,
    STRANGER,
    edit,
    policy,
    propose,
    submit,
    withdraw,
    world,
)
from workflows.domain.commands import Command
from workflows.domain.content import PARTS, TEXT, Content, hash_parts, hash_revision
from workflows.domain.events import Proposed, RevisionAdded, Submitted, WasWithdrawn
from workflows.domain.ids import ChannelId, PersonId
from workflows.domain.proposal import Draft, InReview, Requirement, Withdrawn, review_of
from workflows.domain.refusals import (
    AlreadyProposed,
    FieldProblems,
    NotFound,
    NothingRequired,
    NotInReview,
    NotYours,
    StaleRevision,
)

DRAFT = happened(propose(submit=False, co_authors=frozenset({ABE})))
IN_REVIEW = happened(propose(co_authors=frozenset({ABE})))
NOBODY_ASKED = world(policy(rules=(LEGAL_ON_CLAIMS,)))


def test_a_draft_is_its_words_and_its_authors() -> None:
    """A saved draft records who wrote what, and asks nobody; its author is not a co-author too."""
    command = propose(submit=False, co_authors=frozenset({ABE, ADA}), wanted=MORNING, note="For the fair.")
    salt = bytes.fromhex(SALT)
    given().when(command).then(
        Proposed(proposal=POST, by=ADA, at=NOW, co_authors=(ABE,), wanted=MORNING, salt=SALT, note="For the fair."),
        RevisionAdded(
            number=1,
            by=ADA,
            at=NOW,
            hash=hash_revision(CLAIM, salt),
            parts=hash_parts(CLAIM, salt),
            content=CLAIM,
        ),
    )
    draft = state(happened(command))
    assert (draft.stage, draft.note, draft.wanted) == (Draft(), "For the fair.", MORNING)
    assert review_of(draft) is None


def test_submitting_asks_the_desks_of_the_policy() -> None:
    """The route is recorded: the policy's hash, the desks, their quorum and what they judge, and why each is asked."""
    answered = given().when(propose())
    answered.then_kinds("proposed", "revision_added", "submitted", "routed")
    assert answered.events[2] == Submitted(by=ADA, at=NOW, revision=1)
    review = answered.proposal.stage
    assert isinstance(review, InReview)
    assert review.policy == "policy-1"
    assert review.requirements == (
        Requirement(desk=MARKETING, rules=(ALWAYS_MARKETING.name,), quorum=1, judges=PARTS),
        Requirement(desk=LEGAL, rules=(LEGAL_ON_CLAIMS.name,), quorum=1, judges=(TEXT,)),
    )
    assert set(review.whys) == {MARKETING, LEGAL}
    assert review.slots == "one_per_proposal"


def test_a_draft_and_its_submission_lead_where_proposing_at_once_does() -> None:
    """A detour by way of a draft changes nothing but the number of steps."""
    assert state(happened(propose(submit=False), submit())) == state(happened(propose()))


@pytest.mark.parametrize("by", [ADA, ABE])
def test_any_of_its_authors_may_submit(by: PersonId) -> None:
    """The co-author sends the draft on as well as the author."""
    given(DRAFT).when(submit(by)).then_kinds("submitted", "routed")


@pytest.mark.parametrize("revision", [0, 2])
def test_submitting_other_words_than_the_head_is_stale(revision: int) -> None:
    """What is submitted is what the author saw."""
    given(DRAFT).when(submit(revision=revision)).then_refused(StaleRevision(seen=revision, head=1))


@pytest.mark.parametrize("by", [STRANGER, MIA, CLEO])
@pytest.mark.parametrize("command", ["submit", "edit", "withdraw"])
def test_a_draft_is_private_to_its_authors(by: PersonId, command: str) -> None:
    """For everyone else, comms leads among them, a draft does not exist."""
    commands: dict[str, Command] = {"submit": submit(by), "edit": edit(PLAIN, by), "withdraw": withdraw(by)}
    given(DRAFT).when(commands[command]).then_refused(NotFound())


@pytest.mark.parametrize("by", [STRANGER, MIA, CLEO])
def test_only_its_authors_may_submit_or_withdraw_what_others_see(by: PersonId) -> None:
    """Once it is in review, others see it and are told whose it is."""
    given(IN_REVIEW).when(submit(by)).then_refused(NotYours(author=ADA))
    given(IN_REVIEW).when(withdraw(by)).then_refused(NotYours(author=ADA))


def test_words_that_break_a_limit_stay_a_draft() -> None:
    """All problems come back at once, each beside its field; the draft keeps the words."""
    answered = given().when(propose(EMPTY))
    assert isinstance(answered.answer, FieldProblems)
    assert set(answered.answer.problems) == {"text", "channels"}
    given().when(propose(EMPTY, submit=False)).then_kinds("proposed", "revision_added")
    refused = given(happened(propose(EMPTY, submit=False))).when(submit())
    assert refused.answer == answered.answer


def test_two_problems_of_one_field_are_told_together() -> None:
    """A field with two faults has one text that says both."""
    both = Content(text="word " * 1000, channels=(ChannelId("x"), ChannelId("linkedin")))
    answered = given().when(propose(both))
    assert isinstance(answered.answer, FieldProblems)
    assert set(answered.answer.problems) == {"text"}
    assert "X allows" in answered.answer.problems["text"]
    assert "LinkedIn allows" in answered.answer.problems["text"]


def test_a_policy_that_asks_nobody_lets_nothing_through() -> None:
    """A route without a desk is refused at proposing, submitting and editing: fails closed."""
    given(facts=NOBODY_ASKED).when(propose(PLAIN)).then_refused(NothingRequired())
    given(happened(propose(PLAIN, submit=False)), facts=NOBODY_ASKED).when(submit()).then_refused(NothingRequired())
    asked = happened(propose(CLAIM), facts=NOBODY_ASKED)
    given(asked, facts=NOBODY_ASKED).when(edit(PLAIN)).then_refused(NothingRequired())


@pytest.mark.parametrize("by", [ADA, ABE])
def test_its_authors_take_it_back_and_the_route_is_kept(by: PersonId) -> None:
    """Withdrawing ends it and says by whom; whom it had asked stays known, so that their cards can close."""
    answered = given(IN_REVIEW).when(withdraw(by))
    answered.then(WasWithdrawn(by=by, at=NOW))
    before = state(IN_REVIEW).stage
    assert isinstance(before, InReview)
    assert answered.proposal.stage == Withdrawn(by=by, at=NOW, review=before)
    assert review_of(answered.proposal) == before


def test_a_withdrawn_draft_has_asked_nobody() -> None:
    """Withdrawn before it was submitted, it has no route and stays private."""
    answered = given(DRAFT).when(withdraw())
    assert review_of(answered.proposal) is None
    given(happened(withdraw(), after=DRAFT)).when(withdraw(MIA)).then_refused(NotFound())


def test_what_a_co_author_took_back_is_taken_back_for_all() -> None:
    """A second withdrawal, by whichever author, changes nothing."""
    given(happened(withdraw(ABE), after=IN_REVIEW)).when(withdraw(ADA)).then_nothing_happened()


def test_a_draft_cannot_be_submitted_twice() -> None:
    """The second click is told that it is in review."""
    given(IN_REVIEW).when(submit()).then_refused(NotInReview(stage="in_review"))


def test_revenue_brings_in_investor_relations() -> None:
    """A requirement takes over what its rule judges, the time included."""
    content = Content(text="revenue", channels=(ChannelId("linkedin"),))
    answered = given().when(propose(content))
    standing = answered.evaluation.of(INVESTORS)
    assert standing is not None
    assert standing.requirement.judges_time
    assert standing.awaited == {IVY}


def test_a_form_that_comes_back_with_other_words_is_not_lost_in_silence() -> None:
    """The same form with new words is refused, so that the words stay where their writer sees them; a stranger's is unknown."""
    history = happened(propose(PLAIN))
    given(history).when(propose(CLAIM)).then_refused(AlreadyProposed())
    given(history).when(replace(propose(PLAIN), by=MIA)).then_refused(NotFound())
