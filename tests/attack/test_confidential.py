"""A confidential post against whoever is not named: no surface of either chat, and no log, shows them a word of it."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, get_args

import pytest

from adapters.storage.sightings import InsiderList
from bot.playground.slack.shapes import Json
from tests.attack.siege import POLICY, ROOM, Siege, besieged
from tests.support.databases import copy
from workflows.cards.actions import ActionName
from workflows.cards.guidance import reference
from workflows.cards.text import as_text
from workflows.domain.content import Content
from workflows.engine.jobs import draw_digest

pytestmark = pytest.mark.attack

SECRET: Final = "Zephyranthes"
"""Stands in the words, the note, a reviewer's reason and what the rule found: nowhere else."""
WORDS: Final = f"We buy {SECRET} in March."
CLOSED: Final = (
    POLICY.replace("members: [ada@example.com, ben@example.com, cleo@example.com]", "members: [ben@example.com]")
    .replace("lead: cleo@example.com", "lead: ben@example.com")
    .replace("    reach:", "    quorum: 1\n    reach:")
) + (
    f"restricted: {{when: {{words: {{phrases: [{SECRET}]}}}}, to: [ben@example.com]}}\n"
    'digest:\n  - {to: cleo@example.com, at: "08:30", chat: slack}\n'
)
"""Ben alone is asked; Cleo leads communications and, like Ivy, reads along where he is asked."""
NAMES: Final[tuple[ActionName, ...]] = get_args(ActionName)
TYPED: Final = ("help", "status", "why {}", "hold {} because", "release {}", "propose more", "nonsense {}", "why")
Surface = Callable[[Siege, str], Awaitable[str]]


@pytest.fixture
async def closed(sqlite_file: Path) -> AsyncIterator[Siege]:
    """The company, with a post that everybody in both channels could read until its author put other words into it."""
    async with besieged(copy(sqlite_file), CLOSED) as siege:
        await siege.company.in_teams("ben").client.install()
        await siege.company.in_teams("ben").says("help")
        for who in ("cleo", "ivy"):
            await siege.company.in_slack(who).opens_home()
        ada = siege.company.in_slack("ada")
        await ada.clicks("Edit")
        await ada.fills(text=WORDS, note=f"{SECRET} must not hear of it.")
        await siege.slack_form(
            "ben", siege.action("request_changes", revision=2), {"code": "tone", "why": f"Not {SECRET}!"}
        )
        await siege.company.calm()
        yield siege


def everything(shown: object) -> str:
    """All that a client was given, drawn or not."""
    return json.dumps(shown, default=str, ensure_ascii=False)


async def in_slack_places(siege: Siege, who: str) -> str:
    """Every message, reply and private sentence in the channel and in their own chat, and their Home."""
    person = siege.company.slack.person(who)
    messages = [*person.messages(ROOM), *person.direct_messages()]
    threads = [reply for message in person.messages(ROOM) for reply in person.thread(message)]
    return everything([[str(one) for one in (*messages, *threads)], siege.company.in_slack(who).home()])


async def in_teams_places(siege: Siege, who: str) -> str:
    """Every message in the channel, each as their own client draws it, and in their own chat."""
    person = siege.company.teams.person(who)
    seen = await person.see(siege.reviews)
    with suppress(KeyError):
        seen = [*seen, *await person.see(None)]
    return everything([str(one) for one in seen])


async def slack_buttons(siege: Siege, who: str) -> str:
    """What every button there is says or opens, pressed on the card as it once stood in the channel."""
    heard: list[str] = []
    for name in NAMES:
        if name == "refresh":
            await siege.slack_button_quietly(who, siege.action(name, revision=2))
            continue
        heard.append(await siege.slack_button(who, siege.action(name, revision=2)))
        heard.append(everything(siege.company.slack.person(who).modal()))
    return everything(heard)


async def slack_forms(siege: Siege, who: str) -> str:
    """What every form there is says, sent without having been opened."""
    return everything([await siege.slack_form(who, siege.action(name, revision=2)) for name in NAMES])


async def teams_buttons(siege: Siege, who: str) -> str:
    """The same of buttons in Teams, also where the card redraws itself."""
    automatic = siege.executing(who, siege.action("refresh", revision=2), trigger="automatic")
    pressed = [await siege.teams_button(who, siege.action(name, revision=2)) for name in NAMES]
    return everything([*pressed, await siege.invoked(automatic)])


async def teams_dialogs(siege: Siege, who: str) -> str:
    """The same of dialogs in Teams, opened and sent."""
    fetched = [await siege.teams_dialog(who, siege.action(name, revision=2)) for name in NAMES]
    return everything([*fetched, *[await siege.teams_form(who, siege.action(name, revision=2)) for name in NAMES]])


