"""The page itself."""

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_both_chats_stand_side_by_side(screen: Page) -> None:
    """Slack and Teams are both there, each a region of its own."""
    await expect(screen.get_by_role("region", name="Slack")).to_be_visible()
    await expect(screen.get_by_role("region", name="Teams")).to_be_visible()
