"""From what the store loaded to what a decision may know, and to what a card says."""

from datetime import datetime

from workflows.cards.seen import Seen
from workflows.domain.proposal import Proposal
from workflows.engine.people import is_welcome
from workflows.engine.policies import Policies
from workflows.engine.store import Loaded, QueueRow, QueueStatus
from workflows.lifecycle.evaluate import Evaluation, evaluate, stage_name
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import involved, reading_watchers


def facts_of(proposal: Proposal | None, loaded: Loaded, policies: Policies, now: datetime) -> Facts:
    """The facts of a decision, all from our own rows: the rules that a proposal started under, and who sits where today."""
    current = policies.current
    covers = {cover.person: cover for cover in loaded.covers if cover.holds(now)}
    deciding = {cover.by: loaded.people.get(cover.by) for cover in covers.values()}
    return Facts(
        now=now,
        policy=policies.ruling(proposal),
        people=loaded.people,
        present=current.desks,
        holds=current.holds,
        override_by=current.overriders,
        covers=covers,
        strangers=frozenset(one for one, person in deciding.items() if person and not is_welcome(person, current)),
        readers=current.restricted.to,
        link=loaded.acting.link if loaded.acting else "unknown",
        load=loaded.load,
        in_force=current,
    )


def seen(proposal: Proposal, loaded: Loaded, policies: Policies, now: datetime) -> Seen:
    """A proposal with its evaluation, and the names and desks that its cards use."""
    facts = facts_of(proposal, loaded, policies, now)
    decided = {given.reviewer for given in proposal.reviews}
    return Seen(
        proposal=proposal,
        evaluation=evaluate(proposal, facts),
        policy=facts.policy,
        desks=facts.desks,
        names={person.id: person.name for person in loaded.people.values()},
        heads={desk: facts.heads(desk) for desk in facts.desks},
        members={desk: facts.members(desk) for desk in facts.desks},
        comms_leads=facts.leads(),
        holders=facts.holders(),
        overriders=facts.overriders(),
        covers=facts.covers,
        stopped=loaded.stopped,
        on_duty={desk: facts.on_duty(desk) for desk, found in facts.desks.items() if found.rota},
        newcomers=frozenset(
            one.id for one in loaded.people.values() if one.first_asked == proposal.id and one.id not in decided
        ),
        involved=involved(proposal, facts),
        watchers=reading_watchers(proposal, facts),
        in_force=policies.current.hash,
        dates=policies.dates,
    )


def queue_row(proposal: Proposal, evaluation: Evaluation, before: Seen | None, now: datetime) -> QueueRow:
    """The proposal's row for lists; `changed` is set only when the status has changed."""
    status = _status(proposal, evaluation)
    same = before is not None and _status(before.proposal, before.evaluation) == status
    wanted = proposal.wanted.at if proposal.wanted else None
    return QueueRow(proposal=proposal.id, status=status, wanted=wanted, changed=None if same else now)


def _status(proposal: Proposal, evaluation: Evaluation) -> QueueStatus:
    stage = stage_name(proposal)
    return "approved" if stage == "in_review" and evaluation.approved else stage
