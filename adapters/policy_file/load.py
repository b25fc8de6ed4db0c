"""The policy file → the policy, or every error as `FILE:LINE:COLUMN: what was expected`; drafts and cases to try it on, too."""

import hashlib
from collections.abc import Iterable
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final

from adapters.policy_file.yaml_tree import problem_after, read_tree
from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.value import value
from workflows.policy.parse import Parsed, parse
from workflows.policy.reading import Problem
from workflows.policy.reviews import past_review
from workflows.policy.tree import Node
from workflows.policy.trials import Cases, Trial, parse_cases, parse_trial

MOST_BYTES: Final = 256 * 1024
"""A policy is a page or ten; what is longer is some other file."""
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Some editors begin a file with it, and show no column for it."""


@value
class Loaded:
    """A policy that may be used, the text it came from (to be kept with it), and what in it is hardly meant; what holds for no day
    to come, with its `last` day, is that once it is past. `name` is what errors call the file.
    """

    policy: Policy
    text: str
    warnings: tuple[str, ...]
    lasting: tuple[tuple[date, str], ...] = ()
    name: str = field(default="policy", compare=False)

    def warned(self, today: date) -> tuple[str, ...]:
        """All that is hardly meant, `today`."""
        past = (says for last, says in self.lasting if last < today)
        reviews = (f"{self.name}: {overdue}" for overdue in past_review(self.policy.brand, today))
        return (*self.warnings, *past, *reviews)


@value
class _Read:
    """A file as text, and its plain tree."""

    text: str
    tree: Node


def load(path: Path) -> Loaded | tuple[str, ...]:
    """Read the file at `path`; errors name it as given. That it can't be opened is an error too."""
    data = _bytes(path, "a policy file")
    return load_bytes(data, str(path)) if isinstance(data, bytes) else data


def load_text(text: str, name: str = "policy") -> Loaded | tuple[str, ...]:
    """Read a policy that was kept as text, to the same hash as its file; errors call it `name`."""
    return load_bytes(text.encode("utf-8", "surrogatepass"), name)


def load_bytes(data: bytes, name: str) -> Loaded | tuple[str, ...]:
    """Read a policy from its bytes (UTF-8); its hash is their SHA-256."""
    read = _read(data, name, "a policy file")
    if not isinstance(read, _Read):
        return read
    parsed = parse(read.tree, PolicyHash(hashlib.sha256(data).hexdigest()))
    if not isinstance(parsed, Parsed):
        return _placed(name, parsed)
    lasting = tuple((one.last, says) for one in parsed.lasting for says in _placed(name, [one.then]))
    return Loaded(
        policy=parsed.policy, text=read.text, warnings=_placed(name, parsed.warnings), lasting=lasting, name=name
    )


def cases_beside(path: Path) -> Path:
    """Where the cases of a policy file stand: `policy.test.yaml` beside `policy.yaml`."""
    return path.with_name(f"{path.stem}.test{path.suffix}")


def load_cases(path: Path, policy: Policy) -> Cases | tuple[str, ...]:
    """The cases in a file, or every error in it."""
    data = _bytes(path, "a file of cases")
    return load_cases_bytes(data, str(path), policy) if isinstance(data, bytes) else data


def load_cases_bytes(data: bytes, name: str, policy: Policy) -> Cases | tuple[str, ...]:
    """The cases in `data`, or every error in them; errors call it `name`."""
    read = _read(data, name, "a file of cases")
    if not isinstance(read, _Read):
        return read
    cases = parse_cases(read.tree, policy)
    return cases if isinstance(cases, Cases) else _placed(name, cases)


def load_trial_file(path: Path, policy: Policy) -> Trial | tuple[str, ...]:
    """The draft in a file, or every error in it."""
    data = _bytes(path, "a draft")
    return load_trial(data, str(path), policy) if isinstance(data, bytes) else data


def load_trial(data: bytes, name: str, policy: Policy) -> Trial | tuple[str, ...]:
    """The draft in `data`, or every error in it; errors call it `name`."""
    read = _read(data, name, "a draft")
    if not isinstance(read, _Read):
        return read
    trial = parse_trial(read.tree, policy)
    return trial if isinstance(trial, Trial) else _placed(name, trial)


def _bytes(path: Path, what: str) -> bytes | tuple[str, ...]:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        # A ValueError is a name that no file can have.
        why = error.strerror if isinstance(error, OSError) else None
        return (f"{path}:1:1: expected {what} that can be read: {why or error}",)


def _read(data: bytes, name: str, what: str) -> _Read | tuple[str, ...]:
    if len(data) > MOST_BYTES:
        return (f"{name}:1:1: expected {what} of at most {MOST_BYTES:,} bytes",)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().removeprefix(_MARK)
        return _placed(name, [problem_after(before, "expected text in UTF-8")])
    tree = read_tree(text.removeprefix(_MARK))
    return _placed(name, [tree]) if isinstance(tree, Problem) else _Read(text=text, tree=tree)


def _placed(name: str, problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(f"{name}:{problem.line}:{problem.column}: {problem.says}" for problem in problems)
