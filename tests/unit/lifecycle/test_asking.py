"""Who is asked of those who may decide: few, the same ones, those on duty, and others where those no longer can.

Long because each reason to ask one person and not another has its story.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import get_args

import pytest

from tests.unit.lifecycle.spec import Events, given, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    DEE,
    FACTS,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    NOW,
    PLAIN,
    approve,
    edit,
    email,
    lift,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.events import Routed
from workflows.domain.ids import DeskId, PersonId, ProposalId
from workflows.domain.policy import Rota, Weekday
from workflows.lifecycle.decide import decide, follow_people
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts

ROTA = Rota(
    turns=((email(BEN),), (email(BEA),)),
    every="week",
    at=time(9),
    starts=NOW.date() - timedelta(weeks=2),
    weekdays=frozenset(get_args(Weekday)),
)
"""Ben and Bea take turns at legal, from Monday to Monday; now it has been Ben's for a moment."""


def with_rota(facts: Facts = FACTS, rota: Rota = ROTA) -> Facts:
    """The same world, where legal has a rota, by our clock."""
    legal = replace(facts.policy.desks[LEGAL], rota=rota, zone="UTC")
    return replace(facts, present={**facts.desks, LEGAL: legal})


def now_asked(history: Events, facts: Facts = FACTS) -> Mapping[DeskId, frozenset[PersonId]]:
    """Who is asked at each desk that still waits for somebody."""
    proposal = state(history)
    standings = evaluate(proposal, facts).standings
    return {one.requirement.desk: one.asked for one in standings if one.awaited}


def left(facts: Facts, *gone: PersonId) -> Facts:
    """The same world without these people."""
    return replace(facts, people={one: replace(who, left=one in gone) for one, who in facts.people.items()})


def busy(facts: Facts = FACTS, **load: int) -> Facts:
    """The same world, in which people are asked about that many posts; who is not named, about none."""
    return replace(facts, load={PersonId(person): count for person, count in load.items()})


def test_of_a_desk_one_is_asked_where_one_is_enough() -> None:
    """Four may decide at either desk; one of each is called, and it is on record."""
    sent = happened(propose())
    route = next(one for one in sent if isinstance(one, Routed))
    assert {desk: len(people) for desk, people in (route.asked or {}).items()} == {MARKETING: 1, LEGAL: 1}
    assert {desk: len(people) for desk, people in now_asked(sent).items()} == {MARKETING: 1, LEGAL: 1}


def test_whoever_is_asked_about_the_fewest_is_asked_next() -> None:
    """Dee sits on both desks, and is asked at one only, because she fills one place."""
    facts = busy(mia=2, max=1, cleo=3, ben=1, bea=2, lou=3)
    assert now_asked(happened(propose(), facts=facts), facts) in (
        {MARKETING: {DEE}, LEGAL: {BEN}},
        {MARKETING: {MAX}, LEGAL: {DEE}},
    )
    assert now_asked(happened(propose(), facts=busy(facts, dee=9)), busy(facts, dee=9)).keys() == {MARKETING, LEGAL}


def test_with_a_place_at_each_desk_one_person_is_enough() -> None:
    """Dee is on both: nobody else need be called."""
    facts = world(policy(slots="one_per_desk"))
    assert now_asked(happened(propose(), facts=facts), facts) == {MARKETING: {DEE}, LEGAL: {DEE}}


def test_posts_of_one_load_are_spread_by_their_ids() -> None:
    """Each post asks the same person whenever it is asked of; over many, everybody has their share."""
    first: dict[PersonId, int] = {}
    for number in range(200):
        command = replace(propose(PLAIN), proposal=ProposalId(f"post-{number}"))
        events = decide(None, command, FACTS)
        assert events == decide(None, command, FACTS)
        assert isinstance(events, tuple)
        (who,) = now_asked(events)[MARKETING]
        first[who] = first.get(who, 0) + 1
    assert set(first) == {MIA, MAX, CLEO, DEE}
    assert min(first.values()) > 30


def test_an_author_is_not_asked() -> None:
    """Nobody decides on their own words."""
    facts = world(policy(members={MARKETING: (ADA, MIA)}))
    assert now_asked(happened(propose(PLAIN), facts=facts), facts) == {MARKETING: {MIA}}


