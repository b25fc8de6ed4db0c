"""New words, another time, another note: what each reopens."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    EMPTY,
    EVENING,
    FACTS,
    INVESTORS,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    MARKETING,
    MAX,
    MIA,
    MORNING,
    NOW,
    PLAIN,
    REVENUE,
    SALT,
    STRANGER,
    HasLink,
    approve,
    edit,
    lift,
    lost,
    policy,
    propose,
    reached,
    request_changes,
    world,
)
from workflows.domain.content import Content, hash_parts, hash_revision
from workflows.domain.events import NoteChanged, Retimed, RevisionAdded, Routed
from workflows.domain.ids import ChannelId, PersonId
from workflows.domain.refusals import FieldProblems, NothingChanged, NotYours, OwnWords, StaleRevision
from workflows.lifecycle.evaluate import Status

ASKED = happened(propose(co_authors=frozenset({ABE})))
APPROVED = happened(approve(MIA, MARKETING), approve(BEN, LEGAL), after=ASKED)


def revision(number: int, content: Content, by: PersonId = ADA) -> RevisionAdded:
    """The event of new words."""
    salt = bytes.fromhex(SALT)
    return RevisionAdded(
        number=number,
        by=by,
        at=NOW,
        hash=hash_revision(content, salt),
        parts=hash_parts(content, salt),
        content=content,
    )


@pytest.mark.parametrize("by", [ADA, ABE, CLEO])
def test_authors_and_comms_leads_edit_what_is_in_review(by: PersonId) -> None:
    """New words become the head under their own name, and are routed anew."""
    answered = given(ASKED).when(edit(PLAIN, by))
    answered.then_kinds("revision_added", "routed")
    assert answered.events[0] == revision(2, PLAIN, by)
    assert answered.proposal.head.author == by
    assert [one.requirement.desk for one in answered.evaluation.standings] == [MARKETING]


@pytest.mark.parametrize("by", [STRANGER, MIA])
def test_nobody_else_edits(by: PersonId) -> None:
    """A reviewer who is no comms lead asks for changes instead."""
    given(ASKED).when(edit(PLAIN, by)).then_refused(NotYours(author=ADA))


@pytest.mark.parametrize("base", [0, 2])
def test_an_edit_of_other_words_than_the_head_is_stale(base: int) -> None:
    """Whoever edits saw what they replace."""
    given(ASKED).when(edit(PLAIN, base=base)).then_refused(StaleRevision(seen=base, head=1))
    given(happened(propose(submit=False))).when(edit(PLAIN, base=base)).then_refused(StaleRevision(seen=base, head=1))


def test_an_edit_that_changes_nothing_is_refused() -> None:
    """Neither in review nor as a draft; and the order of channels is no change."""
    given(ASKED).when(edit(CLAIM)).then_refused(NothingChanged())
    given(happened(propose(submit=False))).when(edit(CLAIM)).then_refused(NothingChanged())
    both = (ChannelId("linkedin"), ChannelId("x"))
    history = happened(propose(Content(text="Hello.", channels=both)))
    given(history).when(edit(Content(text="Hello.", channels=both[::-1]))).then_refused(NothingChanged())


def test_words_that_break_a_limit_do_not_reach_reviewers() -> None:
    """In review the head can always go out; a draft may be anything."""
    assert isinstance(given(ASKED).when(edit(EMPTY)).answer, FieldProblems)
    given(happened(propose(submit=False))).when(edit(EMPTY)).then_kinds("revision_added")


def test_a_draft_may_be_edited_and_sent_in_one_step() -> None:
    """The new words are what is routed; unchanged words go on as they are; broken ones do not."""
    draft = happened(propose(submit=False))
    answered = given(draft).when(edit(PLAIN, submit=True))
    answered.then_kinds("revision_added", "submitted", "routed")
    assert [one.requirement.desk for one in answered.evaluation.standings] == [MARKETING]
    given(draft).when(edit(CLAIM, submit=True)).then_kinds("submitted", "routed")
    assert isinstance(given(draft).when(edit(EMPTY, submit=True)).answer, FieldProblems)


def test_an_edit_reopens_only_the_reviews_whose_parts_it_touches() -> None:
    """A new link leaves the desk that judges the text alone, and reopens the one that judges everything."""
    answered = given(APPROVED).when(edit(CLAIM_WITH_LINK))
    answered.then_kinds("revision_added", "routed", "approval_lost")
    assert answered.events[-1] == lost(revision=2)
    assert answered.status(LEGAL) == "met"
    assert answered.status(MARKETING) == "pending"
    marketing = answered.evaluation.of(MARKETING)
    assert marketing is not None
    assert [one.reviewer for one in marketing.lapsed] == [MIA]
    assert MIA in marketing.awaited


def test_new_words_reopen_every_desk_that_judges_them() -> None:
    """Nothing given on the old text counts for the new."""
    answered = given(APPROVED).when(edit(Content(text="Another claim.", channels=CLAIM.channels)))
    assert [one.status for one in answered.evaluation.standings] == ["pending", "pending"]


def test_an_edit_that_leaves_every_judged_part_alone_keeps_the_approval() -> None:
    """Where all desks judge only the text, another link loses nothing."""
    facts = world(policy(rules=(LEGAL_ON_CLAIMS,)))
    history = happened(propose(), approve(BEN, LEGAL), facts=facts)
    answered = given(history, facts=facts).when(edit(CLAIM_WITH_LINK))
    answered.then_kinds("revision_added", "routed")
    assert answered.evaluation.approved


def test_words_that_come_back_bring_their_reviews_back() -> None:
    """A review is of words, not of a number: reverting them counts it again, and the approval is reached anew."""
    history = happened(edit(CLAIM_WITH_LINK), after=APPROVED)
    answered = given(history).when(edit(CLAIM, base=2))
    answered.then_kinds("revision_added", "routed", "approval_reached")
    assert answered.events[-1] == reached(CLAIM, revision=3)


def test_an_edit_that_drops_the_desk_that_was_missing_reaches_the_approval() -> None:
    """Legal's yes to the text is enough once there is no link for marketing to look at."""
    on_links = replace(ALWAYS_MARKETING, when=HasLink())
    facts = world(policy(rules=(LEGAL_ON_CLAIMS, on_links)))
    history = happened(propose(CLAIM_WITH_LINK), approve(BEN, LEGAL), facts=facts)
    answered = given(history, facts=facts).when(edit(CLAIM))
    answered.then_kinds("revision_added", "routed", "approval_reached")
    assert answered.events[-1] == reached(CLAIM, revision=2)


