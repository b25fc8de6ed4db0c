"""A proposal with all that a card says about it, from what happened to it."""

from tests.unit.lifecycle.spec import Events, state
from tests.unit.lifecycle.world import FACTS
from workflows.cards.seen import Seen
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import involved, reading_watchers


def sight(history: Events, facts: Facts = FACTS) -> Seen:
    """How it stands after `history`, as the world is now."""
    proposal = state(history)
    return Seen(
        proposal=proposal,
        evaluation=evaluate(proposal, facts),
        policy=facts.policy,
        desks=facts.desks,
        names={person.id: person.name for person in facts.people.values()},
        heads={desk: facts.heads(desk) for desk in facts.desks},
        members={desk: facts.members(desk) for desk in facts.desks},
        comms_leads=facts.leads(),
        holders=facts.holders(),
        involved=involved(proposal, facts),
        watchers=reading_watchers(proposal, facts),
        overriders=facts.overriders(),
        covers=facts.covers,
        on_duty={desk: facts.on_duty(desk) for desk, found in facts.desks.items() if found.rota},
    )
