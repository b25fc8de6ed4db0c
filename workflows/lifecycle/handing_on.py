"""Handing on: somebody who is asked, or who leads, names another member of the desk to be asked."""

from workflows.domain.commands import HandOn
from workflows.domain.events import Event, HandedOn
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import InReview, Proposal
from workflows.domain.refusals import CanNotTake, NobodyElse, NotAwaited, NotInReview, NotYetItsTurn, OwnWords, Refusal
from workflows.domain.value import value
from workflows.lifecycle.barred import barred
from workflows.lifecycle.evaluate import Standing, evaluate, needed_elsewhere, stage_name
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.handed import handings, stepped_out
from workflows.lifecycle.review import not_asked, too_late


@value
class Choice:
    """Whom somebody can hand a desk's question to. `place` is whose they hand on: their own, or that of whom they cover for;
    None for a lead who is not asked.
    """

    standing: Standing
    place: PersonId | None
    others: tuple[PersonId, ...]


def choice(proposal: Proposal, desk: DeskId, by: PersonId, facts: Facts) -> Choice | Refusal:
    """Who may hand on: whoever is awaited, the desk's lead and deputy, the comms leads, and nobody who wrote the words. To
    anybody who may decide there, but whom another desk needs.
    """
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    standing = evaluate(proposal, facts).of(desk)
    if standing is None:
        return not_asked(desk, facts)
    if by in barred(proposal):
        return OwnWords()
    if standing.status == "waiting":
        return NotYetItsTurn(desk=desk, first=standing.first)
    if by not in standing.awaited.union(facts.leads(), facts.heads(desk)):
        return NotAwaited(desk=desk, awaited=tuple(sorted(standing.asked)))
    if standing.status in ("met", "blocked"):
        return too_late(standing)
    place = standing.behalf.get(by, by) if by in standing.awaited else None
    others = tuple(sorted(standing.members - {place} - needed_elsewhere(proposal, proposal.stage, desk, facts)))
    return Choice(standing=standing, place=place, others=others) if others else NobodyElse(desk=desk)


def hand_on(proposal: Proposal, command: HandOn, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Ask somebody else. The same again is no event."""
    found = choice(proposal, command.desk, command.by, facts)
    if not isinstance(found, Choice):
        return found
    if command.to not in found.others:
        return CanNotTake(desk=command.desk, to=command.to)
    if command.own == "not_mine":
        if found.place is None:
            return NotAwaited(desk=command.desk, awaited=tuple(sorted(found.standing.asked)))
        out = (stepped_out(proposal, command.desk) | {found.place}) - {command.to}
        if len(found.standing.members - out) < found.standing.missing:
            return NobodyElse(desk=command.desk)
    event = HandedOn(
        by=command.by,
        behalf=found.place if found.place != command.by else None,
        at=facts.now,
        desk=command.desk,
        to=command.to,
        own=command.own,
        words=command.words,
    )
    last = handings(proposal, command.desk)[-1:]
    same = [(one.by, one.to, one.own, one.words) for one in last] == [(event.by, event.to, event.own, event.words)]
    return () if same else (event,)
