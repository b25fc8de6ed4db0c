"""Somebody who is asked, or who leads, has another member of the desk asked; who may decide stays as it was."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import Events, away, given, happened, state, without
from tests.unit.lifecycle.test_cover import asked
from tests.unit.lifecycle.world import (
    ADA,
    BEA,
    BEN,
    CLEO,
    DEE,
    FACTS,
    INVESTORS,
    IVY,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    POST,
    REVENUE,
    STRANGER,
    approve,
    edit,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.commands import HandOn
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Own
from workflows.domain.refusals import (
    AlreadyDecided,
    CanNotTake,
    NobodyElse,
    NotAwaited,
    NotInReview,
    NotNeeded,
    OwnWords,
)
from workflows.lifecycle.decide import follow_people
from workflows.lifecycle.evaluate import evaluate

PROPOSED: Final = happened(propose())
"""Waits for one of marketing and one of legal."""


def hand_on(by: PersonId, to: PersonId, own: Own = "not_mine", desk: DeskId = LEGAL, words: str = "") -> HandOn:
    """Ask somebody else at a desk."""
    return HandOn(proposal=POST, by=by, desk=desk, to=to, own=own, words=words)


def test_not_mine_asks_another() -> None:
    """Ben says that it is not his: Bea is asked, and the others no longer."""
    history = happened(hand_on(BEN, BEA), after=PROPOSED)
    assert asked(history, FACTS, LEGAL) == {BEA}


def test_whoever_may_decide_still_may() -> None:
    """Ben handed it on, and Lou was never named: both may decide."""
    history = happened(hand_on(BEN, BEA), after=PROPOSED)
    for by in (BEN, LOU, BEA):
        assert given(history).when(approve(by, LEGAL)).status(LEGAL) == "met"


@pytest.mark.parametrize("by", [LOU, CLEO])
def test_a_lead_hands_it_to_a_member(by: PersonId) -> None:
    """Lou, who leads legal, and Cleo, who leads communications, name Bea; Lou, who was asked, is again if she can't."""
    history = happened(hand_on(by, BEA, "handed_over"), after=PROPOSED)
    assert asked(history, FACTS, LEGAL) == {BEA}
    gone = without(FACTS, LEGAL, BEA)
    assert asked(history, gone, LEGAL) == {LOU}


def test_who_said_not_mine_is_not_asked_again() -> None:
    """Bea, whom Ben named, hands it on to Lou, who leaves the desk: Dee is left to ask, and nobody who said no."""
    history = happened(hand_on(BEN, BEA), hand_on(BEA, LOU), after=PROPOSED)
    assert asked(history, FACTS, LEGAL) == {LOU}
    gone = without(FACTS, LEGAL, LOU)
    followed = (*history, *follow_people(state(history), gone))
    assert asked(followed, gone, LEGAL) == {DEE}


def test_who_was_asked_and_said_not_mine_is_not_called_back() -> None:
    """Lou, who was asked, named Bea, who leaves the desk after an edit: whoever is asked now, it is not Lou."""
    history = happened(hand_on(LOU, BEA), edit(replace(REVENUE, text="Our claim.")), after=PROPOSED)
    gone = without(FACTS, LEGAL, BEA)
    followed = (*history, *follow_people(state(history), gone))
    (called,) = asked(followed, gone, LEGAL)
    assert called in (BEN, DEE)


def test_whom_it_was_handed_to_last_is_asked() -> None:
    """Ben named Bea, and then Lou names Dee: only she is asked."""
    history = happened(hand_on(BEN, BEA), hand_on(LOU, DEE, "handed_over"), after=PROPOSED)
    assert asked(history, FACTS, LEGAL) == {DEE}


def test_it_may_come_back() -> None:
    """Bea hands back to Ben what he handed to her: he is asked."""
    history = happened(hand_on(BEN, BEA), hand_on(BEA, BEN), after=PROPOSED)
    assert asked(history, FACTS, LEGAL) == {BEN}


def test_a_desk_is_never_left_with_nobody_to_ask() -> None:
    """Legal asks for two of Ben and Bea: neither can step out; nor can Ivy, who is all of her desk."""
    both = world(policy(quorums={LEGAL: 2}, members={LEGAL: (BEN, BEA)}))
    given(happened(propose(), facts=both), facts=both).when(hand_on(BEN, BEA)).then_refused(NobodyElse(desk=LEGAL))
    alone = happened(propose(REVENUE))
    given(alone).when(hand_on(IVY, BEN, desk=INVESTORS)).then_refused(NobodyElse(desk=INVESTORS))


