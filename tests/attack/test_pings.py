"""Attack 36: whatever is written into a draft, a name, a note or a reason, nobody is called who is not awaited."""

import json

import pytest

from tests.attack.siege import Siege

pytestmark = pytest.mark.attack

MENTIONS = "<!subteam^S012ABC|@board> <@U0IVY> <#C0GENERAL> "
"""What Slack itself would turn into names that nobody outside can read: refused there, beside the field."""
CALLS = (
    f"<!channel> <!here> <!everyone> {MENTIONS}<https://evil.example|our site> "
    "<at>Ivy Chen</at> <at>everyone</at> @channel @here @Ivy Chen *bold* [x](https://evil.example) &lt;!channel&gt;"
)
REASON = {"code": "tone", "why": f"Too loud. {CALLS}"}


def pings(siege: Siege) -> tuple[set[str], set[str]]:
    """Everybody called by any of Copydesk's messages: by user id or group in Slack, by key in Teams."""
    slack, world = siege.company.slack.world, siege.company.teams.world
    in_slack = [one.pings for place in slack.conversations.values() for one in place.messages.values() if one.bot_id]
    in_teams = [one.pings for chat in world.chats.values() for one in chat.messages.values() if one.author == "bot"]
    return set().union(*in_slack), set().union(*in_teams)


def awaited(siege: Siege) -> tuple[set[str], set[str]]:
    """Who may be called: the author and the desk."""
    slack = siege.company.slack
    return {slack.person(who).id for who in ("ada", "ben", "cleo")}, {"ada", "ben", "cleo"}


async def test_pings_in_words_notes_and_links(siege: Siege) -> None:
    """Attack 36: a draft and a note full of pings, from either chat, call nobody, and read on every card as they were written."""
    fields = {"text": CALLS, "channels": ("linkedin",), "note": f"Note: {CALLS}"}
    refused = await siege.slack_form("ada", "propose|||0|0|Europe/London", fields)
    assert "Only people in this chat can see <!subteam^S012ABC|@board>, <@U0IVY> and <#C0GENERAL>" in refused
    for name, one in fields.items():
        if isinstance(one, str):
            fields[name] = one.replace(MENTIONS, "")
    await siege.slack_form("ada", "propose|||0|0", fields)
    await _stands_literally(siege, CALLS.replace(MENTIONS, ""))
    await siege.teams_form("ada", "propose|||0|0", {"text": CALLS, "channels": ("linkedin",), "note": CALLS})
    await _stands_literally(siege, CALLS)
    link = {"text": "See below.", "channels": ("linkedin",), "link": "https://example.com/<!here>"}
    assert "character that links can't have" in await siege.slack_form("ada", "propose|||0|0", link)
    assert "character that links can't have" in await siege.teams_form("ada", "propose|||0|0", link)


async def test_pings_in_reasons(siege: Siege) -> None:
    """Attack 36: a no full of pings reaches the author and calls nobody else, in either chat."""
    await siege.slack_form("cleo", siege.action("request_changes"), REASON)
    await siege.teams_form("ben", siege.action("reject"), REASON)
    await siege.company.calm()
    assert "Too loud. <!channel>" in "\n".join(siege.company.in_slack("ada").reads())
    _nobody_else(siege)


async def test_pings_in_names(siege: Siege) -> None:
    """Attack 36: people whose display names are pings are named, and their names call nobody."""
    slack, teams = siege.company.slack, siege.company.teams
    slack.add_person("eva", real_name="<!channel> <@U0IVY>")
    teams.world.add_person("tom", "<at>everyone</at> **Tom**", email="tom@example.com")
    slack.conversation("marketing-review").members.add(slack.person("eva").id)
    await teams.person("tom").join(siege.reviews)
    await siege.propose("eva")
    await siege.teams_form("tom", "propose|||0|0", {"text": "By Tom.", "channels": ("linkedin",)})
    await siege.company.calm()
    called, called_in_teams = pings(siege)
    allowed, allowed_in_teams = awaited(siege)
    assert called <= allowed | {slack.person("eva").id}
    assert called_in_teams <= allowed_in_teams | {"tom"}
    everything = json.dumps([call.arguments.get("blocks") for call in slack.calls], default=str)
    assert "<!channel> <@U0IVY>" not in everything


async def test_pings_in_commands(siege: Siege) -> None:
    """Attack 36: what is typed to Copydesk comes back, if at all, as words."""
    ada = siege.company.slack.person("ada")
    for text in (CALLS, f"bind {CALLS}"):
        await ada.command("/copydesk", text)
        await siege.company.in_teams("ada").says(text, siege.reviews)
        await siege.company.in_teams("ada").says(text)
    await ada.command("/propose-post", CALLS)
    _nobody_else(siege)


def _nobody_else(siege: Siege) -> None:
    called, called_in_teams = pings(siege)
    allowed, allowed_in_teams = awaited(siege)
    assert called <= allowed
    assert called_in_teams <= allowed_in_teams


async def _stands_literally(siege: Siege, words: str) -> None:
    """The words, character by character, on the desk's card in both chats; and nobody was called by it."""
    await siege.company.calm()
    assert words in siege.company.in_slack("cleo").reads("#marketing-review")
    assert words in await siege.company.in_teams("ben").reads(siege.reviews)
    _nobody_else(siege)
