"""Attacks by who may decide no more: put off the desk after they were recognised and before their decision is recorded."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.compose import new_id
from bot.playground.slack.user_groups import UserGroup
from tests.acceptance.office import understood
from tests.attack.siege import DESK, POLICY, Siege, besieged
from workflows.domain.commands import SubmitReview
from workflows.domain.people import AccountId
from workflows.domain.refusals import NotAwaited, Refusal
from workflows.engine.execute import Executor
from workflows.engine.people import Known
from workflows.engine.store import Recorded

pytestmark = pytest.mark.attack

BY_GROUP = POLICY.replace("    lead: cleo", '    groups: {slack: "@editors"}\n    lead: cleo')
WITHOUT_BEN = BY_GROUP.replace("ben@example.com, cleo@example.com]", "cleo@example.com]").replace(
    "turns: [ben@example.com]", "turns: [cleo@example.com]"
)


@pytest.fixture
async def siege(database_url: str) -> AsyncIterator[Siege]:
    """Ben sits on the desk by the file, Ivy by a group, on either database."""
    async with besieged(database_url, BY_GROUP) as under_attack:
        under_attack.company.slack.add_group("editors", members=("ivy",))
        await _read(under_attack)
        yield under_attack


async def _read(siege: Siege) -> None:
    """Who is in the group is read."""
    await siege.company.slack.settled()
    await siege.company.product.tick()
    await siege.company.calm()


async def _approves(
    siege: Siege, who: str, recognised: asyncio.Barrier, removed: asyncio.Barrier
) -> Recorded | Refusal:
    """Somebody is recognised, and decides once they are removed."""
    slack, product = siege.company.slack, siege.company.product
    account, person = await product.store.who(
        AccountId(chat="slack", installation=slack.workspace.team_id, user=slack.person(who).id)
    )
    assert account is not None
    assert person is not None
    await recognised.wait()
    await removed.wait()
    executor = Executor(product.store, product.policies, new_id, lambda _, __: None)
    approve = SubmitReview(proposal=siege.proposal, by=person.id, desk=DESK, revision=1, retimes=0, decision="approve")
    return await executor.execute(approve, Known(person=person, account=account), "late", product.clock())


async def _out_of_the_group(siege: Siege) -> None:
    # An empty group is kept as it was: somebody else is in it now.
    group: UserGroup = next(iter(siege.company.slack.world.groups.values()))
    siege.company.slack.change_group(group, members=("cleo",))
    await _read(siege)


async def _off_the_file(siege: Siege) -> None:
    await siege.company.product.reload(understood(WITHOUT_BEN))
    await siege.company.calm()


@pytest.mark.parametrize("who", ["ivy", "ben"])
async def test_removed_between_the_look_and_the_commit(siege: Siege, who: str) -> None:
    """Attack 9: Ivy is taken out of the group, Ben out of the policy, after they were recognised: their yes is not recorded."""
    recognised, removed = asyncio.Barrier(2), asyncio.Barrier(2)

    async def remove() -> None:
        await recognised.wait()
        await (_out_of_the_group if who == "ivy" else _off_the_file)(siege)
        await removed.wait()

    answer, _ = await asyncio.gather(_approves(siege, who, recognised, removed), remove())
    assert isinstance(answer, NotAwaited)
    assert not (await siege.stands()).reviews
