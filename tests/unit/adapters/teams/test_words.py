"""Words in: as they were meant. Words out: exactly as they are."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import words
from adapters.teams.wire import Json
from bot.playground.teams.markdown import drawn

MARKS = st.text(alphabet="*_[](){}#>-+.!~<@:|`\\&/ \nabc1é🚀", max_size=60)


def bot_mention(text: str, *others: Json, text_format: str = "plain") -> Json:
    """A message that calls the bot."""
    called = {"type": "mention", "text": "<at>Copydesk</at>", "mentioned": {"id": "28:bot", "name": "Copydesk"}}
    return {
        "type": "message",
        "text": text,
        "textFormat": text_format,
        "recipient": {"id": "28:bot", "name": "Copydesk"},
        "entities": [called, *others],
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("<at>Copydesk</at> approve Copydesk now", "approve Copydesk now"),
        ("<at>Copydesk</at>&nbsp;propose a\xa0tea\r\nhot", "propose a tea\nhot"),
        ("<at>Copydesk</at> a < b & c &amp; d", "a < b & c &amp; d"),
        ("<at>Copydesk</at> tell <at>Copydesk</at>", "tell <at>Copydesk</at>"),
    ],
)
def test_the_call_is_taken_out_and_the_words_stay(typed: str, meant: str) -> None:
    """Only the mention goes, once: the SDK's own helper would take every "Copydesk" out of the words."""
    assert words.message(bot_mention(typed)) == meant


def test_other_people_keep_their_names() -> None:
    """A colleague who is mentioned stays in the words by name."""
    ivy: Json = {"type": "mention", "text": "<at>Ivy</at>", "mentioned": {"id": "29:ivy", "name": "Ivy Tanaka"}}
    assert words.message(bot_mention("<at>Copydesk</at> ask <at>Ivy</at>", ivy)) == "ask Ivy Tanaka"


def test_a_message_in_html_is_read_as_html() -> None:
    """Where Teams says that the text is HTML, entities are characters."""
    assert words.message(bot_mention("<at>Copydesk</at> a &amp; b", text_format="xml")) == "a & b"


@pytest.mark.parametrize(
    ("html", "meant"),
    [
        ("<div><div>Soup is on &amp; it's &lt;good&gt;</div></div>", "Soup is on & it's <good>"),
        ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
        ("<p>Hi&nbsp;<at id='0'>Ben</at></p>", "Hi Ben"),
        ('<p>Go <emoji id="rocket" alt="🚀" title="Rocket"></emoji></p>', "Go 🚀"),
        ('<a href="https://example.com/a">our page</a>', "our page https://example.com/a"),
        ('<a href="https://example.com/">https://example.com</a>', "https://example.com"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ('words<attachment id="1">card</attachment>', "words"),
        ("<script>alert(1)</script><style>p{}</style>ok", "ok"),
        ("<p>unclosed <b>tags", "unclosed tags"),
    ],
)
def test_html_is_read_as_its_readers_see_it(html: str, meant: str) -> None:
    """A message's body gives its words, line breaks, emoji and link addresses, and nothing hidden."""
    assert words.from_html(html) == meant


@given(st.text())
def test_any_html_is_read(html: str) -> None:
    """Nothing that a message holds can break the reader."""
    assert isinstance(words.from_html(html), str)


@given(st.one_of(st.text(), MARKS))
def test_runs_read_together_are_the_words(text: str) -> None:
    """What is drawn is what was written: text runs take no markup, and no run holds a date function."""
    pieces = [str(run["text"]) for run in words.runs(text)]
    assert "".join(pieces) == text
    assert not any("{{" in piece for piece in pieces)


@given(MARKS)
def test_escaped_words_survive_markdown(text: str) -> None:
    """Where Teams reads Markdown, words come out as one line of what went in."""
    assert drawn(words.escaped(text)) == words.one_line(text)


@pytest.mark.parametrize("plain", ["LinkedIn", "X (Twitter)", "Bluesky, 300", "Threads - long", "Zoë's café"])
def test_ordinary_words_need_no_escaping(plain: str) -> None:
    """Names without marks are left alone, so that clients that read no Markdown show them well too."""
    assert words.escaped(plain) == plain


@given(st.text())
def test_a_name_in_a_mention_is_only_a_name(name: str) -> None:
    """Nothing in a name can close the mention, open another or become markup."""
    safe = words.mention_name(name)
    assert safe
    assert not set(safe) & set(string.punctuation) - {".", "-", "'"}


@pytest.mark.parametrize("name", ["Ben Fischer", "Zoë O'Brien-Smith", "Dr. 李"])
def test_ordinary_names_stay(name: str) -> None:
    """Letters of any script, spaces, dots, hyphens and apostrophes are kept."""
    assert words.mention_name(name) == name


def test_what_cannot_be_shown_is_named() -> None:
    """A control character is told by its number; line breaks and tabs are fine."""
    assert words.unshowable("a\x00b") is not None
    assert words.unshowable("a\n\tb é 🚀") is None
