"""The policy file → the policy, or every error as `FILE:LINE:COLUMN: what was expected`."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from adapters.policy_file.yaml_tree import read_tree
from workflows.domain.ids import PolicyHash
from workflows.domain.policy import Policy
from workflows.domain.value import value
from workflows.policy.parse import Parsed, parse
from workflows.policy.reading import Problem

MOST_BYTES: Final = 256 * 1024
"""A policy is a page or ten; what is longer is some other file."""


@value
class Loaded:
    """A policy that may be used, the text it came from (to be kept with it), and what in it is hardly meant."""

    policy: Policy
    text: str
    warnings: tuple[str, ...]


def load(path: Path) -> Loaded | tuple[str, ...]:
    """Read the file at `path`; errors name it as given. That it can't be opened is an error too."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        # A ValueError is a name that no file can have.
        why = error.strerror if isinstance(error, OSError) else None
        return (f"{path}:1:1: expected a policy file that can be read: {why or error}",)
    return load_bytes(data, str(path))


def load_text(text: str, name: str = "policy") -> Loaded | tuple[str, ...]:
    """Read a policy that was kept as text, to the same hash as its file; errors call it `name`."""
    return load_bytes(text.encode("utf-8", "surrogatepass"), name)


def load_bytes(data: bytes, name: str) -> Loaded | tuple[str, ...]:
    """Read a policy from its bytes (UTF-8); its hash is their SHA-256."""
    if len(data) > MOST_BYTES:
        return (f"{name}:1:1: expected a policy file of at most {MOST_BYTES:,} bytes",)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        return _placed(name, [_not_utf8(before)])
    tree = read_tree(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if isinstance(tree, Problem):
        return _placed(name, [tree])
    parsed = parse(tree, PolicyHash(hashlib.sha256(data).hexdigest()))
    if not isinstance(parsed, Parsed):
        return _placed(name, parsed)
    return Loaded(policy=parsed.policy, text=text, warnings=_placed(name, parsed.warnings))


def _not_utf8(before: str) -> Problem:
    line = before.count("\n") + 1
    return Problem(line=line, column=len(before) - before.rfind("\n"), says="expected text in UTF-8")


def _placed(name: str, problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(f"{name}:{problem.line}:{problem.column}: {problem.says}" for problem in problems)
