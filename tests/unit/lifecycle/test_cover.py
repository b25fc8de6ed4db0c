"""Somebody is away, and somebody else decides for them: for their place, on their behalf, and never for more than that.

Long because whom a cover may act for, whom it is asked of and whom it is not are one table of cases.
"""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import Events, away, given, happened, state, without
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEA,
    BEN,
    CLAIM,
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
    NOW,
    REVENUE,
    STRANGER,
    TONE,
    approve,
    edit,
    lift,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.content import LINK, Content
from workflows.domain.events import ReviewGiven
from workflows.domain.ids import ChannelId, DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.proposal import Slots
from workflows.domain.refusals import AlreadyCounts, AlreadyDecided, NotAwaited, OwnWords
from workflows.lifecycle.decide import follow_people
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts

PROPOSED: Final = happened(propose(REVENUE))
"""Waits for marketing and for Ivy, who is all of investor relations."""
TWO_OF_LEGAL: Final = policy(quorums={LEGAL: 2}, members={LEGAL: (BEN, BEA)})


def counted(history: Events, facts: Facts, desk: DeskId) -> list[tuple[PersonId, PersonId | None]]:
    """Who counts at a desk, and on whose behalf."""
    standing = evaluate(state(history), facts).of(desk)
    assert standing is not None
    return [(one.reviewer, one.behalf) for one in standing.counted]


def asked(history: Events, facts: Facts, desk: DeskId) -> set[PersonId]:
    """Whom a desk asks."""
    standing = evaluate(state(history), facts).of(desk)
    assert standing is not None
    return set(standing.asked)


def test_a_cover_decides_for_who_is_away() -> None:
    """Sam, on no desk, approves for Ivy: it fills Ivy's place, and says on whose behalf."""
    facts = away(FACTS, ivy=STRANGER)
    answer = given(PROPOSED, facts=facts).when(approve(STRANGER, INVESTORS))
    (event,) = answer.events
    assert isinstance(event, ReviewGiven)
    assert (event.by, event.behalf) == (STRANGER, IVY)
    assert answer.status(INVESTORS) == "met"


def test_who_is_away_may_still_decide() -> None:
    """Ivy looks in from her holiday and approves herself."""
    facts = away(FACTS, ivy=STRANGER)
    answer = given(PROPOSED, facts=facts).when(approve(IVY, INVESTORS))
    assert counted((*PROPOSED, *answer.events), facts, INVESTORS) == [(IVY, None)]


def test_it_counts_on_after_the_cover_has_ended() -> None:
    """Sam approved while Ivy was away; she is back, and it still counts for her place."""
    during = happened(approve(STRANGER, INVESTORS), facts=away(FACTS, ivy=STRANGER), after=PROPOSED)
    assert counted(during, FACTS, INVESTORS) == [(STRANGER, IVY)]


def test_an_ended_cover_decides_nothing() -> None:
    """Sam's cover is over: investor relations waits for Ivy alone."""
    given(PROPOSED).when(approve(STRANGER, INVESTORS)).then_refused(NotAwaited(desk=INVESTORS, awaited=(IVY,)))


def test_a_cover_has_no_cover() -> None:
    """Sam, who covers for Ivy, is away too; Max covers for Sam and gets nothing of Ivy's. She is asked herself."""
    facts = away(FACTS, ivy=STRANGER, sam=MAX)
    given(PROPOSED, facts=facts).when(approve(MAX, INVESTORS)).then_refused(NotAwaited(desk=INVESTORS, awaited=(IVY,)))
    assert asked(PROPOSED, facts, INVESTORS) == {IVY}


def test_two_who_cover_for_each_other_have_their_own() -> None:
    """Ivy and Mia each named the other: each may decide for the other, once, and nobody but Ivy is asked for hers."""
    facts = away(FACTS, ivy=MIA, mia=IVY)
    assert asked(PROPOSED, facts, INVESTORS) == {IVY}
    history = happened(approve(MIA, INVESTORS), facts=facts, after=PROPOSED)
    assert counted(history, facts, INVESTORS) == [(MIA, IVY)]
    given(history, facts=facts).when(approve(IVY, MARKETING)).then_refused(AlreadyCounts(desk=MARKETING, behalf=MIA))


