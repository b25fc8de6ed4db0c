"""Behind the scenes as a test drives it: the levers and the drawer by hand, what people do meanwhile by the page's own requests."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.teams import REVIEW, Teams

WORDS = "Our new kettle is the fastest on the market. Win a kettle!"
Json = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """The drawer and the levers on the screen."""

    screen: Page

    @property
    def drawer(self) -> Locator:
        """The drawer."""
        return self.screen.get_by_role("region", name="Behind the scenes")

    @property
    def panel(self) -> Locator:
        """What the chosen tab shows."""
        return self.drawer.get_by_role("tabpanel")

    async def open(self, tab: str) -> None:
        """Look behind the scenes, at one tab."""
        if not await self.drawer.is_visible():
            await self.screen.get_by_role("button", name="Behind the scenes").click()
        await self.drawer.get_by_role("tab", name=tab).click()

    def lever(self, name: str) -> Locator:
        """A button in the bar."""
        return self.screen.get_by_role("banner").get_by_role("button", name=name)

    def sheet(self, name: str) -> Locator:
        """What a lever opens."""
        return self.screen.get_by_role("group", name=name, exact=True)

    async def pull(self, lever: str, button: str) -> None:
        """Open a lever's sheet, press a button in it, and close it."""
        await self.lever(lever).click()
        await self.sheet(lever).get_by_role("button", name=button).click()
        await self.screen.keyboard.press("Escape")

    async def trouble(self, chat: str, kind: str, *, on: bool) -> None:
        """Switch a kind of trouble on or off."""
        await self.lever("Trouble").click()
        switch = self.sheet("Trouble").get_by_role("group", name=f"In {chat}").get_by_role("switch", name=kind)
        await switch.set_checked(on)
        await expect(self.lever("Trouble")).to_have_text("Trouble (1 on)" if on else "Trouble")
        await self.screen.keyboard.press("Escape")


async def look(screen: Page, what: str, **query: str) -> Json:
    """What the page is told."""
    return await (await screen.request.get(f"/playground/{what}", params=dict[str, str | float | bool](query))).json()


async def act(screen: Page, what: str, **asked: object) -> None:
    """Do something, as the page asks for it."""
    await screen.request.post(f"/playground/{what}", data=asked)


async def propose(screen: Page, words: str = WORDS) -> None:
    """Ada proposes a post in Slack."""
    direct = (await look(screen, "slack", **{"as": "ada"}))["places"][0]["id"]
    await act(
        screen, "slack", **{"as": "ada", "do": "command", "place": direct, "name": "/propose-post", "text": words}
    )
    form = (await look(screen, "slack", **{"as": "ada"}))["modals"][-1]
    values = {"Channels": ["LinkedIn (3,000 characters)"]}
    await act(screen, "slack", **{"as": "ada", "do": "submit", "view": form["id"], "values": values})
    form = (await look(screen, "slack", **{"as": "ada"}))["modals"][-1]
    await act(screen, "slack", **{"as": "ada", "do": "close", "view": form["id"]})


async def edit_in_slack(screen: Page) -> None:
    """Ada gives her newest post other words."""
    place = (await look(screen, "slack", **{"as": "ada"}))["places"][0]
    card = [one["ts"] for one in place["messages"] if '"Edit"' in json.dumps(one["blocks"])][-1]
    await act(screen, "slack", **{"as": "ada", "do": "click", "place": place["id"], "ts": card, "action": "Edit"})
    form = (await look(screen, "slack", **{"as": "ada"}))["modals"][-1]
    values = {"The post": "Win a kettle that boils in 90 seconds. Terms on our site."}
    await act(screen, "slack", **{"as": "ada", "do": "submit", "view": form["id"], "values": values})


async def approve_in_slack(screen: Page) -> None:
    """Cleo approves the newest card that asks her to."""
    place = await place_of(screen, "cleo", "marketing-review")
    asking = [one["ts"] for one in place["messages"] if '"Approve"' in json.dumps(one["blocks"])]
    await act(
        screen, "slack", **{"as": "cleo", "do": "click", "place": place["id"], "ts": asking[-1], "action": "Approve"}
    )


async def approve_in_teams(screen: Page) -> None:
    """Ben, who looks at legal's channel, approves what stands there."""
    await Teams(screen).card(REVIEW).get_by_role("button", name="Approve").click()


async def place_of(screen: Page, who: str, name: str) -> Json:
    """A conversation in Slack."""
    seen = await look(screen, "slack", **{"as": who})
    return next(one for one in seen["places"] if one["name"] == name)


async def reviews(screen: Page, who: str) -> Json:
    """Legal's channel in Teams, as somebody sees it."""
    chats = (await look(screen, "teams", **{"as": who}))["chats"]
    return await look(
        screen, "teams", **{"as": who, "chat": next(one["id"] for one in chats if one["name"] == "Reviews")}
    )


async def every_card_says(screen: Page, words: str, of: str = WORDS) -> None:
    """The author's, marketing's and legal's newest card of a post all say this."""
    ada = (await look(screen, "slack", **{"as": "ada"}))["places"][0]["messages"]
    cleo = (await place_of(screen, "cleo", "marketing-review"))["messages"]
    # Cleo sits at no desk of legal's: she sees what stands there, not a view that is drawn for her.
    legal = (await reviews(screen, "cleo"))["messages"]
    for where, messages in (("Ada", ada), ("marketing", cleo), ("legal", legal)):
        cards = [text for one in messages if of in (text := json.dumps(one, ensure_ascii=False))]
        assert cards, f"{where} has no card"
        assert words in cards[-1], f"{where}'s card does not say “{words}”"
