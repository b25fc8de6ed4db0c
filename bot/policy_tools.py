"""`copydesk policy check`, `test` and `explain`: what a policy file says, tried without a database or a chat."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from adapters.policy_file.load import MOST_BYTES, Loaded, cases_beside, load, load_cases, load_trial, load_trial_file
from bot.compose import utc_now
from workflows.cards.card import Card
from workflows.cards.text import as_text
from workflows.cards.trials import covered, differs, read_by, refused, unseen, weighing
from workflows.cards.why import route
from workflows.domain.policy import Policy
from workflows.domain.value import value
from workflows.engine.policies import Policies
from workflows.engine.seeing import seen
from workflows.engine.store import Loaded as Facts
from workflows.engine.trying import send
from workflows.lifecycle.trying import Tried, as_expected, cover
from workflows.lifecycle.wording import weighed
from workflows.policy.trials import Cases, Trial


@value
class Verdict:
    """What a look came to: whether all is `well`, the lines to print; `unread` where a file was no such file."""

    well: bool
    lines: tuple[str, ...]
    unread: bool = False


def check_policy(path: Path) -> Verdict:
    """Every error and warning in the file, then what it says in a line."""
    loaded = load(path)
    if not isinstance(loaded, Loaded):
        return Verdict(well=False, lines=loaded)
    policy = loaded.policy
    holds = ", ".join(
        _many(len(found), what)
        for found, what in ((policy.people, "person"), (policy.desks, "desk"), (policy.rules, "rule"))
    )
    warnings = tuple(f"{warning} (a warning)" for warning in loaded.warned(utc_now().date()))
    told = (*warnings, *unseen(policy, policy.desks))
    return Verdict(well=True, lines=(*told, f"{path} is good: {holds}; version {policy.hash[:12]}"))


def try_cases(path: Path, enough: int) -> Verdict:
    """Try the policy on the cases beside it; at least `enough` percent of what its rules can do must be seen."""
    loaded = load(path)
    if not isinstance(loaded, Loaded):
        return Verdict(well=False, lines=loaded, unread=True)
    beside = cases_beside(path)
    read = load_cases(beside, loaded.policy)
    if not isinstance(read, Cases):
        return Verdict(well=False, lines=read, unread=True)
    now = utc_now()
    tries = [(case, send(case.trial, loaded.policy, now)) for case in read.cases]
    failed = [(case, tried) for case, tried in tries if not as_expected(case, tried)]
    lines: list[str] = []
    for case, tried in failed:
        told = (*differs(case, tried), *_explained(tried, now))
        lines += [f"{beside}:{case.line}:{case.column}: {case.name}", *(f"  {line}".rstrip() for line in told), ""]
    coverage = cover(loaded.policy, [tried for _, tried in tries])
    lines += covered(coverage)
    if coverage.percent < enough:
        lines.append(f"That is less than the {enough} % that were asked for.")
    fine = f", {len(failed)} of them not as it says" if failed else ", all as they say"
    lines.append(f"{_many(len(tries), 'case')}{fine}.")
    return Verdict(well=not failed and coverage.percent >= enough, lines=tuple(lines))


def explain_draft(draft: str, standard_input: BinaryIO, path: Path) -> Verdict:
    """Whom the draft in a file (`-`: on standard input) would bring in under the policy at `path`."""
    loaded = load(path)
    if not isinstance(loaded, Loaded):
        return Verdict(well=False, lines=loaded, unread=True)
    trial = _draft(draft, standard_input, loaded.policy)
    if not isinstance(trial, Trial):
        return Verdict(well=False, lines=trial, unread=True)
    now = utc_now()
    tried = send(trial, loaded.policy, now)
    no = () if tried.refusal is None else (refused(tried), "")
    return Verdict(well=not no, lines=(*no, *_explained(tried, now)))


def _draft(draft: str, standard_input: BinaryIO, policy: Policy) -> Trial | tuple[str, ...]:
    if draft == "-":
        return load_trial(standard_input.read(MOST_BYTES + 1), "standard input", policy)
    return load_trial_file(Path(draft), policy)


def _explained(tried: Tried, now: datetime) -> Iterable[str]:
    """The route, if there is one, as `why` tells it; then what each rule came to."""
    facts = tried.facts
    if tried.refusal is None:
        loaded = Facts(proposal=tried.proposal, people=facts.people, accounts={}, posts=(), bound={}, resolved={})
        view = seen(tried.proposal, loaded, Policies(facts.policy), now)
        yield from as_text(Card(summary="", elements=tuple(route(view)))).split("\n")
        yield from read_by(tried)
        yield from unseen(facts.policy, [desk for desk in facts.policy.desks if view.evaluation.of(desk)])
        yield ""
    yield from ("The rules:", *weighing(weighed(tried.proposal, facts)))


def _many(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {'people' if one == 'person' else f'{one}s'}"
