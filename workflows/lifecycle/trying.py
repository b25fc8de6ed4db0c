"""What came of a draft that a policy was tried on, held against what a case says; and what of the policy was tried."""

from collections.abc import Collection

from workflows.domain.policy import Policy
from workflows.domain.proposal import Proposal, review_of
from workflows.domain.refusals import FieldProblems, Refusal
from workflows.domain.value import value
from workflows.lifecycle.facts import Facts
from workflows.policy.trials import Case


@value
class Tried:
    """What sending a draft came to: a proposal in review, or a draft still, and why."""

    proposal: Proposal
    facts: Facts
    refusal: Refusal | None = None

    @property
    def rules(self) -> frozenset[str]:
        """The names of the rules that hold."""
        review = review_of(self.proposal)
        return frozenset(name for asked in review.requirements for name in asked.rules) if review else frozenset()


@value
class Coverage:
    """Which rules were seen to hold (`held`) and not to hold (`passed`). A rule for every post need only be seen to hold."""

    held: frozenset[str]
    passed: frozenset[str]
    wanted: int
    seen: int

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
        and all(asked.get(desk) == needed for desk, needed in case.quorum.items())
    )


def cover(policy: Policy, tries: Collection[Tried]) -> Coverage:
    """What of the policy these drafts have tried; one that was refused for its words has tried no rule."""
    routed = [tried for tried in tries if not isinstance(tried.refusal, FieldProblems)]
    held = frozenset[str]().union(*(tried.rules for tried in routed))
    every = frozenset(rule.name for rule in policy.rules)
    some = frozenset(rule.name for rule in policy.rules if rule.when is not None)
    passed = some.intersection(frozenset[str]().union(*(every - tried.rules for tried in routed)))
    return Coverage(held=held, passed=passed, wanted=len(every) + len(some), seen=len(held) + len(passed))
