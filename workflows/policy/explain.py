"""A route in plain sentences, for whoever writes the post or keeps the policy."""

from collections.abc import Mapping

from workflows.domain.ids import DeskId
from workflows.domain.policy import Policy
from workflows.domain.proposal import Requirement
from workflows.policy.reading import listed


def explain(policy: Policy, requirements: tuple[Requirement, ...], whys: Mapping[DeskId, str]) -> tuple[str, ...]:
    """One line for each desk in the order given: who must approve, what for, and why it is asked. Quotes the draft."""
    return tuple(_explain_one(policy, asked, whys.get(asked.desk, "")) for asked in requirements)


def _explain_one(policy: Policy, asked: Requirement, why: str) -> str:
    desk = policy.desks[asked.desk]
    names = [policy.people[email].name for email in desk.members]
    people = f"{asked.quorum} of {len(names)}" if len(names) > 1 else names[0]
    return f"{desk.name} ({people}): approved if {listed(asked.rules, 'and')}. {why}".rstrip()
