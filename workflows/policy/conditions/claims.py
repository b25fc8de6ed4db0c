"""`claims: [superlatives]`: the words claim something that somebody could ask proof of."""

from collections.abc import Mapping
from typing import Final

from workflows.checks.claim_words import ClaimKind
from workflows.checks.claims import KINDS, claims_of
from workflows.domain.policy import Subject
from workflows.domain.value import value
from workflows.policy.conditions.base import Reading, single
from workflows.policy.conditions.text import read_by_people
from workflows.policy.reading import listed, quoted
from workflows.policy.shapes import one_of, several
from workflows.policy.tree import Node

_NAMES: Final[Mapping[ClaimKind, str]] = {
    "numbers": "a number",
    "superlatives": "a superlative",
    "comparisons": "a comparison",
    "guarantees": "a guarantee",
}
_NAMED: Final = 3


@value
class Claims:
    """Holds where the words have a claim of one of `kinds`."""

    kinds: tuple[ClaimKind, ...]

    def because(self, subject: Subject) -> str | None:
        """`claims “40 %” (a number) and “best” (a superlative)`: the words exactly as they stand."""
        text, language = read_by_people(subject).source, subject.content.language
        found = [claim for kind in self.kinds for claim in claims_of(kind, text, language)]
        if not found:
            return None
        named = [f"{quoted(claim.words)} ({_NAMES[claim.kind]})" for claim in found[:_NAMED]]
        more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
        return f"claims {listed(named + more, 'and')}"

    def looks_for(self) -> str:
        """`claims a number or a superlative`."""
        return f"claims {listed((_NAMES[kind] for kind in self.kinds), 'or')}"


def parse(node: Node, reading: Reading) -> Claims | None:
    """A list of kinds of claims."""
    kinds = reading.reader.choices(node, "a kind of claim", KINDS)
    return Claims(kinds=kinds) if kinds else None


KIND: Final = single(
    help=(
        "The words have a claim that somebody could ask proof of: `numbers`, `superlatives`, `comparisons` or `guarantees`, "
        "found in English, German, French and Spanish."
    ),
    examples=(
        ("claims: [superlatives, comparisons]", "A post that says “best”, “lighter than” and the like."),
        ("claims: [guarantees]", "A post that promises: “guaranteed”, “risk-free”."),
    ),
    parse=parse,
    shape=several(one_of(KINDS)),
)
