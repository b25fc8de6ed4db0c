"""Somebody in front of the page's Slack."""

from playwright.async_api import Locator, Page, expect

LINKEDIN = "LinkedIn (3,000 characters)"
MARKETING = "marketing-review"


class Slack:
    """The Slack pane of a page, as its person uses it."""

    def __init__(self, screen: Page) -> None:
        self.screen = screen
        self.pane = screen.get_by_role("region", name="Slack", exact=True)
        self.rail = self.pane.get_by_role("navigation", name="Slack conversations")
        self.form = self.pane.get_by_role("dialog")
        self.thread = self.pane.get_by_role("complementary", name="Thread")
        self.messages = self.pane.locator(".main").get_by_role("listitem")

    async def become(self, who: str, place: str) -> None:
        """Choose a person, and go to a place in their list."""
        await self.rail.get_by_label("Slack as").select_option(label=who)
        await self.go(place)

    async def go(self, place: str) -> None:
        """Go to a place in the list."""
        button = self.rail.get_by_role("button", name=place)
        await button.click()
        await expect(button).to_have_attribute("aria-current", "page")

    def box(self, place: str) -> Locator:
        """Where messages to a place are written."""
        return self.pane.get_by_role("textbox", name=f"Message {place}")

    def card(self, words: str) -> Locator:
        """The newest message of the app with these words."""
        return self.messages.filter(has_text=words).last

    async def write(self, place: str, words: str) -> None:
        """Write a message, or a command, and send it."""
        await self.box(place).fill(words)
        await self.box(place).press("Enter")

    async def send(self) -> None:
        """Send the form for review, and close what it says then."""
        await self.form.get_by_role("button", name="Send for review").click()
        await expect(self.form).to_contain_text("I'll keep your card up to date")
        await self.close()

    async def close(self) -> None:
        """Close a form that has nothing more to ask."""
        await self.form.get_by_text("Close", exact=True).click()
        await expect(self.form).to_have_count(0)

    async def propose(self, words: str) -> None:
        """Ada proposes a post for LinkedIn."""
        await self.become("Ada Park", "Copydesk")
        await self.write("Copydesk", f"/propose-post {words}")
        await self.form.get_by_label(LINKEDIN).check()
        await self.send()
        await expect(self.card(words)).to_contain_text("In review")

    async def elsewhere(self, **asked: str) -> None:
        """Do something in another window."""
        answer = await self.screen.request.post("/playground/slack", data=asked)
        assert answer.ok, await answer.text()