def test_new_words_may_bring_a_new_desk() -> None:
    """Approved words that come to speak of revenue wait for investor relations."""
    history = happened(propose(PLAIN), approve(MIA, MARKETING))
    answered = given(history).when(edit(REVENUE))
    answered.then_kinds("revision_added", "routed", "approval_lost")
    assert answered.status(INVESTORS) == "pending"


def test_a_time_that_no_desk_judges_reopens_nothing() -> None:
    """Another wanted time alone is recorded and routed, and the approval stays."""
    answered = given(APPROVED).when(edit(CLAIM, wanted=MORNING))
    answered.then_kinds("retimed", "routed")
    assert answered.events[0] == Retimed(by=ADA, at=NOW, wanted=MORNING)
    assert answered.evaluation.approved
    assert (answered.proposal.retimes, answered.proposal.wanted) == (1, MORNING)
    assert answered.proposal.head.number == 1


def test_a_time_reopens_only_what_judges_it() -> None:
    """Investor relations looks again; marketing need not."""
    history = happened(propose(REVENUE, wanted=MORNING), approve(MIA, MARKETING), approve(IVY, INVESTORS))
    answered = given(history).when(edit(REVENUE, wanted=EVENING))
    answered.then_kinds("retimed", "routed", "approval_lost")
    assert answered.status(MARKETING) == "met"
    assert answered.status(INVESTORS) == "pending"


