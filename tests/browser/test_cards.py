"""Our drawing of Adaptive Cards against Microsoft's own, and our Markdown against that of the transcripts."""

import json
import re
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route

from adapters.storage.database import connect
from bot.demo import open_office
from bot.playground.teams.markdown import drawn
from bot.playground.teams.shapes import Json
from tests.acceptance.office import QUIET, UNHURRIED, Company, running_from
from tests.browser.album import WORDS, cards_of, play
from tests.support.databases import copy

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PACKAGES = ("markdown-it/dist/browser/markdown-it.umd.min.js", "adaptivecards/dist/adaptivecards.min.js")
PLAYED = (
    "Write “well made” instead.",
    "Stop watching",
    "suggests other wording",
    "🔒 A confidential post",
    "asks to override",
    "Overridden by",
    "Everything is stopped by",
    "Is that you?",
    "I'm back",
)
"""What the cards must have among them, so that none of it is left out unseen."""
READING = Path(__file__).with_name("reading.js")


@pytest_asyncio.fixture(loop_scope="session")
async def cards(sqlite_file: Path) -> list[Json]:
    """What Copydesk sent while people used everything."""
    database = connect(copy(sqlite_file))
    async with open_office(database, clock=running_from(QUIET), patience=UNHURRIED) as office:
        company = Company(slack=office.slack, teams=office.teams, product=office.product)
        await play(company)
        seen = cards_of(office.teams)
    await database.close()
    return seen


async def test_cards_are_drawn_as_microsoft_draws_them(screen: Page, node_modules: Path, cards: list[Json]) -> None:
    """Every card and dialog of a long day: the same texts, inputs with what they hold, and buttons, in the same order."""

    async def served(route: Route) -> None:
        await route.fulfill(path=node_modules / route.request.url.partition("/package/")[2])

    await screen.route("**/package/**", served)
    for package in PACKAGES:
        await screen.add_script_tag(url=f"/package/{package}")
    await screen.evaluate(READING.read_text())
    drawings = await screen.evaluate("cards => drawings(cards)", [mentioned(card) for card in cards])
    assert kinds(cards) == {
        "Action.Execute",
        "Action.Submit",
        "ActionSet",
        "Container",
        "Input.ChoiceSet",
        "Input.Date",
        "Input.Text",
        "Input.Time",
        "RichTextBlock",
        "TextBlock",
        "TextRun",
    }
    told = json.dumps(cards, ensure_ascii=False)
    assert [says for says in PLAYED if says not in told] == []
    for microsofts, ours in drawings:
        assert ours == microsofts


async def test_an_element_that_copydesk_does_not_send_says_so(screen: Page) -> None:
    """What cannot be drawn is never left out silently."""
    shown = await screen.evaluate(
        """async card => {
            const { drawCard } = await import("/playground/static/teams/card.js");
            return drawCard(card, () => {}).textContent;
        }""",
        {
            "body": [{"type": "Carousel"}, {"type": "Input.Text", "id": "a", "label": "A"}],
            "actions": [{"type": "Action.OpenUrl"}],
        },
    )
    assert shown == "The playground can't draw Carousel.AThe playground can't draw Action.OpenUrl."


async def test_markdown_reads_the_same_on_the_page_and_in_transcripts(screen: Page) -> None:
    """The page applies to words what the transcripts apply: marks vanish, escapes stay, lines break or join."""
    examples = [
        WORDS,
        "**bold** and *lean*, __bold__ and _lean_, snake_case_name, 2 * 3 * 4",
        r"\*literal\* \_too\_ \[not a link\]\(x\) \\ \#1",
        "[words](https://example.com) [https://a.example](https://a.example) ![x](y)",
        "one\ntwo\n\nthree\r\nfour\n- a\n* b\n+ c\n1. d",
        "&lt;b&gt; &amp;amp; &quot;q&quot; &#39;x&#39;",
        "<at>Ben Okafor</at>, please look until {{DATE(2026-12-01T09:00:00Z, SHORT)}} {{TIME(09:00)}}",
        "ünï_code_ß und _ÄÖ_",
    ]
    shown = await screen.evaluate(
        """async texts => {
            const { drawn } = await import("/playground/static/teams/markdown.js");
            return texts.map(drawn);
        }""",
        examples,
    )
    assert shown == [drawn(each) for each in examples]


def mentioned(card: Json) -> Json:
    """The card as Teams hands it on to the drawing: mentions have become names by then."""
    return {**card, "body": [_named(element) for element in card.get("body", [])]}


def _named(element: Json) -> Json:
    if element["type"] != "TextBlock":
        return element
    return {**element, "text": re.sub(r"<at>(.*?)</at>", r"@\1", element["text"])}


def kinds(value: object) -> set[str]:
    """The kinds of elements and actions in these cards."""
    if isinstance(value, list):
        return {kind for inner in value for kind in kinds(inner)}
    if not isinstance(value, dict):
        return set()
    below = {
        kind for name, inner in value.items() if name not in ("data", "msteams", "refresh") for kind in kinds(inner)
    }
    return below | ({value["type"]} - {"AdaptiveCard"} if "type" in value else set())
