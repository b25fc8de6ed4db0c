"""Whom somebody means who writes a name."""

from collections.abc import Iterable
from typing import Final

from workflows.domain.people import Person

SHORTEST: Final = 2
"""Letters of a name that can mean somebody."""


def meant_by(words: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """By address, by name, or by the beginning of a name; one person if it is clear, else all whom it could mean."""
    everyone = tuple(people)
    said = " ".join(words.removeprefix("@").casefold().split())
    exact = tuple(one for one in everyone if said in (one.email.casefold(), one.name.casefold()))
    return exact or tuple(one for one in everyone if len(said) >= SHORTEST and _begins(one.name.casefold(), said))


def _begins(name: str, said: str) -> bool:
    return name.startswith(said) or any(word.startswith(said) for word in name.split())
