"""The guided stories: told by doing, by hand or for one, in the real page."""

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PRESS = "(strip) => [...strip.querySelectorAll('button')].find((each) => each.textContent === 'Do it for me')?.click()"


async def begin(screen: Page, story: str) -> None:
    """Choose a story in the bar."""
    await screen.get_by_role("button", name="Stories").click()
    await screen.get_by_role("button", name=story).click()
    await expect(screen.get_by_role("heading", name=story)).to_be_focused()


async def step(screen: Page, after: str) -> None:
    """Have the step done, see that it has happened, and go on."""
    strip = screen.get_by_role("complementary", name="Story")
    # Some things happen by themselves, on a slow machine before anybody has asked for them.
    await strip.evaluate(PRESS)
    await expect(strip).to_contain_text(f"✓ {after}")
    await strip.get_by_role("button", name="Next").or_(strip.get_by_role("button", name="The end")).click()


async def test_one_post_across_two_chats(screen: Page) -> None:
    """Ada proposes in Slack, Cleo approves there, Ben in Teams; both chats say that it is ready to go out."""
    await begin(screen, "One post across two chats")
    await step(screen, "Ada's card says who is asked")
    await step(screen, "Her approval is on record")
    await step(screen, "Both desks have agreed")
    await expect(screen.get_by_role("region", name="Slack")).to_contain_text("Ready to go out")
    await expect(screen.get_by_role("region", name="Teams")).to_contain_text("Ready to go out")
    await screen.get_by_role("button", name="The end").click()
    await expect(screen.get_by_role("complementary", name="Story")).to_be_hidden()


async def test_an_edit_makes_an_approval_stale(screen: Page) -> None:
    """A button that was drawn for older words approves no newer ones; whoever approved the older ones is asked again."""
    await begin(screen, "An edit that makes an approval stale")
    slack, teams = screen.get_by_role("region", name="Slack"), screen.get_by_role("region", name="Teams")
    await step(screen, "Ada's card says who is asked")
    await step(screen, "Her approval is on record")
    await step(screen, "From now on, Ben sees what was true a moment ago")
    await step(screen, "Ada's card shows revision 2")
    await expect(teams).to_contain_text("fastest on the market")
    await step(screen, "Nothing was approved")
    await step(screen, "Both cards show revision 2")
    await expect(slack).to_contain_text("waiting for Cleo Marsh again")
    await step(screen, "Marketing has agreed to revision 2")
    await step(screen, "The ledger, behind the scenes, has both revisions")


async def test_a_lost_answer_is_healed(screen: Page) -> None:
    """Slack's answer to posting a card is lost; the card is found again and goes on, and there is only one."""
    await begin(screen, "A lost answer healed")
    await step(screen, "Whoever just tried again would post everything twice")
    await step(screen, "Cleo sees the card")
    await step(screen, "Ada's card in Teams says so")
    await step(screen, "It found its card and went on with it")
    await step(screen, "The network is well again")


async def test_a_step_done_by_hand_is_noticed(screen: Page) -> None:
    """Who does a step by hand need not say so; a story can be gone back in, skipped through and left."""
    await begin(screen, "One post across two chats")
    strip, slack = screen.get_by_role("complementary", name="Story"), screen.get_by_role("region", name="Slack")
    box = slack.get_by_role("textbox", name="Message Copydesk")
    await box.fill("/propose-post Tea for everyone.")
    await box.press("Enter")
    await slack.get_by_role("checkbox", name="LinkedIn").check()
    await slack.get_by_role("button", name="Send for review").click()
    await expect(strip).to_contain_text("✓ Ada's card says who is asked")
    await strip.get_by_role("button", name="Next").click()
    await expect(strip).to_contain_text("2 of 4")
    await strip.get_by_role("button", name="Back").click()
    await expect(strip).to_contain_text("1 of 4")
    await strip.get_by_role("button", name="Next").click()
    await strip.get_by_role("button", name="Skip").click()
    await expect(strip).to_contain_text("3 of 4")
    await strip.get_by_role("button", name="Leave the story").click()
    await expect(strip).to_be_hidden()


async def test_what_the_first_visit_says(screen: Page) -> None:
    """Whoever is here for the first time reads what this is and where to begin; whoever closes it is not told again."""
    strip = screen.get_by_role("complementary", name="Story")
    await expect(strip).to_contain_text("begin with a story")
    await strip.get_by_role("button", name="Look around").click()
    await expect(strip).to_be_hidden()
    await screen.reload()
    await expect(screen.get_by_role("button", name="Stories")).to_be_visible()
    await expect(strip).to_be_hidden()
