"""Sources: a claim of a kind that the policy names needs one."""

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.checks.claims import claims
from workflows.checks.finding import Finding
from workflows.domain.brand import ClaimKind, ClaimsRule
from workflows.domain.content import Content

RULE: Final = "Claims need a source"
_IS: Final[Mapping[ClaimKind, str]] = {
    "numbers": "a claim with a number",
    "superlatives": "a superlative",
    "comparisons": "a comparison",
    "guarantees": "a guarantee",
}


def check_sources(content: Content, rule: ClaimsRule | None) -> Iterator[Finding]:
    """Each claim of a kind that needs a source, where the post names none; words that nobody could search in time need one too."""
    if rule is None or content.sources:
        return
    owner = rule.owner.name if rule.owner else ""
    asks = f" {owner} keeps that rule." if owner else ""
    try:
        found = claims(content.text, content.language, rule.kinds)
    except TimeoutError:
        says = (
            f"These words could not be searched for claims in time. Name what proves them, or shorten the post.{asks}"
        )
        yield Finding(field="sources", says=says, rule=RULE, owner=owner)
        return
    for claim in found:
        says = (
            f"“{claim.words}” is {_IS[claim.kind]}, so it needs a source. Name what proves it, or leave it out.{asks}"
        )
        yield Finding(field="sources", says=says, rule=RULE, owner=owner, words=claim.words)
