"""Patterns that run away: a post is searched for so long and no longer, whoever's they are and however often it is asked."""

from dataclasses import replace

import pytest

from workflows.checks.findings import check
from workflows.checks.patience import FIRST_PAUSE, MOST_SLOW, SECONDS, Patience, patience_with
from workflows.checks.words import pattern
from workflows.domain.brand import Brand, Effect, Listed, Owner, WordList
from workflows.domain.content import Content, Media
from workflows.domain.ids import ChannelId, Email

OWNER = Owner(email=Email("ben@example.com"), name="Ben Okafor")
RUNAWAY = "(a|a|aa)+$|b"


def post(text: str, *, media: tuple[Media, ...] = ()) -> Content:
    """A post for X."""
    return Content(text=text, channels=(ChannelId("x"),), media=media)


def listing(name: str, effect: Effect, *patterns: str) -> WordList:
    """A list of patterns."""
    entries = tuple(Listed(how="pattern", find=one) for one in patterns)
    return WordList(name=name, why="We can't.", owner=OWNER, effect=effect, entries=entries)


def runs_away(asked: list[float], seconds: float) -> str:
    """A search that finds nothing in time."""
    asked.append(seconds)
    raise TimeoutError


def test_what_was_too_slow_is_not_tried_again() -> None:
    """The second time it is refused unasked; another pattern is still tried."""
    patience, asked = Patience(), list[float]()
    for _ in range(9):
        with pytest.raises(TimeoutError):
            patience.spend(pattern("a+"), lambda seconds: runs_away(asked, seconds))
    assert asked == [SECONDS]
    assert patience.spend(pattern("b+"), lambda seconds: f"found within {seconds}") == f"found within {SECONDS}"


def test_after_a_few_no_more_are_tried() -> None:
    """Of twenty patterns that run away, as many are waited for as there is patience; then not even a good one is tried."""
    patience, asked = Patience(), list[float]()
    for number in range(20):
        with pytest.raises(TimeoutError):
            patience.spend(pattern(f"a{number}"), lambda seconds: runs_away(asked, seconds))
    assert len(asked) == MOST_SLOW
    with pytest.raises(TimeoutError):
        patience.spend(pattern("b+"), lambda seconds: seconds)


def test_the_patience_is_one_posts() -> None:
    """Whoever asks about the same words, under whatever channels, has what is left; other words have their own."""
    words = post("Tea.", media=(Media(kind="image", name="cup.png", digest="d", alt_text="A cup"),))
    assert patience_with(words) is patience_with(replace(words, channels=()))
    assert patience_with(words) is not patience_with(replace(words, media=()))


def test_lists_of_runaway_patterns_are_told_once_each() -> None:
    """Sixty of them, on two lists: what can't be looked for is said of each list, with its effect, and good words are found."""
    lists = (
        listing("Promises", "block", *(f"{RUNAWAY}{number}" for number in range(30))),
        listing("Rivals", "note", *(f"{RUNAWAY}c{number}" for number in range(30))),
        replace(listing("Slang", "warn"), entries=(Listed(how="phrase", find="gonna"),)),
    )
    found = check(post(f"gonna {'a' * 200}!"), Brand(wordlists=lists))
    assert [(one.rule, one.effect) for one in found] == [("Promises", "block"), ("Rivals", "note"), ("Slang", "warn")]
    assert "could not be tried on these words in time" in found[0].says


def test_what_was_slow_once_is_tried_again_ever_more_rarely() -> None:
    """The machine may have been slow: after a pause it is tried again, after twice as long the next time; then all is as before."""
    patience, asked = Patience(), list[float]()
    slow, other = pattern("a+"), pattern("b+")
    for tries, pause in ((1, FIRST_PAUSE), (2, 2 * FIRST_PAUSE)):
        for _ in range(1 + pause):
            with pytest.raises(TimeoutError):
                patience.spend(slow, lambda seconds: runs_away(asked, seconds))
        assert len(asked) == tries
    for more in range(MOST_SLOW - 1):
        with pytest.raises(TimeoutError):
            patience.spend(pattern(f"a{more}"), lambda seconds: runs_away(asked, seconds))
    with pytest.raises(TimeoutError):
        patience.spend(other, lambda _: "found")
    assert patience.spend(slow, lambda _: "found") == "found"
    assert patience.spend(other, lambda _: "found") == "found"
