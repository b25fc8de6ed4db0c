"""Word lists and the words that a pillar avoids: which are found in a post, and what to write instead."""

from collections.abc import Iterator, Sequence
from typing import Final

import regex

from workflows.checks import words
from workflows.checks.finding import FieldName, Finding
from workflows.checks.patience import patience_with
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

    A pattern that takes too long on these words matters only where nothing else is found: then it raises TimeoutError.
    """
    found, slow = _look(content, one)
    if slow and not found:
        raise TimeoutError
    return tuple(dict.fromkeys(exact for _, _, exact in found))


def _check_list(content: Content, one: WordList) -> Iterator[Finding]:
    found, slow = _look(content, one)
    for entry, field, exact in dict.fromkeys(found):
        instead = f" Write “{entry.instead}” instead." if entry.instead else ""
        says = f"“{exact}” is on “{one.name}”: {one.why}{instead} {one.owner.name} keeps that list."
        yield Finding(field=field, says=says, effect=one.effect, rule=one.name, owner=one.owner.name, words=exact)
    if slow:
        says = f"A pattern on “{one.name}” {TOO_SLOW}. Shorten them, or ask {one.owner.name}, who keeps that list."
        yield Finding(field="text", says=says, effect=one.effect, rule=one.name, owner=one.owner.name)


def _look(content: Content, one: WordList) -> tuple[Sequence[tuple[Listed, FieldName, str]], bool]:
    """What is found of a list that is for this post, and whether a pattern took too long."""
    found: list[tuple[Listed, FieldName, str]] = []
    slow = False
    if one.channels and one.channels.isdisjoint(content.channels):
        return found, slow
    if one.markets and one.markets.isdisjoint(content.markets):
        return found, slow
    for entry in one.entries:
        try:
            found.extend((entry, field, exact) for field, exact in _found(content, entry))
        except TimeoutError:
            slow = True
    return found, slow


def _found(content: Content, entry: Listed) -> Sequence[tuple[FieldName, str]]:
    """Where an entry is found. Only a pattern, which is not our own, may run away."""
    match entry.how:
        case "phrase":
            return tuple(_everywhere(content, words.phrase(entry.find)))
        case "stem":
            return tuple(_everywhere(content, words.stem(entry.find)))
        case "pattern":
            what = words.pattern(entry.find)
            return patience_with(content).spend(what, lambda most: tuple(_everywhere(content, what, most)))


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