def test_all_are_asked_where_all_must() -> None:
    """The fewest who can do it are then everybody."""
    facts = world(policy(quorums={MARKETING: "all"}))
    assert now_asked(happened(propose(PLAIN), facts=facts), facts) == {MARKETING: {MIA, MAX, CLEO, DEE}}


def test_somebody_else_may_decide_and_nobody_new_is_asked() -> None:
    """Whoever is quicker than the one who was asked counts as much; the record has no more than the decision."""
    sent = happened(propose())
    for person in (MIA, MAX, CLEO):
        given(sent).when(approve(person, MARKETING)).then_kinds("review_given")


def test_a_place_that_is_filled_elsewhere_is_asked_of_somebody_else() -> None:
    """Marketing asked Dee, and she decides for legal: then marketing asks another, and whoever legal asked is called by nobody."""
    facts = busy(mia=5, max=5, cleo=5, bea=1, lou=1)
    sent = happened(propose(), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {DEE}, LEGAL: {BEN}}
    answered = given(sent, facts=facts).when(approve(DEE, LEGAL))
    answered.then_kinds("review_given", "routed")
    after = now_asked((*sent, *answered.events), facts)
    assert after.keys() == {MARKETING}
    assert len(after[MARKETING] - {DEE}) == 1


def test_an_edit_asks_the_same_again() -> None:
    """Mia decided though Max was asked: on the words as they are now, Max is asked as before, and nobody else."""
    facts = busy(mia=1, cleo=1, dee=1)
    sent = happened(propose(PLAIN), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {MAX}}
    edited = happened(approve(MIA, MARKETING), edit(CLAIM), facts=facts, after=sent)
    assert now_asked(edited, facts)[MARKETING] == {MAX}


def test_whoever_knows_the_post_is_asked_before_others() -> None:
    """Max has left: of the others it is Mia, who decided on the words before, however much she is asked about."""
    facts = busy(mia=1, cleo=1, dee=1)
    edited = happened(propose(PLAIN), approve(MIA, MARKETING), edit(CLAIM), facts=facts)
    gone = left(busy(facts, mia=40), MAX)
    assert now_asked((*edited, *follow_people(state(edited), gone)), gone)[MARKETING] == {MIA}


def test_who_was_asked_and_edits_makes_room_for_another() -> None:
    """Cleo was asked and then wrote it herself: somebody else is asked."""
    facts = busy(mia=1, max=1, dee=1)
    sent = happened(propose(PLAIN), facts=facts)
    assert now_asked(sent, facts) == {MARKETING: {CLEO}}
    asked_now = now_asked(happened(edit(CLAIM, CLEO), facts=facts, after=sent), facts)
    assert len(asked_now[MARKETING]) == 1
    assert CLEO not in asked_now[MARKETING]


def test_a_lifted_block_asks_somebody_else() -> None:
    """Whose no was lifted may still change their mind; but another is called."""
    facts = busy(bea=1, lou=1, dee=1)
    sent = happened(propose(), facts=facts)
    assert now_asked(sent, facts)[LEGAL] == {BEN}
    lifted = happened(request_changes(BEN, LEGAL), lift(LOU, LEGAL), facts=facts, after=sent)
    assert len(now_asked(lifted, facts)[LEGAL] - {BEN}) == 1
    assert follow_people(state(lifted), facts) == ()


def test_a_lifted_block_of_the_only_one_asks_them_again() -> None:
    """Lou leads legal without being of it; Ben is all of it."""
    facts = world(policy(members={LEGAL: (BEN,)}))
    sent = happened(propose(), facts=facts)
    lifted = happened(request_changes(BEN, LEGAL), lift(LOU, LEGAL), facts=facts, after=sent)
    assert now_asked(lifted, facts)[LEGAL] == {BEN}
    assert lifted[-1].kind == "block_lifted"


def test_whoever_was_asked_and_left_is_followed_by_another() -> None:
    """Nobody did anything: the same route is recorded anew, with somebody to whom it can be told; once is enough."""
    facts = busy(mia=1, cleo=1, dee=1)
    sent = happened(propose(PLAIN), facts=facts)
    gone = left(facts, MAX)
    (route,) = follow_people(state(sent), gone)
    before = next(one for one in sent if isinstance(one, Routed))
    assert isinstance(route, Routed)
    assert replace(route, asked=None) == replace(before, asked=None)
    followed = (*sent, route)
    assert len(now_asked(followed, gone)[MARKETING]) == 1
    assert follow_people(state(followed), gone) == ()
    assert follow_people(state(sent), facts) == ()