def test_an_author_covers_for_nobody_on_their_own_words() -> None:
    """Ada covers for Ivy and has written the post."""
    given(PROPOSED, facts=away(FACTS, ivy=ADA)).when(approve(ADA, INVESTORS)).then_refused(OwnWords())


def test_an_authors_cover_decides_nothing_on_the_authors_words() -> None:
    """Cleo, of marketing, edited the post and is away: Sam, who covers for her, may not do what she may not."""
    edited = happened(edit(CLAIM, by=CLEO), after=PROPOSED)
    facts = away(FACTS, cleo=STRANGER)
    given(edited, facts=facts).when(approve(STRANGER, MARKETING, revision=2)).then_refused(
        NotAwaited(desk=MARKETING, awaited=(DEE,))
    )


def test_a_yes_for_who_then_writes_the_words_counts_no_more() -> None:
    """Sam approved the link for Cleo, who then edits the text: her place can't be filled any more, by her or for her."""
    link_only = world(policy(rules=(replace(ALWAYS_MARKETING, judges=(LINK,)),)))
    facts = away(link_only, cleo=STRANGER)
    history = happened(propose(), approve(STRANGER, MARKETING), edit(REVENUE, by=CLEO), facts=facts)
    assert counted(history, facts, MARKETING) == []


def test_a_place_that_was_lost_is_covered_no_more() -> None:
    """Ivy sits on investor relations no longer: her cover has nothing there."""
    facts = without(away(FACTS, ivy=STRANGER), INVESTORS, IVY)
    given(PROPOSED, facts=facts).when(approve(STRANGER, INVESTORS)).then_refused(NotAwaited(desk=INVESTORS, awaited=()))


def test_nobody_counts_for_themselves_and_for_another() -> None:
    """Bea covers for Ben, both of legal, which asks for two: her yes is her own, and Ben's place stays open."""
    facts = away(world(TWO_OF_LEGAL), ben=BEA)
    history = happened(propose(), approve(BEA, LEGAL), facts=facts)
    assert counted(history, facts, LEGAL) == [(BEA, None)]
    assert asked(history, facts, LEGAL) == {BEN}


def test_a_cover_counts_once_across_desks() -> None:
    """Mia approves for marketing; for Ivy, she can't fill a second slot."""
    facts = away(FACTS, ivy=MIA)
    history = happened(approve(MIA, MARKETING), facts=facts, after=PROPOSED)
    given(history, facts=facts).when(approve(MIA, INVESTORS)).then_refused(AlreadyCounts(desk=INVESTORS, behalf=IVY))


def test_who_was_covered_for_has_filled_their_slot() -> None:
    """Dee sits on marketing and legal. Sam approves for her at marketing: her one slot is filled, at legal too."""
    facts = away(FACTS, dee=STRANGER)
    history = happened(propose(), approve(STRANGER, MARKETING), facts=facts)
    given(history, facts=facts).when(approve(DEE, LEGAL)).then_refused(AlreadyCounts(desk=LEGAL))
    given(history, facts=facts).when(approve(STRANGER, LEGAL)).then_refused(AlreadyCounts(desk=LEGAL, behalf=DEE))


def test_the_own_word_goes_before_what_was_said_for_one() -> None:
    """Sam asks for changes in Ivy's place; she approves, and that is what counts."""
    facts = away(FACTS, ivy=STRANGER)
    history = happened(request_changes(STRANGER, INVESTORS), approve(IVY, INVESTORS), facts=facts, after=PROPOSED)
    assert counted(history, facts, INVESTORS) == [(IVY, None)]
    given(history, facts=facts).when(request_changes(STRANGER, INVESTORS)).then_refused(
        AlreadyDecided(desk=INVESTORS, by=(IVY,), at=NOW)
    )


