"""The request that is being answered: its number stands on every log line that it causes, and is what a person is told."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(slots=True)
class Underway:
    """One request on its way, noted by whoever learns it: `kind`, what was asked of us (empty before it is known), and
    `refused`, why it got no further than the door (a few fixed words of ours, never a part of what was sent).
    """

    number: str
    kind: str = ""
    refused: str = ""


Ended = Callable[[Underway, float], None]
"""Told of each request once it was answered or refused, after so many seconds."""

UNDERWAY: Final[ContextVar[Underway | None]] = ContextVar("underway", default=None)
"""Set by whoever takes requests in. Tasks that a request starts inherit it, and so does what is done after the answer."""


def number() -> str:
    """The number of the request that is being answered; empty outside of any."""
    underway = UNDERWAY.get()
    return underway.number if underway else ""


def note_refusal(cause: str) -> None:
    """The request is refused before it is known to be a person's: `cause` in words of ours, from a short list."""
    underway = UNDERWAY.get()
    if underway:
        underway.refused = cause


def note_kind(kind: str) -> None:
    """What the request asks of us, in a word of ours from a short list."""
    underway = UNDERWAY.get()
    if underway:
        underway.kind = kind
