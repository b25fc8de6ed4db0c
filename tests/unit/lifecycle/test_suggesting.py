"""Suggested wording: who may give it, what accepting it does, and that nobody's approval comes out of it who may not give one."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import given, happened, state
from tests.unit.lifecycle.suggestions import (
    ASKED,
    BARS,
    CALM,
    CONDITION,
    ON_CONDITION,
    OTHER,
    SUGGESTED,
    accept,
    decline,
    suggest,
)
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    DEE,
    EVENING,
    FACTS,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LOU,
    MARKETING,
    MIA,
    NOW,
    POST,
    SALT,
    STRANGER,
    approve,
    edit,
    email,
    policy,
    propose,
    request_changes,
    withdraw,
    world,
)
from workflows.domain.commands import Adopt, Command
from workflows.domain.content import PARTS, TEXT, hash_parts
from workflows.domain.events import Suggested, SuggestionDeclined
from workflows.domain.ids import PolicyHash
from workflows.domain.refusals import (
    AlreadyCounts,
    AlreadyDecided,
    DeclineReasonMissing,
    FieldProblems,
    NotAwaited,
    NotConfirmed,
    NotFound,
    NothingChanged,
    NotInReview,
    NotYours,
    OwnWording,
    OwnWords,
    StaleRevision,
    SuggestionOver,
    SuggestionStale,
)
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.suggested import condition_stands, is_stale, open_suggestions, wording_of


def test_the_ledger_commits_to_the_words_as_to_a_revision() -> None:
    """What is chained is the hash that the text of a revision with these words would have; the words lie beside it."""
    part = hash_parts(replace(CLAIM, text=CALM), bytes.fromhex(SALT))[TEXT]
    given(ASKED).when(suggest(why="Nobody has measured it.")).then(
        Suggested(
            number=1,
            by=BEN,
            at=NOW,
            desk=LEGAL,
            revision=1,
            retimes=0,
            part=part,
            approves="no",
            text=CALM,
            why="Nobody has measured it.",
        )
    )
    assert state(happened(accept(), after=SUGGESTED)).head.parts[TEXT] == part


def test_a_suggestion_decides_nothing() -> None:
    """Whoever gives one is awaited as before, also where it is a condition."""
    for history in (SUGGESTED, ON_CONDITION):
        proposal = state(history)
        assert proposal.reviews == ()
        assert evaluate(proposal, FACTS) == evaluate(state(ASKED), FACTS)


def test_who_may_decide_may_suggest() -> None:
    """Nobody else: not the author, not a stranger, not who sits elsewhere, not on older words, not on a draft."""
    given(ASKED).when(suggest(ADA)).then_refused(OwnWords())
    for by in (STRANGER, MIA):
        answer = given(ASKED).when(suggest(by)).answer
        assert isinstance(answer, NotAwaited)
    edited = happened(edit(CLAIM_WITH_LINK), after=ASKED)
    given(edited).when(suggest()).then_refused(StaleRevision(seen=1, head=2))
    given(happened(propose(submit=False))).when(suggest()).then_refused(NotFound())
    given(happened(withdraw(), after=ASKED)).when(suggest()).then_refused(NotInReview(stage="withdrawn"))
    given(ASKED, facts=world(link="matched")).when(suggest()).then_refused(NotConfirmed(name="Ben", email=email(BEN)))


def test_whoever_decided_may_suggest_and_nobody_after_them() -> None:
    """Ben asked for changes and says how; Bea comes too late for a decision, and for a suggestion."""
    blocked = happened(request_changes(BEN, LEGAL), after=ASKED)
    given(blocked).when(suggest()).then_kinds("suggested")
    assert isinstance(given(blocked).when(suggest(BEA)).answer, AlreadyDecided)


def test_the_words_are_checked_as_their_authors_would_be() -> None:
    """Too long for the channel, or the same as they stand."""
    answer = given(ASKED).when(suggest(text="x" * 3001)).answer
    assert isinstance(answer, FieldProblems)
    assert set(answer.problems) == {"text"}
    given(ASKED).when(suggest(text=CLAIM.text)).then_refused(NothingChanged())


def test_the_same_again_is_no_event_and_a_later_one_takes_its_place() -> None:
    """One person has one open suggestion for a desk."""
    given(SUGGESTED).when(suggest()).then_nothing_happened()
    twice = happened(suggest(text=OTHER), suggest(BEA, "Our claim: fast."), after=SUGGESTED)
    assert [(one.by, one.text) for one in open_suggestions(state(twice))] == [(BEN, OTHER), (BEA, "Our claim: fast.")]
    given(twice).when(accept()).then_refused(SuggestionOver(how="replaced", by=BEN, at=NOW))


def test_accepting_makes_a_revision_of_the_accepters() -> None:
    """With its checks and its route, as an edit; the suggester is credited and asked, and may approve it."""
    taken = given(SUGGESTED).when(accept())
    taken.then_kinds("revision_added", "routed", "suggestion_accepted")
    head = taken.proposal.head
    assert (head.author, head.content) == (ADA, replace(CLAIM, text=CALM))
    assert wording_of(taken.proposal, head.parts[TEXT]) == {BEN}
    assert BEN not in barred(taken.proposal)
    assert open_suggestions(taken.proposal) == ()
    done = happened(accept(), approve(BEN, LEGAL, revision=2), approve(MIA, MARKETING, revision=2), after=SUGGESTED)
    assert evaluate(state(done), FACTS).approved


def test_an_approval_on_condition_counts_when_it_is_met() -> None:
    """In the same decision, bound to the new revision and to the suggestion; with it the post is approved, if it was the last."""
    ready = happened(approve(MIA, MARKETING), suggest(LOU, approves="as_it_stands"), after=ASKED)
    marketing_anew = given(ready).when(accept())
    marketing_anew.then_kinds("revision_added", "routed", "suggestion_accepted", "review_given")
    (review,) = [one for one in marketing_anew.proposal.reviews if one.desk == LEGAL]
    assert (review.reviewer, review.revision, review.decision, review.suggestion) == (LOU, 2, "approve", 1)
    assert review.authority == "lead"
    assert (marketing_anew.status(LEGAL), marketing_anew.status(MARKETING)) == ("met", "pending")

    links_only = replace(ALWAYS_MARKETING, judges=tuple(part for part in PARTS if part != TEXT))
    facts = world(policy(rules=(links_only, LEGAL_ON_CLAIMS)))
    ready = happened(propose(), approve(MIA, MARKETING), CONDITION, facts=facts)
    given(ready, facts=facts).when(accept()).then_kinds(
        "revision_added", "routed", "suggestion_accepted", "review_given", "approval_reached"
    )


@pytest.mark.parametrize(
    ("between", "accepted", "why"),
    [
        ((decline(),), None, "declined"),
        ((edit(replace(CLAIM, text=CALM)),), None, "typed over by hand"),
        ((edit(CLAIM_WITH_LINK),), 2, "the link that marketing judges is another"),
        ((request_changes(MIA, MARKETING),), 1, "she asked for changes since"),
    ],
)
def test_a_condition_counts_for_nothing_otherwise(between: tuple[Command, ...], accepted: int | None, why: str) -> None:
    """Where the wording is not taken as it stands, where what else its giver saw has changed, where they decided since."""
    history = happened(suggest(MIA, desk=MARKETING, approves="as_it_stands"), *between, after=ASKED)
    if accepted:
        history = happened(accept(revision=accepted), after=history)
    assert [one for one in state(history).reviews if one.decision == "approve"] == [], why


def test_a_lifted_or_older_no_gives_way_to_the_condition() -> None:
    """Ben asked for changes, then said with which words he approves: once they are taken, he does."""
    history = happened(request_changes(BEN, LEGAL), CONDITION, accept(), after=ASKED)
    standing = evaluate(state(history), FACTS).of(LEGAL)
    assert standing is not None
    assert (standing.status, [one.reviewer for one in standing.counted]) == ("met", [BEN])


def test_a_person_fills_one_slot_by_a_condition_too() -> None:
    """Dee counts for marketing: she cannot approve for legal on condition, nor does it count if she fills her slot meanwhile."""
    counted = happened(approve(DEE, MARKETING), after=ASKED)
    given(counted).when(suggest(DEE, approves="as_it_stands")).then_refused(AlreadyCounts(desk=LEGAL))
    given(counted).when(suggest(DEE)).then_kinds("suggested")
    links_only = replace(ALWAYS_MARKETING, judges=tuple(part for part in PARTS if part != TEXT))
    facts = world(policy(rules=(links_only, LEGAL_ON_CLAIMS)))
    meanwhile = happened(propose(), suggest(DEE, approves="as_it_stands"), approve(DEE, MARKETING), facts=facts)
    given(meanwhile, facts=facts).when(accept()).then_kinds("revision_added", "routed", "suggestion_accepted")


def test_whoever_left_their_desk_does_not_approve_by_a_condition() -> None:
    """Their authority is asked when it counts."""
    gone = world(policy(members={LEGAL: (BEA, LOU, DEE)}))
    given(ON_CONDITION, facts=gone).when(accept()).then_kinds("revision_added", "routed", "suggestion_accepted")


def test_a_condition_is_not_taken_to_another_policy() -> None:
    """Once the post is moved, what Ben said of the old policy's question answers none of the new one's."""
    newest = replace(FACTS.policy, hash=PolicyHash("policy-2"))
    moved = Adopt(proposal=POST, by=CLEO, sequence=state(ON_CONDITION).sequence, policy=newest.hash)
    history = happened(moved, after=ON_CONDITION, facts=replace(FACTS, in_force=newest))
    then = replace(FACTS, policy=newest)
    given(history, facts=then).when(accept()).then_kinds("revision_added", "routed", "suggestion_accepted")


def test_a_condition_falls_with_the_time_that_its_desk_judges() -> None:
    """Ben would have approved for the morning. Where legal judges the words alone, another time changes nothing."""
    for judges_time in (True, False):
        facts = world(policy(rules=(ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, judges_time=judges_time))))
        retimed = happened(propose(), CONDITION, edit(CLAIM, wanted=EVENING), facts=facts)
        assert condition_stands(state(retimed), state(retimed).suggestions[0]) is not judges_time


def test_a_later_stage_keeps_its_condition() -> None:
    """Legal comes after marketing, which is asked again by the new words; Ben said so when it was his turn."""
    facts = world(policy(rules=(ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, stage=2))))
    history = happened(propose(), approve(MIA, MARKETING), CONDITION, accept(), facts=facts)
    assert [(one.desk, one.revision) for one in state(history).reviews] == [(MARKETING, 1), (LEGAL, 2)]


def test_a_desk_may_bar_its_own_wording() -> None:
    """No condition may be made; once the wording is taken, or typed by hand, who suggested it may not approve, and is told why."""
    given(ASKED, facts=BARS).when(CONDITION).then_kinds("suggested")
    history = happened(propose(), suggest(), facts=BARS)
    given(happened(propose(), facts=BARS), facts=BARS).when(CONDITION).then_refused(OwnWording(desk=LEGAL))
    for taken in (accept(), edit(replace(CLAIM, text=CALM))):
        answered = given(history, facts=BARS).when(taken)
        standing = answered.evaluation.of(LEGAL)
        assert standing is not None
        assert BEN not in standing.awaited
        after = given((*history, *answered.events), facts=BARS)
        after.when(approve(BEN, LEGAL, revision=2)).then_refused(OwnWording(desk=LEGAL))
        after.when(approve(BEA, LEGAL, revision=2)).then_kinds("review_given")
    given(happened(accept(), edit(CLAIM, base=2), after=history, facts=BARS), facts=BARS).when(
        approve(BEN, LEGAL, revision=3)
    ).then_kinds("review_given")


def test_all_of_a_desk_are_all_but_whose_wording_it_is() -> None:
    """Where it bars, who suggested the text is not counted among those that must approve."""
    everyone = replace(LEGAL_ON_CLAIMS, own_wording="bars", quorum="all")
    facts = world(policy(rules=(ALWAYS_MARKETING, everyone)))
    history = happened(propose(), suggest(), accept(), facts=facts)
    standing = evaluate(state(history), facts).of(LEGAL)
    assert standing is not None
    assert (standing.requirement.quorum, standing.status) == (3, "pending")


def test_only_whose_post_it_is_answers() -> None:
    """A reviewer, the one who suggested it and a comms lead may not; a co-author may."""
    for by in (BEN, MIA, CLEO, STRANGER):
        for command in (accept(by), decline(by)):
            given(SUGGESTED).when(command).then_refused(NotYours(author=ADA))
    together = happened(propose(co_authors=frozenset({ABE})), suggest())
    assert given(together).when(accept(ABE)).proposal.head.author == ABE


def test_a_stale_suggestion_is_not_taken() -> None:
    """Another text stands there by now; with the same text and another link, it is the card that is old."""
    reworded = happened(edit(replace(CLAIM, text=OTHER)), after=SUGGESTED)
    assert [is_stale(state(reworded), one) for one in open_suggestions(state(reworded))] == [True]
    given(reworded).when(accept(revision=2)).then_refused(SuggestionStale(by=BEN, revision=1))
    given(reworded).when(decline()).then_kinds("suggestion_declined")
    linked = happened(edit(CLAIM_WITH_LINK), after=SUGGESTED)
    given(linked).when(accept()).then_refused(StaleRevision(seen=1, head=2))
    assert given(linked).when(accept(revision=2)).proposal.head.content == replace(CLAIM_WITH_LINK, text=CALM)


def test_an_answer_is_given_once() -> None:
    """The same again stands already; another is refused with who answered; one that there never was is not found."""
    taken, left = happened(accept(), after=SUGGESTED), happened(decline(), after=SUGGESTED)
    given(taken).when(accept()).then_nothing_happened()
    given(taken).when(decline()).then_refused(SuggestionOver(how="accepted", by=ADA, at=NOW))
    given(left).when(decline()).then_nothing_happened()
    given(left).when(decline(words="Other words.")).then_refused(SuggestionOver(how="declined", by=ADA, at=NOW))
    given(left).when(accept()).then_refused(SuggestionOver(how="declined", by=ADA, at=NOW))
    given(SUGGESTED).when(accept(suggestion=2)).then_refused(NotFound())
    given(happened(withdraw(), after=SUGGESTED)).when(accept()).then_refused(NotInReview(stage="withdrawn"))


def test_declining_takes_words() -> None:
    """Whoever suggested it is told why."""
    given(SUGGESTED).when(decline(words=" ")).then_refused(DeclineReasonMissing())
    given(SUGGESTED).when(decline()).then(SuggestionDeclined(by=ADA, at=NOW, suggestion=1, words="It is the fastest."))
