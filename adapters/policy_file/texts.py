"""What `copydesk policy init` writes: a commented starter, or an example with its cases."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

EXAMPLES: Final[Mapping[str, str]] = {
    "demo": "the company of `copydesk demo`",
    "listed-company": "quiet periods, Regulation FD, what could move the share price",
    "consumer-brand": "agencies and influencers, disclosure, claims, several markets",
    "bank": "FINRA 2210: a registered principal approves every post",
}
"""The name of each example, and what it is about."""


def starter() -> str:
    """A small policy with every key explained."""
    return _read("starter.yaml")


def example(name: str = "demo") -> str:
    """The policy of one of `EXAMPLES`."""
    return _read("examples", f"{name}.yaml")


def demo() -> str:
    """The policy of `copydesk demo`: its example, and something of everything else that a policy can have."""
    return example() + _read("demo_more.yaml")


def example_cases(name: str) -> str:
    """The cases that try it."""
    return _read("examples", f"{name}.test.yaml")


def _read(*path: str) -> str:
    return files("adapters.policy_file").joinpath(*path).read_text(encoding="utf-8")
