"""The page's Slack: proposing, deciding, reading, each as somebody does it there."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.slack import LINKEDIN, MARKETING, Slack

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

POST = "Tell us your tea story."


async def test_a_command_completes_itself_and_proposes(screen: Page) -> None:
    """A slash offers the app's commands; the chosen one says what may follow; its form sends the post for review."""
    slack = Slack(screen)
    await slack.become("Ada Park", "Copydesk")
    box = slack.box("Copydesk")
    await box.press_sequentially("/")
    offered = slack.pane.get_by_role("listbox", name="Commands").get_by_role("option")
    await expect(offered).to_contain_text(["/propose-post", "/copydesk"])
    await box.press("ArrowDown")
    await expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    await box.press("ArrowUp")
    await box.press("Enter")
    await expect(box).to_have_value("/propose-post ")
    await expect(slack.pane.get_by_text("[the words, if you have them]")).to_be_visible()
    await box.press_sequentially(POST)
    await box.press("Enter")
    await expect(slack.form.get_by_label("The post")).to_have_value(POST)
    await slack.form.get_by_label(LINKEDIN).check()
    await slack.send()
    card = slack.card(POST)
    await expect(card).to_contain_text("Waiting for Cleo Marsh (Marketing)")
    await expect(card).to_contain_text("APP")


async def test_a_message_becomes_a_post_from_its_menu(screen: Page) -> None:
    """What Cleo wrote is in the form; where it comes from is too."""
    slack = Slack(screen)
    await slack.become("Cleo Marsh", "general")
    await slack.write("#general", "A line about tea & *biscuits* :rocket:")
    said = slack.messages.filter(has_text="A line about tea & biscuits 🚀")
    await expect(said.get_by_role("strong").last).to_have_text("biscuits")
    await slack.become("Ada Park", "general")
    await said.get_by_role("button", name="More actions").click()
    await slack.pane.get_by_role("menuitem", name="Propose as post").click()
    await expect(slack.form.get_by_label("The post")).to_have_value("A line about tea & *biscuits* 🚀")
    await slack.form.get_by_label(LINKEDIN).check()
    await slack.send()
    await slack.go("Copydesk")
    await expect(slack.card("A line about tea")).to_contain_text("In review")


async def test_a_thread_takes_replies_and_shortcuts_but_no_command(screen: Page) -> None:
    """A reply is counted under its message; a command is refused there as Slack does; the shortcut proposes."""
    slack = Slack(screen)
    await slack.become("Cleo Marsh", "general")
    await slack.write("#general", "Who has a line?")
    asked = slack.messages.filter(has_text="Who has a line?")
    await slack.become("Ada Park", "general")
    await asked.get_by_role("button", name="Reply in thread").click()
    reply = slack.thread.get_by_role("textbox")
    await expect(reply).to_be_focused()
    await reply.press_sequentially("/propose-post")
    await reply.press("Enter")
    await expect(slack.thread.get_by_role("alert").first).to_have_text(
        "/propose-post is not supported in threads. Sorry!"
    )
    await expect(reply).to_have_value("/propose-post")
    await reply.fill("I do,")
    await reply.press("Shift+Enter")
    await reply.press_sequentially("wait")
    await reply.press("Enter")
    await expect(slack.thread.get_by_role("listitem").last).to_contain_text("I do,\nwait")
    await slack.thread.get_by_role("button", name="Shortcuts").click()
    await slack.pane.get_by_role("menuitem", name="Propose a post").click()
    await expect(slack.form.get_by_label("The post")).to_be_focused()
    await slack.form.get_by_label("The post").fill(POST)
    await slack.form.get_by_label(LINKEDIN).check()
    await slack.send()
    await slack.thread.get_by_role("button", name="Close thread").click()
    await expect(asked.get_by_role("button", name="1 reply")).to_be_focused()


async def test_errors_stand_beside_their_fields(screen: Page) -> None:
    """Slack's own and Copydesk's alike; the first one has the focus, and every word stays."""
    slack = Slack(screen)
    await slack.become("Ada Park", "Copydesk")
    await slack.write("Copydesk", "/propose-post")
    words = slack.form.get_by_label("The post")
    await slack.form.get_by_role("button", name="Send for review").click()
    await expect(words).to_be_focused()
    await expect(words).to_have_accessible_description(
        "Exactly as people will read it. Please complete this required field."
    )
    await words.fill("tea " * 100)
    await slack.form.get_by_label("X (280 characters)").check()
    await slack.form.get_by_role("button", name="Send for review").click()
    await expect(slack.form.get_by_role("group", name="Channels")).not_to_contain_text("Please complete")
    await expect(words).to_have_attribute("aria-invalid", "true")
    await expect(words).to_be_focused()
    await expect(words).to_have_value("tea " * 100)
    await words.fill("Tea for all.")
    await slack.send()
    await expect(slack.card("Tea for all.")).to_contain_text("In review")


