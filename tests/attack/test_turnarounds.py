"""Attacks on how long desks take: to learn from it that there is a confidential post, or when somebody decided on one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.domain.ids import ProposalId
from workflows.lifecycle.turnarounds import FEWEST

pytestmark = pytest.mark.attack

SECRET: Final = "takeover"
CLOSED: Final = (
    POLICY.replace("members: [ada@example.com, ben@example.com, cleo@example.com]", "members: [ben@example.com]")
    .replace("lead: cleo@example.com", "lead: ben@example.com")
    .replace("    reach:", "    quorum: 1\n    reach:")
) + f"restricted: {{when: {{words: {{phrases: [{SECRET}]}}}}, to: [ben@example.com]}}\n"


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company, where Ben decides on everything."""
    async with besieged(copy(sqlite_file), CLOSED) as under_attack:
        yield under_attack


async def test_check_tells_nothing_of_confidential_posts(siege: Siege) -> None:
    """Attack 67: however many Ben decides, and though one was open when he was asked, Ivy's *Check* says no more than before;
    nor where he has decided fewer open ones than five. With the fifth it does.
    """
    before = await _checked(siege)
    await _edits(siege, f"Our {SECRET} is signed.")
    await _approves(siege, siege.proposal, 2)
    for number in range(FEWEST):
        await _approves(siege, await siege.propose(text=f"Our {SECRET} is signed, {number}."))
    assert await _checked(siege) == before
    for number in range(FEWEST - 1):
        await _approves(siege, await siege.propose(text=f"We moved, {number}."))
    assert await _checked(siege) == before
    await _approves(siege, await siege.propose(text="We moved again."))
    told = await _checked(siege)
    assert "Usually decides within 5 minutes." in told
    assert "Usually" not in before


async def _edits(siege: Siege, text: str) -> None:
    ada = siege.company.in_slack("ada")
    await ada.clicks("Edit")
    await ada.fills(text=text)


async def _approves(siege: Siege, proposal: ProposalId, revision: int = 1) -> None:
    await siege.slack_button_quietly("ben", siege.action("approve", proposal, revision))
    await siege.company.calm()
    assert [one.decision for one in (await siege.stands(proposal)).reviews] == ["approve"]


async def _checked(siege: Siege) -> str:
    """Whom Ivy's form says would be asked."""
    ivy = siege.company.in_slack("ivy")
    await ivy.client.command("/propose-post", "Our new kitchen is bigger.")
    form = "\n".join(await ivy.presses("Check", channels=["linkedin"]))
    return form.partition("Who will be asked")[2]
