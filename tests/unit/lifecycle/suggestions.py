"""Suggested wording, as the tests of it say it."""

from dataclasses import replace
from typing import Final

from tests.unit.lifecycle.spec import happened
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEN,
    LEGAL,
    LEGAL_ON_CLAIMS,
    POST,
    policy,
    propose,
    world,
)
from workflows.domain.commands import AcceptSuggestion, DeclineSuggestion, Suggest
from workflows.domain.ids import DeskId, PersonId
from workflows.domain.proposal import Approves

CALM: Final = "Our claim: little is faster."
OTHER: Final = "Our claim: we are fast."
"""Both ask legal, as a claim does."""
BARS: Final = world(policy(rules=(ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, own_wording="bars"))))
"""The same house, where legal has somebody else approve what one of them suggested."""


def suggest(
    by: PersonId = BEN,
    text: str = CALM,
    *,
    desk: DeskId = LEGAL,
    revision: int = 1,
    retimes: int = 0,
    why: str = "",
    approves: Approves = "no",
) -> Suggest:
    """Give other wording, for legal unless another desk is named."""
    return Suggest(
        proposal=POST, by=by, desk=desk, revision=revision, retimes=retimes, text=text, why=why, approves=approves
    )


def accept(by: PersonId = ADA, *, suggestion: int = 1, revision: int = 1) -> AcceptSuggestion:
    """Take it."""
    return AcceptSuggestion(proposal=POST, by=by, suggestion=suggestion, revision=revision)


def decline(by: PersonId = ADA, *, suggestion: int = 1, words: str = "It is the fastest.") -> DeclineSuggestion:
    """Leave the text as it is."""
    return DeclineSuggestion(proposal=POST, by=by, suggestion=suggestion, words=words)


ASKED: Final = happened(propose())
SUGGESTED: Final = happened(suggest(), after=ASKED)
CONDITION: Final = suggest(approves="as_it_stands")
ON_CONDITION: Final = happened(CONDITION, after=ASKED)
