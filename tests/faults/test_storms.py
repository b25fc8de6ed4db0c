"""Whatever the platforms do wrong, once they stop every card equals the state."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings

from tests.faults import truth
from tests.faults.plans import PLANS, Do, Pass, Plan, SlackTrouble
from tests.faults.storm import Storm, storm
from tests.support.databases import copy
from workflows.domain.ids import ProposalId

pytestmark = pytest.mark.faults

EXAMPLES = 60
OLD_NEWS: Plan = [
    ([SlackTrouble(method="chat.postMessage", kind="lose answer", times=3)], Pass(seconds=1)),
    ([], Do(seat="cleo in slack", deed="request changes")),
    ([], Pass(seconds=61)),
    ([], Do(seat="ada in slack", deed="edit")),
]
"""The notice beside a card may stand, then is old news, and then its news is so again: it once came twice."""
FIRST = Do(seat="ada in slack", deed="propose", hurry=True)


async def weather(database_url: str, plan: Plan) -> None:
    """One storm and what must be true after it."""
    async with storm(database_url) as one:
        (worst, then), *others = plan
        for troubles, step in [(worst, FIRST), ([], then), *others]:
            for trouble in troubles:
                await one.take(trouble)
            await one.take(step)
        await one.calm()
        await agree(one)
        edited = await one.mend()
        await agree(one, edited)
        await truth.click_copies(one)
        one.forgive()
        await one.company.check()


async def agree(one: Storm, edited: set[ProposalId] | None = None) -> None:
    """What must be true whenever the courier has come to rest; of what was `edited` since, without any excuse."""
    wrong = [
        *await truth.differs(one, edited),
        *truth.doubles_in_slack(one),
        *truth.backwards(one),
        *truth.impatient(one),
    ]
    assert not wrong, "\n".join(wrong)
    extra, lost = await truth.extras_in_teams(one), truth.lost_in_teams(one)
    assert len(extra) <= lost, f"{extra}, though only {lost} answers were lost"


@settings(max_examples=EXAMPLES, phases=(Phase.explicit, Phase.generate, Phase.shrink))
@given(plan=PLANS)
@example(plan=OLD_NEWS)
def test_after_any_storm_every_card_equals_the_state(sqlite_file: Path, plan: Plan) -> None:
    """Whatever faults both platforms inject while people work, once they stop every card shows how things stand."""
    asyncio.run(weather(copy(sqlite_file), plan))
