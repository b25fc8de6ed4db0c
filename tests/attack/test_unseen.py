"""Attacks by numbers: whoever may act on any post tries whether there is one that they may not see."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.attack.siege import POLICY, Siege, besieged
from tests.support.databases import copy
from workflows.cards.guidance import reference

pytestmark = pytest.mark.attack

WORDS: Final = ("hold {} Because.", "hold {}", "release {}", "override {}", "override {} Because.", "why {}")
CLOSED: Final = (
    POLICY.replace("members: [ada@example.com, ben@example.com, cleo@example.com]", "members: [ben@example.com]")
    .replace("lead: cleo@example.com", "lead: ben@example.com")
    .replace("    reach:", "    quorum: 1\n    reach:")
) + (
    "restricted: {when: {words: {phrases: [takeover]}}, to: [ben@example.com]}\n"
    "override: {by: [cleo@example.com, ben@example.com]}\n"
)
"""Cleo may hold, release and override any post, and is not named by a confidential one."""


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company, where Cleo may act on whatever she may see."""
    async with besieged(copy(sqlite_file), CLOSED) as under_attack:
        yield under_attack


async def test_a_hidden_post_answers_like_none(siege: Siege) -> None:
    """Attack 64: in both chats a draft and a confidential post answer to hold, release, override and why like a number that
    there is not; an open one answers otherwise.
    """
    slack, teams = siege.company.in_slack("cleo"), siege.company.in_teams("cleo")
    await teams.client.install()
    draft = await siege.propose("ada", "Not yet written.", button="Save as draft")
    secret = await siege.propose("ada", "Our takeover is signed.")
    async with siege.nothing_changes():
        for words in WORDS:
            none = await slack.asks(words.format("abcdef12"))
            assert "don't know that post" in "\n".join(none)
            for hidden in (draft, secret):
                asked = words.format(reference(hidden))
                assert await slack.asks(asked) == none, asked
                assert await teams.says(asked) == none[1:], asked
    assert "don't know that post" not in "\n".join(await slack.asks(f"release {reference(siege.proposal)}"))
