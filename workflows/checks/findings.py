"""What can be said of a post that no person need look at: all of it at once, each beside the field it is about."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

import regex

from workflows.checks import hidden, lookalikes
from workflows.checks.alt_text import check_alt_text
from workflows.checks.channels import CHANNELS, Channel
from workflows.checks.disclosure import check_disclosure
from workflows.checks.finding import Finding
from workflows.checks.length import Length, measure_all
from workflows.checks.sources import check_sources
from workflows.checks.wordlists import check_words
from workflows.domain.brand import Brand
from workflows.domain.content import Content, published_text

_REMEMBERED: Final = 256
"""The same words are drawn on many cards, one after another: what was found in so many is kept."""

_LABEL: Final = r"[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?"
_HOST: Final = regex.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
"""Labels in any script, or an IPv6 address (without its brackets)."""
_SEEN: Final = {"image": "a picture", "video": "a video"}


def check(content: Content, brand: Brand) -> tuple[Finding, ...]:
    """Everything that is found in a post, by our own rules and by the policy's, in the order of the form. The post may go to
    review where nothing of it blocks.
    """
    return tuple(
        chain(
            _check_text(content),
            _check_channels(content),
            _check_link(content),
            check_disclosure(content, brand),
            check_sources(content, brand.claims),
            check_words(content, brand),
            check_alt_text(content, brand),
            _check_unseen(published_text(content)),
        )
    )


@lru_cache(maxsize=_REMEMBERED)
def _check_unseen(text: str) -> tuple[Finding, ...]:
    said = (hidden.told(text), lookalikes.told(text), lookalikes.told_of_words(text))
    return tuple(Finding(field="text", says=says, effect="warn") for says in said if says)


def _check_text(content: Content) -> Iterator[Finding]:
    if not regex.search(r"[^\s\p{C}]", content.text):
        yield Finding(field="text", says="There are no words yet. Write what the post should say.")
    for length in measure_all(content):
        if length.over:
            yield Finding(field="text", says=_too_long(length))
    for channel in CHANNELS.values():
        if channel.id in content.channels:
            yield from _check_network(content, channel)


def _check_network(content: Content, channel: Channel) -> Iterator[Finding]:
    text = published_text(content)
    for allowed in channel.allowances:
        used = allowed.count(text)
        if used > allowed.most:
            says = (
                f"{channel.name} takes {allowed.said(allowed.most)}; this has {used:,}. "
                f"Take out {used - allowed.most:,}, or untick {channel.name}."
            )
            yield Finding(field="text", says=says, effect=allowed.effect)
    refused = [character for character in channel.refuses if character in text]
    if refused:
        says = f"{channel.name} takes no {' and no '.join(refused)} in a text. Write it in words, or untick {channel.name}."
        yield Finding(field="text", says=says)
    if channel.needs and not any(item.kind in channel.needs for item in content.media):
        without = " or ".join(_SEEN[kind] for kind in channel.needs)
        yield Finding(field="media", says=f"{channel.name} takes no post without {without}.", effect="note")


def _too_long(length: Length) -> str:
    unit = "" if length.unit == "characters" else f" {length.unit}"
    name = length.name
    return f"{name} allows {length.limit:,}{unit}; this is {length.used:,}. Cut {length.over:,}, or untick {name}."


def _check_channels(content: Content) -> Iterator[Finding]:
    if not content.channels:
        yield Finding(field="channels", says="No channel is ticked. Tick at least one.")
    for channel in content.channels:
        if channel not in CHANNELS:
            known = ", ".join(entry.name for entry in CHANNELS.values())
            yield Finding(field="channels", says=f"“{channel}” is not a channel here. Choose from {known}.")


def _check_link(content: Content) -> Iterator[Finding]:
    if content.link and (wrong := wrong_with(content.link)):
        yield Finding(field="link", says=wrong)


def wrong_with(link: str) -> str | None:
    """What keeps `link` from being a plain web address that anyone may follow; None where nothing does."""
    if regex.search(r"[\s\p{C}\\<>\"]", link):
        return "The link has a space or a character that links can't have. Paste the address again."
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "This is not a web address. It should look like https://example.com/page."
    if parts.scheme not in {"http", "https"}:
        return "The link must begin with https:// or http://."
    if not host or not _HOST.fullmatch(host):
        return "The link names no website. It should look like https://example.com/page."
    if "@" in parts.netloc:
        return "The link has a user name in it. Use the address without what stands before the @."
    return None