def test_nobody_is_asked_in_vain() -> None:
    """The desk's last member has left: that the post waits for ever is told elsewhere, and asks nobody again and again."""
    sent = happened(propose(PLAIN))
    gone = left(FACTS, MIA, MAX, CLEO, DEE)
    assert follow_people(state(sent), gone) == ()


def test_a_repeated_answer_asks_nobody_new() -> None:
    """The same again leads to no event, whoever has left meanwhile: that is followed by itself."""
    facts = world(policy(quorums={MARKETING: 2}))
    sent = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    given(sent, facts=left(facts, MAX, CLEO)).when(approve(MIA, MARKETING)).then_nothing_happened()


def test_a_record_from_before_anybody_was_chosen_asks_everybody() -> None:
    """Nothing is recorded anew for it until its route is; from then on it is as few as can do it."""
    sent = happened(propose())
    old = tuple(replace(event, asked=None) if isinstance(event, Routed) else event for event in sent)
    assert now_asked(old) == {MARKETING: {MIA, MAX, CLEO, DEE}, LEGAL: {BEN, BEA, LOU, DEE}}
    given(old).when(approve(MIA, MARKETING)).then_kinds("review_given")
    assert follow_people(state(old), left(FACTS, MIA)) == ()
    edited = happened(edit(CLAIM_WITH_LINK), after=old)
    assert {desk: len(people) for desk, people in now_asked(edited).items()} == {MARKETING: 1, LEGAL: 1}


# Rotas


@pytest.mark.parametrize(
    ("now", "who"),
    [
        (NOW - timedelta(seconds=1), BEA),
        (NOW, BEN),
        (NOW + timedelta(days=7, seconds=-1), BEN),
        (NOW + timedelta(days=7), BEA),
    ],
)
def test_whoever_is_on_duty_is_asked(now: datetime, who: PersonId) -> None:
    """However much they are asked about already."""
    facts = replace(with_rota(busy(ben=50, bea=50)), now=now)
    assert now_asked(happened(propose(), facts=facts), facts)[LEGAL] == {who}


def test_a_hand_over_asks_nobody_again() -> None:
    """Ben was asked in his week, and stays asked in Bea's; what is asked newly is asked of her."""
    facts = with_rota()
    sent = happened(propose(), facts=facts)
    next_week = replace(facts, now=NOW + timedelta(days=8))
    assert follow_people(state(sent), next_week) == ()
    assert now_asked(happened(edit(CLAIM_WITH_LINK), facts=next_week, after=sent), next_week)[LEGAL] == {BEN}
    assert now_asked(happened(propose(), facts=next_week), next_week)[LEGAL] == {BEA}


@pytest.mark.parametrize("out", ["left", "wrote it"])
def test_where_who_is_on_duty_may_not_decide_another_is_asked(out: str) -> None:
    """Ben has left, or it is his own post."""
    facts = left(with_rota(), BEN) if out == "left" else with_rota()
    command = propose() if out == "left" else replace(propose(), by=BEN)
    events = decide(None, command, facts)
    assert isinstance(events, tuple)
    assert len(now_asked(events, facts)[LEGAL] - {BEN}) == 1


def test_those_who_share_a_turn_come_before_others() -> None:
    """Two must approve, and two share the turn."""
    facts = with_rota(world(policy(quorums={LEGAL: 2})), replace(ROTA, turns=((email(LOU), email(DEE)),)))
    assert now_asked(happened(propose(), facts=facts), facts)[LEGAL] == {LOU, DEE}


def test_before_its_first_turn_a_rota_asks_nobody_in_particular() -> None:
    """Then it is as without one."""
    later = replace(ROTA, starts=datetime(2027, 1, 4, tzinfo=UTC).date())
    facts = with_rota(busy(bea=1, lou=1, dee=1), later)
    assert now_asked(happened(propose(), facts=facts), facts)[LEGAL] == {BEN}
