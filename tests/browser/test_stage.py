"""Behind the scenes: the drawer, the time machine, trouble on order, and a product that is killed. Everything comes right."""

import asyncio
import multiprocessing
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE
from tests.browser.stage import (
    WORDS,
    Stage,
    act,
    approve_in_slack,
    approve_in_teams,
    every_card_says,
    look,
    place_of,
    propose,
)
from tests.browser.teams import Teams

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FAULTS = {
    "Slow": "slow",
    "Rate-limited": "rate limit",
    "Answers lost": "done, and the answer lost",
    "Server errors": "server error",
    "Duplicates": "delivered again",
}
"""Each kind of trouble, and what the wire calls it."""
APPROVED = "Cleo Marsh approved, revision 1"


@pytest.fixture
def stage(screen: Page) -> Stage:
    """The drawer and the levers."""
    return Stage(screen)


async def test_before_the_first_post_the_drawer_says_how_to_begin(stage: Stage) -> None:
    """A newcomer who looks there first is told what to do."""
    await stage.open("Approved if")
    await expect(stage.drawer.get_by_role("status")).to_contain_text("Type /propose-post in Slack")


async def test_the_drawer_follows_the_newest_post(stage: Stage) -> None:
    """What it needs, in its card's words; it follows without a reload, and an older post may be chosen instead."""
    await stage.open("Approved if")
    await propose(stage.screen)
    await expect(stage.panel).to_contain_text("Marketing: waiting for Cleo Marsh")
    await expect(stage.panel).to_contain_text("approved if marketing has read it")
    await approve_in_slack(stage.screen)
    await expect(stage.panel).to_contain_text(APPROVED)
    await propose(stage.screen, "A second kettle")
    await expect(stage.panel.get_by_text("A second kettle")).to_be_visible()
    older = (await look(stage.screen, "backstage"))["proposals"][1]
    await stage.drawer.get_by_label("Post", exact=True).select_option(older["id"])
    await expect(stage.panel).to_contain_text(APPROVED)


async def test_the_tabs_are_reached_by_keyboard(stage: Stage) -> None:
    """Arrow keys go from tab to tab, and round."""
    await stage.open("Approved if")
    for tab in ("Ledger", "Cards", "Wire", "Approved if …"):
        await stage.screen.keyboard.press("ArrowRight")
        chosen = stage.drawer.get_by_role("tab", selected=True)
        await expect(chosen).to_have_text(tab)
        await expect(chosen).to_be_focused()


async def test_every_link_of_the_chain_can_be_opened(stage: Stage) -> None:
    """The chain holds; each link carries the hash of the one before it."""
    await propose(stage.screen)
    await stage.open("Ledger")
    await expect(stage.panel).to_contain_text("✓ All 4 links hold")
    await stage.panel.get_by_text("Sent for review").click()
    opened = stage.panel.locator("details[open]")
    await expect(opened).to_contain_text("Hash before it")
    await expect(opened).to_contain_text(re.compile("[0-9a-f]{64}"))


async def test_the_wire_shows_requests_and_answers_without_secrets(stage: Stage) -> None:
    """The newest first, live until it is paused, and only of one post where that is asked."""
    await stage.open("Wire")
    await propose(stage.screen)
    rows = stage.panel.locator("details")
    await stage.panel.get_by_label("Only what names this post").check()
    await expect(rows.filter(has_text="oauth2")).to_have_count(0)
    posted = rows.filter(has_text="chat.postMessage").last
    await posted.locator("summary").click()
    await expect(posted).to_contain_text('"Authorization": "Bearer …"')
    await expect(posted).to_contain_text("fastest")
    await stage.panel.get_by_role("button", name="Pause").click()
    before = await rows.count()
    await approve_in_slack(stage.screen)
    await expect(rows).to_have_count(before)
    await stage.panel.get_by_role("button", name="Go on").click()
    await expect(rows.filter(has_text="chat.update")).not_to_have_count(0)
    await stage.panel.get_by_label("Only what names this post").uncheck()
    await expect(rows.filter(has_text="users.info")).not_to_have_count(0)


async def test_the_clock_goes_to_the_next_thing_due_and_cleo_has_her_digest(stage: Stage) -> None:
    """The page tells what is due and how far the clock is moved; a day later both chats still believe each other."""
    await Teams(stage.screen).go("ben", "Reviews")
    await propose(stage.screen)
    await stage.pull("Time machine", "The daily digest goes to Cleo Marsh")
    await expect(stage.lever("Time machine")).to_contain_text("ahead")
    await stage.screen.get_by_label("Slack as").select_option("cleo")
    slack = stage.screen.get_by_role("region", name="Slack")
    await slack.get_by_role("button", name="Copydesk").first.click()
    await expect(slack).to_contain_text("Waiting, no time given (1)")
    await stage.pull("Time machine", "+1 day")
    await stage.pull("Time machine", "+1 hour")
    await approve_in_slack(stage.screen)
    await approve_in_teams(stage.screen)
    await stage.open("Approved if")
    await expect(stage.panel).to_contain_text("Approved: all of this holds")


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("chat", ["Slack", "Teams"])
async def test_trouble_is_seen_and_everything_comes_right(stage: Stage, chat: str, kind: str) -> None:
    """Switched on, met on the wire, come through, switched off: all cards agree, and the decision counts once."""
    await Teams(stage.screen).go("ben", "Reviews")
    await propose(stage.screen)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    await stage.trouble(chat, kind, on=True)
    await (approve_in_teams if chat == "Teams" else approve_in_slack)(stage.screen)
    await stage.open("Wire")
    await expect(stage.panel.locator(f".of-{chat.lower()}").filter(has_text=FAULTS[kind])).not_to_have_count(0)
    await stage.trouble(chat, kind, on=False)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    who = "Ben Okafor approved" if chat == "Teams" else APPROVED
    await every_card_says(stage.screen, who)
    await stage.open("Ledger")
    await expect(stage.panel.locator("summary").filter(has_text="Approved (")).to_have_count(1)


