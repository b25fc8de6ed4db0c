"""A route in plain sentences, for whoever writes the post or keeps the policy."""

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.domain.ids import DeskId, PersonId
from workflows.domain.policy import Group, Policy
from workflows.domain.proposal import Requirement
from workflows.domain.value import value
from workflows.policy.reading import listed

MOST_NAMED: Final = 3
"""The largest desk whose people are named one by one."""


@value
class Staffing:
    """Who on a desk may decide on these words, by name; and, where they are too few, what would help."""

    names: tuple[str, ...]
    way_out: str = ""


def explain(
    policy: Policy,
    requirements: tuple[Requirement, ...],
    whys: Mapping[DeskId, str],
    staffing: Mapping[DeskId, Staffing],
) -> tuple[str, ...]:
    """One line for each desk in the order given: who may approve, what for, and why it is asked; where they are too few, then that
    it is so, and what would help. A later stage begins with “Then”. Quotes the draft.
    """
    first = min((asked.stage for asked in requirements), default=1)
    return tuple(
        ("Then " if asked.stage > first else "")
        + _explain_one(policy, asked, whys.get(asked.desk, ""), staffing.get(asked.desk, Staffing(names=())))
        for asked in requirements
    )


def _explain_one(policy: Policy, asked: Requirement, why: str, staffing: Staffing) -> str:
    sentence = asks(policy, asked, why, staffing.names)
    if len(staffing.names) >= asked.quorum:
        return sentence
    short = too_few(staffing.names, asked.quorum)
    groups = policy.desks[asked.desk].groups
    seats = f"Its people come from {listed(map(called, groups), 'and')}." if groups else ""
    return " ".join(filter(None, (sentence, f"{short[0].upper()}{short[1:]}.", seats, staffing.way_out)))


def asks(policy: Policy, asked: Requirement, why: str, names: tuple[str, ...]) -> str:
    """Who may approve for a desk, unless they are too few, what for, and why."""
    people = f" ({_people(names, asked.quorum)})" if len(names) >= asked.quorum else ""
    return f"{policy.desks[asked.desk].name}{people}: {must_hold(asked)}. {why}".rstrip()


def must_hold(asked: Requirement) -> str:
    """What a desk's approval says, such as `approved if claims are cleared and names are cleared`."""
    return f"approved if {listed(asked.rules, 'and')}"


def _people(names: tuple[str, ...], needed: int) -> str:
    if len(names) > MOST_NAMED:
        return f"{needed} of {len(names)} people"
    if needed == 1:
        return listed(sorted(names), "or")
    return ("" if needed == len(names) else f"{needed} of ") + listed(sorted(names), "and")


def would_watch(name: str, why: str) -> str:
    """That somebody sees the post by a rule, and why."""
    return f"{name} watches, without being asked: {why}"


def too_few(names: tuple[str, ...], needed: int | str) -> str:
    """That `needed` people (such as `2 more`) must approve and only those of `names` may."""
    if not names:
        return "nobody there may decide on these words"
    return f"{needed} must approve, and only {listed(sorted(names), 'and')} may"


def called(group: Group) -> str:
    """A group as people know it."""
    if group.chat == "teams":
        return "the place in Teams that is bound to it"
    return f"{group.name} in Slack" if group.name.startswith("@") else f"the user group {group.name} in Slack"


def fewer(before: int, now: int) -> str:
    """That so many must approve since somebody left a desk of which all, or most, were asked."""
    return f"Somebody left the desk, so {now} must approve instead of {before}."


def way_out(
    desk: str,
    *,
    members: frozenset[PersonId],
    authors: frozenset[PersonId],
    editors: frozenset[PersonId],
    worded: frozenset[PersonId],
    lacking: int,
    leads: Iterable[str],
    edit: str = "the next edit",
) -> str:
    """What would help where `lacking` more people must be free to decide for a desk. `editors` are out only for what they
    last wrote, those who `worded` it only for the text that they suggested, `authors` for good; `leads` are the names of
    those to ask for more members.
    """
    if len(members & editors) >= lacking:
        return f"Somebody else has to make {edit}."
    ask = listed(sorted(leads), "or") or "whoever keeps the policy file"
    more = f"Ask {ask} to add someone to {desk}"
    if len(members & worded) >= lacking:
        return f"{more}, or let the text be another than was suggested."
    return f"{more}, or let somebody else propose it." if members & authors else f"{more}."
