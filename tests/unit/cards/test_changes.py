"""What changed, word by word, as a reviewer reads it."""

import re
from dataclasses import replace
from time import thread_time

from hypothesis import given
from hypothesis import strategies as st

from workflows.cards.changes import MOST, changes
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId
from workflows.domain.policy import Vocabulary

NAMES = Vocabulary(pillars={"craft": "Made by hand", "care": "We care"}, markets={"de": "Germany", "at": "Austria"})


def content(text: str, link: str = "", channels: tuple[str, ...] = ("x",)) -> Content:
    """Words for the given channels."""
    return Content(text=text, link=link, channels=tuple(ChannelId(channel) for channel in channels))


def test_words_that_differ_are_named_as_whole_words() -> None:
    """A reader sees the words that went and the words that came, never letters."""
    assert changes(content("It is the fastest kettle."), content("It is a quick kettle."), NAMES) == (
        ("~", "“the fastest” became “a quick”"),
    )


def test_added_and_removed_words_have_marks_of_their_own() -> None:
    """What was added is marked +, what was removed -."""
    assert changes(content("Tea. Now."), content("Tea. Now. Terms apply."), NAMES) == (("+", "added “Terms apply.”"),)
    assert changes(content("Tea, hot, now."), content("Tea now."), NAMES) == (("-", "removed “, hot,”"),)


def test_white_space_that_went_is_not_said_to_have_come() -> None:
    """A line break more and a line break less are told apart."""
    assert changes(content("Tea.Now."), content("Tea.\nNow."), NAMES) == (("+", "added white space"),)
    assert changes(content("Tea.\nNow."), content("Tea.Now."), NAMES) == (("-", "removed white space"),)


def test_link_and_channels_are_named() -> None:
    """A change beside the text is a change too: it has a row of its own."""
    old, new = content("Tea", "https://a.example"), content("Tea", "https://b.example", ("x", "linkedin"))
    assert changes(old, new, NAMES) == (
        ("~", "the link: “https://a.example” became “https://b.example”"),
        ("~", "channels: X became LinkedIn and X"),
    )


def test_what_a_post_is_said_to_be_is_named_as_people_know_it() -> None:
    """The pillar, whom it is for and what proves it: by their names, and only where they differ."""
    old = replace(content("Tea"), pillar="craft", markets=("de",))
    new = replace(content("Tea"), pillar="care", markets=("de", "at"), language="de", sources="our own test")
    assert changes(old, new, NAMES) == (
        ("~", "pillar: “Made by hand” became “We care”"),
        ("~", "for: “Germany” became “Germany and Austria, in de”"),
        ("+", "the sources: added “our own test”"),
    )


def test_a_rewritten_text_lists_the_first_changes_and_counts_the_rest() -> None:
    """A card stays readable: past the limit, the rest is counted."""
    old = " ".join(f"old{number} same{number}" for number in range(MOST + 3))
    new = " ".join(f"new{number} same{number}" for number in range(MOST + 3))
    rows = changes(content(old), content(new), NAMES)
    assert len(rows) == MOST + 1
    assert rows[-1] == ("~", "and 3 more changes in the text")


@given(st.text(max_size=60))
def test_the_same_words_have_no_changes(text: str) -> None:
    """Nothing is reported where nothing changed."""
    assert changes(content(text), content(text), NAMES) == ()


@given(old=st.text("ab c.\n", max_size=30), new=st.text("ab c.\n", max_size=30))
def test_every_difference_in_the_text_is_reported(old: str, new: str) -> None:
    """Two texts that differ never look the same; every quoted piece comes from one of them."""
    rows = changes(content(old), content(new), NAMES)
    assert bool(rows) == (old != new)
    for _, row in rows:
        for quoted in re.findall("“([^”]*)”", row):
            assert quoted in old or quoted in new


def test_a_long_text_that_repeats_itself_keeps_nobody_waiting() -> None:
    """Comparing gives up in time: fewer steps than a text of this length could ask for, and the difference is still told."""
    old, new = "tea for all, " * 230, "all for tea, " * 230
    began = thread_time()
    rows = changes(content(old), content(new), NAMES)
    assert rows
    assert thread_time() - began < 0.5, "without an end to its patience it takes some seconds"
