"""What a form shows beside its fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lifecycle.profiles import PROPERTY
from workflows.checks.channels import CHANNELS
from workflows.checks.finding import Finding
from workflows.checks.findings import check
from workflows.checks.length import measure_all
from workflows.domain.brand import Brand
from workflows.domain.content import Content
from workflows.domain.ids import ChannelId

X, LINKEDIN, BLUESKY = ChannelId("x"), ChannelId("linkedin"), ChannelId("bluesky")


def blocking(content: Content) -> tuple[Finding, ...]:
    """What keeps a post from going on where the policy says nothing of words."""
    return tuple(one for one in check(content, Brand()) if one.effect == "block")


def test_a_good_post_has_no_findings():
    """Words, a channel and a plain link are all that is asked."""
    assert blocking(Content(text="Hello", channels=(X, LINKEDIN), link="https://example.com/a")) == ()


def test_everything_wrong_is_told_at_once():
    """Each wrong field has its sentence, in the order of the form."""
    found = blocking(Content(text=" \n", channels=(), link="example.com"))

    assert found == (
        Finding(field="text", says="There are no words yet. Write what the post should say."),
        Finding(field="channels", says="No channel is ticked. Tick at least one."),
        Finding(field="link", says="The link must begin with https:// or http://."),
    )


def test_too_long_is_told_for_each_channel():
    """Every channel that is over says by how much, and what to do."""
    found = blocking(Content(text="x" * 303, channels=(X, BLUESKY, LINKEDIN)))

    assert [finding.says for finding in found] == [
        "X allows 280; this is 303. Cut 23, or untick X.",
        "Bluesky allows 300; this is 303. Cut 3, or untick Bluesky.",
    ]


def test_bytes_are_named():
    """A limit in another unit than characters names it."""
    (found,) = blocking(Content(text="👩‍👩‍👧‍👦" * 121, channels=(BLUESKY,)))

    assert found.says == "Bluesky allows 3,000 bytes; this is 3,025. Cut 25, or untick Bluesky."


def test_the_link_is_counted_with_the_words():
    """What is measured is what is published: the link stands on a line of its own, and counts 23 on X."""
    (length,) = measure_all(Content(text="Hello", channels=(X,), link="https://example.com/" + "a" * 300))

    assert length.used == len("Hello\n\n") + 23


def test_an_unknown_channel_is_told():
    """A channel that nobody offered is refused by name, with those there are."""
    (found,) = blocking(Content(text="Hello", channels=(ChannelId("myspace"),)))

    assert found == Finding(
        field="channels",
        says="“myspace” is not a channel here. Choose from LinkedIn, X, Bluesky, Threads, Facebook, Instagram, TikTok, YouTube.",
    )


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "\u2060\ufeff", "\u3000"])
def test_invisible_words_are_no_words(text: str):
    """Spaces and invisible characters say nothing."""
    assert [finding.field for finding in blocking(Content(text=text, channels=(X,)))] == ["text"]


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com",
        "http://example.com/a?b=c#d",
        "https://sub.example.co.uk:8443/a_(b)",
        "https://пример.рф/путь",
        "https://xn--e1afmkfd.xn--p1ai",
        "https://127.0.0.1/a",
        "https://[::1]:80/a",
        "https://example.com/@user",
        "HTTPS://EXAMPLE.COM",
    ],
)
def test_plain_links_pass(link: str):
    """A web address with a host is a link."""
    assert blocking(Content(text="Hello", channels=(X,), link=link)) == ()


@pytest.mark.parametrize(
    "link",
    [
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "data:text/html,hi",
        "//example.com",
        "https://",
        "https:///path",
        "https:example.com",
        "https://user@example.com",
        "https://user:word@example.com",
        "https://example.com@evil.example",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://example.com/\u202egpj",
        "https://example.com\\@evil.example",
        "https://exa<mple.com",
        "https://example.com:port",
        "https://[::1",
        "https://-.com",
        "https://..",
        "\x00",
    ],
)
def test_other_links_are_refused(link: str):
    """No other scheme, no missing host, no user name, no control or invisible character."""
    assert [finding.field for finding in blocking(Content(text="Hello", channels=(X,), link=link))] == ["link"]


@PROPERTY
@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_nothing_typed_breaks_the_check(text: str, link: str):
    """Whatever is typed, the check answers, and a post it lets through fits every channel."""
    content = Content(text=text, channels=tuple(CHANNELS), link=link)

    if not blocking(content):
        assert all(length.over == 0 for length in measure_all(content))
