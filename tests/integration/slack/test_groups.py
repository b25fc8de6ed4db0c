"""The people of a user group whom Slack's directory does not tell at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.policy_file.load import Loaded, load_text
from adapters.slack.outbound import SlackChat
from adapters.storage.database import Database, connect
from adapters.storage.groups import SqlGroups
from adapters.storage.store import SqlStore
from bot.compose import new_id
from tests.integration.slack.running import running
from tests.support.databases import copy
from workflows.domain.people import AccountId
from workflows.engine.chat import CannotLook, Conversation, LookUpOutcome
from workflows.engine.execute import Executor
from workflows.engine.following import Following
from workflows.engine.groups import EVERY, Groups
from workflows.engine.policies import Policies
from workflows.engine.requests import GroupTold
from workflows.engine.upkeep import Upkeep

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
desks:
  legal: {name: Legal, groups: {slack: "@legal"}}
rules:
  - {name: legal has read it, why: Every post speaks for the brand., desk: legal}
"""


class LostFor(SlackChat):
    """A workspace whose directory can't be asked the first `times`, as where Copydesk was sent away meanwhile."""

    times = 0
    asked = 0

    async def look_up(self, account: AccountId, seen_in: Conversation | None) -> LookUpOutcome:
        """Ask, unless it can't be."""
        self.asked += 1
        return CannotLook() if self.asked <= self.times else await super().look_up(account, seen_in)


def reading(database: Database, chat: SlackChat, text: str = POLICY) -> Groups:
    """Who reads the groups that a policy names."""
    loaded = load_text(text)
    assert isinstance(loaded, Loaded)
    store, policies = SqlStore(database), Policies(loaded.policy)
    executor = Executor(store, policies, new_id, lambda _command, _answer: None)
    following = Following(posts=store, executor=executor, policies=policies, chats=("slack",), new_id=new_id)
    upkeep = Upkeep(
        store=store,
        platforms={"slack": chat},
        policies=policies,
        following=following,
        new_id=new_id,
        wake=lambda: None,
    )
    return Groups(SqlGroups(database), store, upkeep)


async def people_of(database: Database) -> int:
    """How many are in the group, as far as it is known."""
    (state,) = (await SqlGroups(database).group_states()).values()
    return state.people


async def test_who_cannot_be_asked_about_is_asked_about_again_at_the_next_reading(sqlite_file: Path) -> None:
    """That a directory can't be asked says nothing against anybody: ten minutes later they sit on the desk, not an hour later.
    Until then they do not use up what is looked up of others.
    """
    database = connect(copy(sqlite_file))
    async with running() as here:
        chat = LostFor(here.chat.api)
        chat.times = 1
        groups = reading(database, chat)
        here.slack.add_group("legal", members=["ada"])

        async def seated(after: timedelta) -> int:
            await groups.refresh(NOW + after)
            (state,) = (await SqlGroups(database).group_states()).values()
            assert bool(state.trouble) is not bool(state.people)
            return state.people

        assert await seated(timedelta()) == 0
        await groups.told(GroupTold(chat="slack", installation="", names=frozenset({"@legal"})), NOW)
        assert await seated(timedelta(minutes=1)) == 0
        assert chat.asked == 1
        assert await seated(EVERY + timedelta(minutes=1)) == 1
    await database.close()


async def test_whom_the_policy_knows_no_more_has_no_seat_by_a_group(sqlite_file: Path) -> None:
    """Ada sits on the desk by its group; once the company's domain is another, she does not, in the group or not."""
    database = connect(copy(sqlite_file))
    async with running() as here:
        here.slack.add_group("legal", members=["ada"])
        await reading(database, here.chat).refresh(NOW)
        assert await people_of(database) == 1
        elsewhere = POLICY.replace("domains: [example.com]", "domains: [example.org]")
        await reading(database, here.chat, elsewhere).refresh(NOW + EVERY)
        assert await people_of(database) == 0
    await database.close()
