"""People leave: what `all` and `majority` then ask for, and what stays as it was."""

from dataclasses import replace

import pytest

from tests.unit.lifecycle.spec import Events, happened, state
from tests.unit.lifecycle.world import (
    ADA,
    BEA,
    BEN,
    CLAIM,
    CLEO,
    DEE,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    PLAIN,
    approve,
    policy,
    propose,
    reached,
    request_changes,
    world,
)
from workflows.domain.events import ApprovalReached, Routed
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Quorum
from workflows.domain.proposal import review_of
from workflows.lifecycle.decide import follow_people
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.evolve import fold
from workflows.lifecycle.facts import Facts


def after(facts: Facts, *gone: PersonId) -> Facts:
    """The same world without these people."""
    return replace(facts, people={one: replace(who, left=one in gone) for one, who in facts.people.items()})


def asked(history: Events, desk: DeskId = MARKETING) -> int:
    """How many the route asks of a desk."""
    review = review_of(state(history))
    assert review is not None
    return next(one.quorum for one in review.requirements if one.desk == desk)


def follow(history: Events, facts: Facts) -> Events:
    """What happened, and what follows from who is there."""
    return (*history, *follow_people(state(history), facts))


@pytest.mark.parametrize(
    ("quorum", "gone", "now"),
    [
        ("all", (MIA,), 3),
        ("all", (MIA, MAX), 2),
        ("all", (MIA, MAX, CLEO), 1),
        # Three of four are a majority, and the three who are left can still be it.
        ("majority", (MIA,), 3),
        ("majority", (MIA, MAX), 2),
        ("majority", (MIA, MAX, CLEO), 1),
        # What the policy counts out itself is not lowered: that is for people to see and to mend.
        (4, (MIA,), 4),
        (2, (MIA, MAX, CLEO), 2),
        # Nobody is left: a desk that nobody may fill is never met.
        ("all", (MIA, MAX, CLEO, DEE), 4),
    ],
)
def test_a_share_is_of_those_who_are_there(quorum: Quorum, gone: tuple[PersonId, ...], now: int) -> None:
    """Only where the desk would be waited for for ever, and never for more or for fewer than the policy's share."""
    facts = world(policy(quorums={MARKETING: quorum}))
    history = happened(propose(PLAIN), facts=facts)
    left = after(facts, *gone)
    followed = follow(history, left)
    assert asked(followed) == now
    assert follow(followed, left) == followed
    assert evaluate(state(followed), left).approved is False
    assert follow(history, facts) == history


def test_the_route_says_so_and_is_otherwise_the_same() -> None:
    """One event, under the same policy; the desk's why tells it, the other desk stays as it was."""
    facts = world(policy(quorums={MARKETING: "all", LEGAL: "all"}))
    history = happened(propose(CLAIM), facts=facts)
    (routed,) = follow(history, after(facts, MIA))[len(history) :]
    before = next(one for one in history if isinstance(one, Routed))
    assert isinstance(routed, Routed)
    marketing, legal = routed.requirements
    assert routed == replace(
        before,
        requirements=(replace(before.requirements[0], quorum=3), before.requirements[1]),
        whys={**before.whys, MARKETING: "It speaks for us. Somebody left the desk, so 3 must approve instead of 4."},
    )
    assert (marketing.quorum, legal.quorum) == (3, 4)


