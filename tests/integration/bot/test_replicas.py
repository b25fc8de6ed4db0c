"""Replicas on one PostgreSQL: whoever has a hand free shows what another recorded, at once."""

import asyncio

from adapters.policy_file.texts import example
from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from bot.compose import new_id, run_product, utc_now
from bot.demo import open_local_chats, settings_for
from bot.rounds import LONGEST_SLEEP
from tests.acceptance.office import MARKETING, UNHURRIED, Company, understood
from tests.support.databases import Postgres
from workflows.domain.commands import SubmitReview
from workflows.domain.ids import DeskId
from workflows.domain.people import AccountId
from workflows.engine.execute import Executor
from workflows.engine.people import Known
from workflows.engine.store import Recorded

PLAIN = "Our new kettle boils a litre in 90 seconds."


async def test_an_idle_replica_shows_at_once_what_another_recorded(postgres_server: Postgres) -> None:
    """One replica records a click and has no hand free; the other, which had just begun to sleep, is rung and shows it."""
    with postgres_server.migrated() as url:
        here, there = connect(url), connect(url)
        async with (
            open_local_chats(UNHURRIED) as (slack, teams),
            run_product(
                settings_for(slack, teams), understood(example()), here, utc_now, UNHURRIED, "at will"
            ) as product,
        ):
            company = Company(slack=slack, teams=teams, product=product)
            company.attach(product)
            await company.introduce()
            await product.tick()
            ada, cleo = company.in_slack("ada"), company.in_slack("cleo")
            await cleo.asks("help")
            await ada.proposes(PLAIN)
            bell = there.bell(lambda: None)
            assert bell is not None
            hung = asyncio.create_task(bell.hang())
            other = Executor(SqlStore(there), product.policies, new_id, lambda _, __: bell.ring())
            account = AccountId(chat="slack", installation=slack.workspace.team_id, user=cleo.client.id)
            linked, person = await product.store.who(account)
            assert linked is not None
            assert person is not None
            (proposal,) = await company.proposals()
            began = asyncio.get_running_loop().time()
            approve = SubmitReview(
                proposal=proposal.id,
                by=person.id,
                desk=DeskId("marketing"),
                revision=1,
                retimes=0,
                decision="approve",
            )
            done = await other.execute(approve, Known(person=person, account=linked), "k1", utc_now())
            assert isinstance(done, Recorded)
            await slack.until(lambda: cleo.status(MARKETING).startswith("Approved by Cleo Marsh."))
            took = asyncio.get_running_loop().time() - began
            assert took < LONGEST_SLEEP / 2, f"it took {took:.2f} s"
            hung.cancel()
            await asyncio.wait({hung})
            await company.calm()
        await here.close()
        await there.close()
