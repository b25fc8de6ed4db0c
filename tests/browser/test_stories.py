"""The guided stories: told by doing, by hand or for one, in the real page."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PRESS = "(strip) => [...strip.querySelectorAll('button')].find((each) => each.textContent === 'Do it for me')?.click()"

ANOTHER = """async () => {
  const headers = {"Content-Type": "application/json"};
  const ask = (asked) => fetch("/playground/slack", {method: "POST", headers, body: JSON.stringify({as: "ada", ...asked})});
  const see = async () => (await fetch("/playground/slack?as=ada")).json();
  const place = (await see()).places.find((each) => each.name === "Copydesk").id;
  await ask({do: "command", place, name: "/propose-post", text: "Tea for all."});
  const view = (await see()).modals.at(-1).id;
  await ask({do: "submit", view, values: {Channels: ["LinkedIn (3,000 characters)"]}});
}"""
"""Ada proposes another post, elsewhere."""


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


async def asked(screen: Page, method: str) -> list[dict[str, Any]]:
    """What Copydesk asked Slack for by this method, as it stands on the wire."""
    wire = await (await screen.request.get("/playground/wire")).json()
    return [each for each in wire["entries"] if f"/api/{method}" in each["what"]]


async def test_one_post_across_two_chats(screen: Page) -> None:
    """Ada proposes in Slack, Cleo approves there, Ben in Teams; both chats say that it is ready to go out."""
    await begin(screen, "One post across two chats")
    await screen.get_by_role("button", name="Do it for me").click()
    await expect(screen.get_by_text("✓ Ada's card says who is asked")).to_be_visible()
    await expect(screen.get_by_role("region", name="Slack").get_by_role("dialog")).to_have_count(0)
    await screen.get_by_role("button", name="Next").click()
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
    """Slack's answer to posting a card is lost: Copydesk looks for the card a minute later, finds it and goes on with it; there
    is only one.
    """
    await begin(screen, "A lost answer healed")
    await step(screen, "Whoever just tried again would post everything twice")
    await step(screen, "Cleo sees the card")
    assert await asked(screen, "conversations.history") == []
    await step(screen, "Slack was asked for the channel's messages")
    assert len(await asked(screen, "conversations.history")) == 1
    cards = screen.get_by_role("region", name="Slack").get_by_role("button", name="Approve")
    await expect(cards).to_have_count(1)
    await step(screen, "Her card and Ada's in Teams both say so")
    await screen.get_by_role("button", name="Show me").click()
    newest = screen.get_by_role("region", name="Behind the scenes").locator("summary", has_text="chat.update").first
    await expect(newest).to_contain_text("200 after")
    *_, lost, again = await asked(screen, "chat.update")
    assert (lost["fault"], again["fault"], lost["asked"]) == ("done, and the answer lost", "", again["asked"])
    await step(screen, "The network is well again")


async def test_a_press_may_come_before_the_look(screen: Page) -> None:
    """Whoever presses too early learns that the step can't happen any more, and begins again; the trouble is over by then."""
    await begin(screen, "A lost answer healed")
    strip, slack = screen.get_by_role("complementary", name="Story"), screen.get_by_role("region", name="Slack")
    await step(screen, "Whoever just tried again would post everything twice")
    await step(screen, "Cleo sees the card")
    await slack.get_by_role("button", name="Approve").click()
    await expect(strip).to_contain_text("it need not look for it any more")
    await strip.get_by_role("button", name="Begin again").click()
    await expect(strip).to_contain_text("1 of 5")
    await expect(screen.get_by_role("button", name="Trouble", exact=True)).to_be_visible()


async def test_a_story_on_a_telephone(screen: Page) -> None:
    """Where one pane is seen at a time, each step brings its own in sight, and hands need no other."""
    await screen.set_viewport_size(NARROW)
    await begin(screen, "One post across two chats")
    slack, teams = screen.get_by_role("region", name="Slack"), screen.get_by_role("region", name="Teams")
    await step(screen, "Ada's card says who is asked")
    await step(screen, "Her approval is on record")
    await expect(teams.get_by_role("button", name="Approve")).to_be_visible()
    await expect(slack).to_be_hidden()
    await step(screen, "Both desks have agreed")
    await expect(slack).to_contain_text("Ready to go out")
    await screen.get_by_role("button", name="Show me").click()
    await expect(screen.get_by_role("region", name="Behind the scenes")).to_contain_text("Legal: Ben Okafor approved")


