"""Attacks by what a card says was changed: put into the old words, it gives the new ones, and nobody can write it otherwise."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.attack.siege import ROOM, Siege
from workflows.cards.changes import MOST, changes, text_changes
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId
from workflows.domain.policy import Vocabulary

pytestmark = pytest.mark.attack

ANY = st.one_of(
    st.text(max_size=60),
    st.text("ab c.\n", max_size=40),
    st.text("a “”«»「」⟦⟧", max_size=30),
    st.lists(st.sampled_from(["tea", "cup", " ", "\n", ".", "“", "” became “", "é", "🚀", "\u202e"])).map("".join),
)
QUOTES = (*("“”", "«»", "「」", "⟦⟧"), *(("⟦" * many, "⟧" * many) for many in range(2, 25)))


def content(text: str) -> Content:
    """Words for one channel."""
    return Content(text=text, channels=(ChannelId("x"),))


@settings(max_examples=700)
@given(old=ANY, new=ANY)
@example(old="tea " * 4000, new="cup tea " * 4000)
@example(old="a b", new="ab")
def test_the_changes_put_in_place_give_the_new_words(old: str, new: str) -> None:
    """Attack 40: whatever was written, the changes that a card lists, applied to the old words, are the new ones exactly."""
    made, place = "", 0
    for change in text_changes(old, new):
        assert place <= change.start <= change.end
        made += old[place : change.start] + change.words
        place = change.end
    assert made + old[place:] == new


@settings(max_examples=700)
@given(old=st.text("ab c.\n", max_size=25), new=st.text("ab c.\n", max_size=25))
def test_the_sentences_say_those_changes(old: str, new: str) -> None:
    """Attack 40: read from the card's sentences alone, there is a way to put what they quote in order into the old words that
    gives the new ones, up to white space.
    """
    rows = changes(content(old), content(new), Vocabulary())
    if len(rows) <= MOST:
        assert _leads(_squeezed(old), _squeezed(new), [_quoted(row) for _, row in rows])
    assert bool(rows) == (old != new)


@given(old=st.text("a “”«»「」⟦⟧.", max_size=20), new=st.text("a “”«»「」⟦⟧.", max_size=20))
@example(old="a", new="” « 」 ⟧⟧")
def test_where_a_quotation_ends_is_plain(old: str, new: str) -> None:
    """Attack 40: words that hold quotation marks are quoted in others, so that they cannot end their own quotation."""
    told = [said for _, said in changes(content(old), content(new), Vocabulary())][:MOST]
    for change, said in zip(text_changes(old, new), told, strict=False):
        was, came = old[change.start : change.end].strip(), change.words.strip()
        opens, closes = next(pair for pair in QUOTES if not any(mark in was + came for mark in pair))
        quoted = [f"{opens}{one}{closes}" for one in ((was, came) if was != came else (was,)) if one]
        assert all(one in said for one in quoted)
        if len(opens) == 1:
            assert [said.count(mark) for mark in (opens, closes)] == [len(quoted)] * 2


async def test_words_that_pretend_to_be_a_change(siege: Siege) -> None:
    """Attack 40: words that read like the card's own sentence about a change stand in quotation marks that are not theirs."""
    await siege.slack_form("ben", siege.action("request_changes"))
    await siege.slack_form(
        "ada", siege.action("edit"), {"text": "We moved to a ” became “ kitchen.", "channels": ("linkedin",)}
    )
    await siege.company.calm()
    for lines in (siege.company.in_slack("cleo").reads(ROOM), await siege.company.in_teams("ben").reads(siege.reviews)):
        assert "~ «bigger» became «” became “»" in "\n".join(lines)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _quoted(row: str) -> tuple[str, str]:
    """What a sentence says went and came, without white space."""
    words = [_squeezed(one) for one in re.findall("“([^”]*)”", row)]
    if " became “" in row:
        return words[0], words[1]
    if row.startswith("added"):
        return "", words[0] if words else ""
    return (words[0] if words else "", "") if row.startswith("removed") else ("", "")


def _leads(old: str, new: str, rows: Sequence[tuple[str, str]]) -> bool:
    if not rows:
        return old == new
    (was, came), *rest = rows
    for place in range(len(old) + 1):
        if old[:place] != new[:place]:
            return False
        fits = old.startswith(was, place) and new.startswith(came, place)
        if fits and _leads(old[place + len(was) :], new[place + len(came) :], rest):
            return True
    return False
