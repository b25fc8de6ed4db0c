"""What a person sees as plain lines, and whom a message calls."""

from typing import Any

import pytest

from bot.playground.slack import LocalSlack
from bot.playground.slack.mrkdwn import escape, mentioned, shown
from bot.playground.slack.render import block
from tests.integration.playground.slack_standin import acme, actions, option, plain, section

SEEN = {
    "Hello &amp; &lt;bye&gt;": "Hello & <bye>",
    "<@U0ADA> and <#C0RANDOM>": "@Ada and #random",
    "<!here> <!channel>": "@here @channel",
    "<!subteam^S1|@legal>": "@legal",
    "<https://example.com/?a=1&amp;b=2|the page>": "the page (https://example.com/?a=1&b=2)",
    "<https://example.com>": "https://example.com",
    "*bold* and _slanted_ and ~gone~": "bold and slanted and gone",
    "2*3*4 and snake_case_name": "2*3*4 and snake_case_name",
    "`*as typed*` and ```_this_ &lt;too&gt;```": "*as typed* and _this_ <too>",
    ":rocket: and :no_such_picture:": "🚀 and :no_such_picture:",
    "<!date^1795000000^{date_short} at {time}|soon>": "Nov 18, 2026 at 11:06 AM",
    "<!date^never^{date}|soon>": "soon",
    "two\nlines": "two\nlines",
    "so:\n&gt; quoted": "so:\n│ quoted",
}

CALLED: list[tuple[str, list[dict[str, Any]], set[str]]] = [
    ("Your turn <@U0BEN>", [], {"U0BEN"}),
    ("", [section("<!channel> <!here> <!everyone>")], {"channel", "here", "everyone"}),
    ("", [section("<!subteam^S0LEGAL|@legal>")], {"S0LEGAL"}),
    ("", [section(escape("<!channel> <@U0BEN> <!subteam^S1>"))], set()),
    ("", [{"type": "section", "text": plain("<!channel> <@U0BEN>")}], set()),
    ("", [section("<https://example.com|@here> <#C0RANDOM>")], set()),
    (
        "",
        [{"type": "rich_text", "elements": [{"type": "user", "user_id": "U0BEN"}, {"type": "text", "text": "<@U1>"}]}],
        {"U0BEN"},
    ),
]


@pytest.mark.parametrize("markup", SEEN)
async def test_markup_is_read_as_slack_shows_it(markup: str) -> None:
    """Entities, mentions, links, dates, pictures and styles; letters that only look like markup stay."""
    names = {"U0ADA": "Ada", "C0RANDOM": "random"}
    assert shown(markup, name=lambda id_: names.get(id_, id_), zone="UTC") == SEEN[markup]


@pytest.mark.parametrize(("text", "blocks", "called"), CALLED)
async def test_a_message_names_only_whom_its_markup_names(
    text: str, blocks: list[dict[str, Any]], called: set[str]
) -> None:
    """Escaped markup and plain text name nobody."""
    assert mentioned(text, blocks) == called


async def test_a_message_pings_when_it_is_posted_and_never_when_it_is_edited() -> None:
    """An edit or an ephemeral message may name people, and calls nobody."""
    async with acme(LocalSlack()) as app:
        cleo = app.slack.person("cleo")
        channel = app.slack.conversation("marketing-review").id
        ts = str((await app.client.chat_postMessage(channel=channel, text="Your turn <@U0CLEO>"))["ts"])
        await app.client.chat_update(channel=channel, ts=ts, text="Now it is <@U0BEN>")
        await app.client.chat_postEphemeral(channel=channel, user=cleo.id, text="Ask <@U0BEN>")
        card, private = cleo.messages("#marketing-review")
        assert (card.pings, card.mentions) == ({"U0CLEO"}, {"U0BEN"})
        assert (private.pings, private.mentions) == (set(), {"U0BEN"})


async def test_a_card_is_read_line_by_line() -> None:
    """Blocks instead of the text, buttons in brackets, plain text literal where its pictures are off."""
    literal = {"type": "section", "text": {"type": "plain_text", "text": "*as* :rocket: typed", "emoji": False}}
    menu = {"type": "overflow", "action_id": "more", "options": [option("Withdraw")]}
    async with acme(LocalSlack()) as app:
        cleo = app.slack.person("cleo")
        blocks = [
            {"type": "header", "text": plain("Review")},
            literal,
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "Waiting for <@U0CLEO>"}]},
            section("Why: *claims*") | {"accessory": menu},
            actions("Approve", "Reject"),
        ]
        channel = app.slack.conversation("marketing-review").id
        await app.client.chat_postMessage(channel=channel, text="not shown", blocks=blocks)
        [card] = cleo.messages("#marketing-review")
        assert cleo.read(card) == [
            "Review",
            "*as* :rocket: typed",
            "--------------------",
            "Waiting for @Cleo",
            "Why: claims",
            "[… Withdraw]",
            "[Approve] [Reject]",
        ]
        assert card.pings == {"U0CLEO"}


def test_rich_text_is_read_as_text() -> None:
    """Mentions, links, lists and pictures inside it too."""
    slack = LocalSlack()
    ada = slack.add_person("ada").person
    pieces = [
        {"type": "text", "text": "Hi "},
        {"type": "user", "user_id": ada.id},
        {"type": "emoji", "name": "rocket"},
        {"type": "link", "url": "https://example.com", "text": "page"},
    ]
    listed = [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}]
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": pieces},
            {"type": "rich_text_list", "elements": listed},
        ],
    }
    assert block(slack.world, rich, ada) == ["Hi @Ada🚀page (https://example.com)", "• one"]
