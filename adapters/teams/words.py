"""Words have one way in and one way out.

In: what Teams wraps round typed words (mentions, HTML, non-breaking spaces, Windows line ends) comes off. Out: words go
into text runs, which take no Markdown, so that they look exactly as they are and ping nobody.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final

from adapters.teams import wire
from adapters.teams.wire import Json

_NEWLINES: Final = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c")
_UNSHOWABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SPACED: Final = re.compile(r"[ \t]*\n[ \t]*")
_GAPS: Final = re.compile(r"\n{3,}")
_BLOCKS: Final = frozenset({"p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "pre", "ul", "ol", "table"})
_SILENT: Final = frozenset({"attachment", "script", "style", "systemeventmessage"})
_FUNCTIONS: Final = re.compile(r"(?<=\{)(?=\{)")
"""Between two braces: `{{DATE(…)}}` in one run would be replaced by a date (Adaptive Cards, "text features")."""
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<>&~|{]|^[#+\-=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_UNSAFE_IN_NAME: Final = re.compile(r"[^\w .'’-]|_")


def plain(typed: str) -> str:
    """Typed text as it was meant: plain spaces and plain line ends only."""
    return _NEWLINES.sub("\n", typed).replace("\xa0", " ")


def unshowable(text: str) -> str | None:
    """Why words cannot be taken as they are: a sentence for beside the field, or None."""
    found = _UNSHOWABLE.search(text)
    if found is None:
        return None
    return f"There is a character in it that cannot be shown (U+{ord(found[0]):04X}). Please delete it."


def message(activity: Json) -> str:
    """What someone typed to the bot, without the mention that called it; people who are mentioned keep their names.

    Mentions are taken out by their entity, once each: the bot's name may be part of the words.
    """
    typed = wire.text(activity, "text")
    bot = wire.text(activity, "recipient", "id")
    for entity in wire.objects(activity.get("entities")):
        marked = wire.text(entity, "text")
        if entity.get("type") == "mention" and marked:
            called = wire.text(entity, "mentioned", "id") == bot
            typed = typed.replace(marked, "" if called else wire.text(entity, "mentioned", "name"), 1)
    if wire.text(activity, "textFormat") in {"xml", "html"}:
        return from_html(typed)
    return plain(typed.replace("&nbsp;", " ")).strip()


def from_html(body: str) -> str:
    """A message's HTML (Microsoft Graph's `body.content`) as the words that its readers see."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    text = _SPACED.sub("\n", plain("".join(reader.pieces)))
    return _GAPS.sub("\n\n", text).strip()


class _Reader(HTMLParser):
    """Keeps text and line breaks, pictures' words (emoji are pictures) and the addresses of links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._link = ""
        self._link_from = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br" or tag in _BLOCKS:
            self._break(tag)
        elif tag in {"img", "emoji"}:
            self.pieces.append(given.get("alt", ""))
        elif tag == "a":
            self._link, self._link_from = given.get("href", ""), len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._break(tag)
        elif tag == "a":
            shown = "".join(self.pieces[self._link_from :]).strip()
            if self._link.startswith(("https://", "http://")) and shown.rstrip("/") != self._link.rstrip("/"):
                self.pieces.append(f" {self._link}")
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag == "br" or (self.pieces and not self.pieces[-1].endswith("\n")):
            self.pieces.append("\n")


def runs(text: str, **style: object) -> list[Json]:
    """Words as text runs of one look; drawn together they read exactly as `text`."""
    return [{"type": "TextRun", "text": piece, **style} for piece in _FUNCTIONS.split(text)]


def escaped(text: str) -> str:
    """Words for the few places where Teams reads Markdown (choice titles): one line, each mark literal."""
    return _MARKDOWN.sub(lambda mark: f"\\{mark[0]}", one_line(text))


def one_line(text: str) -> str:
    """Words for where there is one line only (buttons, titles, names)."""
    return " ".join(text.split())


def mention_name(name: str) -> str:
    """A name for inside `<at>…</at>`: what could be read as markup or as a date function is left out."""
    return one_line(_UNSAFE_IN_NAME.sub("", name)) or "someone"
