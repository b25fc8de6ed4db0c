"""Where X sees a link in a text: it counts 23 whatever its length, with or without `https://` in front.

The rules are those of X's text library (twitter-text 3.1.0, https://github.com/twitter/twitter-text, read 2026-11-22):

- a link does not begin right behind a letter or digit of ASCII, `@`, `#` or `$`;
  a bare domain neither behind `-`, `_`, `.` or `/`;
- labels are anything but punctuation, spaces and direction marks; the last one is a known top-level domain that no
  ASCII letter or digit, `@`, `+` or `-` follows;
- a bare domain counts only so far as it is written in Latin letters;
- a path may have brackets two deep and does not end in punctuation; a query is plain ASCII;
- a label is at most 63 characters in its ASCII form and the whole link at most 4,096;
- a `t.co` link ends behind its code.
"""

from collections.abc import Iterator
from typing import Final

import regex

from workflows.checks.x_domains import TOP_LEVEL_DOMAINS

_MOST_LABEL: Final = 63
_MOST_LINK: Final = 4096
_MOST_SUBDOMAINS: Final = 8
"""X sets no bound; this one keeps the search linear, and no real host has so many labels."""
_MOST_SHORT_CODE: Final = 40

_PUNCTUATION: Final = r"!'#%&()*+,\\./:;<=>?@\[\]\^{|}~$"
_SPACES: Final = r"\x09-\x0D\x20\x85\xA0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_NEVER: Final = r"\uFFFE\uFEFF\uFFFF"
_DIRECTIONS: Final = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_SINGLE_LATIN: Final = r"\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B\u02BB"
_LATIN: Final = rf"\xC0-\xD6\xD8-\xF6\xF8-\u024F{_SINGLE_LATIN}\u0300-\u036F\u1E00-\u1EFF"

_OUTSIDE: Final = _PUNCTUATION + _SPACES + _NEVER + _DIRECTIONS
_LETTER: Final = rf"[^\-_{_OUTSIDE}]"
# Possessive, so that a long run of letters is walked once from each start and not again for every way to split it.
_SUBDOMAIN: Final = rf"(?:{_LETTER}[^{_OUTSIDE}]*+(?<={_LETTER})\.)"
_DOMAIN: Final = rf"(?:{_LETTER}[^_{_OUTSIDE}]*+(?<={_LETTER})\.)"
_TOP: Final = r"(?:(?i:\L<tops>)(?=[^0-9a-zA-Z@+\-]|$)|(?i:xn--)[\-0-9A-Za-z]+)"
_HOST: Final = rf"{_SUBDOMAIN}{{0,{_MOST_SUBDOMAINS}}}{_DOMAIN}{_TOP}"

_IN_PATH: Final = rf"[A-Za-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_BRACKETS: Final = rf"\((?:{_IN_PATH}+|{_IN_PATH}*\({_IN_PATH}+\){_IN_PATH}*)\)"
_PATH_END: Final = rf"(?:[+\-A-Za-z\u0400-\u04FF0-9=_#/{_LATIN}]|{_BRACKETS})"
_PATH: Final = rf"(?:{_IN_PATH}*(?:{_BRACKETS}{_IN_PATH}*)*{_PATH_END}|@{_IN_PATH}+/)"
_QUERY: Final = r"\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[A-Za-z0-9\-_&=#/]"

_LINK: Final = regex.compile(
    rf"(?P<before>[^A-Za-z0-9@\uFF20$#\uFF03{_NEVER}]|^)"
    rf"(?P<link>(?P<protocol>(?i:https?://))?(?P<domain>{_HOST})(?::[0-9]+)?"
    rf"(?P<path>/{_PATH}*)?(?:{_QUERY})?)",
    tops=TOP_LEVEL_DOMAINS,
)
_LATIN_DOMAIN: Final = regex.compile(rf"(?:[\-A-Za-z0-9{_LATIN}]+\.)+{_TOP}", tops=TOP_LEVEL_DOMAINS)
_SHORT_LINK: Final = regex.compile(rf"(?i:https?://t\.co/)(?P<code>[A-Za-z0-9]+)(?:{_QUERY})?")


def find_links(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` (NFC) that X takes for links, in order, as (start, end)."""
    for match in _LINK.finditer(text):
        if not _short_enough(match["domain"], match["link"]):
            continue
        if match["protocol"]:
            yield from _with_protocol(match.start("link"), match["link"])
        elif not match["before"] or match["before"] not in "-_./":
            yield from _bare(match)


def _short_enough(domain: str, link: str) -> bool:
    labels = [label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in domain.split(".")]
    grown = sum(map(len, labels)) + len(labels) - 1 - len(domain)
    return all(len(label) <= _MOST_LABEL for label in labels) and len(link) + grown <= _MOST_LINK


def _with_protocol(start: int, link: str) -> Iterator[tuple[int, int]]:
    short = _SHORT_LINK.match(link)
    if short is None:
        yield start, start + len(link)
    elif len(short["code"]) <= _MOST_SHORT_CODE:
        yield start, start + short.end()


def _bare(match: regex.Match[str]) -> Iterator[tuple[int, int]]:
    offset = match.start("domain")
    found = [(offset + latin.start(), offset + latin.end()) for latin in _LATIN_DOMAIN.finditer(match["domain"])]
    if found and match["path"]:
        found[-1] = (found[-1][0], match.end("link"))
    yield from found
