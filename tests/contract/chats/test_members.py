"""Who is in a group, as either chat's adapter tells it: everybody, or why that is not known. Never half of them."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.playground.slack import faults as slack_faults
from bot.playground.teams import faults as teams_faults
from bot.playground.teams.server import LocalTeams
from tests.integration.slack.running import running
from tests.integration.teams.desk import serving
from tests.integration.teams.samples import conversation_of
from workflows.domain.ids import Chat
from workflows.domain.policy import Group
from workflows.engine.chat import ChatPlatform, Conversation, Found, Members, NoSuchGroup, Refused, Seat, TryLater

GONE = "Copydesk may not read who is there: it was removed, or the place is gone"


@dataclass(frozen=True)
class Scene:
    """A chat with a group of `count` people and a guest; what can go wrong with it."""

    platform: ChatPlatform
    group: Group
    place: Conversation | None
    fill: Callable[[int], None]
    refuse: Callable[[], None]
    fail: Callable[[], None]
    slow_down: Callable[[], None]

    async def members(self, before: Found | None = None) -> Members | NoSuchGroup | TryLater | Refused:
        """What the adapter says."""
        return await self.platform.members(self.group, self.place, before)


@asynccontextmanager
async def in_slack() -> AsyncGenerator[Scene]:
    """A user group."""
    async with running() as here:
        slack = here.slack
        made = slack.add_group("legal")

        def fill(count: int) -> None:
            made.users = [slack.add_person(f"member{number}").id for number in range(count)]
            made.users.append(slack.add_person("gus", is_restricted=True).id)

        def fail() -> None:
            slack.faults.once("usergroups.users.list", slack_faults.FailAfterDoing())

        def slow_down() -> None:
            slack.faults.once("usergroups.list", slack_faults.RateLimit(7))

        yield Scene(
            platform=here.chat,
            group=Group(chat="slack", name="@legal"),
            place=None,
            fill=fill,
            refuse=lambda: slack.faults.once("usergroups.list", slack_faults.RefuseWith("missing_scope")),
            fail=fail,
            slow_down=slow_down,
        )


@asynccontextmanager
async def in_teams() -> AsyncGenerator[Scene]:
    """The team of a channel."""
    async with LocalTeams() as teams, serving(teams) as desk:
        channel = teams.world.channel("Legal", "Reviews")
        channel.members.clear()

        def fill(count: int) -> None:
            for number in range(count):
                teams.world.add_person(f"member{number}", f"Member {number}", email=f"member{number}@example.com")
                channel.members.append(f"member{number}")
            teams.world.add_person("gus", "Gus Lind", email="gus@example.com", role="guest")
            channel.members.append("gus")

        yield Scene(
            platform=desk.chat,
            group=Group(chat="teams", name="legal"),
            place=conversation_of(desk, channel),
            fill=fill,
            refuse=lambda: teams.faults.inject("pagedmembers", teams_faults.Fail(status=403)),
            fail=lambda: teams.faults.inject("pagedmembers", teams_faults.Fail(status=500)),
            slow_down=lambda: teams.faults.inject("pagedmembers", teams_faults.Throttle(retry_after="7")),
        )


@pytest.fixture(params=["slack", "teams"])
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """Either chat."""
    chat: Chat = request.param
    async with in_slack() if chat == "slack" else in_teams() as opened:
        yield opened


def _standings(seats: tuple[Seat, ...]) -> list[str]:
    return sorted(seat.profile.standing for seat in seats if seat.profile)


@pytest.mark.parametrize("count", [1, 130])
async def test_everybody_in_a_group_is_told(scene: Scene, count: int) -> None:
    """Each account once, also where the chat tells them page by page; and where the group was found."""
    scene.fill(count)
    said = await scene.members()
    assert isinstance(said, Members)
    assert len({seat.account for seat in said.seats}) == len(said.seats) == count + 1
    assert {seat.account.chat for seat in said.seats} == {scene.group.chat}
    assert {seat.account.installation for seat in said.seats} == {said.installation}
    assert said.id
    # What a chat tells of its people beside a group, it tells of all of them: who is a guest is seen.
    assert _standings(said.seats) in ([], ["guest", *["member"] * count])


async def test_a_group_that_may_not_be_read_is_not_empty(scene: Scene) -> None:
    """The adapter says why, for whoever runs Copydesk; nobody is taken out of the group for it."""
    scene.fill(2)
    scene.refuse()
    said = await scene.members()
    assert isinstance(said, Refused)
    assert said.cause in (GONE, "the app may not read user groups: reinstall it from manifest.yaml")


async def test_a_chat_that_is_out_of_order_is_asked_again(scene: Scene) -> None:
    """An error says nothing of who is in a group; reading twice harms nobody."""
    scene.fill(2)
    scene.fail()
    assert isinstance(await scene.members(), TryLater)
    assert isinstance(await scene.members(), Members)


async def test_a_chat_that_asks_to_wait_is_left_alone_for_so_long(scene: Scene) -> None:
    """The time comes from the chat."""
    scene.fill(2)
    scene.slow_down()
    said = await scene.members()
    assert isinstance(said, TryLater)
    assert said.after == timedelta(seconds=7)


@pytest.mark.parametrize(
    ("name", "came"),
    [
        ("@legal", "S0LEGAL"),
        ("S0LEGAL", "S0LEGAL"),
        ("@press", NoSuchGroup(why="disabled")),
        ("S0PRESS", NoSuchGroup(why="disabled")),
        ("@nobody", NoSuchGroup(why="unknown")),
        ("legal", NoSuchGroup(why="unknown")),
    ],
)
async def test_slack_tells_a_group_that_is_off_from_one_that_is_not_there(name: str, came: object) -> None:
    """By its handle or its id; what is switched off has no people."""
    async with running() as here:
        here.slack.add_group("legal", members=["ada"])
        here.slack.switch_group_off(here.slack.add_group("press", members=["ada"]))
        said = await here.chat.members(Group(chat="slack", name=name), None, None)
        assert (said.id if isinstance(said, Members) else said) == came


async def test_a_workspace_that_tells_of_no_group_at_all_is_not_believed() -> None:
    """Groups are never deleted there, only switched off: an empty list says nothing about one."""
    async with running() as here:
        assert isinstance(await here.chat.members(Group(chat="slack", name="@legal"), None, None), Refused)