async def test_a_post_is_decided_changed_and_withdrawn(screen: Page) -> None:
    """Cleo asks for changes, Ada edits, Cleo approves, Ada takes it back: each on the card where they are."""
    slack = Slack(screen)
    await slack.propose(POST)
    await slack.become("Cleo Marsh", MARKETING)
    card = slack.card("Marketing: a post by Ada Park")
    await card.get_by_role("button", name="Request changes").click()
    await slack.form.get_by_label("For the author").fill("Say which tea.")
    await slack.form.get_by_label("Unsupported claim").check()
    await slack.form.get_by_role("button", name="Request changes").click()
    await slack.close()
    await expect(card).to_contain_text("asked for changes")
    await slack.become("Ada Park", "Copydesk")
    mine = slack.card(POST)
    await expect(mine).to_contain_text("Say which tea.")
    await mine.get_by_role("button", name="Edit").click()
    await slack.form.get_by_label("The post").fill("Tell us your green tea story.")
    await slack.form.get_by_role("button", name="Save", exact=True).click()
    await slack.close()
    await slack.become("Cleo Marsh", MARKETING)
    await expect(card).to_contain_text("Tell us your green tea story.")
    await expect(card).to_contain_text("(edited)")
    await card.get_by_role("button", name="Approve").click()
    await expect(card).to_contain_text("Marketing: Cleo Marsh approved, revision 2")
    await slack.become("Ada Park", "Copydesk")
    mine = slack.card("Tell us your green tea story.")
    await mine.get_by_role("button", name="Withdraw").click()
    await slack.form.get_by_role("button", name="Withdraw").click()
    await expect(mine).to_contain_text("Withdrawn")


async def test_home_lists_and_proposes(screen: Page) -> None:
    """Home has a button that proposes, and then lists what was proposed."""
    slack = Slack(screen)
    await slack.become("Ada Park", "Home")
    home = slack.pane.get_by_role("group", name="Home")
    await home.get_by_role("button", name="Propose a post").click()
    await slack.form.get_by_label("The post").fill(POST)
    await slack.form.get_by_label(LINKEDIN).check()
    await slack.send()
    await expect(home).to_contain_text("Waiting on others (1)")
    await home.get_by_role("button", name="Open").click()
    await expect(slack.form).to_contain_text(POST)
    await slack.form.press("Escape")
    await expect(home.get_by_role("button", name="Open")).to_be_focused()


async def test_the_keyboard_is_enough(screen: Page) -> None:
    """From the first Tab to the card, without a mouse."""
    slack = Slack(screen)
    keys = screen.keyboard
    await expect(slack.rail.get_by_role("button", name="Copydesk")).to_be_visible()
    await tab_to(screen, "Message Copydesk")
    await keys.type("/pro")
    await keys.press("Tab")
    await keys.type(POST)
    await keys.press("Enter")
    await expect(slack.form.get_by_label("The post")).to_be_focused()
    await tab_to(screen, LINKEDIN)
    await keys.press("Space")
    await tab_to(screen, "Send for review")
    await keys.press("Enter")
    await expect(slack.form).to_contain_text("I'll keep your card up to date")
    await tab_to(screen, "Close")
    await keys.press("Enter")
    await expect(slack.box("Copydesk")).to_be_focused()
    await expect(slack.card(POST)).to_contain_text("In review")
    await keys.press("Shift+Tab")
    await keys.press("Enter")
    await expect(slack.pane.get_by_role("menuitem", name="Propose as post")).to_be_focused()
    await keys.press("Escape")
    await expect(slack.card(POST).get_by_role("button", name="More actions")).to_be_focused()


async def tab_to(screen: Page, name: str) -> None:
    """Press Tab until what has this name, or stands beside it, has the focus."""
    for _ in range(40):
        await screen.keyboard.press("Tab")
        if await screen.evaluate(NAMED) == name:
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


NAMED = """() => {
  const at = document.activeElement;
  return at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
}"""