def test_a_no_that_was_lifted_goes_before_nothing() -> None:
    """Ben asked for changes, legal's lead lifted it, and Ben goes away: what Sam then says for him counts."""
    lifted = happened(propose(CLAIM), request_changes(BEN, LEGAL), lift(LOU, LEGAL))
    facts = away(FACTS, ben=STRANGER)
    blocked = happened(request_changes(STRANGER, LEGAL), facts=facts, after=lifted)
    given(blocked, facts=facts).when(approve(BEA, LEGAL)).then_refused(
        AlreadyDecided(desk=LEGAL, by=(STRANGER,), at=NOW)
    )
    assert counted(happened(approve(STRANGER, LEGAL), facts=facts, after=lifted), facts, LEGAL) == [(STRANGER, BEN)]


def test_whoever_was_made_a_guest_covers_for_nobody() -> None:
    """Sam covers for Ivy, and is a guest since: he decides nothing for her any more."""
    facts = away(FACTS, ivy=STRANGER)
    people = {**facts.people, STRANGER: replace(facts.people[STRANGER], role="guest")}
    asked = given(PROPOSED, facts=replace(facts, people=people)).when(approve(STRANGER, INVESTORS))
    asked.then_refused(NotAwaited(desk=INVESTORS, awaited=(IVY,)))


def test_the_same_yes_by_both_stands_already() -> None:
    """Sam approved for Ivy; her own yes adds nothing."""
    facts = away(FACTS, ivy=STRANGER)
    history = happened(approve(STRANGER, INVESTORS), facts=facts, after=PROPOSED)
    given(history, facts=facts).when(approve(IVY, INVESTORS)).then_nothing_happened()


def test_a_cover_changes_their_mind() -> None:
    """Sam approved for Ivy and now asks for changes: the later word counts, still on her behalf."""
    facts = away(FACTS, ivy=STRANGER)
    history = happened(approve(STRANGER, INVESTORS), request_changes(STRANGER, INVESTORS), facts=facts, after=PROPOSED)
    standing = evaluate(state(history), facts).of(INVESTORS)
    assert standing is not None
    assert [(one.reviewer, one.behalf, one.reason) for one in standing.blocking] == [(STRANGER, IVY, TONE)]


def test_one_cover_fills_one_place_of_a_desk() -> None:
    """Sam covers for Ben and for Bea, who are all of legal, which asks for two: one place is his, and Bea's is asked of her."""
    facts = away(world(TWO_OF_LEGAL), ben=STRANGER, bea=STRANGER)
    history = happened(propose(), approve(STRANGER, LEGAL), facts=facts)
    assert counted(history, facts, LEGAL) == [(STRANGER, BEN)]
    assert asked(history, facts, LEGAL) == {BEA}


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ({}, {MIA, MAX, CLEO, DEE}),
        ({"mia": STRANGER}, {STRANGER, MAX, CLEO, DEE}),
        ({"mia": MAX}, {MAX, CLEO, DEE}),
        ({"mia": ADA}, {MAX, CLEO, DEE}),
        ({"mia": STRANGER, "sam": BEN}, {MAX, CLEO, DEE}),
        ({"mia": MAX, "max": CLEO, "cleo": DEE, "dee": MIA}, {MIA, MAX, CLEO, DEE}),
    ],
)
def test_whom_a_desk_may_ask_while_people_are_away(covers: dict[str, PersonId], expected: set[PersonId]) -> None:
    """The cover instead of who is away; if there is none who may, the others; if there is nobody else, all the same they."""
    standing = evaluate(state(PROPOSED), away(FACTS, **covers)).of(MARKETING)
    assert standing is not None
    assert standing.pool == expected


def test_whoever_covers_is_asked_in_the_place_of_who_was() -> None:
    """Marketing asked Dee. While she is away Sam is asked for her, then she is again; nobody else is called for that."""
    assert asked(PROPOSED, FACTS, MARKETING) == {DEE}
    covered = away(FACTS, dee=STRANGER)
    assert asked(PROPOSED, covered, MARKETING) == {STRANGER}
    assert follow_people(state(PROPOSED), covered) == ()


def test_whoever_is_away_without_a_cover_who_may_is_followed_by_another() -> None:
    """Ada, who wrote it, covers for Dee: another of marketing is asked instead, on the same route."""
    covered = away(FACTS, dee=ADA)
    followed = (*PROPOSED, *follow_people(state(PROPOSED), covered))
    assert len(followed) == len(PROPOSED) + 1
    assert len(asked(followed, covered, MARKETING) - {DEE}) == 1


