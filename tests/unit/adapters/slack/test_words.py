"""Words have one way in and one way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import limits, words
from adapters.slack.cards import draw
from bot.playground.slack.shapes import text_of
from workflows.cards.card import Words

SPICY = st.text(
    st.sampled_from("&<>*_~`@:[]()|!#\n\t abé😀👩‍🚀\u0301\u202e") | st.characters(codec="utf-8"), max_size=400
)


@given(SPICY)
def test_what_is_drawn_is_what_is_seen(text: str) -> None:
    """Words → blocks → what the person sees is exactly the words, and nothing in between can ping."""
    label, *drawn = draw([Words(label="Words", text=text, kind="exact")])
    assert label["type"] == "rich_text"
    assert "".join(text_of(block["text"]) for block in drawn) == text
    for block in drawn:
        assert block["text"]["emoji"] is False
        assert block["text"]["type"] == "plain_text"
        assert not set(block["text"]["text"]) & {"<", ">"}


@given(SPICY)
def test_escaping_is_undone_by_reading(text: str) -> None:
    """`unescape` reads what `escape` wrote."""
    assert words.unescape(words.escape(text)) == text


@given(SPICY, st.integers(min_value=8, max_value=60))
def test_pieces_are_the_whole(text: str, most: int) -> None:
    """Pieces fit, none is empty, and together they are exactly the text."""
    found = list(words.pieces(text, most))
    assert "".join(found) == text
    assert all(0 < limits.length(words.escape(piece)) <= most for piece in found)


def test_pieces_end_where_a_reader_would() -> None:
    """A long text is split after a line, else after a word, and never inside a character that people see as one."""
    assert list(words.pieces("one two\nthree four", 12)) == ["one two\n", "three four"]
    assert list(words.pieces("one two three", 9)) == ["one two ", "three"]
    assert list(words.pieces("👩‍🚀👩‍🚀", 8)) == ["👩‍🚀", "👩‍🚀"]


@pytest.mark.parametrize(
    ("arrived", "typed"),
    [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("see <https://example.com>", "see https://example.com"),
        ("see <https://example.com|example.com>", "see example.com"),
        ("see <https://example.com|our site>", "see our site https://example.com"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("<@U012ABC|ada> and <@U012ABC>", "@ada and <@U012ABC>"),
        ("in <#C012ABC|general>", "in #general"),
        ("<!here> <!channel> <!subteam^S012|@legal>", "@here @channel @legal"),
        ("2 < 3 <b>", "2 < 3 <b>"),
        (":rocket::tada: now", "🚀🎉 now"),
        (":wave::skin-tone-3: hi", "👋🏼 hi"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        (":partyparrot: 10:30:45", ":partyparrot: 10:30:45"),
    ],
)
def test_a_message_as_it_was_typed(arrived: str, typed: str) -> None:
    """What Slack made of a message or a command becomes what its writer saw."""
    assert words.from_message(arrived) == typed


@pytest.mark.parametrize(
    ("arrived", "typed", "unknown"),
    [
        ("a &amp; b", "a &amp; b", ()),
        ("live:rocket:", "live🚀", ()),
        ("at 10:30:45, 5:100:3 and a:x:b", "at 10:30:45, 5:100:3 and a:x:b", ()),
        (":100: :+1: :x:", "💯 👍 ❌", ()),
        ("https://example.com/:rocket: x", "https://example.com/:rocket: x", ()),
        (":partyparrot: twice :partyparrot:", ":partyparrot: twice :partyparrot:", (":partyparrot:",)),
        ("x:partyparrot:rocket:", "x:partyparrot🚀", ()),
        ("std::vector::iterator", "std::vector::iterator", ()),
        (
            "hi <@U012ABC> in <#C012ABC|general>",
            "hi <@U012ABC> in <#C012ABC|general>",
            ("<@U012ABC>", "<#C012ABC|general>"),
        ),
        ("<!channel> is what it says", "<!channel> is what it says", ()),
    ],
)
def test_a_field_as_it_was_typed(arrived: str, typed: str, unknown: tuple[str, ...]) -> None:
    """A form's field holds raw text, emoji by name, and perhaps what only this chat can show, which is named."""
    assert words.from_field(arrived) == (typed, unknown)


@given(SPICY)
def test_any_field_is_readable(text: str) -> None:
    """Nothing that can be typed breaks the normaliser, and line breaks are one character."""
    found, _ = words.from_field(text)
    assert "\r" not in found
    words.from_message(text)


def test_the_mention_that_calls_the_bot_is_no_word() -> None:
    """Only the mention at the beginning is taken off, and only the bot's."""
    assert words.without_mention("<@U0BOT> ask <@U0BOT> again", "U0BOT") == "ask <@U0BOT> again"
    assert words.without_mention("<@U0ADA> hi", "U0BOT") == "<@U0ADA> hi"


def test_a_label_is_cut_where_it_shows() -> None:
    """A label that is too long ends in an ellipsis, inside its limit even when it is escaped."""
    assert words.cut("short", 10) == "short"
    assert words.cut("rather long", 8).endswith("…")
    assert limits.length(words.escape(words.cut("&" * 50, 20))) <= 20
