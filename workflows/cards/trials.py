"""What `copydesk policy test` and `policy explain` say of a draft that somebody tried the policy on."""

from collections.abc import Iterable, Mapping
from typing import Final

from workflows.cards import messages
from workflows.domain.explained import Explained, State
from workflows.domain.ids import DeskId, Email
from workflows.domain.policy import Policy
from workflows.domain.proposal import review_of
from workflows.domain.refusals import FieldProblems
from workflows.lifecycle.readers import readers
from workflows.lifecycle.trying import Coverage, Tried
from workflows.policy.evaluate import Weighed
from workflows.policy.explain import called
from workflows.policy.reading import listed, quoted
from workflows.policy.trials import Case

MARKS: Final[Mapping[State, str]] = {"holds": "✓", "fails": "–", "unknown": "?"}

_READ: Final = {True: ", and it is confidential", False: ", and it is not confidential"}

MOST_SAID: Final = 200
"""Characters of a condition; a list of words can be far longer than anybody reads."""


def differs(case: Case, tried: Tried) -> tuple[str, ...]:
    """What a case says and what it came to instead, a line each."""
    policy = tried.facts.policy
    review = review_of(tried.proposal)
    asked = {one.desk: one.quorum for one in review.requirements} if review else {}
    wanted: Mapping[DeskId, int | None] = {desk: case.quorum.get(desk) for desk in case.desks}
    got = {desk: quorum if desk in case.quorum else None for desk, quorum in asked.items()}
    came_to = _asks(policy, got) if tried.refusal is None else refused(tried)
    expected = _asks(policy, wanted) if case.desks else f"it is refused ({listed(sorted(case.refused), 'and')})"
    if case.restricted is not None:
        expected += _READ[case.restricted]
        came_to += _READ[tried.proposal.restriction is not None] if tried.refusal is None else ""
    if case.watchers is not None:
        expected += _watched(policy, case.watchers)
        came_to += _watched(policy, tried.watchers) if tried.refusal is None else ""
    return f"expected: {expected}", f"got: {came_to}"


def read_by(tried: Tried) -> Iterable[str]:
    """Of a confidential post, why it is and who may read it."""
    restriction = tried.proposal.restriction
    if restriction is not None:
        names = (tried.facts.people[one].name for one in readers(tried.proposal, tried.facts))
        yield f"Confidential, because it {restriction.why}. Nobody may read it but {listed(sorted(names), 'and')}."


def _asks(policy: Policy, desks: Mapping[DeskId, int | None]) -> str:
    """`it asks Marketing (2 must approve) and Legal`, in the order of the policy."""
    known = [desk for desk in policy.desks if desk in desks]
    return f"it asks {listed((_asked(policy, desk, desks[desk]) for desk in known), 'and')}"


def _asked(policy: Policy, desk: DeskId, quorum: int | None) -> str:
    return policy.desks[desk].name + (f" ({quorum} must approve)" if quorum else "")


def _watched(policy: Policy, watchers: frozenset[Email]) -> str:
    names = sorted(policy.people[one].name for one in watchers)
    return f", and {listed(names, 'and') or 'nobody'} {'watch' if len(names) > 1 else 'watches'}"


def refused(tried: Tried) -> str:
    """Why it can't go to review."""
    match tried.refusal:
        case FieldProblems(problems=problems):
            beside = (f"{field}: {' '.join(says.split())}" for field, says in problems.items())
            return f"it is refused: {' '.join(beside)}"
        case None:
            return "it is not refused"
        case no:
            return f"it is refused: {messages.refusal(no, {}, tried.facts.policy)}"


def unseen(policy: Policy, desks: Iterable[DeskId]) -> tuple[str, ...]:
    """That nobody can tell from the file alone who sits on a desk, for each of these that has groups."""
    found = (policy.desks[desk] for desk in desks)
    return tuple(
        f"{desk.name}: its people come from {listed(map(called, desk.groups), 'and')}, which only a running Copydesk reads: "
        "whether enough of them may decide can't be told from the file."
        for desk in found
        if desk.groups
    )


def weighing(rules: Iterable[Weighed]) -> Iterable[str]:
    """Each rule as a tree: whether it holds (✓), does not (–) or took too long to tell (?), and the same of all it is made of."""
    for one in rules:
        says = "it is for every post" if one.rule.when is None else _clause(one.explained)
        yield f"{MARKS[one.explained.state]} {one.rule.name}: {says}"
        yield from _below(one.explained, "  ")


def _below(explained: Explained, indent: str) -> Iterable[str]:
    for part in explained.parts:
        yield f"{indent}{MARKS[part.state]} {_clause(part)}"
        yield from _below(part, f"{indent}  ")


def _clause(explained: Explained) -> str:
    says = f"it {explained.says}" if explained.state == "holds" else f"where it {explained.says}"
    return says if len(says) <= MOST_SAID else f"{says[:MOST_SAID]}…"


def covered(coverage: Coverage) -> Iterable[str]:
    """How many of the outcomes that rules can have were seen, then each rule of which something is missing, with what."""
    yield f"Outcomes of rules tried: {coverage.percent} % ({coverage.seen} of {coverage.wanted})."
    for name, held in coverage.holds.items():
        never = [
            *(["holds"] if not held else []),
            *(["does not hold"] if not coverage.passes.get(name, True) else []),
        ]
        if never:
            yield f"No case in which {quoted(name)} {listed(never, 'and none in which it')}."
