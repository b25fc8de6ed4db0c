"""The page can be used by keyboard and screen reader, and seen by whoever sees little: axe finds nothing, in any state."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.axe import findings
from tests.browser.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHOW = "([id, detail]) => document.getElementById(id).dispatchEvent(new CustomEvent('show', {detail}))"


class Walk:
    """A walk through the page, on which axe looks at every stop."""

    def __init__(self, screen: Page, node_modules: Path) -> None:
        """Begin on the page as it opens."""
        self._screen = screen
        self._node_modules = node_modules
        self.found: dict[str, list[str]] = {}

    async def stop(self, where: str) -> None:
        """Let axe look."""
        if found := await findings(self._screen, self._node_modules):
            self.found[where] = found

    async def see(self, pane: str) -> None:
        """Have a pane in sight."""
        button = self._screen.get_by_role("navigation", name="Panes").get_by_role("button", name=pane)
        if await button.is_visible() and await button.get_attribute("aria-pressed") == "false":
            await button.click()

    async def sit(self, pane: str, who: str, place: str) -> None:
        """Be somebody somewhere."""
        await self._screen.evaluate(SHOW, [pane.lower(), {"who": who, "place": place}])
        await self.see(pane)
        await expect(self._screen.get_by_label(f"{pane} as")).to_have_value(who)

    @asynccontextmanager
    async def opened(self, menu: str) -> AsyncGenerator[None]:
        """With one of the bar's menus open."""
        await self._screen.get_by_role("banner").get_by_role("button", name=menu).click()
        yield
        await self._screen.keyboard.press("Escape")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_axe_finds_nothing(screen: Page, node_modules: Path, size: ViewportSize, theme: str) -> None:
    """At either size and in either theme: as it opens, menus, a story, forms with errors, cards, threads, Home, the drawer."""
    await screen.set_viewport_size(size)
    await screen.get_by_role("combobox", name="Theme").select_option(theme)
    walk = Walk(screen, node_modules)
    slack, teams, stage = (screen.get_by_role("region", name=name) for name in ("Slack", "Teams", "Behind the scenes"))
    await walk.stop("first visit")
    for menu in ("Stories", "Time machine", "Trouble", "Copydesk"):
        async with walk.opened(menu):
            await walk.stop(menu)

    await walk.sit("Slack", "ada", "Copydesk")
    box = slack.get_by_role("textbox", name="Message Copydesk")
    await box.fill("/")
    await walk.stop("Slack's commands")
    await box.fill("/propose-post The fastest kettle. Win a prize!")
    await box.press("Enter")
    await slack.get_by_role("button", name="Send for review").click()
    await expect(slack.get_by_text("Please complete this required field.").first).to_be_visible()
    await walk.stop("Slack's form with an error")
    await slack.get_by_role("checkbox", name="LinkedIn").check()
    await slack.get_by_role("button", name="Send for review").click()
    await slack.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    await expect(slack.get_by_text("In review.").first).to_be_visible()
    await walk.stop("Slack's card of the author")
    await walk.sit("Slack", "cleo", "#marketing-review")
    await expect(slack.get_by_role("button", name="Approve")).to_be_visible()
    await walk.stop("Slack's card of a reviewer")
    await walk.sit("Slack", "cleo", "Home")
    await expect(slack.get_by_role("group", name="Home")).to_be_visible()
    await walk.stop("Slack's Home")
    await walk.sit("Slack", "gus", "#kettle-launch")
    await walk.stop("Slack as a guest")

    await walk.sit("Teams", "ada", "Copydesk")
    await walk.stop("Teams' own chat")
    await walk.sit("Teams", "ben", "Reviews")
    await teams.get_by_role("button", name="Request changes").click()
    await expect(teams.get_by_role("dialog")).to_be_visible()
    await walk.stop("Teams' dialog")
    await teams.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    await expect(teams.locator("[aria-busy]")).to_have_count(0)
    await walk.stop("Teams' card of a reviewer")

    await walk.see("Behind the scenes")
    for tab in ("Approved if …", "Ledger", "Cards", "Wire"):
        await stage.get_by_role("tab", name=tab).click()
        await walk.stop(tab)

    async with walk.opened("Stories"):
        await screen.get_by_role("button", name="One post across two chats").click()
    await expect(screen.get_by_role("button", name="Leave the story")).to_be_visible()
    await walk.stop("a story")
    assert walk.found == {}
