"""The Teams pane: everything that is done in it is done by clicking and typing, and seen on the screen."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.stage import edit_in_slack
from tests.browser.stage import propose as propose_in_slack
from tests.browser.teams import REVIEW, WORDS, Teams, approve_in_slack, propose

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture
def teams(screen: Page) -> Teams:
    """The pane."""
    return Teams(screen)


async def test_ben_sits_there_first_and_is_invited_to_add_the_app(teams: Teams) -> None:
    """A newcomer sees who they are, and one button with which to begin."""
    await expect(teams.pane.get_by_label("Teams as")).to_have_value("ben")
    await expect(teams.pane.get_by_role("heading", name="Legal / Reviews")).to_be_visible()
    await teams.add("ben")
    await expect(teams.pane.get_by_role("button", name="Add Copydesk")).to_have_count(0)
    await expect(teams.pane.get_by_role("textbox", name="Type a message")).to_be_focused()


async def test_a_post_is_proposed_from_the_compose_box(teams: Teams) -> None:
    """The message extension works in a chat where the app is not: what is missing is told beside its field."""
    await teams.add("ada")
    await teams.go("ada", "Lunch")
    await teams.choose("Actions and apps", "Propose a post")
    await teams.dialog.get_by_label("The post").fill(WORDS)
    await teams.dialog.get_by_role("button", name="Send for review").click()
    await expect(teams.dialog.get_by_text("No channel is ticked. Tick at least one.")).to_be_visible()
    await expect(teams.dialog.get_by_label("LinkedIn")).to_be_focused()
    await expect(teams.dialog.get_by_label("LinkedIn")).to_have_accessible_description(re.compile("Tick at least one"))
    await expect(teams.dialog.get_by_label("The post")).to_have_value(WORDS)
    await teams.dialog.get_by_label("LinkedIn").check()
    await teams.dialog.get_by_role("button", name="Send for review").click()
    await expect(teams.pane.get_by_role("status")).to_contain_text("Sent to Marketing and Legal")
    await expect(teams.dialog).to_have_count(0)
    await teams.go("ben", "Reviews")
    await expect(teams.card(REVIEW)).to_contain_text(WORDS)


async def test_a_post_is_proposed_by_telling_the_bot(teams: Teams) -> None:
    """`propose` to the bot keeps the words as a draft, and its button opens the form with them."""
    await teams.add("ada")
    await teams.say(f"propose {WORDS}")
    await teams.card("Draft. Only you can see it.").get_by_role("button", name="Edit").click()
    await expect(teams.dialog.get_by_label("The post")).to_have_value(WORDS)
    await teams.dialog.get_by_label("X (280 characters)").check()
    await teams.dialog.get_by_role("button", name="Send for review").click()
    await expect(teams.card("In review")).to_contain_text("Waiting for")


async def test_a_message_becomes_a_post(teams: Teams) -> None:
    """The menu of anybody's message offers to propose it, with its words."""
    await teams.add("ada")
    await teams.go("ada", "Lunch")
    await teams.say("We should tell the world about our kettle.")
    await teams.card("about our kettle").get_by_role("button", name="More options").click()
    await teams.pane.get_by_role("menuitem", name="Propose as post").click()
    await expect(teams.dialog.get_by_label("The post")).to_have_value("We should tell the world about our kettle.")


async def test_the_keyboard_alone_is_enough(teams: Teams, screen: Page) -> None:
    """A menu opens, moves and closes by its keys; a dialog gives the focus back to where it was."""
    await teams.add("ada")
    await teams.go("ada", "Lunch")
    opener = teams.pane.get_by_role("button", name="Actions and apps")
    await opener.focus()
    await screen.keyboard.press("Enter")
    await expect(teams.pane.get_by_role("menuitem", name="Propose a post")).to_be_focused()
    await screen.keyboard.press("Escape")
    await expect(opener).to_be_focused()
    await screen.keyboard.press("Enter")
    await screen.keyboard.press("Enter")
    await expect(teams.dialog.get_by_label("The post")).to_be_focused()
    await screen.keyboard.press("Escape")
    await expect(teams.dialog).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_legal_asks_for_changes_and_the_author_edits(teams: Teams) -> None:
    """A no needs a reason: the dialog says so beside the field. The author mends the words, and legal is asked again."""
    await propose(teams)
    await teams.go("ben", "Reviews")
    await teams.card(REVIEW).get_by_role("button", name="Request changes").click()
    await teams.dialog.get_by_role("button", name="Request changes").click()
    await expect(teams.dialog.get_by_label("Reason")).to_have_accessible_description(re.compile("⚠"))
    await teams.dialog.get_by_label("Reason").select_option("Unsupported claim")
    await teams.dialog.get_by_label("For the author").fill("Say what it does instead.")
    await teams.dialog.get_by_role("button", name="Request changes").click()
    await expect(teams.card(REVIEW)).to_contain_text("Ben Okafor asked for changes")
    await teams.go("ada", "Copydesk")
    await teams.card(REVIEW).get_by_role("button", name="Edit").click()
    await teams.dialog.get_by_label("The post").fill("Win a kettle that boils in 90 seconds. Terms on our site.")
    await teams.dialog.get_by_role("button", name="Save").click()
    await teams.go("ben", "Reviews")
    await expect(teams.card(REVIEW)).to_contain_text("Revision: 2")
    await teams.card(REVIEW).get_by_role("button", name="Approve").click()
    await expect(teams.card(REVIEW)).to_contain_text("Legal: Ben Okafor approved")


