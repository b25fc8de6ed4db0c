"""How the page draws what Slack shows: markup as the local Slack reads it, and every block that Copydesk sends."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from adapters.slack.cards import message_blocks
from adapters.slack.forms import home_view, view
from bot.playground.slack.mrkdwn import pictures, shown
from bot.playground.slack.shapes import walk
from tests.integration.playground.slack_standin import option, plain
from tests.integration.playground.test_local_slack_render import SEEN
from tests.support.everything import CARD, FORMS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Json = dict[str, Any]
NAMES = {"U0ADA": "Ada", "C0RANDOM": "random"}
MORE = [
    *SEEN,
    "*both _of_ them* and _*nested*_ and *open",
    "*crossing _over* here_",
    "*bold `code` too* and `<@U0ADA>`",
    "> quoted\n> twice\nand not",
    "&gt; *bold* in a quotation\n\nafter it",
    "~:rocket:~ :rocket::rocket: :no:rocket: 10:30:45",
    "<mailto:a@example.com|write> <tel:123> <javascript:alert(1)|here>",
    "<!date^1795000000^{date_num} {date_long} {time_secs} {other}^https://example.com|soon> <!date^5|x>",
    "<!date^1795000000^{date}|soon> for <!everyone> & <#C9|gone>",
    "`````` and ``` many\nlines ``` **twice** __it__ a*b*c",
    "é*bold*é (*bold*) “_slanted_”",
]
READ = """async ({ texts, reading }) => {
  const { marked } = await import("/playground/static/slack/mrkdwn.js");
  const flat = (node) => {
    if (node.nodeName === "BLOCKQUOTE") return "\\n" + node.textContent.replace(/^/gm, "│ ") + "\\n";
    const url = node.nodeName === "A" && node.getAttribute("href");
    if (url && url !== node.textContent) return `${node.textContent} (${url})`;
    return node.nodeName !== "CODE" && node.childElementCount ? [...node.childNodes].map(flat).join("") : node.textContent;
  };
  return texts.map((text) => marked(text, reading).map(flat).join("").replace(/^\\n|\\n$/g, ""));
}"""
DRAW = """async ({ blocks, reading }) => {
  const { drawBlock } = await import("/playground/static/slack/blocks.js");
  const pane = document.getElementById("slack");
  const used = (window.used = []);
  const tell = (block, element, filled) => used.push([block.block_id, element.action_id, filled]);
  const surface = { id: "drawn", reading, held: () => null, fill: () => undefined, use: tell };
  pane.replaceChildren(...blocks.map((block) => drawBlock(block, surface)));
}"""


async def test_markup_reads_as_in_the_local_slack(screen: Page) -> None:
    """The page's own reading of markup and the one that transcripts show agree, in two zones."""
    for zone in ("Europe/London", "Pacific/Auckland"):
        reading = {"names": NAMES, "pictures": pictures(" ".join(MORE)), "zone": zone, "me": "U0BEN"}
        read = await screen.evaluate(READ, {"texts": MORE, "reading": reading})
        # What leads nowhere safe is shown without its address.
        expected = [shown(text, name=lambda id_: NAMES.get(id_, id_), zone=zone) for text in MORE]
        assert read == [line.replace("here (javascript:alert(1))", "here") for line in expected]


async def test_every_block_that_copydesk_sends_is_drawn(screen: Page) -> None:
    """Cards, Home and forms with every element and field that there is: nothing is left that the page can't draw."""
    blocks = [
        *message_blocks(CARD),
        *home_view(CARD)["blocks"],
        *(block for form in FORMS for block in view(form)["blocks"]),
    ]
    await draw(screen, named(blocks))
    pane = screen.locator("#slack")
    await expect(pane.locator(".block")).to_have_count(len(blocks))
    await expect(pane.locator(".cannot-draw")).to_have_count(0)
    await draw(screen, [{"type": "video", "block_id": "b"}])
    await expect(pane).to_have_text("The playground can't draw “video”.")


async def test_elements_are_used(screen: Page) -> None:
    """A menu's entry, a choice and a day are told with what was chosen; a question is asked first where there is one."""
    question = {"title": plain("Sure?"), "text": plain("It is final."), "confirm": plain("Yes"), "deny": plain("No")}
    options = [option("One"), option("Two")]
    elements = [
        {"type": "button", "action_id": "go", "text": plain("Go"), "confirm": question},
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "static_select", "action_id": "pick", "options": options, "placeholder": plain("Pick")},
        {"type": "checkboxes", "action_id": "some", "options": options},
        {"type": "radio_buttons", "action_id": "one", "options": options},
        {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")},
    ]
    await draw(screen, [{"type": "actions", "block_id": "b", "elements": elements}])
    pane = screen.locator("#slack")
    go = pane.get_by_role("button", name="Go")
    await go.click()
    await expect(pane.get_by_role("alertdialog", name="Sure?")).to_contain_text("It is final.")
    await screen.keyboard.press("Escape")
    await expect(go).to_be_focused()
    assert await screen.evaluate("window.used") == []
    await go.click()
    await pane.get_by_role("button", name="Yes").click()
    await pane.get_by_role("button", name="More actions").click()
    await screen.keyboard.press("ArrowDown")
    await screen.keyboard.press("Enter")
    await pane.get_by_label("Pick").select_option("One")
    await pane.get_by_role("checkbox", name="One").check()
    await pane.get_by_role("checkbox", name="Two").check()
    await pane.get_by_role("radio", name="Two").check()
    await pane.get_by_label("Day").fill("2026-12-01")
    assert await screen.evaluate("window.used") == [
        ["b", "go", None],
        ["b", "more", "two"],
        ["b", "pick", "one"],
        ["b", "some", ["one"]],
        ["b", "some", ["one", "two"]],
        ["b", "one", "two"],
        ["b", "day", "2026-12-01"],
    ]


async def draw(screen: Page, blocks: list[Json]) -> None:
    """Draw blocks where the pane was."""
    await screen.evaluate(
        DRAW, {"blocks": blocks, "reading": {"names": NAMES, "pictures": {}, "zone": "UTC", "me": ""}}
    )


def named(blocks: list[Json]) -> list[Json]:
    """The blocks with ids, as Slack gives them to those that have none."""
    for number, block in enumerate(blocks):
        block.setdefault("block_id", f"b{number}")
    assert {"input", "actions", "section", "rich_text", "context", "header", "divider"} <= {
        str(each.get("type")) for each in walk(blocks)
    }
    return blocks
