"""given(what happened).when(a command).then(what follows): the language that the tests of the engine are written in."""

from dataclasses import replace
from datetime import timedelta

from tests.unit.lifecycle.world import FACTS
from workflows.domain.commands import Command
from workflows.domain.covers import Cover
from workflows.domain.events import Event
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import Refusal
from workflows.domain.value import value
from workflows.lifecycle.decide import decide
from workflows.lifecycle.evaluate import Evaluation, Status, evaluate
from workflows.lifecycle.evolve import fold
from workflows.lifecycle.facts import Facts

Events = tuple[Event, ...]


@value
class Answered:
    """What a command led to, and the claims that a test can make of it."""

    history: Events
    answer: Events | Refusal
    facts: Facts

    def then(self, *events: Event) -> None:
        """Exactly these events follow."""
        assert self.answer == events

    def then_kinds(self, *kinds: str) -> None:
        """Events of these kinds follow, in this order."""
        assert [event.kind for event in self.events] == list(kinds)

    def then_refused(self, refusal: Refusal) -> None:
        """It is refused with exactly this."""
        assert self.answer == refusal

    def then_nothing_happened(self) -> None:
        """It is accepted, and stands already."""
        assert self.answer == ()

    @property
    def events(self) -> Events:
        """What follows; fails the test where the command was refused."""
        assert isinstance(self.answer, tuple), self.answer
        return self.answer

    @property
    def proposal(self) -> Proposal:
        """What the proposal is afterwards."""
        return state((*self.history, *self.events))

    @property
    def evaluation(self) -> Evaluation:
        """How the requirements stand afterwards."""
        return evaluate(self.proposal, self.facts)

    def status(self, desk: DeskId) -> Status:
        """How one desk stands afterwards."""
        standing = self.evaluation.of(desk)
        assert standing is not None, f"{desk} is not asked"
        return standing.status


@value
class Given:
    """What happened until now, and the world as it is now."""

    history: Events
    facts: Facts = FACTS

    def when(self, command: Command) -> Answered:
        """Ask for something."""
        before = fold(self.history)
        return Answered(history=self.history, answer=decide(before, command, self.facts), facts=self.facts)


def given(*history: Events, facts: Facts = FACTS) -> Given:
    """Start from these events; `facts` is the world in which the next command is decided."""
    return Given(history=tuple(event for part in history for event in part), facts=facts)


def happened(*commands: Command, facts: Facts = FACTS, after: Events = ()) -> Events:
    """The events, from the beginning, of commands that must all be accepted; `after` what happened before them."""
    history = after
    for command in commands:
        history = (*history, *given(history, facts=facts).when(command).events)
    return history


def state(history: Events) -> Proposal:
    """The proposal that these events lead to."""
    proposal = fold(history)
    assert proposal is not None
    return proposal


def without(facts: Facts, desk: DeskId, *people: PersonId) -> Facts:
    """The same world after people left a desk."""
    gone = {facts.people[person].email for person in people}
    found = facts.policy.desks[desk]
    stay = replace(found, members=tuple(email for email in found.members if email not in gone))
    return replace(facts, policy=replace(facts.policy, desks={**facts.policy.desks, desk: stay}))


def away(facts: Facts, **covers: PersonId) -> Facts:
    """The same world while these people are away, each with a cover: the first for the longest."""
    held = {
        PersonId(person): Cover(
            person=PersonId(person),
            by=by,
            since=facts.now - timedelta(hours=len(covers) - number),
            until=facts.now + timedelta(days=2),
            zone="Europe/Zurich",
        )
        for number, (person, by) in enumerate(covers.items())
    }
    return replace(facts, covers=held)