async def test_a_card_that_changed_meanwhile_is_brought_into_sight(teams: Teams, screen: Page) -> None:
    """Ben decides while Ada's new words are held up: what the card answers stands at its top, and that is what he sees."""
    await propose_in_slack(screen)
    await screen.set_viewport_size({"width": 1280, "height": 600})
    await teams.go("ben", "Reviews")
    await screen.request.post(
        "/playground/controls", data={"do": "trouble", "chat": "teams", "kind": "held", "on": True}
    )
    await edit_in_slack(screen)
    await teams.card(REVIEW).get_by_role("button", name="Approve").click()
    await expect(teams.pane.get_by_text("The post has changed")).to_be_in_viewport()
    await expect(teams.card(REVIEW).locator(".byline")).to_be_in_viewport(ratio=1)


async def test_what_was_told_goes_away(teams: Teams, screen: Page) -> None:
    """A private sentence covers no card, stays while it is pointed at, and then leaves, or at once with another chat."""
    await screen.clock.install()
    await teams.go("gus", "Ideas")
    told = teams.pane.get_by_role("status")
    await teams.choose("Actions and apps", "Propose a post")
    await expect(told).to_contain_text("Guests can't use Copydesk")
    words, box = await told.bounding_box(), await teams.pane.get_by_role("log").bounding_box()
    assert words is not None
    assert box is not None
    assert words["y"] >= box["y"] + box["height"]
    await told.hover()
    await screen.clock.run_for(10_000)
    await expect(told).to_contain_text("Guests can't use Copydesk")
    await screen.mouse.move(0, 0)
    await screen.clock.run_for(10_000)
    await expect(told).to_have_text("")
    await teams.choose("Actions and apps", "Propose a post")
    await expect(told).to_contain_text("Guests can't use Copydesk")
    await teams.be("ada")
    await expect(told).to_have_text("")


async def test_what_went_wrong_is_over_when_things_go_well(teams: Teams, screen: Page) -> None:
    """The red sentence stays until the chat goes on, whoever has it go on."""
    await teams.go("cleo", "General")
    await screen.request.post("/playground/controls", data={"do": "kill"})
    await teams.choose("Actions and apps", "Propose a post")
    await expect(teams.pane.get_by_role("alert")).to_contain_text("Something went wrong")
    seen = await (await screen.request.get("/playground/teams", params={"as": "ben"})).json()
    general = next(chat["id"] for chat in seen["chats"] if chat["name"] == "General")
    await screen.request.post(
        "/playground/teams", data={"as": "ben", "do": "say", "chat": general, "text": "It works for me."}
    )
    await expect(teams.newest).to_contain_text("It works for me.")
    await expect(teams.pane.get_by_role("alert")).to_have_text("")


async def test_the_author_withdraws(teams: Teams) -> None:
    """After a question the post is gone from everybody's desk, and its buttons with it."""
    await propose(teams)
    await teams.go("ada", "Copydesk")
    await teams.card(REVIEW).get_by_role("button", name="Withdraw").click()
    await teams.dialog.get_by_role("button", name="Withdraw").click()
    await expect(teams.card("Withdrawn")).to_be_visible()
    await teams.go("ben", "Reviews")
    await expect(teams.card("Withdrawn")).to_be_visible()
    await expect(teams.card("Withdrawn").get_by_role("button", name="Approve")).to_have_count(0)


async def test_each_sees_their_own_view_of_one_card(teams: Teams) -> None:
    """In one channel the reviewer has buttons, and a colleague who may not decide for legal has none."""
    await propose(teams)
    await teams.go("ben", "Reviews")
    await expect(teams.card(REVIEW).get_by_role("button", name="Approve")).to_be_visible()
    await teams.go("cleo", "Reviews")
    await expect(teams.card(REVIEW)).to_be_visible()
    await expect(teams.card(REVIEW).get_by_role("button", name="Approve")).to_have_count(0)
    await teams.be("ada")
    await expect(teams.pane.get_by_role("button", name="Lunch")).to_be_visible()
    await expect(teams.pane.get_by_role("button", name="Reviews")).to_have_count(0)


