"""Attacks by watching: on a post that one may not read, for somebody who may not, and to learn that there is one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from adapters.storage.sightings import InsiderList
from tests.attack.siege import POLICY, WORDS, Siege, besieged
from tests.support.databases import copy
from workflows.cards.actions import ActionName
from workflows.cards.guidance import reference

pytestmark = pytest.mark.attack

SECRET: Final = "takeover"
NOTE: Final = "Our lawyers said so on the phone."
COMMANDS: Final = ("watch {}", "watch {} Ben", "watch {} Cleo", "watch {} Nobody", "unwatch {}", "unwatch {} Ben")
WATCHED: Final = (
    POLICY.replace("members: [ada@example.com, ben@example.com, cleo@example.com]", "members: [ben@example.com]")
    .replace("lead: cleo@example.com", "lead: ben@example.com")
    .replace("    reach:", "    quorum: 1\n    reach:")
) + (
    f"restricted: {{when: {{words: {{phrases: [{SECRET}]}}}}, to: [ben@example.com]}}\n"
    "watchers: [{why: She answers for all of them., people: [cleo@example.com]}]\n"
)
"""A rule has Cleo watch every post, also confidential ones, which do not name her."""


@pytest.fixture
async def siege(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company, where Cleo watches whatever she may."""
    async with besieged(copy(sqlite_file), WATCHED) as under_attack:
        yield under_attack


async def test_a_hidden_post_is_watched_like_none(siege: Siege) -> None:
    """Attack 66: in both chats a draft and a confidential post answer Cleo like a number that there is not, and so does an open
    one Ivy, who is not asked; each way of a button that is forged changes nothing.
    """
    draft = await siege.propose("ada", "Not yet written.", button="Save as draft")
    secret = await siege.propose("ada", f"Our {SECRET} is signed.")
    async with siege.nothing_changes():
        for who, hidden in (("cleo", draft), ("cleo", secret), ("ivy", secret), ("ivy", siege.proposal)):
            slack, teams = siege.company.in_slack(who), siege.company.in_teams(who)
            await teams.client.install()
            for words in COMMANDS:
                none = await slack.asks(words.format("abcdef12"))
                assert "don't know that post" in "\n".join(none)
                asked = words.format(reference(hidden))
                assert await slack.asks(asked) == none, asked
                assert await teams.says(asked) == none[1:], asked
            assert SECRET not in await siege.slack_button(who, siege.action("unwatch", hidden))


async def test_nobody_is_made_to_watch_what_is_not_theirs(siege: Siege) -> None:
    """Attack 66: the rule shows Cleo the open post and no confidential one; neither its author nor who is asked adds her."""
    secret = await siege.propose("ada", f"Our {SECRET} is signed.")
    cleo = siege.company.in_slack("cleo")
    assert cleo.reads()[0] == "A post that you watch"
    async with siege.nothing_changes():
        told = "\n".join(await siege.company.in_slack("ada").asks(f"watch {reference(secret)} Cleo"))
        assert "watching opens nothing to anybody" in told
        told = "\n".join(await siege.company.in_slack("ben").asks(f"watch {reference(secret)} Cleo"))
        assert "Only Ada Park can do that" in told
    shown = "\n".join(line for one in cleo.client.direct_messages() for line in cleo.client.read(one))
    assert "A post that you watch" in shown
    assert SECRET not in shown


async def test_the_sight_of_who_watches_is_on_record(sqlite_file: Path) -> None:
    """Attack 66: whom a confidential post names, and nobody asks, is on its list of who was shown it by watching alone."""
    named = WATCHED.replace("to: [ben@example.com]", "to: [ben@example.com, cleo@example.com]")
    for rules, shown in ((WATCHED, {"Ada Park", "Ben Okafor"}), (named, {"Ada Park", "Ben Okafor", "Cleo Marsh"})):
        async with besieged(copy(sqlite_file), rules) as siege:
            secret = await siege.propose("ada", f"Our {SECRET} is signed.")
            await siege.company.calm()
            found = await siege.company.product.store.insider_list(secret)
            assert isinstance(found, InsiderList)
            assert {one.name for one in found.insiders} == shown


async def test_who_watches_never_has_what_is_for_reviewers(siege: Siege) -> None:
    """Attack 68: Ivy, whom Ada lets watch, forges each button of a reviewer's that shows the post, running and withdrawn: she has
    its words, and neither the note beside them nor what it was made from. Ben, who is asked, has both.
    """
    ada = siege.company.in_slack("ada")
    before = {one.id for one in await siege.company.proposals()}
    await ada.proposes(WORDS, note=NOTE)
    (sent,) = {one.id for one in await siege.company.proposals()} - before
    await siege.company.in_teams("ivy").client.install()
    await ada.asks(f"watch {reference(sent)} Ivy")
    await siege.company.calm()
    shows: tuple[ActionName, ...] = ("refresh", "open", "show")
    async with siege.nothing_changes():
        ivys = [await siege.teams_button("ivy", siege.action(name, sent)) for name in shows]
        ivys += [await siege.teams_dialog("ivy", siege.action(name, sent)) for name in shows]
        bens = await siege.teams_button("ben", siege.action("refresh", sent))
        assert NOTE in bens
        assert NOTE in await siege.teams_dialog("ben", siege.action("show", sent))
    await ada.clicks("Withdraw")
    await ada.fills()
    async with siege.nothing_changes():
        ivys += [await siege.teams_button("ivy", siege.action(name, sent)) for name in shows]
        ivys.append(await siege.teams_dialog("ivy", siege.action("show", sent)))
        ivys.append(await siege.teams_dialog("ivy", siege.action("propose_again", sent)))
        assert NOTE in await siege.teams_dialog("ben", siege.action("propose_again", sent))
    assert [one for one in ivys if NOTE in one] == []
    assert len([one for one in ivys if WORDS in one]) >= len(shows)