async def test_a_new_message_whose_answer_was_lost_is_found_again(stage: Stage) -> None:
    """In Slack: an hour later there is still one card, and it is known."""
    await stage.trouble("Slack", "Answers lost", on=True)
    await propose(stage.screen)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("looks before it acts again")
    await stage.trouble("Slack", "Answers lost", on=False)
    await stage.pull("Time machine", "+1 hour")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    place = await place_of(stage.screen, "cleo", "marketing-review")
    assert sum(WORDS in str(one["blocks"]) for one in place["messages"]) == 1


async def test_who_has_not_met_copydesk_is_waited_for(stage: Stage) -> None:
    """A card that only its reader can change is told apart: nothing is behind, and nothing is alarming."""
    await propose(stage.screen)
    await stage.screen.route("**/playground/backstage/*", waiting)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("4 shown; 1 waits until Ben Okafor has met Copydesk in Teams")
    await expect(stage.panel.locator(".alarm, .behind")).to_have_count(0)


async def waiting(route: Route) -> None:
    """One of the cards is for somebody who has not met Copydesk there."""
    told = await (await route.fetch()).json()
    waits = {"shown": 0, "behind": False, "waits": True}
    told["posts"][0] |= waits | {"stands": "Waits until Ben Okafor has met Copydesk in Teams"}
    await route.fulfill(json=told)


async def test_a_lever_that_does_not_move_says_why(stage: Stage) -> None:
    """In its sheet, where whoever pulled it looks."""
    await stage.screen.route("**/playground/controls", refused)
    await stage.lever("Time machine").click()
    await stage.sheet("Time machine").get_by_role("button", name="+1 day").click()
    await expect(stage.sheet("Time machine").get_by_role("alert")).to_have_text("The clock goes forward only.")


async def refused(route: Route) -> None:
    """What is asked for is refused; looking is not."""
    if route.request.method == "POST":
        await route.fulfill(json={"error": "The clock goes forward only."})
    else:
        await route.continue_()


async def test_held_up_cards_catch_up(stage: Stage) -> None:
    """Teams takes no news for a while; afterwards its card is as all others are."""
    await propose(stage.screen)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    await stage.trouble("Teams", "Held up", on=True)
    await approve_in_slack(stage.screen)
    await expect(stage.panel).to_contain_text("1 of 5 behind")
    await stage.pull("Trouble", "All well again")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    await every_card_says(stage.screen, APPROVED)


async def test_killed_while_a_decision_is_on_its_way(stage: Stage) -> None:
    """Whatever became of it, it counts once; started again, the product brings every card up to date."""
    await propose(stage.screen)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    await asyncio.gather(approve_in_slack(stage.screen), act(stage.screen, "controls", do="kill"))
    await expect(stage.lever("Copydesk")).to_have_text("Copydesk: stopped")
    await stage.pull("Copydesk", "Start it again")
    await expect(stage.lever("Copydesk")).to_have_text("Copydesk: running")
    await approve_in_slack(stage.screen)
    await stage.open("Ledger")
    await expect(stage.panel.locator("summary").filter(has_text="Approved (Marketing)")).to_have_count(1)
    await stage.open("Cards")
    await expect(stage.panel).to_contain_text("Every card shows what it should")
    await every_card_says(stage.screen, APPROVED)


async def test_what_dies_by_itself_is_told(stage: Stage) -> None:
    """The page says so at once, and how to go on."""
    for child in multiprocessing.active_children():
        child.kill()
    await expect(stage.lever("Copydesk")).to_have_text("Copydesk: died")
    await stage.lever("Copydesk").click()
    await expect(stage.sheet("Copydesk")).to_contain_text("ended by itself")
    await stage.sheet("Copydesk").get_by_role("button", name="Start it again").click()
    await expect(stage.lever("Copydesk")).to_have_text("Copydesk: running")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_whoever_sees_or_clicks_little_can_use_it(
    stage: Stage, node_modules: Path, scheme: Literal["light", "dark"]
) -> None:
    """Axe finds nothing in any tab nor in any lever's sheet, wide or narrow."""
    await stage.screen.emulate_media(color_scheme=scheme)
    await propose(stage.screen)
    for size in (WIDE, NARROW):
        await stage.screen.set_viewport_size(size)
        for tab in ("Approved if", "Ledger", "Cards", "Wire"):
            await stage.open(tab)
            await expect(stage.panel).not_to_be_empty()
            assert await findings(stage.screen, node_modules) == []
        for lever in ("Time machine", "Trouble", "Copydesk"):
            await stage.lever(lever).click()
            await expect(stage.sheet(lever)).to_be_visible()
            assert await findings(stage.screen, node_modules) == []
            await stage.screen.keyboard.press("Escape")