async def test_a_step_done_by_hand_is_noticed(screen: Page) -> None:
    """Who does a step by hand need not say so; the words are at hand; a story can be gone back in, skipped through and left."""
    await begin(screen, "One post across two chats")
    strip, slack = screen.get_by_role("complementary", name="Story"), screen.get_by_role("region", name="Slack")
    await strip.get_by_role("button", name="Put the words in").click()
    box = slack.get_by_role("textbox", name="Message Copydesk")
    await expect(box).to_be_focused()
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


async def test_other_words(screen: Page) -> None:
    """Words about which legal is not asked: the story says that Ben's step can't happen, before anybody waits for it."""
    await begin(screen, "One post across two chats")
    strip, slack = screen.get_by_role("complementary", name="Story"), screen.get_by_role("region", name="Slack")
    box = slack.get_by_role("textbox", name="Message Copydesk")
    await box.fill("/propose-post Tea for everyone.")
    await box.press("Enter")
    await slack.get_by_role("checkbox", name="LinkedIn").check()
    await slack.get_by_role("button", name="Send for review").click()
    await strip.get_by_role("button", name="Next").click()
    await step(screen, "Her approval is on record")
    await expect(strip).to_contain_text("legal isn't asked about them")
    await expect(strip.get_by_role("button", name="Do it for me")).to_have_count(0)


async def test_hands_press_on_the_storys_own_card(screen: Page) -> None:
    """Another post may have come since: hands leave its card alone."""
    await begin(screen, "One post across two chats")
    slack = screen.get_by_role("region", name="Slack")
    await step(screen, "Ada's card says who is asked")
    await expect(slack.get_by_label("Slack as")).to_have_value("cleo")
    await screen.evaluate(ANOTHER)
    await expect(slack.get_by_role("button", name="Approve")).to_have_count(2)
    await step(screen, "Her approval is on record")
    await expect(slack.get_by_role("button", name="Approve")).to_have_count(1)
    await expect(slack.locator(".message", has=screen.get_by_role("button", name="Approve"))).to_contain_text(
        "Tea for all."
    )


async def test_a_story_outlives_a_reload(screen: Page) -> None:
    """Whoever opens the page anew goes on where they were; trouble that a story made is over when it is left."""
    await begin(screen, "A lost answer healed")
    strip = screen.get_by_role("complementary", name="Story")
    await step(screen, "Whoever just tried again would post everything twice")
    await expect(screen.get_by_role("button", name="Trouble (1 on)")).to_be_visible()
    await screen.reload()
    await expect(strip).to_contain_text("2 of 5")
    await step(screen, "Cleo sees the card")
    await strip.get_by_role("button", name="Leave the story").click()
    await expect(screen.get_by_role("button", name="Trouble", exact=True)).to_be_visible()
    await screen.reload()
    await expect(screen.get_by_role("button", name="Stories")).to_be_visible()
    await expect(strip).to_be_hidden()


async def test_what_the_first_visit_says(screen: Page) -> None:
    """Whoever is here for the first time reads what this is and where to begin; whoever closes it is not told again
    unless they ask.
    """
    strip = screen.get_by_role("complementary", name="Story")
    await expect(strip).to_contain_text("begin with a story")
    await strip.get_by_role("button", name="Look around").click()
    await expect(strip).to_be_hidden()
    await expect(screen.get_by_role("button", name="Stories")).to_be_focused()
    await screen.reload()
    await expect(screen.get_by_role("button", name="Stories")).to_be_visible()
    await expect(strip).to_be_hidden()
    await screen.get_by_role("button", name="Stories").click()
    await screen.get_by_role("button", name="What is this?").click()
    await expect(strip).to_contain_text("Copydesk at work between a local Slack and a local Teams")
    await expect(strip.get_by_role("button", name="Begin with a story")).to_be_focused()
