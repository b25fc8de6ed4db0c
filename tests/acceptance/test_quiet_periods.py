"""A quiet period, written as days in the policy: whoever wants to publish in it learns whom that brings in, and why."""

import pytest
from inline_snapshot import snapshot

from adapters.policy_file.texts import example
from tests.acceptance.office import MARKETING, Company

pytestmark = pytest.mark.conversation

QUIET_PERIOD = """
  - name: investor relations has agreed to the day
    why: Until the results are out we say little.
    desk: investor-relations
    judges: [text, time]
    when: {dates: {from: 2026-12-11, until: 2027-01-28}}

digest:"""
WORDS = "Come and see us."


@pytest.fixture
def policy() -> str:
    """The example's policy, with a quiet period."""
    return example().replace("\ndigest:", QUIET_PERIOD)


async def test_a_post_moved_into_a_quiet_period_asks_one_desk_more(company: Company) -> None:
    """The day before, Marketing is enough; half an hour later Investor relations is asked, and told why."""
    ada, cleo, ivy = (company.in_slack(name) for name in ("ada", "cleo", "ivy"))
    await ada.proposes(WORDS, day="2026-12-10", time="23:45")
    assert cleo.status(MARKETING) == snapshot("In review. Waiting for Cleo Marsh (Marketing).")
    await ada.clicks("Edit")
    assert [line for line in await ada.presses("Check", day="2026-12-11", time="00:15") if "→" in line] == snapshot(
        [
            "→ Marketing (Cleo Marsh): approved if marketing has read it. Every post speaks for the brand.",
            "→ Investor relations (Ivy Chen): approved if investor relations has agreed to the day. Is wanted on 11 Dec 2026 (from 11 Dec 2026 until 28 Jan 2027). Until the results are out we say little.",
        ]
    )
    await ada.fills()
    assert cleo.status(MARKETING) == snapshot(
        "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Investor relations)."
    )
    assert [line for line in ivy.reads() if "results" in line] == snapshot(
        [
            "Why Investor relations: Is wanted on 11 Dec 2026 (from 11 Dec 2026 until 28 Jan 2027). Until the results are out we say little."
        ]
    )


async def test_the_same_from_teams(company: Company) -> None:
    """The author reads on their card who is asked for the day's sake."""
    ada = company.in_teams("ada")
    await ada.client.install()
    await ada.proposes(WORDS, day="2027-01-28", time="12:00")
    assert await ada.status() == snapshot(
        "In review. Waiting for Cleo Marsh (Marketing) and Ivy Chen (Investor relations)."
    )
