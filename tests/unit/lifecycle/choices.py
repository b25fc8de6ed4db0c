"""What the state machine chooses from: few of everything, so that words come back and the same people meet twice."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from tests.unit.lifecycle.world import (
    ABE,
    ADA,
    ALWAYS_MARKETING,
    BEN,
    CLEO,
    DEE,
    EVENING,
    INVESTORS,
    INVESTORS_ON_REVENUE,
    IVY,
    LEGAL,
    LEGAL_ON_CLAIMS,
    LINKEDIN,
    LOU,
    MARKETING,
    MAX,
    MIA,
    MORNING,
    STRANGER,
    TONE,
)
from workflows.domain.content import LINK, TEXT, Content
from workflows.domain.ids import ChannelId, DeskId, PersonId
from workflows.domain.policy import Quorum, Rule
from workflows.domain.proposal import Decision, Reason, Slots

SEATS: Final[Mapping[DeskId, tuple[PersonId, ...]]] = {
    MARKETING: (MIA, CLEO, DEE),
    LEGAL: (LOU, DEE),
    INVESTORS: (IVY, DEE),
}
"""Small desks, and Dee on every one: who already counts elsewhere is met often."""
EVERYONE: Final = (ADA, ABE, CLEO, MIA, MAX, BEN, LOU, DEE, IVY, STRANGER)
REVIEWERS: Final = (CLEO, MIA, MAX, BEN, LOU, DEE, IVY)
WORDS: Final = tuple(
    Content(text=text, channels=channels, link=link, markets=markets)
    for text in ("Come and see us.", "Our claim.", "Our claim on revenue.")
    for link in ("", "https://example.com/a")
    for channels, markets in (((LINKEDIN,), ()), ((LINKEDIN, ChannelId("x")), ()), ((LINKEDIN,), ("de",)))
)
QUORUMS: Final[tuple[Quorum, ...]] = (1, 1, 2, "majority", "all")
SLOTS: Final[tuple[Slots, ...]] = ("one_per_proposal", "one_per_desk")
RULES: Final[tuple[tuple[Rule, ...], ...]] = (
    (ALWAYS_MARKETING, LEGAL_ON_CLAIMS, INVESTORS_ON_REVENUE),
    (INVESTORS_ON_REVENUE, LEGAL_ON_CLAIMS, replace(ALWAYS_MARKETING, judges=(LINK,))),
    (replace(ALWAYS_MARKETING, judges=(LINK,)), replace(LEGAL_ON_CLAIMS, when=None, judges=(TEXT,), judges_time=True)),
    (LEGAL_ON_CLAIMS, INVESTORS_ON_REVENUE),
)
NEXT_RULES: Final = (
    *RULES,
    (replace(ALWAYS_MARKETING, name="marketing likes its tone"), replace(LEGAL_ON_CLAIMS, when=None, name="no fines")),
    (ALWAYS_MARKETING, replace(LEGAL_ON_CLAIMS, judges=(TEXT, LINK)), replace(INVESTORS_ON_REVENUE, desk=LEGAL)),
)
"""The rules of a policy that posts are moved to: other names, other parts, several for one desk."""
WHEN: Final = (None, None, MORNING, EVENING)
CO_AUTHORS: Final = (frozenset[PersonId](), frozenset({ABE}), frozenset({DEE}))
DECISIONS: Final[tuple[Decision, ...]] = (
    "approve",
    "approve",
    "approve",
    "request_changes",
    "request_changes",
    "reject",
)
REASONS: Final = (TONE, TONE, TONE, TONE, Reason(code="other", words="No."), None)
BACK: Final = st.sampled_from((0, 0, 0, 0, 0, 1, -1))
"""How far behind the head a button is; once in a while from the future."""
