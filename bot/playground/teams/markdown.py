"""Words as Teams draws them from the Markdown that TextBlocks, facts and choices take.

What was not escaped shows as it would there: emphasis marks vanish, links become links, single line breaks become
spaces. Sources: Adaptive Cards "text features"; Teams documentation on formatting cards.
"""

import html
import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINK = re.compile(r"\[([^\]]*)\]\((\S+?)\)")
_EMPHASIS = (
    re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"),
    re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)"),
    re.compile(r"\*(?=\S)(.+?)(?<=\S)\*"),
    re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"),
)
_MENTION = re.compile(r"<at>(.*?)</at>")
_MOMENT = re.compile(r"\{\{(?:DATE|TIME)\(([^,)]*)(?:,[^)]*)?\)\}\}")
_PRIVATE = 0x10FF00
"""Escaped characters wait here, at the end of the private use planes, while the Markdown around them is read."""


def drawn(text: str) -> str:
    """Draw a text written in Markdown, mentions as `@Name`."""
    shown = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), text.replace("\r\n", "\n"))
    shown = run_drawn(typed(shown))
    shown = re.sub(r"[ \t]*\n[ \t]*\n\s*|\r", "\v", shown)
    shown = re.sub(r"\n(?=(?:[-*+]|\d+\.) )", "\v", shown).replace("\n", " ").replace("\v", "\n")
    shown = re.sub(r"^[-*+] ", "• ", shown, flags=re.MULTILINE)
    shown = _LINK.sub(lambda found: found[2] if found[1] == found[2] else f"{found[1]} <{found[2]}>", shown)
    for pattern in _EMPHASIS:
        shown = pattern.sub(r"\1", shown)
    shown = html.unescape(shown)
    return "".join(chr(ord(char) - _PRIVATE) if _PRIVATE <= ord(char) < _PRIVATE + 128 else char for char in shown)


def run_drawn(text: str) -> str:
    """Draw a text run: literal, mentions too, but for the date functions that cards replace everywhere."""
    return _MOMENT.sub(r"\1", text)


def typed(text: str) -> str:
    """Draw a message without Markdown: literal, but for mentions."""
    return _MENTION.sub(r"@\1", text)
