"""What must be told of every requirement, however it came to stand as it does."""

import re
from collections import Counter

from tests.unit.cards.sight import sight
from tests.unit.lifecycle.spec import Events, state
from workflows.cards.tree import branches
from workflows.domain.proposal import InReview
from workflows.lifecycle.evaluate import latest
from workflows.lifecycle.facts import Facts
from workflows.policy.reading import listed

AWAITED = ("asked", "asked again", "may decide too", "may decide again")


def explains_itself(history: Events, facts: Facts) -> None:
    """What must hold; how it stands, and who is awaited, many of whom may be counted; and of everybody who sits on the desk,
    covers there or decided there, once, what their part is.
    """
    seen, proposal = sight(history, facts), state(history)
    for told, standing in zip(branches(seen), seen.evaluation.standings, strict=True):
        asked = standing.requirement
        assert told.status == standing.status
        assert f"approved if {listed(asked.rules, 'and')}." in told.asks
        assert seen.policy.desks[asked.desk].name in told.says
        concerned = facts.members(asked.desk) | {one.reviewer for one in latest(proposal, asked.desk)}
        names = Counter(_name(words) for _, words in told.people)
        assert names == Counter(facts.people[one].name for one in concerned | standing.awaited)
        awaited = {facts.people[one].name for one in standing.awaited}
        assert {_name(words) for state, words in told.people if state in AWAITED} == awaited
        if isinstance(proposal.stage, InReview):
            # Where too few may decide, it is told of those whose own place is open, and whom else it takes.
            able = standing.members if standing.status == "unfillable" else standing.awaited
            asked_now = {facts.people[one].name for one in standing.asked & able}
            others = {facts.people[one].name for one in standing.pool & able} - asked_now
            assert all(name in told.says for name in asked_now)
            assert f"{len(others)} others" in told.says or all(name in told.says for name in others)
            assert told.must in told.asks
            assert bool(told.must) == (standing.status != "met")


def _name(words: str) -> str:
    """Whose part in a decision these words tell."""
    return re.split("[ :]", words)[0]
