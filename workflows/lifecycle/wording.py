"""Words and where they lead: the first revision, the changes an edit makes, and the route of the head."""

from collections.abc import Mapping

from workflows.checks.findings import check
from workflows.domain.commands import Edit, Propose
from workflows.domain.content import Content, hash_parts, hash_revision
from workflows.domain.events import Event, NoteChanged, Proposed, Retimed, RevisionAdded, Routed
from workflows.domain.ids import PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Subject
from workflows.domain.proposal import Proposal
from workflows.domain.refusals import NothingRequired
from workflows.lifecycle.evaluate import barred
from workflows.lifecycle.facts import Facts
from workflows.policy.evaluate import route


def begin(command: Propose, facts: Facts) -> tuple[Event, ...]:
    """The proposal and its first revision."""
    return (
        Proposed(
            proposal=command.proposal,
            by=command.by,
            at=facts.now,
            co_authors=tuple(sorted(command.co_authors - {command.by})),
            wanted=command.wanted,
            salt=command.salt,
            note=command.note,
        ),
        _revision(1, command.by, command.content, command.salt, facts),
    )


def change(proposal: Proposal, command: Edit, facts: Facts) -> tuple[Event, ...]:
    """Only what differs: a new revision, a new wanted time, a new note, or nothing."""
    events: list[Event] = []
    edited = _revision(proposal.head.number + 1, command.by, command.content, proposal.salt, facts)
    if edited.parts != proposal.head.parts:
        events.append(edited)
    if command.wanted != proposal.wanted:
        events.append(Retimed(by=command.by, at=facts.now, wanted=command.wanted))
    if command.note != proposal.note:
        events.append(NoteChanged(by=command.by, at=facts.now, note=command.note))
    return tuple(events)


def problems(content: Content) -> Mapping[str, str]:
    """What keeps these words from going on: a sentence for each field, several joined."""
    found: dict[str, str] = {}
    for finding in check(content):
        before = found.get(finding.field)
        found[finding.field] = f"{before} {finding.says}" if before else finding.says
    return found


def routed(proposal: Proposal, facts: Facts) -> tuple[Event, ...] | NothingRequired:
    """Ask the policy who must review the head; a route that asks nobody is refused (fails closed)."""
    requirements, whys = route(facts.policy, subject_of(proposal, facts), eligible(proposal, facts))
    if not requirements:
        return NothingRequired()
    return (
        Routed(
            at=facts.now,
            revision=proposal.head.number,
            policy=facts.policy.hash,
            requirements=requirements,
            slots=facts.policy.slots,
            whys=whys,
        ),
    )


def subject_of(proposal: Proposal, facts: Facts) -> Subject:
    """What the policy's conditions look at: the head's words and who proposes them."""
    return subject(proposal.head.content, facts.people[proposal.author], facts)


def subject(content: Content, author: Person, facts: Facts) -> Subject:
    """The same for words that are no proposal yet."""
    desks = frozenset(desk for desk in facts.policy.desks if author.id in facts.members(desk))
    return Subject(content=content, author=author, author_desks=desks)


def eligible(proposal: Proposal, facts: Facts) -> Mapping[str, frozenset[PersonId]]:
    """Who may fill each desk's requirement for the head: its members, less those who are barred."""
    out = barred(proposal)
    return {desk: facts.members(desk) - out for desk in facts.policy.desks}


def _revision(number: int, by: PersonId, content: Content, salt: str, facts: Facts) -> RevisionAdded:
    seed = bytes.fromhex(salt)
    return RevisionAdded(
        number=number,
        by=by,
        at=facts.now,
        hash=hash_revision(content, seed),
        parts=hash_parts(content, seed),
        content=content,
    )
