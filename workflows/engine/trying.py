"""Trying a policy on a draft that nobody proposed, by the rules that real posts are sent by."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from workflows.domain.commands import Submit
from workflows.domain.content import hash_parts, hash_revision
from workflows.domain.ids import DeskId, PartHash, PersonId, ProposalId
from workflows.domain.policy import Policy
from workflows.domain.proposal import Draft, Proposal, Review, Revision
from workflows.lifecycle.decide import decide
from workflows.lifecycle.evolve import evolve
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.trying import Tried
from workflows.policy.trials import Trial, person

_ID: Final = ProposalId("draft")
_SALT: Final = "00" * 32
"""Nothing of a trial is kept, so there is nothing to hide."""
_EARLIER: Final = PartHash("as it was approved")
_SOMEBODY: Final = PersonId("")


def send(trial: Trial, policy: Policy, now: datetime) -> Tried:
    """Send it for review at `now` (UTC)."""
    people = {one.id: one for one in (*map(person, policy.people.values()), trial.author)}
    facts = Facts(link="unknown", now=now, policy=policy, people=people)
    draft = _draft(trial, now)
    sent = decide(draft, Submit(by=trial.author.id, proposal=_ID, revision=draft.head.number), facts)
    if not isinstance(sent, tuple):
        return Tried(proposal=draft, facts=facts, refusal=sent)
    proposal = draft
    for event in sent:
        proposal = evolve(proposal, event)
    return Tried(proposal=proposal, facts=facts)


def _draft(trial: Trial, now: datetime) -> Proposal:
    """The draft as the record would have it; what was approved before is a revision of its own."""
    seed = bytes.fromhex(_SALT)
    first = Revision(
        number=1,
        author=trial.author.id,
        at=now,
        content=trial.content,
        parts=hash_parts(trial.content, seed),
        hash=hash_revision(trial.content, seed),
    )
    draft = Proposal(
        id=_ID,
        salt=_SALT,
        author=trial.author.id,
        co_authors=frozenset(),
        created=now,
        revisions=(first,),
        wanted=trial.wanted,
        retimes=0,
        note="",
        stage=Draft(),
        reviews=(),
        sequence=1,
    )
    if trial.changed is None:
        return draft
    earlier = replace(first, parts={**first.parts, **dict.fromkeys(trial.changed, _EARLIER)})
    approval = Review(
        reviewer=_SOMEBODY,
        desk=DeskId(""),
        revision=1,
        retimes=0,
        decision="approve",
        reason=None,
        authority="member",
        at=now,
    )
    return replace(draft, revisions=(earlier, replace(first, number=2)), reviews=(approval,))
