"""Attacks by what nobody sees: words that read differently from what goes out, in either chat."""

from pathlib import Path

import pytest

from bot.playground.teams.outcomes import Dialog
from bot.playground.teams.shapes import objects_at
from tests.attack.siege import ROOM, Siege, besieged
from tests.attack.test_confidential import CLOSED, SECRET
from tests.support.databases import copy
from workflows.domain.content import hash_revision

pytestmark = pytest.mark.attack

OVERRIDE = "We pay \u202e05\u202c euros, kit\u200bchen in\u00adcluded: see https://\u0440\u0430ypal.com/now"
SHOWN = "We pay ⟨U+202E⟩05⟨U+202C⟩ euros, kit⟨U+200B⟩chen in⟨U+00AD⟩cluded: see https://\u0440\u0430ypal.com/now"
HIDDEN = "⚠ There are 4 characters in it that nobody sees"
DISGUISED = "⚠ An address in it has letters that are not what they look like. It leads to xn--ypal-43d9g.com"
SECRETS = (
    "take\u034fover",
    "t\ufe0fakeover",
    "take\u3164over",
    "takeo\u17b4ver\u2800is",
    "takeov\U000e0100er",
    "t\u0430keover",
    "\u03a4\u0410\u041aE\u041eVE\u200bR",
)
"""One word, as a reader has it: with something in it that nobody sees, or letters of other alphabets."""
INNOCENT = "👩🏽‍🚀 🏳️‍🌈 می‌خواهم क्‍ष"
NAME = "Ada \u202ekraP\u202c"


async def test_words_that_hide_something(siege: Siege) -> None:
    """Attack 38: on every card in both chats a mark stands for each character that nobody sees, and a warning; a link that is
    not what it looks like is named. What is recorded and copied are the words to the last byte.
    """
    ada, ben, cleo = (siege.company.in_slack(who) for who in ("ada", "ben", "cleo"))
    post = await siege.propose("ada", OVERRIDE)
    ben_in_teams = siege.company.in_teams("ben")
    cards = [ada.reads(), cleo.reads(ROOM), await ben_in_teams.reads(siege.reviews)]
    for lines in cards:
        read = "\n".join(lines)
        assert SHOWN in read
        assert HIDDEN in read
        assert DISGUISED in read
        assert not set("\u202e\u202c\u200b\u00ad") & set(read)
    form = "\n".join(await ben.clicks("Request changes", ROOM))
    assert SHOWN in form
    assert HIDDEN in form
    siege.company.slack.world.stack(ben.client.id).clear()
    stands = await siege.stands(post)
    assert stands.head.content.text == OVERRIDE
    assert stands.head.hash == hash_revision(stands.head.content, bytes.fromhex(stands.salt))
    await ben_in_teams.clicks("Approve", siege.reviews)
    assert OVERRIDE in "\n".join(await cleo.clicks("Copy the words", ROOM))
    seen = await siege.company.in_teams("cleo").card(siege.reviews)
    opened = await siege.company.teams.person("cleo").click(seen, "Copy the words")
    assert isinstance(opened, Dialog)
    assert OVERRIDE in [field.get("value") for field in objects_at(opened.card, "body")]


async def test_a_check_warns_its_author(siege: Siege) -> None:
    """Attack 38: whoever wrote it without meaning to is told before anybody is asked, in either chat."""
    ada = siege.company.in_slack("ada")
    await ada.client.command("/propose-post", OVERRIDE)
    before = ada.form.hash
    await ada.client.click_in_view(ada.form, "Check", {"channels": ("linkedin",)})
    await siege.company.slack.until(lambda: ada.form.hash != before)
    said = "\n".join(ada.reads_form())
    assert HIDDEN in said
    assert DISGUISED in said
    ben = siege.company.in_teams("ben")
    ben.dialog = await ben.opens(siege.reviews)
    said = "\n".join(await ben.presses("Check", text=OVERRIDE, channels=("linkedin",)))
    assert HIDDEN in said
    assert DISGUISED in said


async def test_what_changed_is_not_hidden_either(siege: Siege) -> None:
    """Attack 38: a character that nobody sees, put in by an edit, is shown among the changes, the note and the reason."""
    await siege.slack_form("ben", siege.action("request_changes"), {"code": "tone", "why": "No\u200bway."})
    await siege.company.calm()
    assert "No⟨U+200B⟩way." in "\n".join(siege.company.in_slack("ada").reads())
    edited = {"text": "We moved to a bigger kit\u200bchen.", "channels": ("linkedin",), "note": "Qui\u202eck"}
    await siege.slack_form("ada", siege.action("edit"), edited)
    await siege.company.calm()
    for lines in (siege.company.in_slack("cleo").reads(ROOM), await siege.company.in_teams("ben").reads(siege.reviews)):
        read = "\n".join(lines)
        assert "“kitchen” became “kit⟨U+200B⟩chen”" in read
        assert "Qui⟨U+202E⟩ck" in read


async def test_words_that_need_their_joiners(siege: Siege) -> None:
    """Attack 38, the other side: emoji and scripts that are written with joiners stand there as they are, without a warning."""
    await siege.propose("ada", INNOCENT)
    for lines in (siege.company.in_slack("cleo").reads(ROOM), await siege.company.in_teams("ben").reads(siege.reviews)):
        read = "\n".join(lines)
        assert INNOCENT in read
        assert "⚠" not in read


async def test_a_name_that_turns_round(siege: Siege) -> None:
    """Attack 38: a person's name shows what turns it round, on cards and in notifications."""
    siege.company.slack.add_person("mallory", real_name=NAME)
    mallory = siege.company.in_slack("mallory")
    await mallory.proposes("Tea is nice.")
    cards = (siege.company.in_slack("cleo").card(ROOM), await siege.company.in_teams("ben").card(siege.reviews))
    for card in cards:
        assert "\u202e" not in str(card)
        assert "Ada ⟨U+202E⟩kraP⟨U+202C⟩" in str(card)


async def test_words_that_hide_from_the_rules(sqlite_file: Path) -> None:
    """Attack 38: what a rule makes confidential is so from the first, in both chats, whatever stands in its words that nobody
    sees, or looks like a letter and is another. Words that a list blocks are blocked.
    """
    policy = CLOSED.replace(SECRET, "takeover") + (
        "wordlists: [{name: Banned, why: Nobody can promise that., owner: ben@example.com, effect: block, "
        "entries: [{stem: guarant}]}]\n"
    )
    async with besieged(copy(sqlite_file), policy) as siege:
        for number, secret in enumerate(SECRETS):
            post = await siege.propose("ada", f"Our {secret} nears its goal {number}.")
            assert (await siege.stands(post)).restriction is not None, secret
            for who in ("cleo", "ivy"):
                in_slack = siege.company.slack.person(who).messages(ROOM)
                in_teams = await siege.company.teams.person(who).see(siege.reviews)
                assert f"its goal {number}" not in str((in_slack, in_teams))
        ada = siege.company.in_slack("ada")
        await ada.client.command("/propose-post", "Gu\u0430ran\u034fteed.")
        said = "\n".join(await ada.fills(channels=("linkedin",)))
        assert "“Gu\u0430ran\u034fteed” is on “Banned”" in said
