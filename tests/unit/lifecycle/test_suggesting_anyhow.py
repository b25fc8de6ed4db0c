"""Suggested wording, whatever anybody does in any order: nobody's approval comes out of it who may not give one."""

from dataclasses import replace
from typing import Final

from hypothesis import given as for_any
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from tests.unit.lifecycle.spec import Events, given, happened, state
from tests.unit.lifecycle.suggestions import (
    BARS,
    CALM,
    OTHER,
    accept,
    decline,
    suggest,
)
from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    BEA,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    CLEO,
    DEE,
    FACTS,
    LEGAL,
    MARKETING,
    MIA,
    approve,
    edit,
    propose,
    request_changes,
)
from workflows.domain.commands import Command
from workflows.domain.content import TEXT
from workflows.domain.ids import PersonId
from workflows.domain.proposal import Proposal
from workflows.lifecycle.barred import barred_at
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.suggested import wording_of

COMMANDS: Final[tuple[Command, ...]] = (
    *(
        suggest(by, text, desk=desk, revision=revision, approves=approves)
        for by, desk in ((BEN, LEGAL), (DEE, LEGAL), (DEE, MARKETING), (CLEO, MARKETING))
        for text in (CALM, OTHER)
        for revision in (1, 2)
        for approves in ("no", "as_it_stands")
    ),
    *(
        accept(by, suggestion=number, revision=revision)
        for by in (ADA, ABE, CLEO)
        for number in (1, 2)
        for revision in (1, 2)
    ),
    decline(),
    edit(CLAIM_WITH_LINK),
    edit(replace(CLAIM, text=CALM), CLEO),
    edit(CLAIM, CLEO, base=2),
    request_changes(BEN, LEGAL),
    *(approve(by, LEGAL, revision=revision) for by in (BEN, BEA, DEE) for revision in (1, 2, 3)),
    *(approve(by, MARKETING, revision=revision) for by in (DEE, CLEO, MIA) for revision in (1, 2, 3)),
)


def _saw(proposal: Proposal, by: PersonId, number: int) -> bool:
    """Whether the words of a revision are those of a suggestion of theirs."""
    return by in wording_of(proposal, proposal.revisions[number - 1].parts.get(TEXT))


@PROPERTY
@for_any(st.lists(st.sampled_from(COMMANDS), max_size=10), st.booleans(), st.booleans())
def test_nobody_counts_who_may_not(commands: list[Command], joint: bool, bars: bool) -> None:  # noqa: FBT001  # drawn
    """Whatever anybody does in any order: who accepts never counts for what they accepted; a barred suggester never does; an
    approval on a condition is of its giver's own words; a person fills one slot; and a refusal changes nothing.
    """
    facts: Facts = BARS if bars else FACTS
    history: Events = happened(propose(co_authors=frozenset({ABE}) if joint else frozenset()), facts=facts)
    for command in commands:
        answer = given(history, facts=facts).when(command).answer
        history = (*history, *answer) if isinstance(answer, tuple) else history
        proposal = state(history)
        evaluation = evaluate(proposal, facts)
        counted = [(standing, one) for standing in evaluation.standings for one in standing.counted]
        assert all(one.reviewer not in barred_at(proposal, standing.requirement) for standing, one in counted)
        assert proposal.head.author not in {one.reviewer for _, one in counted}
        if bars:
            worded = wording_of(proposal, proposal.head.parts.get(TEXT))
            assert not worded & {one.reviewer for standing, one in counted if standing.requirement.desk == LEGAL}
        people = [one.reviewer for _, one in counted]
        assert len(people) == len(set(people))
        assert all(_saw(proposal, one.reviewer, one.revision) for one in proposal.reviews if one.suggestion)
