"""The page's Slack: who sees what there, what changes while somebody is busy, and what goes wrong."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.slack import LINKEDIN, MARKETING, Slack

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

POST = "Tell us your tea story."


async def test_a_private_answer_is_seen_by_one(screen: Page) -> None:
    """What a command answers in a channel only its asker sees."""
    slack = Slack(screen)
    await slack.become("Ada Park", "general")
    await slack.write("#general", "/copydesk help")
    private = slack.messages.filter(has_text="Only visible to you")
    await expect(private).to_contain_text("/propose-post")
    await expect(private.get_by_role("button", name="More actions")).to_have_count(0)
    await slack.write("#general", "Now I know.")
    await slack.become("Cleo Marsh", "general")
    await expect(slack.messages.filter(has_text="Now I know.")).to_be_visible()
    await expect(private).to_have_count(0)


async def test_each_person_has_their_own_slack(screen: Page) -> None:
    """Who is chosen sees their places, marked where something is unread, in their own time, after a reload too."""
    slack = Slack(screen)
    await slack.propose(POST)
    await slack.become("Cleo Marsh", "general")
    await expect(slack.rail.get_by_role("button", name=f"{MARKETING} 2 unread")).to_be_visible()
    await slack.go(MARKETING)
    await expect(slack.rail.get_by_role("button", name=MARKETING)).to_have_accessible_name(MARKETING)
    await expect(slack.card("Marketing: a post by Ada Park").get_by_role("button", name="1 reply")).to_be_visible()
    await screen.reload()
    await expect(slack.rail.get_by_label("Slack as")).to_have_value("cleo")
    await expect(slack.card("Marketing: a post by Ada Park")).to_be_visible()
    await slack.become("Ivy Chen", MARKETING)
    await expect(slack.pane.get_by_text("Its members write here.")).to_be_visible()
    await expect(slack.box(f"#{MARKETING}")).to_be_hidden()


async def test_guests_and_outsiders_see_less(screen: Page) -> None:
    """A guest has the places he was invited to; an outsider only what is shared, and nothing of the app's."""
    slack = Slack(screen)
    await slack.become("Gus Lind", "kettle-launch")
    await expect(slack.rail.get_by_role("listitem")).to_have_text(["Home", "kettle-launch", "Copydesk"])
    await slack.become("Sam Rivers", "with-teapots")
    await expect(slack.rail.get_by_role("listitem")).to_have_text(["with-teapots"])
    await expect(slack.pane.get_by_role("button", name="Shortcuts")).to_have_count(0)
    await slack.box("#with-teapots").press_sequentially("/")
    await expect(slack.pane.get_by_role("listbox")).to_have_count(0)


async def test_a_story_leads_the_pane_somewhere(screen: Page) -> None:
    """Told who and where, the pane goes there: a channel, the app's messages, or Home."""
    slack = Slack(screen)
    await expect(slack.rail.get_by_label("Slack as")).to_have_value("ada")
    for who, place, shown in (
        ("cleo", f"#{MARKETING}", MARKETING),
        ("ivy", "Copydesk", "Copydesk"),
        ("cleo", "Home", "Home"),
    ):
        await slack.pane.evaluate(SHOW, {"who": who, "place": place})
        await expect(slack.rail.get_by_label("Slack as")).to_have_value(who)
        await expect(slack.rail.get_by_role("button", name=shown)).to_have_attribute("aria-current", "page")


SHOW = "(pane, detail) => pane.dispatchEvent(new CustomEvent('show', { detail }))"


async def test_a_card_changes_under_ones_hands(screen: Page) -> None:
    """What others decide is there without a reload; what is being written stays, in a message and in a form."""
    slack = Slack(screen)
    await slack.become("Ada Park", "general")
    await slack.propose(POST)
    await slack.box("Copydesk").press_sequentially("I was just wri")
    await slack.become("Cleo Marsh", MARKETING)
    ts = await slack.card("Marketing: a post").get_attribute("data-key")
    await slack.become("Ada Park", "Copydesk")
    await expect(slack.box("Copydesk")).to_have_value("I was just wri")
    await slack.box("Copydesk").press("End")
    await slack.elsewhere(**{"as": "cleo", "do": "click", "place": MARKETING, "ts": str(ts), "action": "Approve"})
    await expect(slack.card(POST)).to_contain_text("Marketing: Cleo Marsh approved")
    await expect(slack.box("Copydesk")).to_be_focused()
    await slack.box("Copydesk").press_sequentially("ting")
    await expect(slack.box("Copydesk")).to_have_value("I was just writing")
    await slack.card(POST).get_by_role("button", name="Edit").click()
    await slack.form.get_by_label("The post").fill("Half a sen")
    await slack.elsewhere(**{"as": "cleo", "do": "say", "place": "general", "text": "Hello all"})
    await expect(slack.rail).to_contain_text("general 1 unread")
    await expect(slack.form.get_by_label("The post")).to_be_focused()
    await slack.form.get_by_role("button", name="Check").click()
    await expect(slack.form).to_contain_text("LinkedIn")
    await expect(slack.form.get_by_label("The post")).to_have_value("Half a sen")