def test_a_time_that_comes_back_is_another_time() -> None:
    """Times are counted, not compared: who judged the first judges again."""
    history = happened(propose(REVENUE, wanted=MORNING), approve(IVY, INVESTORS), edit(REVENUE, wanted=EVENING))
    answered = given(history).when(edit(REVENUE, wanted=MORNING))
    assert answered.status(INVESTORS) == "pending"


@pytest.mark.parametrize(("seen", "status"), [(0, "pending"), (1, "met")])
def test_a_review_is_of_the_time_that_its_card_showed(seen: int, status: Status) -> None:
    """Who approved beside an older time did not judge the newer one, should their desk come to judge it."""
    legal_on_links = replace(LEGAL_ON_CLAIMS, name="legal knows when", when=HasLink(), judges_time=True)
    facts = world(policy(rules=(LEGAL_ON_CLAIMS, legal_on_links)))
    history = happened(
        propose(wanted=MORNING), edit(CLAIM, wanted=EVENING), approve(BEN, LEGAL, retimes=seen), facts=facts
    )
    answered = given(history, facts=facts).when(edit(CLAIM_WITH_LINK, wanted=EVENING))
    assert answered.status(LEGAL) == status


def test_a_note_reopens_nothing_and_is_not_routed() -> None:
    """It is for reviewers and never published."""
    answered = given(APPROVED).when(edit(CLAIM, note="Please by noon."))
    answered.then(NoteChanged(by=ADA, at=NOW, note="Please by noon."))
    assert answered.proposal.note == "Please by noon."
    assert answered.evaluation.approved


def test_words_time_and_note_change_in_one_step() -> None:
    """One edit, one event for each thing that differs, one route."""
    given(ASKED).when(edit(PLAIN, wanted=MORNING, note="Soon.")).then_kinds(
        "revision_added", "retimed", "note_changed", "routed"
    )


def test_every_route_is_recorded_under_the_policy_that_ruled_it() -> None:
    """The event names the revision it was for."""
    routed = given(ASKED).when(edit(PLAIN)).events[-1]
    assert isinstance(routed, Routed)
    assert (routed.revision, routed.policy, routed.at) == (2, FACTS.policy.hash, NOW)


def test_an_edit_by_a_reviewing_lead_takes_their_approval_away() -> None:
    """Marketing's lead approved, then changed only the link: legal's text stands, their own yes does not."""
    only_text = world(policy(rules=(LEGAL_ON_CLAIMS,), members={LEGAL: (CLEO, BEN)}))
    history = happened(propose(), approve(CLEO, LEGAL), facts=only_text)
    answered = given(history, facts=only_text).when(edit(CLAIM_WITH_LINK, CLEO))
    answered.then_kinds("revision_added", "routed", "approval_lost")
    standing = answered.evaluation.of(LEGAL)
    assert standing is not None
    assert (standing.counted, standing.awaited) == ((), {BEN})


def test_a_block_outlives_its_givers_edit_of_something_else() -> None:
    """Who asked for changes to the text and then set another link themselves still blocks; only the words end it."""
    only_text = world(policy(rules=(LEGAL_ON_CLAIMS,), members={LEGAL: (CLEO, BEN)}))
    history = happened(propose(), request_changes(CLEO, LEGAL), facts=only_text)
    answered = given(history, facts=only_text).when(edit(CLAIM_WITH_LINK, CLEO))
    answered.then_kinds("revision_added", "routed")
    assert answered.status(LEGAL) == "blocked"


def test_a_lead_cannot_lift_a_block_on_what_they_wrote() -> None:
    """Whoever wrote the head is barred from freeing it as well."""
    cleos = world(policy(members={MARKETING: (MIA, MAX)}))
    history = happened(propose(), edit(PLAIN, CLEO), request_changes(MAX, MARKETING, revision=2), facts=cleos)
    given(history, facts=cleos).when(lift(CLEO, MARKETING, revision=2)).then_refused(OwnWords())