async def test_in_a_channel_the_bot_hears_what_mentions_it(teams: Teams, screen: Page) -> None:
    """The compose box offers the mention; replies stand under the post they answer."""
    await teams.go("cleo", "General")
    box = teams.pane.get_by_role("textbox", name="Start a post")
    await box.press_sequentially("@co")
    await expect(teams.pane.get_by_role("button", name="Mention @Copydesk")).to_be_visible()
    await screen.keyboard.press("Enter")
    await expect(box).to_have_value("@Copydesk ")
    await box.press_sequentially("help")
    await screen.keyboard.press("Enter")
    thread = teams.pane.get_by_role("region", name="Thread of Cleo Marsh")
    await expect(thread.get_by_role("article")).to_have_count(2)
    await expect(thread.get_by_role("article").first).to_contain_text("@Copydesk help")
    await thread.get_by_role("button", name="Reply").click()
    await thread.get_by_role("textbox", name="Reply to Cleo Marsh").fill("Thank you")
    await screen.keyboard.press("Enter")
    await expect(thread.get_by_role("article")).to_have_count(3)
    await expect(thread.get_by_role("article").last).to_contain_text("Thank you")


async def test_commands_are_those_of_the_manifest(teams: Teams) -> None:
    """Alone with the app `bind` is not offered; in a channel it is, and choosing it mentions the app."""
    await teams.go("cleo", "General")
    await teams.choose("Copydesk's commands", "bind")
    await expect(teams.pane.get_by_role("textbox", name="Start a post")).to_have_value("@Copydesk bind ")


async def test_a_card_changes_before_ones_eyes_and_typing_goes_on(teams: Teams, screen: Page) -> None:
    """Another person's decision, made elsewhere, appears without a reload; the half-written reply and the focus stay."""
    await propose(teams)
    await teams.go("ben", "Reviews")
    await expect(teams.card(REVIEW)).to_contain_text("Marketing: waiting for Cleo Marsh")
    await teams.pane.get_by_role("button", name="Reply").last.click()
    reply = teams.pane.get_by_role("textbox", name="Reply to Copydesk")
    await reply.fill("I look at it at")
    await approve_in_slack(screen, "cleo")
    await expect(teams.card(REVIEW)).to_contain_text("Marketing: Cleo Marsh approved")
    await expect(reply).to_have_value("I look at it at")
    await expect(reply).to_be_focused()


async def test_what_is_typed_waits_for_its_writer(teams: Teams) -> None:
    """Half-written messages and open dialogs are each person's own, and there again when they come back."""
    await teams.add("ada")
    await teams.go("ada", "Lunch")
    await teams.pane.get_by_role("textbox", name="Type a message").fill("Half a")
    await teams.choose("Actions and apps", "Propose a post")
    await teams.dialog.get_by_label("The post").fill("Half a post")
    await teams.go("ben", "Copydesk")
    await expect(teams.dialog).to_have_count(0)
    await expect(teams.pane.get_by_role("textbox", name="Type a message")).to_have_value("")
    await teams.be("ada")
    await expect(teams.dialog.get_by_label("The post")).to_have_value("Half a post")
    await teams.dialog.get_by_role("button", name="Close").click()
    await expect(teams.pane.get_by_role("textbox", name="Type a message")).to_have_value("Half a")


async def test_no_answer_is_told_as_teams_tells_it(teams: Teams, screen: Page) -> None:
    """Where Copydesk does not run, a click says that something went wrong; afterwards the same click works."""
    await teams.add("ada")
    await teams.go("ada", "Lunch")
    await screen.request.post("/playground/controls", data={"do": "kill"})
    await teams.choose("Actions and apps", "Propose a post")
    await expect(teams.pane.get_by_role("alert")).to_have_text(re.compile("Something went wrong. Please try again."))
    await screen.request.post("/playground/controls", data={"do": "start"})
    await teams.choose("Actions and apps", "Propose a post")
    await expect(teams.dialog).to_be_visible()
    await expect(teams.pane.get_by_role("alert")).to_have_text("")


async def test_the_app_is_removed_and_added_again(teams: Teams) -> None:
    """Where it was removed it is not mentioned any more, and one button brings it back."""
    await teams.go("cleo", "General")
    await teams.choose("Options of General", "Remove Copydesk")
    added: Locator = teams.pane.get_by_role("button", name="Add Copydesk to this team")
    await expect(teams.pane.get_by_role("button", name="@Copydesk")).to_have_count(0)
    await added.click()
    await expect(teams.pane.get_by_role("button", name="@Copydesk")).to_be_visible()


async def test_a_guest_an_outsider_and_somebody_unknown_are_told_why_they_may_not(teams: Teams) -> None:
    """Each sees only the chats that they are in, and each learns privately why nothing happens for them."""
    for who, chat, why in (
        ("gus", "Ideas", "Guests can't use Copydesk unless the policy lists them."),
        ("sam", "With Teapots", "I can't see who you are from here, so nothing was recorded."),
        ("uma", "Ideas", "This chat has not confirmed your e-mail address"),
    ):
        await teams.go(who, chat)
        await expect(teams.pane.get_by_role("button", name="Reviews")).to_have_count(0)
        await teams.choose("Actions and apps", "Propose a post")
        await expect(teams.pane.get_by_role("status")).to_contain_text(why)
