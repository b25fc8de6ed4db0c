"""A client that is not ours: Microsoft 365 Agents Playground against `copydesk run`, without tokens and without a network."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.agents import copydesk, playground_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WORDS = "Our new kettle boils a litre in 90 seconds."


async def test_a_post_is_proposed_and_decided_in_microsofts_own_client(
    chromium: Browser, node_modules: Path, tmp_path: Path
) -> None:
    """Ada fills in the message extension's dialog in hers; Ben's shows the card, and there he says that it is him, and approves."""
    with (
        copydesk(tmp_path) as url,
        playground_of("ada", "Ada Park", tmp_path / "ada", url, node_modules) as adas,
        playground_of("ben", "Ben Okafor", tmp_path / "ben", url, node_modules) as bens,
    ):
        ben = await chromium.new_page(base_url=bens)
        ada = await chromium.new_page(base_url=adas)
        for page in (ben, ada):
            await page.goto("/")
            # Copydesk greets whoever it meets: from then on it knows them, and may write to them.
            await expect(page.get_by_text("I'm Copydesk")).to_be_visible()
        await propose(ada)
        await expect(ada.get_by_text("In review. Waiting for Ben Okafor (Legal).")).to_be_visible()
        await expect(ben.get_by_text(WORDS)).to_be_visible()
        await ben.get_by_role("button", name="Approve").click()
        await ben.get_by_role("button", name="Yes, that's me").click()
        await ben.get_by_role("button", name="Approve").click()
        await expect(ben.get_by_text("Legal: Ben Okafor approved")).to_be_visible()
        await expect(ada.get_by_text("Legal: Ben Okafor approved")).to_be_visible()
        await ben.close()
        await ada.close()


async def propose(page: Page) -> None:
    """Open the message extension's action `propose`, fill in its dialog and send it."""
    await page.get_by_role("button", name="Trigger Message Extension App").click()
    await page.get_by_role("menuitem", name="Action Command").click()
    await page.get_by_role("textbox", name="Command ID").fill("propose")
    await page.get_by_role("button", name="Create").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox", name="The post").fill(WORDS)
    await dialog.get_by_role("checkbox", name="LinkedIn").check()
    await dialog.get_by_role("button", name="Send for review").click()
    await dialog.get_by_role("button", name="Close").click()
