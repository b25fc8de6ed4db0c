"""What *Check* says of how long desks take: rounded up, in plain words, and no more than is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.lifecycle.spec import happened, state
from tests.unit.lifecycle.world import (
    ADA,
    ALWAYS_MARKETING,
    BEN,
    CLAIM,
    CLAIM_WITH_LINK,
    FACTS,
    LEGAL,
    LEGAL_ON_CLAIMS,
    MARKETING,
    approve,
    policy,
    propose,
    world,
)
from workflows.cards.card import Bullets, Paragraph
from workflows.cards.checked import check_result
from workflows.domain.ids import DeskId
from workflows.lifecycle.facts import Facts
from workflows.lifecycle.turnarounds import FEWEST
from workflows.lifecycle.wording import Prospect, preview

ONE_MINUTE, ONE_HOUR, ONE_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (timedelta(), "5 minutes"),
        (5 * ONE_MINUTE, "5 minutes"),
        (6 * ONE_MINUTE, "10 minutes"),
        (11 * ONE_MINUTE, "15 minutes"),
        (16 * ONE_MINUTE, "30 minutes"),
        (31 * ONE_MINUTE, "an hour"),
        (ONE_HOUR, "an hour"),
        (ONE_HOUR + timedelta(microseconds=1), "2 hours"),
        (22.5 * ONE_HOUR, "23 hours"),
        (23.5 * ONE_HOUR, "a day"),
        (ONE_DAY, "a day"),
        (25 * ONE_HOUR, "2 days"),
        (6.1 * ONE_DAY, "7 days"),
    ],
)
def test_a_time_is_rounded_up_to_what_one_plans_by(span: timedelta, says: str) -> None:
    """Never less than it was, and never to the minute."""
    assert _says({MARKETING: span})[0].endswith(f"It speaks for us. Usually decides within {says}.")


@pytest.mark.parametrize(
    ("stages", "marketing", "legal", "says"),
    [
        ((1, 1), 3 * ONE_HOUR, 5 * ONE_HOUR, "They are asked at once: the slowest usually decides within 5 hours."),
        ((4, 4), 3 * ONE_HOUR, 3 * ONE_HOUR, "They are asked at once: the slowest usually decides within 3 hours."),
        ((1, 2), 3 * ONE_HOUR, 5 * ONE_HOUR, "One stage after another, that adds up to 8 hours."),
        # what is said adds up, as it is read
        ((1, 2), 2.5 * ONE_HOUR, 4.2 * ONE_HOUR, "One stage after another, that adds up to 8 hours."),
        ((2, 1), 20 * ONE_MINUTE, 20 * ONE_MINUTE, "One stage after another, that adds up to an hour."),
        ((1, 2), 20 * ONE_HOUR, 20 * ONE_HOUR, "One stage after another, that adds up to 2 days."),
    ],
)
def test_all_desks_together(stages: tuple[int, int], marketing: timedelta, legal: timedelta, says: str) -> None:
    """The slowest where all are asked at once, else the sum of the stages."""
    facts = _staged(*stages)
    assert _below({MARKETING: marketing, LEGAL: legal}, preview(CLAIM, None, None, facts.people[ADA], facts))[0] == says


def test_what_is_not_known_is_not_said() -> None:
    """Nothing of a desk that decided fewer than five posts, nothing of all where one is not known; and what was counted only
    where something was.
    """
    few = {LEGAL: [ONE_HOUR] * (FEWEST - 1)}
    prospect = preview(CLAIM, None, None, FACTS.people[ADA], FACTS)
    says, below = _found(prospect, few)
    assert says == list(prospect.says)
    assert below == []
    says, below = _found(prospect, {**few, MARKETING: [ONE_HOUR] * FEWEST})
    assert says == [f"{prospect.says[0]} Usually decides within an hour.", prospect.says[1]]
    (means,) = below
    assert means == (
        "“Usually” means four in five of the posts that the desk decided last (at most 20, in the last 90 days), "
        "nights and weekends included."
    )


def test_a_later_desk_takes_so_long_from_its_turn_on() -> None:
    """Not from when the post is sent."""
    facts = _staged(1, 2)
    says = _says({LEGAL: ONE_HOUR}, preview(CLAIM, None, None, facts.people[ADA], facts))
    assert says[1].endswith("Usually decides within an hour of its turn.")


def test_nothing_is_expected_of_a_desk_that_nobody_can_fill() -> None:
    """However quick it was: then all together can't be told either."""
    facts = world(policy(members={LEGAL: (ADA,)}))
    prospect = preview(CLAIM, None, None, facts.people[ADA], facts)
    known = {MARKETING: ONE_HOUR, LEGAL: ONE_HOUR}
    assert _says(known, prospect)[1] == prospect.says[1]
    assert len(_below(known, prospect)) == 1


def test_a_desk_that_is_not_asked_again_takes_no_time() -> None:
    """It is said why, and the others are all that there is to wait for."""
    proposal = state(happened(propose(), approve(BEN, LEGAL)))
    prospect = preview(CLAIM_WITH_LINK, None, proposal, FACTS.people[ADA], FACTS)
    known = {MARKETING: ONE_HOUR, LEGAL: ONE_DAY}
    assert _says(known, prospect) == [
        f"{prospect.says[0]} Usually decides within an hour.",
        f"{prospect.says[1]} It is not asked again: what it judges stays as it is.",
    ]
    assert len(_below(known, prospect)) == 1


def _staged(marketing: int, legal: int) -> Facts:
    rules = (replace(ALWAYS_MARKETING, stage=marketing), replace(LEGAL_ON_CLAIMS, stage=legal))
    return world(policy(rules=rules))


def _says(spans: Mapping[DeskId, timedelta], prospect: Prospect | None = None) -> list[str]:
    return _found(prospect, {desk: [span] * FEWEST for desk, span in spans.items()})[0]


def _below(spans: Mapping[DeskId, timedelta], prospect: Prospect) -> list[str]:
    return _found(prospect, {desk: [span] * FEWEST for desk, span in spans.items()})[1]


def _found(prospect: Prospect | None, lately: Mapping[DeskId, list[timedelta]]) -> tuple[list[str], list[str]]:
    """The sentences about desks, and what stands below them."""
    shown = prospect or preview(CLAIM, None, None, FACTS.people[ADA], FACTS)
    elements = check_result(CLAIM, FACTS.policy.brand, (), shown, lately)
    begin = elements.index(Paragraph(text="Who will be asked", weight="strong")) + 1
    asked = elements[begin]
    assert isinstance(asked, Bullets)
    below = [one.text for one in elements[begin + 1 :] if isinstance(one, Paragraph)]
    return [sentence for _, sentence in asked.items], below