def test_the_last_two_do_not_hand_it_to_each_other_for_ever() -> None:
    """Only Ben and Bea are legal: she, to whom he handed it, can't hand it to nobody, but back to him."""
    two = world(policy(members={LEGAL: (BEN, BEA)}))
    history = happened(propose(), hand_on(BEN, BEA), hand_on(BEA, BEN), facts=two)
    assert asked(history, two, LEGAL) == {BEN}


def test_a_cover_hands_on_the_place_they_cover() -> None:
    """Sam covers for Ben: not his, he says for Ben, and neither of them is asked again."""
    facts = away(FACTS, ben=STRANGER)
    answer = given(PROPOSED, facts=facts).when(hand_on(STRANGER, BEA))
    assert [(one.by, one.behalf) for one in answer.proposal.handed] == [(STRANGER, BEN)]
    assert asked((*PROPOSED, *answer.events), facts, LEGAL) == {BEA}


def test_what_is_handed_to_who_is_away_is_asked_of_their_cover() -> None:
    """Ben names Bea, for whom Sam covers: Sam is asked."""
    facts = away(FACTS, bea=STRANGER)
    history = happened(hand_on(BEN, BEA), facts=facts, after=PROPOSED)
    assert asked(history, facts, LEGAL) == {STRANGER}


def test_the_same_again_is_no_event() -> None:
    """A form that is sent twice hands on once."""
    history = happened(hand_on(BEN, BEA), after=PROPOSED)
    given(history).when(hand_on(BEN, BEA)).then_nothing_happened()


def test_who_can_not_hand_on() -> None:
    """Who is not awaited, the author, a lead who says that it is not theirs; and to whom nobody can."""
    waits = NotAwaited(desk=LEGAL, awaited=(LOU,))
    given(PROPOSED).when(hand_on(MIA, BEA)).then_refused(waits)
    given(PROPOSED).when(hand_on(CLEO, BEA)).then_refused(waits)
    given(PROPOSED).when(hand_on(ADA, BEA)).then_refused(OwnWords())
    for to in (BEN, MIA, ADA, PersonId("made-up")):
        given(PROPOSED).when(hand_on(BEN, to)).then_refused(CanNotTake(desk=LEGAL, to=to))
    given(PROPOSED).when(hand_on(IVY, BEA, desk=INVESTORS)).then_refused(NotNeeded(desk=INVESTORS))
    given(happened(propose(submit=False))).when(hand_on(ADA, BEA)).then_refused(NotInReview(stage="draft"))


def test_what_is_decided_or_blocked_waits_for_nobody() -> None:
    """Once Bea approved, or asked for changes, there is nothing to hand on."""
    for decision in (approve(BEA, LEGAL), request_changes(BEA, LEGAL)):
        history = happened(decision, after=PROPOSED)
        answer = given(history).when(hand_on(LOU, DEE, "handed_over")).answer
        assert answer == AlreadyDecided(desk=LEGAL, by=(BEA,), at=FACTS.now)


def test_it_stays_handed_on_after_an_edit() -> None:
    """Ada writes new words: Bea is asked about them, as Ben said."""
    history = happened(hand_on(BEN, BEA), edit(REVENUE), after=PROPOSED)
    history = happened(edit(replace(REVENUE, text="Our claim."), base=2), after=history)
    assert asked(history, FACTS, LEGAL) == {BEA}


HANDED: Final = st.lists(
    st.tuples(
        st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU, STRANGER)),
        st.sampled_from((MIA, MAX, CLEO, DEE, BEN, BEA, LOU)),
        st.sampled_from(("not_mine", "handed_over")),
        st.sampled_from((MARKETING, LEGAL)),
    ),
    max_size=8,
)


@settings(PROPERTY)
@examples(handed=HANDED, quorum=st.sampled_from((1, 2, 3)))
def test_enough_are_asked_whatever_is_handed_on(
    handed: list[tuple[PersonId, PersonId, Own, DeskId]], quorum: int
) -> None:
    """Every desk asks as many as it needs, of those who may decide, and how it stands changes by nothing else."""
    facts = away(world(policy(quorums={LEGAL: quorum, MARKETING: quorum})), ben=STRANGER)
    before: Events = happened(propose(), facts=facts)
    history = before
    for by, to, own, desk in handed:
        answer = given(history, facts=facts).when(hand_on(by, to, own, desk)).answer
        history = (*history, *answer) if isinstance(answer, tuple) else history
    for was, now in zip(
        evaluate(state(before), facts).standings, evaluate(state(history), facts).standings, strict=True
    ):
        assert len(now.asked) >= now.missing
        assert now.asked <= now.pool <= now.awaited
        assert replace(was, asked=now.asked, pool=now.pool) == now
