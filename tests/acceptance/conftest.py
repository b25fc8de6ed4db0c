"""The company on either database, and what must hold after every story."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from adapters.policy_file.texts import example
from adapters.storage.database import connect
from adapters.storage.store import SqlStore
from bot.compose import Clock, run_product
from bot.demo import DECIDERS, Known, introduce, open_local_chats, settings_for
from tests.acceptance.office import QUIET, UNHURRIED, Company, Hands, running_from, understood


@pytest.fixture
def policy() -> str:
    """The policy's text: the example's unless a test brings its own."""
    return example()


@pytest.fixture
def hands() -> Hands:
    """For tests that move the clock: it stands still in between."""
    return Hands(QUIET)


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    """A clock that runs, begun at the same quiet hour whenever the test is run, unless a test has its `hands` on it."""
    if "hands" not in request.fixturenames:
        return running_from(QUIET)
    hands: Hands = request.getfixturevalue("hands")
    return hands.read


@pytest.fixture
def socket_mode() -> bool:
    """Whether Slack's payloads come over sockets: a file of tests may say so for all of its own."""
    return False


@pytest.fixture
def known() -> Known:
    """Who has said in which chat that it is them; where it matters who was never seen there, a test has fewer."""
    return DECIDERS


@pytest.fixture
async def company(
    database_url: str, policy: str, clock: Clock, known: Known, *, socket_mode: bool
) -> AsyncIterator[Company]:
    """The example company; afterwards both chats, the cards and the ledger must agree."""
    database = connect(database_url)
    async with AsyncExitStack() as stack:
        slack, teams = await stack.enter_async_context(open_local_chats(UNHURRIED, socket_mode=socket_mode))
        await introduce(SqlStore(database), slack, teams, known, clock())
        product = await stack.enter_async_context(
            run_product(settings_for(slack, teams), understood(policy), database, clock, UNHURRIED, "at will")
        )
        working = Company(slack=slack, teams=teams, product=product)
        working.attach(product)
        if socket_mode:
            await slack.sockets.until(lambda: bool(slack.sockets.lines))
        yield working
        await working.calm()
        await working.check()
    await database.close()
