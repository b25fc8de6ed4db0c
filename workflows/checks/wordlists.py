"""Word lists and the words that a pillar avoids: which are found in a post, and what to write instead."""

from collections.abc import Iterator
from typing import Final

import regex

from workflows.checks import words
from workflows.checks.finding import FieldName, Finding
from workflows.domain.brand import Brand, Listed, Pillar, WordList
from workflows.domain.content import Content

TOO_SLOW: Final = "could not be tried on these words in time"


def check_words(content: Content, brand: Brand) -> Iterator[Finding]:
    """What the lists that are for this post find, and what its pillar avoids. Whoever is asked for a list's sake (`route`) is
    told by the route.
    """
    for one in brand.wordlists:
        if one.effect != "route":
            yield from _check_list(content, one)
    pillar = brand.pillars.get(content.pillar)
    if pillar is not None:
        yield from _check_pillar(content, pillar)


def listed_words(content: Content, one: WordList) -> tuple[str, ...]:
    """The exact words of the post that stand on a list, each once; none where the list is not for this post.

    Raises TimeoutError where a pattern takes too long on these words.
    """
    return tuple(dict.fromkeys(exact for entry in one.entries for _, exact in _found(content, one, entry)))


def _check_list(content: Content, one: WordList) -> Iterator[Finding]:
    for entry in one.entries:
        try:
            found = dict.fromkeys(_found(content, one, entry))
        except TimeoutError:
            says = f"A pattern on “{one.name}” {TOO_SLOW}. Shorten them, or ask {one.owner.name}, who keeps that list."
            yield Finding(field="text", says=says, effect=one.effect, rule=one.name, owner=one.owner.name)
            continue
        for field, exact in found:
            instead = f" Write “{entry.instead}” instead." if entry.instead else ""
            says = f"“{exact}” is on “{one.name}”: {one.why}{instead} {one.owner.name} keeps that list."
            yield Finding(field=field, says=says, effect=one.effect, rule=one.name, owner=one.owner.name, words=exact)


def _found(content: Content, one: WordList, entry: Listed) -> Iterator[tuple[FieldName, str]]:
    if one.channels and one.channels.isdisjoint(content.channels):
        return
    if one.markets and one.markets.isdisjoint(content.markets):
        return
    yield from _everywhere(content, _finder(entry), words.SECONDS)


def _check_pillar(content: Content, pillar: Pillar) -> Iterator[Finding]:
    asks = f" Ask {pillar.owner.name}, whose pillar it is." if pillar.owner else ""
    for avoided in pillar.dont:
        for field, exact in dict.fromkeys(_everywhere(content, words.phrase(avoided))):
            says = f"“{exact}” does not go with “{pillar.name}”: that pillar avoids the word.{asks}"
            owner = pillar.owner.name if pillar.owner else ""
            yield Finding(field=field, says=says, effect="warn", rule=pillar.name, owner=owner, words=exact)


def _everywhere(
    content: Content, what: "regex.Pattern[str]", seconds: float | None = None
) -> Iterator[tuple[FieldName, str]]:
    pieces: tuple[tuple[FieldName, str], ...] = (
        ("text", content.text),
        ("link", content.link),
        *(("media", item.alt_text) for item in content.media),
    )
    for field, text in pieces:
        if text:
            for exact in words.find(what, words.readable(text), seconds):
                yield field, exact


def _finder(entry: Listed) -> "regex.Pattern[str]":
    match entry.how:
        case "phrase":
            return words.phrase(entry.find)
        case "stem":
            return words.stem(entry.find)
        case "pattern":
            return words.pattern(entry.find)
