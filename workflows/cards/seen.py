"""What every card about a proposal is drawn from."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Literal

from workflows.cards import messages
from workflows.cards.card import Secret
from workflows.domain.covers import Cover
from workflows.domain.ids import DeskId, PersonId, PolicyHash
from workflows.domain.policy import Desk, Policy
from workflows.domain.proposal import Proposal
from workflows.domain.standstill import Standstill
from workflows.domain.value import value
from workflows.lifecycle.evaluate import Evaluation

Audience = PersonId | Literal["everyone", "onlookers"]
"""Whom a card is drawn for: one person; everyone in a place, with every button that somebody there may use (a click is
judged by who clicks); or onlookers, with nothing to decide, safe for anyone."""


@value
class Seen:
    """A proposal as it stands, with all that a card says about it. `policy` rules it; `desks` and their `members` are as
    manned today; `heads` are the desks' leads and deputies, `comms_leads` may edit any post and publish it. `newcomers` were never
    asked to decide before this one, and have not decided on it yet; `holders` may put any post on hold, `overriders` override
    reviews, two together. `covers` are in force, by who is away; `stopped` is what stops everything, if something does. Who is
    `involved` may read it, and what is for reviewers only; `watchers` may read it because they watch. `on_duty` have their turn
    on a desk with a rota.
    `in_force` is the version of the policy for new posts, and `dates` say when (UTC) each version was first put in force.
    """

    proposal: Proposal
    evaluation: Evaluation
    policy: Policy
    desks: Mapping[DeskId, Desk]
    names: messages.Names
    heads: Mapping[DeskId, tuple[PersonId, ...]]
    members: Mapping[DeskId, frozenset[PersonId]]
    comms_leads: frozenset[PersonId]
    involved: frozenset[PersonId]
    watchers: frozenset[PersonId] = frozenset()
    newcomers: frozenset[PersonId] = frozenset()
    holders: frozenset[PersonId] = frozenset()
    overriders: frozenset[PersonId] = frozenset()
    covers: Mapping[PersonId, Cover] = field(default_factory=dict[PersonId, Cover])
    stopped: Standstill | None = None
    on_duty: Mapping[DeskId, frozenset[PersonId]] = field(default_factory=dict[DeskId, frozenset[PersonId]])
    in_force: PolicyHash | None = None
    dates: Mapping[PolicyHash, datetime] = field(default_factory=dict[PolicyHash, datetime])

    @property
    def may_go_out(self) -> bool:
        """Whether it is approved and nothing holds it back."""
        proposal = self.proposal
        return self.evaluation.approved and not (proposal.hold or self.stopped) and proposal.time == "stands"

    @property
    def readers(self) -> frozenset[PersonId]:
        """Who may read it."""
        return self.involved | self.watchers

    @property
    def named(self) -> frozenset[PersonId] | None:
        """The only ones who may read it; None where it is not confidential."""
        return self.readers if self.proposal.restriction else None

    def shown_to(self, audience: Audience) -> bool:
        """Whether its words may stand on what is drawn for them: where several read, never those of a confidential one."""
        return self.named is None or audience in self.named

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Whose confidential words are on what shows it."""
        return () if self.named is None else (Secret(proposal=self.proposal.id, revision=self.proposal.head.number),)