EVERY_DESK: Final = Content(text="Our claim on revenue.", channels=(ChannelId("linkedin"),))
SEATED: Final = (CLEO, MIA, MAX, DEE, BEN, BEA, LOU, IVY)
QUORUMS: Final[tuple[Quorum, ...]] = (1, 2, "all")
SLOTS: Final[tuple[Slots, ...]] = ("one_per_proposal", "one_per_desk")
COVERS: Final = st.dictionaries(st.sampled_from(SEATED), st.sampled_from((*SEATED, STRANGER, ADA)), max_size=4)


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """Desks with any quorum, and some who are away and have named somebody."""
    quorums: dict[DeskId, Quorum] = {desk: draw(st.sampled_from(QUORUMS)) for desk in (MARKETING, LEGAL, INVESTORS)}
    facts = world(policy(quorums=quorums, slots=draw(st.sampled_from(SLOTS))))
    return away(facts, **{person: by for person, by in draw(COVERS).items() if by != person})


APPROVALS: Final = st.lists(
    st.tuples(st.sampled_from((*SEATED, STRANGER, ADA)), st.sampled_from((MARKETING, LEGAL, INVESTORS))), max_size=9
)


def agreed(order: list[tuple[PersonId, DeskId]], facts: Facts) -> Events:
    """What happened after approvals in this order, of which some are refused."""
    history = happened(propose(EVERY_DESK), facts=facts)
    for by, desk in order:
        answer = given(history, facts=facts).when(approve(by, desk)).answer
        history = (*history, *answer) if isinstance(answer, tuple) else history
    return history


@settings(PROPERTY)
@examples(facts=worlds(), order=APPROVALS)
def test_nobody_fills_two_slots(facts: Facts, order: list[tuple[PersonId, DeskId]]) -> None:
    """At each desk every person, deciding or decided for, stands behind one yes; with one slot each, on the whole proposal."""
    evaluation = evaluate(state(agreed(order, facts)), facts)
    by_desk = [
        [person for one in standing.counted for person in {one.reviewer, one.behalf or one.reviewer}]
        for standing in evaluation.standings
    ]
    together = [[person for desk in by_desk for person in desk]]
    for taken in by_desk if facts.policy.slots == "one_per_desk" else together:
        assert len(taken) == len(set(taken))


@settings(PROPERTY)
@examples(facts=worlds(), order=APPROVALS)
def test_a_cover_never_widens_rights(facts: Facts, order: list[tuple[PersonId, DeskId]]) -> None:
    """Every yes fills the place of somebody who sits there, given by them or by their cover; neither has written the post."""
    for standing in evaluate(state(agreed(order, facts)), facts).standings:
        members = facts.members(standing.requirement.desk)
        for one in standing.counted:
            place = one.behalf or one.reviewer
            assert place in members
            assert ADA not in (place, one.reviewer)
            assert one.behalf is None or facts.covers[one.behalf].by == one.reviewer
        assert standing.members == standing.awaited & members
        assert standing.asked | standing.pool <= standing.awaited
        assert len(standing.pool) >= min(standing.missing, len(standing.members)) or standing.status in (
            "met",
            "blocked",
        )


@settings(PROPERTY)
@examples(facts=worlds(), data=st.data())
def test_the_order_of_approvals_by_different_people_does_not_matter(facts: Facts, data: st.DataObject) -> None:
    """Where everybody decides for one desk, whoever is first, the same desks agree in the end."""
    people = data.draw(st.lists(st.sampled_from((*SEATED, STRANGER)), unique=True))
    desks = {person: data.draw(st.sampled_from((MARKETING, LEGAL, INVESTORS))) for person in people}
    # Two of the same place are not different people: the one who is away and their cover agree on their desk.
    for person, cover in facts.covers.items():
        if person in desks and cover.by in desks:
            del desks[cover.by]
    order = list(desks.items())
    evaluations = [evaluate(state(agreed(one, facts)), facts) for one in (order, data.draw(st.permutations(order)))]
    first, second = ({one.requirement.desk for one in each.standings if one.status == "met"} for each in evaluations)
    assert first == second
