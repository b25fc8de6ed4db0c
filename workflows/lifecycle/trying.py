"""What came of a draft that a policy was tried on, held against what a case says; and what of the policy was tried."""

from collections.abc import Collection, Mapping
from typing import Final

from workflows.domain.ids import Email
from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, review_of
from workflows.domain.refusals import FieldProblems, Refusal
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.readers import seeing_watchers
from workflows.policy.trials import Case

RESTRICTED: Final = "restricted"
"""Stands for the condition under that key of the policy, among the rules."""


@value
class Tried:
    """What sending a draft came to: a proposal in review, or a draft still, and why."""

    proposal: Proposal
    facts: Facts
    refusal: Refusal | None = None

    @property
    def held(self) -> frozenset[str]:
        """The names of the rules that hold, and `RESTRICTED` where only the people named may read the post."""
        review = review_of(self.proposal)
        rules = frozenset(name for asked in review.requirements for name in asked.rules) if review else frozenset[str]()
        return rules | {RESTRICTED} if self.proposal.restriction else rules

    @property
    def watchers(self) -> frozenset[Email]:
        """The addresses of who would see it without being asked; of a confidential post, only of who may read it."""
        return frozenset(self.facts.people[one].email for one in seeing_watchers(self.proposal, self.facts))


@value
class Coverage:
    """What can become of each rule (and of `RESTRICTED`), with whether a case has seen it: that it holds, and that it does not.
    That a rule for every post does not hold is not among it.
    """

    holds: Mapping[str, bool]
    passes: Mapping[str, bool]

    @property
    def wanted(self) -> int:
        """How much there is to be seen."""
        return len(self.holds) + len(self.passes)

    @property
    def seen(self) -> int:
        """How much of it was seen."""
        return sum(self.holds.values()) + sum(self.passes.values())

    @property
    def percent(self) -> int:
        """How much of what can be seen was seen, rounded down."""
        return self.seen * 100 // self.wanted


def refused_fields(tried: Tried) -> frozenset[str]:
    """What was refused, in the words that a case has for it: fields, or `nobody` where the policy asks nobody."""
    match tried.refusal:
        case None:
            return frozenset()
        case FieldProblems(problems=problems):
            return frozenset(problems)
        case _:
            return frozenset({"nobody"})


def as_expected(case: Case, tried: Tried) -> bool:
    """Whether it came to what the case says, no more and no less."""
    review = review_of(tried.proposal)
    asked = {one.desk: one.quorum for one in review.requirements} if review else {}
    return (
        frozenset(asked) == case.desks
        and refused_fields(tried) == case.refused
        and case.restricted in (None, tried.proposal.restriction is not None)
        and case.watchers in (None, tried.watchers)
        and all(asked.get(desk) == needed for desk, needed in case.quorum.items())
    )


def cover(policy: Policy, tries: Collection[Tried]) -> Coverage:
    """What of the policy these drafts have tried; one that was refused for its words has tried no rule."""
    routed = [tried.held for tried in tries if not isinstance(tried.refusal, FieldProblems)]
    some = [rule.name for rule in policy.rules if rule.when is not None]
    some += [RESTRICTED] if policy.restricted.when else []
    every = {**dict.fromkeys(rule.name for rule in policy.rules), **dict.fromkeys(some)}
    return Coverage(
        holds={name: any(name in held for held in routed) for name in every},
        passes={name: any(name not in held for held in routed) for name in some},
    )