async def words_to_the_bot(siege: Siege, who: str) -> str:
    """What is answered to everything that can be typed about it, in both chats."""
    number = reference(siege.proposal)
    slack, teams = siege.company.in_slack(who), siege.company.in_teams(who)
    heard: list[object] = []
    for words in TYPED:
        heard.append(await slack.asks(words.format(number)))
        heard.append(await teams.says(words.format(number), siege.reviews))
    return everything(heard)


async def lists(siege: Siege, who: str) -> str:
    """Their Home as it is drawn anew, and the digest that a comms lead would get now."""
    product = siege.company.product
    home = await siege.company.in_slack(who).opens_home()
    order = next(iter(product.policies.current.digests))
    digest = await draw_digest(product.store, product.policies, order, date(2026, 12, 1), product.clock())
    return everything([home, as_text(digest), digest.summary])


SURFACES: Final[tuple[Surface, ...]] = (
    in_slack_places,
    in_teams_places,
    slack_buttons,
    slack_forms,
    teams_buttons,
    teams_dialogs,
    words_to_the_bot,
    lists,
    # Again, with all that the clicks led to.
    in_slack_places,
    in_teams_places,
)


async def test_no_surface_tells_whoever_is_not_named(closed: Siege, caplog: pytest.LogCaptureFixture) -> None:
    """Attack 19: Cleo, who leads communications, and Ivy had its card before them while it was open. Now no place, button, form,
    dialog, command, list or log tells them its words, its note, or who wrote it, and nothing that they send changes it.
    """
    caplog.set_level(logging.DEBUG)
    async with closed.nothing_changes(closed.proposal):
        for who in ("cleo", "ivy"):
            for surface in SURFACES:
                told = await surface(closed, who)
                assert SECRET not in told, (who, surface.__name__)
                assert "Ada Park" not in told, (who, surface.__name__)
    assert SECRET not in caplog.text
    named = await closed.company.product.store.insider_list(closed.proposal)
    assert isinstance(named, InsiderList)
    assert {one.name for one in named.insiders} == {"Ada Park", "Ben Okafor"}


async def test_whoever_is_named_is_told(closed: Siege) -> None:
    """The table above can fail: what it asks shows Ben the words, in his own chat and in answer to what he presses."""
    assert SECRET in await in_teams_places(closed, "ben")
    assert SECRET in await closed.teams_button("ben", closed.action("refresh", revision=2))
    assert SECRET in await closed.slack_form("ben", closed.action("reconsider", revision=2), {})
    assert SECRET not in everything([str(one) for one in closed.company.slack.person("ben").messages(ROOM)])


async def test_everything_said_for_many_to_read(closed: Siege) -> None:
    """Attack 19: of all that was ever written into either channel since, nothing has a word of it: not what a lock screen shows,
    not what an edit left behind.
    """
    slack, teams = closed.company.slack, closed.company.teams
    room = slack.conversation(ROOM).id
    calls = [one.arguments for one in slack.calls if one.arguments.get("channel") == room]
    assert calls
    assert SECRET not in everything(calls)
    shared = [one.body for one in teams.log.calls if closed.reviews.id in one.path]
    assert shared
    assert SECRET not in everything(shared)
    assert not [said for said in closed.company.notifications() if SECRET in said]


async def test_a_post_that_is_made_of_it(closed: Siege) -> None:
    """Attack 33: proposed again, it carries no review, and is as confidential as it was."""
    ada = closed.company.in_slack("ada")
    await ada.clicks("Withdraw")
    await ada.fills()
    await ada.clicks("Propose again")
    await ada.fills()
    newest = max(await closed.company.proposals(), key=lambda one: one.created)
    assert newest.id != closed.proposal
    assert newest.head.content == Content(text=WORDS, channels=newest.head.content.channels)
    assert newest.restriction is not None
    assert newest.reviews == ()
    assert SECRET not in await in_slack_places(closed, "cleo")


async def test_a_card_that_redraws_itself_a_thousand_times(closed: Siege) -> None:
    """Attack 34: Ben's own view of a confidential post is put on record once, and changes nothing else."""
    refresh: Json = closed.executing("ben", closed.action("refresh", revision=2), trigger="automatic")
    async with closed.nothing_changes():
        for _ in range(30):
            assert SECRET in await closed.invoked(refresh)
    named = await closed.company.product.store.insider_list(closed.proposal)
    assert isinstance(named, InsiderList)
    assert [one.revision for one in named.insiders if one.name == "Ben Okafor"] == [2]
