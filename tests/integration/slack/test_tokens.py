"""The tokens of an installation: the next one in time, whatever goes wrong on the way."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.errors import NOT_YET, UNREACHED, Failure, outcome
from adapters.slack.rotating import LEASE, LEASED_SECONDS
from tests.integration.slack.installed import ACME, SOON, Scene
from workflows.engine.chat import TryLater


@pytest.mark.parametrize("unheard", [False, True])
async def test_what_could_not_be_kept_is_tried_again(
    scene: Scene, caplog: pytest.LogCaptureFixture, *, unheard: bool
) -> None:
    """The database is away for a moment just when the next token came: it is kept all the same, and not thought lost where only
    the answer was.
    """
    scene.kept.failures, scene.kept.unheard = 1, unheard
    scene.hands.now += timedelta(hours=11)
    await scene.workspaces.upkeep()
    assert (await scene.row()).token == "xoxb-2"
    assert await scene.token() == "xoxb-2"
    assert "was not kept" in caplog.text
    assert "is lost" not in caplog.text


async def test_those_who_waited_share_a_failure(scene: Scene) -> None:
    """While Slack gives no next token, whoever waited for it does not ask again each for themselves; a little later one does."""
    scene.slack.down = True
    scene.slack.answers.clear()
    scene.hands.now = SOON
    waiting = [asyncio.create_task(scene.token()) for _ in range(5)]
    await scene.slack.asked.wait()
    scene.slack.answers.set()
    assert {one.code if isinstance(one, Failure) else one for one in await asyncio.gather(*waiting)} == {NOT_YET}
    assert scene.slack.calls == 1
    scene.slack.down = False
    scene.hands.now += UNREACHED
    assert await scene.token() == "xoxb-2"


async def test_a_lease_that_came_late(scene: Scene) -> None:
    """The right to get the next token came so late that it may be another's by now: the refresh token is not spent."""

    def late() -> None:
        scene.hands.now += timedelta(seconds=LEASED_SECONDS + 1)

    scene.kept.leased = late
    scene.hands.now = SOON
    assert isinstance(await scene.token(), Failure)
    assert scene.slack.calls == 0
    scene.kept.leased = lambda: None
    scene.hands.now += LEASE
    assert await scene.token() == "xoxb-2"


async def test_whoever_waits_for_the_next_token_gives_up(scene: Scene) -> None:
    """The one who needed a token no longer waits, while Slack has spent the refresh token: what comes for it is kept, and a
    stop waits for that.
    """
    scene.slack.answers.clear()
    scene.hands.now = SOON
    asking = asyncio.create_task(scene.token())
    await scene.slack.asked.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    scene.slack.answers.set()
    await scene.workspaces.drain()
    assert (await scene.row()).token == "xoxb-2"


async def test_a_crash_between_answer_and_save(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """The process that got the next token died before it was kept. Nothing loops: the old token serves to its end, the log says
    what to do, then the installation is lost.
    """
    caplog.set_level(logging.WARNING)
    scene.slack.spent.append("xoxe-1")
    scene.hands.now += timedelta(hours=11)
    for _ in range(3):
        await scene.workspaces.upkeep()
    assert await scene.token() == "xoxb-1"
    assert caplog.text.count("install Copydesk there again") == 1
    scene.hands.now += timedelta(hours=1)
    assert isinstance(await scene.token(), Failure)
    assert (await scene.row()).lost == "invalid_refresh_token"
    assert caplog.text.count("install Copydesk there again") == 2


async def test_another_replica_holds_the_lease(scene: Scene) -> None:
    """While another gets the next token, the old one serves; once that one has expired, whoever waits comes again later."""
    now = scene.hands.now = SOON - timedelta(minutes=30)
    assert await scene.kept.lease(await scene.row(), now, now + timedelta(hours=2))
    await scene.workspaces.upkeep()
    assert await scene.token() == "xoxb-1"
    scene.hands.now = SOON
    waiting = await scene.token()
    assert isinstance(waiting, Failure)
    # Only what goes there waits, not the other workspaces.
    assert outcome(waiting, "installation") == TryLater(after=timedelta(seconds=5), scope="conversation")
    assert scene.slack.spent == []
    scene.hands.now = now + timedelta(hours=2)
    assert await scene.token() == "xoxb-2"


async def test_a_token_refused_though_another_is_there(scene: Scene) -> None:
    """A call that was made with yesterday's token loses nothing: it is made again with today's."""
    found = await scene.workspaces.of("T1")
    assert found is not None
    await scene.kept.attach(replace(ACME, token="xoxb-new"))
    assert await found.access.refused("xoxb-1", "token_revoked")
    assert (await scene.row()).lost == ""
    assert await scene.token() == "xoxb-new"
    assert not await found.access.refused("xoxb-new", "account_inactive")
    assert (await scene.row()).lost == "account_inactive"
    assert await scene.workspaces.named("", "T1") is None
