"""Words and where they lead: the first revision, the changes an edit makes, and the route of the head."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from workflows.checks.findings import check
from workflows.domain.brand import Brand
from workflows.domain.commands import Edit, Propose
from workflows.domain.content import PARTS, TEXT, Content, Wanted, hash_parts, hash_revision
from workflows.domain.events import Event, NoteChanged, Proposed, Retimed, RevisionAdded, Routed
from workflows.domain.ids import DeskId, PartHash, PartName, PersonId
from workflows.domain.people import Person
from workflows.domain.policy import Subject
from workflows.domain.proposal import Proposal, Requirement, review_of
from workflows.domain.refusals import FieldProblems, NothingRequired
from workflows.domain.value import value
from workflows.lifecycle.barred import barred
from workflows.lifecycle.cover import slots_of
from workflows.lifecycle.evaluate import evaluate
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.suggested import wording_of
from workflows.lifecycle.watchers import by_rule
from workflows.policy.evaluate import Weighed, restricted_because, route, watched, weigh
from workflows.policy.explain import Staffing, explain, way_out, would_watch


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
            source=command.source,
        ),
        _revision(1, command.by, command.content, command.salt, facts),
    )


def change(proposal: Proposal, command: Edit, facts: Facts) -> tuple[Event, ...]:
    """Only what differs: a new revision, a new wanted time, a new note, or nothing."""
    events: list[Event] = []
    edited = _revision(proposal.head.number + 1, command.by, command.content, proposal.salt, facts)
    if edited.parts != proposal.head.parts:
        events.append(edited)
    if _instant(command.wanted) != _instant(proposal.wanted):
        events.append(Retimed(by=command.by, at=facts.now, wanted=command.wanted))
    if command.note != proposal.note:
        events.append(NoteChanged(by=command.by, at=facts.now, note=command.note))
    return tuple(events)


def _instant(wanted: Wanted | None) -> datetime | None:
    return wanted.at if wanted else None


def problems(content: Content, brand: Brand) -> FieldProblems | None:
    """What keeps these words from going on: for each field a sentence, or several, each on a line of its own."""
    found: dict[str, str] = {}
    discreet: dict[str, None] = {}
    for finding in check(content, brand):
        if finding.effect == "block":
            before = found.get(finding.field)
            found[finding.field] = f"{before}\n{finding.says}" if before else finding.says
            discreet[finding.discreet] = None
    return FieldProblems(problems=found, discreet=tuple(discreet)) if found else None


def routed(proposal: Proposal, facts: Facts) -> tuple[Routed, ...] | NothingRequired:
    """Ask the policy who must review the head; a route that asks nobody is refused (fails closed). Who was asked before stays
    so, and whom else it takes is found where it is known how things then stand.
    """
    worded = wording_of(proposal, proposal.head.parts.get(TEXT))
    subject = subject_of(proposal, facts)
    requirements, whys = route(facts.policy, subject, _eligible(barred(proposal), facts), worded)
    if not requirements:
        return NothingRequired()
    watchers = by_rule(proposal, watched(facts.policy, subject), facts)
    return (
        Routed(
            at=facts.now,
            revision=proposal.head.number,
            policy=facts.policy.hash,
            requirements=requirements,
            slots=facts.policy.slots,
            whys=whys,
            asked=(review.asked if (review := review_of(proposal)) else None) or {},
            judged=facts.now,
            watchers=tuple(watchers),
            watchers_whys=watchers,
        ),
    )


def weighed(proposal: Proposal, facts: Facts) -> tuple[Weighed, ...]:
    """What each rule of the policy came to on the head, whether its desk is asked or not."""
    return weigh(facts.policy, subject_of(proposal, facts))


def subject_of(proposal: Proposal, facts: Facts) -> Subject:
    """The head, as conditions look at it."""
    head = proposal.head
    author = facts.people[proposal.author]
    return _subject(head.content, author, proposal.wanted, _changed(proposal, head.parts), facts)


def _subject(
    content: Content, author: Person, wanted: Wanted | None, changed: frozenset[PartName] | None, facts: Facts
) -> Subject:
    desks = frozenset(desk for desk in facts.policy.desks if author.id in facts.members(desk))
    return Subject(content=content, author=author, author_desks=desks, wanted=wanted, changed=changed, now=facts.now)


def _changed(proposal: Proposal, parts: Mapping[PartName, PartHash]) -> frozenset[PartName] | None:
    """The parts that differ from what any approval was given on, whether it still counts or not; None without any."""
    approved = [proposal.revisions[one.revision - 1].parts for one in proposal.reviews if one.decision == "approve"]
    if not approved:
        return None
    return frozenset(part for part in PARTS if any(seen.get(part) != parts.get(part) for seen in approved))


@value
class Prospective:
    """A desk that words would bring in: what it would be asked, in a sentence, and whether it then has to decide: not where what
    it has said on the same parts still holds, and in vain where too few there may.
    """

    requirement: Requirement
    says: str
    status: Literal["asked", "settled", "unfillable"]


@value
class Prospect:
    """Whom words would bring in: the desks in order, and a sentence for everybody who would watch."""

    desks: tuple[Prospective, ...]
    watchers: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """A sentence for each desk, then for everybody who would watch."""
        return (*(one.says for one in self.desks), *self.watchers)


def preview(content: Content, wanted: Wanted | None, proposal: Proposal | None, by: Person, facts: Facts) -> Prospect:
    """Whom these words, wanted then, would bring in, and why, if `by` sent them now."""
    authors = (frozenset({proposal.author}) | proposal.co_authors) if proposal else frozenset({by.id})
    out = frozenset({by.id}) | (barred(proposal) if proposal else frozenset[PersonId]())
    eligible = _eligible(out, facts)
    text = hash_parts(content, bytes.fromhex(proposal.salt)).get(TEXT) if proposal else None
    worded = wording_of(proposal, text) if proposal else frozenset[PersonId]()
    subject = _prospect(content, wanted, proposal, by, facts)
    requirements, whys = route(facts.policy, subject, eligible, worded)
    barring = {asked.desk for asked in requirements if asked.own_wording == "bars"}
    eligible = {desk: free - worded if desk in barring else free for desk, free in eligible.items()}
    staffing = {
        asked.desk: Staffing(
            names=tuple(facts.people[person].name for person in eligible[asked.desk]),
            way_out=way_out(
                facts.policy.desks[asked.desk].name,
                members=facts.members(asked.desk),
                authors=authors,
                editors=out - authors,
                worded=worded - out if asked.desk in barring else frozenset(),
                lacking=asked.quorum - len(eligible[asked.desk]),
                leads=[facts.people[lead].name for lead in facts.leads() - authors],
                edit="this edit",
            ),
        )
        for asked in requirements
    }
    settled = _settled(content, wanted, proposal, requirements, out, facts) if proposal else frozenset[DeskId]()

    def status(asked: Requirement) -> Literal["asked", "settled", "unfillable"]:
        if asked.desk in settled:
            return "settled"
        return "asked" if len(eligible[asked.desk]) >= asked.quorum else "unfillable"

    desks = tuple(
        Prospective(requirement=asked, says=says, status=status(asked))
        for asked, says in zip(requirements, explain(facts.policy, requirements, whys, staffing), strict=True)
    )
    restricted = proposal is not None and proposal.restriction is not None
    if restricted or not desks or restricted_because(facts.policy, subject) is not None:
        # Watching opens nothing, and where nobody is asked there is nothing to watch.
        return Prospect(desks=desks)
    watchers = ((facts.person_of(email), why) for email, why in watched(facts.policy, subject).items())
    return Prospect(
        desks=desks,
        watchers=tuple(
            would_watch(facts.people[one].name, why) for one, why in watchers if one is not None and one not in authors
        ),
    )


def _settled(
    content: Content,
    wanted: Wanted | None,
    proposal: Proposal,
    requirements: tuple[Requirement, ...],
    out: frozenset[PersonId],
    facts: Facts,
) -> frozenset[DeskId]:
    """The desks that would not be asked again: they have approved, or asked for changes, and what they judge would stay."""
    parts, evaluation = hash_parts(content, bytes.fromhex(proposal.salt)), evaluate(proposal, facts)
    retimed = _instant(wanted) != _instant(proposal.wanted)

    def holds(asked: Requirement) -> bool:
        standing = evaluation.of(asked.desk)
        changed = any(parts.get(part) != proposal.head.parts.get(part) for part in asked.judges)
        if standing is None or changed or (asked.judges_time and retimed):
            return False
        count = [one for one in standing.counted if not slots_of(one) & out]
        return standing.status == "blocked" or len(count) >= asked.quorum

    return frozenset(asked.desk for asked in requirements if holds(asked))


def would_be_restricted(
    content: Content, wanted: Wanted | None, proposal: Proposal | None, by: Person, facts: Facts
) -> str | None:
    """Why a rule would restrict these words if `by` saved them now, finishing "it …"; None where none would, or where they are
    restricted already.
    """
    if proposal is not None and proposal.restriction is not None:
        return None
    return restricted_because(facts.policy, _prospect(content, wanted, proposal, by, facts))


def _prospect(content: Content, wanted: Wanted | None, proposal: Proposal | None, by: Person, facts: Facts) -> Subject:
    author = facts.people[proposal.author] if proposal else by
    changed = _changed(proposal, hash_parts(content, bytes.fromhex(proposal.salt))) if proposal else None
    return _subject(content, author, wanted, changed, facts)


def _eligible(out: frozenset[PersonId], facts: Facts) -> Mapping[DeskId, frozenset[PersonId]]:
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
