"""The Teams pane as a test drives it."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

REVIEW = "The words, as they will appear"
"""Every card of a post shows its words under this line; no notice does."""
WORDS = "Our new kettle is the fastest on the market. Win a kettle!"


@dataclass(frozen=True)
class Teams:
    """The pane on the screen."""

    screen: Page

    @property
    def pane(self) -> Locator:
        """All of it."""
        return self.screen.get_by_role("region", name="Teams")

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.pane.get_by_role("dialog")

    @property
    def newest(self) -> Locator:
        """The newest message of the open chat."""
        return self.pane.get_by_role("article").last

    def card(self, words: str) -> Locator:
        """The newest message with these words."""
        return self.pane.get_by_role("article").filter(has_text=words).last

    async def be(self, who: str) -> None:
        """Sit down as somebody, where they were last."""
        await self.pane.get_by_label("Teams as").select_option(who)
        await expect(self.pane).not_to_have_attribute("aria-busy", "true")

    async def go(self, who: str, chat: str) -> None:
        """Sit down as somebody, and open one of their chats."""
        await self.be(who)
        await self.pane.get_by_role("navigation").get_by_role("button", name=chat).click()
        await expect(self.pane).not_to_have_attribute("aria-busy", "true")

    async def add(self, who: str) -> None:
        """Sit down as somebody and add the app for oneself: until then it does not know who writes."""
        await self.go(who, "Copydesk")
        await self.pane.get_by_role("button", name="Add Copydesk").click()
        await expect(self.newest).to_contain_text("I'm Copydesk")

    async def choose(self, menu: str, item: str) -> None:
        """Open a menu and choose from it."""
        await self.pane.get_by_role("button", name=menu).last.click()
        await self.pane.get_by_role("menuitem", name=item).click()

    async def say(self, words: str) -> None:
        """Type a message and send it."""
        await self.pane.get_by_role("textbox", name="Type a message").fill(words)
        await self.screen.keyboard.press("Enter")


async def propose(teams: Teams) -> None:
    """Ada sends a post to marketing and legal, from her own chat with the app."""
    await teams.add("ada")
    await teams.newest.get_by_role("button", name="Propose a post").click()
    await teams.dialog.get_by_label("The post").fill(WORDS)
    await teams.dialog.get_by_label("LinkedIn").check()
    await teams.dialog.get_by_role("button", name="Send for review").click()
    await expect(teams.card(REVIEW)).to_contain_text("In review")


async def approve_in_slack(screen: Page, who: str) -> None:
    """Somebody approves the newest card in #marketing-review, in the other chat."""
    seen = await (await screen.request.get("/playground/slack", params={"as": who})).json()
    place = next(one for one in seen["places"] if one["name"] == "marketing-review")
    found = [
        (message["ts"], element)
        for message in place["messages"]
        for block in message["blocks"]
        for element in block.get("elements", [])
        if element.get("text", {}).get("text") == "Approve"
    ]
    ts, _ = found[-1]
    asked = {"as": who, "do": "click", "place": place["id"], "ts": ts, "action": "Approve"}
    await screen.request.post("/playground/slack", data=asked)
