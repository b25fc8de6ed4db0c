"""What the doctor says of the groups whose people sit on desks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.policy_file.load import Loaded, load_text
from adapters.storage.database import connect
from adapters.storage.groups import SqlGroups
from bot.groups import examined_groups
from tests.support.databases import copy
from workflows.domain.ids import GroupKey
from workflows.engine.groups import Reading

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = GroupKey("slack @legal")
OLD = "bad: Who is in @legal in Slack is known as of 2026-03-02 09:00 UTC; it was not read since"
OFF = "bad: @legal in Slack is switched off in its chat, so nobody sits on the desk by it."
POLICY = """
company: {name: Example, domains: [example.com], zone: Europe/London}
people:
  - {name: Cleo Marsh, email: cleo@example.com, role: lead}
desks:
  legal: {name: Legal, groups: {slack: "@legal"}}
rules:
  - {name: legal has read it, why: Every post speaks for the brand., desk: legal}
"""
GOOD, LOST = Reading(installation="T1", id="S1"), Reading(lost="disabled")


@pytest.mark.parametrize(
    ("readings", "later", "says"),
    [
        (
            [],
            0,
            "untried: Who is in @legal in Slack was not read yet: `copydesk run` does that, in its first seconds.",
        ),
        ([GOOD], 5, "good: 0 people of @legal in Slack, as of 09:00 UTC."),
        (
            [GOOD, "the chat did not answer"],
            5,
            "good: 0 people of @legal in Slack, as of 09:00 UTC; last trouble: the chat did not answer.",
        ),
        (
            [GOOD, "the chat did not answer"],
            90,
            f"{OLD}: the chat did not answer.",
        ),
        (
            [GOOD],
            90,
            f"{OLD}.",
        ),
        (
            ["that chat is not set up here"],
            0,
            "bad: Who is in @legal in Slack can't be read: that chat is not set up here.",
        ),
        (
            [LOST],
            0,
            f"{OFF} Name another in the policy.",
        ),
    ],
)
async def test_the_doctor_tells_how_a_group_stands(
    sqlite_file: Path, readings: list[Reading | str], later: int, says: str
) -> None:
    """From what was read last, and how long ago that is; no chat is asked."""
    loaded = load_text(POLICY)
    assert isinstance(loaded, Loaded)
    database = connect(copy(sqlite_file))
    book = SqlGroups(database)
    for read in readings:
        (claimed,) = await book.claim_groups([KEY], loaded.policy.hash, NOW, NOW)
        if isinstance(read, str):
            await book.group_failed(claimed, read, NOW, NOW)
        else:
            await book.keep_group(claimed, read, (), NOW)
    (found,) = await examined_groups(loaded.policy, database, NOW + timedelta(minutes=later))
    await database.close()
    assert found.about == "people of Legal"
    assert f"{found.state}: {found.says}" == says
