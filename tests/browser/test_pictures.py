"""The pictures of README.md and docs/: what anybody sees who does the same. They are kept where COPYDESK_SCREENSHOTS says."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_stories import begin, step

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LARGEST = 300_000
WITH_STAGE: ViewportSize = {"width": 1440, "height": 860}


async def keep(screen: Page, name: str) -> None:
    """Take a picture, and keep it if somebody asked for pictures."""
    taken = await screen.screenshot(animations="disabled", caret="hide")
    assert len(taken) < LARGEST
    if folder := os.environ.get("COPYDESK_SCREENSHOTS"):
        (Path(folder) / f"{name}.png").write_bytes(taken)


async def half_approved(screen: Page) -> None:
    """The first story, up to where Cleo has approved in Slack and Ben is looking at his card in Teams."""
    await begin(screen, "One post across two chats")
    await step(screen, "Ada's card says who is asked")
    await step(screen, "Her approval is on record")
    # Where there is room for one pane, the other one is out of sight.
    await expect(screen.locator("#slack")).to_contain_text("Marketing: Cleo Marsh approved")
    await expect(screen.locator("#teams")).to_contain_text("Marketing: Cleo Marsh approved")


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_both_chats(screen: Page, theme: str) -> None:
    """Both chats side by side, in either theme, in the middle of a story."""
    await screen.set_viewport_size(WIDE)
    await screen.get_by_role("combobox", name="Theme").select_option(theme)
    await half_approved(screen)
    await keep(screen, f"playground-{theme}")


async def test_behind_the_scenes(screen: Page) -> None:
    """Both chats with the drawer beside them: what must hold, and what does."""
    await screen.set_viewport_size(WITH_STAGE)
    await half_approved(screen)
    await screen.get_by_role("button", name="Leave the story").click()
    await screen.get_by_role("button", name="Behind the scenes").click()
    stage = screen.get_by_role("region", name="Behind the scenes")
    await expect(stage).to_contain_text("Marketing: Cleo Marsh approved")
    await keep(screen, "behind-the-scenes")


async def test_on_a_telephone(screen: Page) -> None:
    """One pane at a time."""
    await screen.set_viewport_size(NARROW)
    await half_approved(screen)
    await screen.get_by_role("button", name="Leave the story").click()
    await keep(screen, "playground-narrow")