def test_who_has_decided_counts_though_they_left() -> None:
    """Mia has approved and leaves: the three others are still asked, all of them."""
    facts = world(policy(quorums={MARKETING: "all"}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    left = after(facts, MIA)
    assert follow(history, left) == history
    assert evaluate(state(history), left).awaited == {MAX, CLEO, DEE}


def test_a_share_counts_who_decided_before_leaving() -> None:
    """Mia has approved, and she and Max leave: Cleo and Dee are still both asked."""
    facts = world(policy(quorums={MARKETING: "all"}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    left = after(facts, MIA, MAX)
    followed = follow(history, left)
    assert asked(followed) == 3
    assert evaluate(state(followed), left).standings[0].missing == 2


def test_a_desk_that_nobody_is_left_of_is_never_met() -> None:
    """Mia has approved, and then all of marketing leaves, or the desk is no more: nothing is lowered, and nothing approved."""
    facts = world(policy(quorums={MARKETING: "all"}))
    history = happened(propose(PLAIN), approve(MIA, MARKETING), facts=facts)
    assert follow(history, after(facts, MIA, MAX, CLEO, DEE)) == history
    assert follow(history, replace(facts, present={})) == history


def test_a_share_is_never_more_than_was_asked() -> None:
    """Mia was all of marketing and leaves; two who join it have their place at legal: no more are asked than before."""
    before = policy(quorums={MARKETING: "all", LEGAL: 2}, members={MARKETING: (MIA,), LEGAL: (CLEO, DEE, LOU)})
    joined = policy(
        quorums={MARKETING: "all", LEGAL: 2}, members={MARKETING: (MIA, CLEO, DEE), LEGAL: (CLEO, DEE, LOU)}
    )
    facts = world(before)
    history = happened(propose(CLAIM), approve(CLEO, LEGAL), approve(DEE, LEGAL), facts=facts)
    assert follow(history, replace(after(facts, MIA), present=joined.desks)) == history


def test_the_last_who_was_owed_leaves() -> None:
    """Everyone else has approved: what follows approves it, on record."""
    facts = world(policy(quorums={MARKETING: "all"}))
    three = (approve(MAX, MARKETING), approve(CLEO, MARKETING), approve(DEE, MARKETING))
    history = happened(propose(PLAIN), *three, facts=facts)
    followed = follow(history, after(facts, MIA))
    assert followed[-1] == reached(PLAIN)
    assert fold(followed) == state(followed)


def test_a_block_stands_though_its_giver_left() -> None:
    """A no does not go with whoever said it, and nothing is lowered under it."""
    facts = world(policy(quorums={MARKETING: "all"}))
    history = happened(propose(PLAIN), request_changes(MIA, MARKETING), facts=facts)
    assert follow(history, after(facts, MIA)) == history


def test_a_place_that_is_filled_elsewhere_is_no_departure() -> None:
    """Dee has approved for legal and so can't for marketing, of which all are asked: nobody left, and nothing is lowered."""
    facts = world(policy(quorums={MARKETING: "all"}))
    three = (approve(MIA, MARKETING), approve(MAX, MARKETING), approve(CLEO, MARKETING))
    history = happened(propose(CLAIM), approve(DEE, LEGAL), *three, facts=facts)
    standing = evaluate(state(history), facts).of(MARKETING)
    assert standing is not None
    assert standing.status == "unfillable"
    assert follow(history, facts) == history


def test_who_wrote_the_words_is_no_departure_either() -> None:
    """Whoever is barred was never asked, so their leaving changes nothing."""
    facts = world(policy(quorums={LEGAL: "all"}, members={LEGAL: (ADA, BEN, BEA, LOU)}))
    history = happened(propose(CLAIM), facts=facts)
    assert asked(history, LEGAL) == 3
    assert follow(history, after(facts, ADA)) == history
    assert asked(follow(history, after(facts, LOU)), LEGAL) == 2


def test_a_rule_that_is_no_more_lowers_nothing() -> None:
    """Where the ruling policy does not have the requirement's rules, what was recorded stays."""
    facts = world(policy(quorums={MARKETING: "all"}))
    history = happened(propose(PLAIN), facts=facts)
    ruleless = replace(after(facts, MIA), policy=policy(quorums={MARKETING: "all"}, rules=()))
    assert follow(history, ruleless) == history


def test_drafts_and_what_ended_follow_nobody() -> None:
    """There is nothing to ask."""
    facts = world(policy(quorums={MARKETING: "all"}))
    draft = happened(propose(PLAIN, submit=False), facts=facts)
    assert follow(draft, after(facts, MIA)) == draft
    assert not any(isinstance(one, ApprovalReached) for one in draft)
