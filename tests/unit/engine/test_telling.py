"""Whom a whole override is told to: the desks that it passes over, and nobody else."""

from dataclasses import replace
from itertools import count
from typing import Final

import pytest

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import Events, happened, state
from tests.unit.lifecycle.test_override import override
from tests.unit.lifecycle.world import (
    BEN,
    CLAIM,
    CLEO,
    DEE,
    FACTS,
    INVESTORS_ON_REVENUE,
    IVY,
    LEGAL,
    LOU,
    MARKETING,
    MAX,
    MIA,
    PLAIN,
    approve,
    edit,
    email,
    policy,
    propose,
    request_changes,
    world,
)
from workflows.domain.ids import PersonId
from workflows.domain.people import Account, AccountId
from workflows.engine.chat import Direct
from workflows.engine.store import Loaded
from workflows.engine.telling import tell_passed_over
from workflows.lifecycle.facts import Facts

LATER: Final = world(policy(rules=(policy().rules[0], replace(INVESTORS_ON_REVENUE, stage=2))))
REMOVED: Final = world(policy(members={LEGAL: (LOU, DEE)}))
"""Ben sits on legal no more."""
REVENUE: Final = replace(PLAIN, text="Our revenue grew.")


def told(history: Events, facts: Facts, *overriders: PersonId) -> set[PersonId]:
    """Who is told once these two have overridden."""
    may = replace(facts, override_by=tuple(email(one) for one in overriders))
    head = state(history).head.number
    half = happened(override(overriders[0], revision=head), after=history, facts=may)
    whole = happened(override(overriders[1], revision=head), after=half, facts=may)
    account = Account(id=AccountId(chat="slack", installation="T1", user="U-mia"), link="matched", person=MIA)
    loaded = Loaded(
        proposal=state(whole), people=may.people, accounts={MIA: (account,)}, posts=(), bound={}, resolved={}
    )
    numbers = map(str, count())
    posts = tell_passed_over(sight(half, may), sight(whole, may), loaded, lambda: next(numbers))
    return {post.place.person for post in posts if isinstance(post.place, Direct)}


@pytest.mark.parametrize(
    ("history", "facts", "overriders", "to"),
    [
        (happened(propose(), request_changes(BEN, LEGAL)), FACTS, (MIA, CLEO), {DEE, BEN, LOU}),
        (happened(propose(), approve(MIA, MARKETING)), FACTS, (MAX, DEE), {LOU}),
        (happened(propose(PLAIN), edit(CLAIM, CLEO)), FACTS, (MIA, MAX), {DEE, LOU}),
        (happened(replace(propose(), readers="named"), request_changes(BEN, LEGAL)), REMOVED, (MIA, CLEO), {DEE, LOU}),
        (happened(propose(REVENUE), facts=LATER), LATER, (MIA, CLEO), {DEE, IVY}),
    ],
)
def test_a_whole_override_is_told_to_the_desks_that_it_passes_over(
    history: Events, facts: Facts, overriders: tuple[PersonId, PersonId], to: set[PersonId]
) -> None:
    """To whoever was asked or asked for changes and to the desk's lead, or to all of a desk that has none of them; not to a desk
    that has approved, nor to the two, to who wrote some of it, or to who may not read it.
    """
    assert told(history, facts, *overriders) == to
