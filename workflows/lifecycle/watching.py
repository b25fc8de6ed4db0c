"""Watching a post, and no longer: what is said by hand. What rules say is part of the route."""

from workflows.domain.commands import Unwatch, Watch
from workflows.domain.events import Event, Unwatched, Watched
from workflows.domain.proposal import InReview, Proposal
from workflows.domain.refusals import CanNotWatch, NotFound, NotInReview, NotYours, Refusal
from workflows.lifecycle.evaluate import stage_name
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import authors, keepers, sees
from workflows.lifecycle.watchers import watching


def watch(proposal: Proposal, command: Watch, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Whoever may read a post may watch it; whoever keeps it may let others, but opens no confidential one that way."""
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    if command.by not in {command.person, *keepers(proposal, facts)}:
        return NotYours(author=proposal.author)
    if refusal := _barred(proposal, command, facts):
        return refusal
    if command.person in watching(proposal):
        return ()
    return (Watched(by=command.by, at=facts.now, person=command.person),)


def unwatch(proposal: Proposal, command: Unwatch, facts: Facts) -> tuple[Event, ...] | Refusal:
    """Anybody ends it for themselves, and whoever keeps the post for others."""
    if command.by not in {command.person, *keepers(proposal, facts)}:
        return NotYours(author=proposal.author)
    if command.person not in watching(proposal):
        return ()
    if not isinstance(proposal.stage, InReview):
        return NotInReview(stage=stage_name(proposal))
    return (Unwatched(by=command.by, at=facts.now, person=command.person),)


def _barred(proposal: Proposal, command: Watch, facts: Facts) -> CanNotWatch | NotFound | None:
    person = facts.people.get(command.person)
    if person is None:
        return NotFound()
    if person.id in authors(proposal):
        return CanNotWatch(person=person.id, why="author")
    if person.left:
        return CanNotWatch(person=person.id, why="left")
    if sees(proposal, person.id, facts):
        return None
    if proposal.restriction is not None:
        return CanNotWatch(person=person.id, why="confidential")
    if command.by == person.id:
        return CanNotWatch(person=person.id, why="unread")
    return CanNotWatch(person=person.id, why="guest") if person.role == "guest" else None