async def test_trouble_is_shown_as_slack_shows_it(screen: Page) -> None:
    """While Copydesk is down: beside the clicked card, on the form, from Slackbot for a command; no word is lost."""
    slack = Slack(screen)
    await slack.propose(POST)
    await slack.write("Copydesk", "/propose-post Something else")
    await expect(slack.form.get_by_label("The post")).to_have_value("Something else")
    await screen.request.post("/playground/controls", data={"do": "kill"})
    await slack.form.get_by_label(LINKEDIN).check()
    await slack.form.get_by_role("button", name="Send for review").click()
    await expect(slack.form.get_by_role("alert")).to_have_text("We had some trouble connecting. Try again?")
    await expect(slack.form.get_by_label("The post")).to_have_value("Something else")
    await slack.form.get_by_role("button", name="Cancel").click()
    await slack.card(POST).get_by_role("button", name="Edit").click()
    await expect(slack.card(POST).get_by_role("alert")).to_contain_text("Copydesk couldn't be reached. Try again?")
    await slack.write("Copydesk", "/copydesk help")
    await expect(slack.card("Slackbot")).to_contain_text('/copydesk failed with the error "dispatch_failed"')
    await screen.request.post("/playground/controls", data={"do": "start"})
    await slack.card(POST).get_by_role("button", name="Edit").click()
    await expect(slack.form.get_by_label("The post")).to_have_value(POST)


async def test_a_warning_is_over_when_its_card_changes(screen: Page) -> None:
    """Beside a card that goes on, nothing says that Copydesk could not be reached."""
    slack = Slack(screen)
    await slack.propose(POST)
    await slack.become("Cleo Marsh", MARKETING)
    ts = await slack.card("Marketing: a post").get_attribute("data-key")
    await slack.become("Ada Park", "Copydesk")
    await screen.request.post("/playground/controls", data={"do": "kill"})
    await slack.card(POST).get_by_role("button", name="Edit").click()
    await expect(slack.card(POST).get_by_role("alert")).to_contain_text("Copydesk couldn't be reached. Try again?")
    await screen.request.post("/playground/controls", data={"do": "start"})
    await slack.elsewhere(**{"as": "cleo", "do": "click", "place": MARKETING, "ts": str(ts), "action": "Approve"})
    await expect(slack.card(POST)).to_contain_text("Marketing: Cleo Marsh approved")
    await expect(slack.card(POST).get_by_role("alert")).to_have_count(0)


async def test_each_is_where_they_were_last(screen: Page) -> None:
    """Nobody lands where somebody else was; the person can be changed where the list is folded away, too."""
    slack = Slack(screen)
    hint = slack.pane.get_by_text("This is where Copydesk writes to you. Try /propose-post.")
    await expect(hint).to_be_in_viewport()
    await slack.become("Gus Lind", "kettle-launch")
    await screen.set_viewport_size(NARROW)
    person = slack.rail.get_by_label("Slack as")
    await expect(slack.rail.get_by_role("button", name="Home")).to_be_hidden()
    await person.select_option("uma")
    await expect(slack.pane.get_by_role("heading", name="Copydesk")).to_be_visible()
    await person.select_option("gus")
    await expect(slack.pane.get_by_role("heading", name="#kettle-launch")).to_be_visible()
    await slack.pane.get_by_role("button", name="Conversations").click()
    await slack.rail.get_by_role("button", name="Home").click()
    await expect(slack.pane.get_by_role("group", name="Home")).to_be_visible()
    await expect(slack.rail.get_by_role("button", name="Home")).to_be_hidden()
    await expect(person).to_be_visible()
